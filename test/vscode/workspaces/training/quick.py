import numpy as np
from tensorflow import keras

keras.utils.set_random_seed(7)

x = np.random.uniform(-1, 1, size=(96, 2))
y = (x[:, 0] * x[:, 1] > 0).astype("float32")

model = keras.Sequential()
model.add(keras.layers.Input((2,)))
model.add(keras.layers.Dense(4, activation="relu", name="hidden"))
model.add(keras.layers.Dense(1, activation="sigmoid", name="output"))
model.compile(optimizer=keras.optimizers.Adam(0.02), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10, batch_size=16)
