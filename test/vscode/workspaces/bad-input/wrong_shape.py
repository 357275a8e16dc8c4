import numpy as np
from tensorflow import keras

x = np.zeros((20, 3))
y = np.zeros((20, 1))

model = keras.Sequential([
    keras.layers.Dense(4, input_shape=(2,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="sgd", loss="mse")
model.fit(x, y, epochs=2)
