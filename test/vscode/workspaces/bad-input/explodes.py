import numpy as np
from tensorflow import keras

keras.utils.set_random_seed(5)

x = np.random.uniform(-5, 5, size=(64, 2))
y = x[:, 0] ** 2 + x[:, 1]

model = keras.Sequential([
    keras.layers.Dense(8, activation="relu", input_shape=(2,)),
    keras.layers.Dense(1),
])
model.compile(optimizer=keras.optimizers.SGD(1e12), loss="mse")
model.fit(x, y, epochs=50, batch_size=16)
