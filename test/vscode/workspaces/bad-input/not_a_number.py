import numpy as np
from tensorflow import keras

x = np.array([[0.0, 1.0], [np.nan, 2.0], [1.0, 0.0], [2.0, 1.0]])
y = np.array([0.0, 1.0, 1.0, 0.0])

model = keras.Sequential([
    keras.layers.Dense(4, input_shape=(2,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="sgd", loss="mse")
model.fit(x, y, epochs=20)
