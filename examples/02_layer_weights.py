"""Three dense layers, 16, 8 and 2 units on 4 inputs, each with weights of its own.

Look at: the parameters of each layer ((4 + 1)·16 = 80, 136, 18), and in the dashboard each layer's kernel and bias
before training, now, and the difference: every unit has its own column and goes its own way.
"""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(7)

# Two classes that touch: is the weighted sum of four measurements above its middle?
measurements = np.random.uniform(-1.0, 1.0, (400, 4))
score = measurements @ np.array([1.0, -2.0, 0.5, 1.5])
classes = (score + np.random.normal(0.0, 0.2, 400) > 0).astype("int32")

model = keras.Sequential(
    [
        keras.Input(shape=(4,)),
        layers.Dense(16, activation="relu", name="wide"),
        layers.Dense(8, activation="relu", name="narrow"),
        layers.Dense(2, activation="softmax", name="classes"),
    ]
)

model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(measurements, classes, epochs=20, batch_size=20)

for layer in model.layers:
    kernel, bias = layer.get_weights()
    print(layer.name, kernel.shape, bias.shape)
