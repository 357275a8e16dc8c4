"""One of four classes: 25, 15 and 4 units, the last ones a softmax whose outputs add up to 1.

Look at: the loss, which takes class numbers 0 … 3 as they are (sparse), and the accuracy. Change the last activation to
"linear" and a problem appears at its line; 05b_multiclass_logits.py shows how it is meant to be.
"""

import keras
import numpy as np
from keras import layers

np.random.seed(5)

# Four clouds of points around the corners of a square.
corners = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
classes = np.random.randint(0, 4, 1000)
points = corners[classes] + np.random.normal(0.0, 0.45, (1000, 2))

model = keras.Sequential(
    [
        keras.Input(shape=(2,)),
        layers.Dense(25, activation="relu"),
        layers.Dense(15, activation="relu"),
        layers.Dense(4, activation="softmax"),
    ]
)

model.compile(
    loss=keras.losses.SparseCategoricalCrossentropy(),
    optimizer=keras.optimizers.Adam(0.001),
    metrics=["accuracy"],
)
model.fit(points, classes, epochs=10)
