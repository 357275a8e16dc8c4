"""Nine parameters: two inputs, two hidden ReLU units, one output, on x1² + x2 with a little noise.

Look at: the table of weights before and after. W1, W3, B1 and W5 end exactly where they began, because the first hidden
unit fires on none of the 300 points: its output is always zero, and no gradient comes back through it. With another seed
other weights stand still, or none.
"""

import keras
import numpy as np
from keras import layers

np.random.seed(299)

x1 = np.random.uniform(-5.0, 5.0, 300)
x2 = np.random.uniform(-10.0, 10.0, 300)
noise = np.random.randint(-2, 3, 300)
target = x1**2 + x2 + noise


def scaled(values):
    """To 0 … 1."""
    return (values - values.min()) / (values.max() - values.min())


x = np.stack([scaled(x1), scaled(x2)], axis=1)
y = scaled(target)

# W1 … W6, B1 … B3: drawn wide, with two decimals.
weights = np.round(np.random.uniform(-10.0, 10.0, 6), 2)
biases = np.round(np.random.uniform(-5.0, 5.0, 3), 2)

model = keras.Sequential(
    [
        keras.Input(shape=(2,)),
        layers.Dense(2, activation="relu", name="hidden"),
        layers.Dense(1, name="output"),
    ]
)
model.set_weights([weights[:4].reshape(2, 2), biases[:2], weights[4:].reshape(2, 1), biases[2:]])

model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.01), loss="mse")
# Without shuffling, every framework takes the same steps from the same weights.
model.fit(x, y, epochs=100, batch_size=30, shuffle=False)
