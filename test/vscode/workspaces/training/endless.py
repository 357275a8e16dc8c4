import numpy as np
from tensorflow import keras

keras.utils.set_random_seed(11)

x = np.random.uniform(-1, 1, size=(256, 2))
y = x[:, 0] ** 2 + x[:, 1]

model = keras.Sequential([
    keras.layers.Input((2,)),
    keras.layers.Dense(8, activation="tanh", name="hidden"),
    keras.layers.Dense(1, name="output"),
])
model.compile(optimizer="sgd", loss="mse")
model.fit(x, y, epochs=1000000, batch_size=32)
