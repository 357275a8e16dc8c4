"""Yes or no from two numbers: three sigmoid units and one, with a batch size fixed in the input.

Look at: the names layer1 and layer2, which the source gives and everything shows; the saturated fraction of the sigmoids;
and the loss, which sinks slowly at first, because sigmoids start near one half wherever they are.
"""

import keras
import numpy as np
from keras import layers

np.random.seed(3)

# Inside or outside a triangle, with both numbers from -1 to 1.
points = np.random.uniform(-1.0, 1.0, (3200, 2))
inside = (points[:, 0] > -0.6) & (points[:, 1] > -0.6) & (points[:, 0] + points[:, 1] < 0.4)
answers = inside.astype("float32")

model = keras.Sequential(
    [
        keras.Input((2,), batch_size=32),
        layers.Dense(3, activation="sigmoid", name="layer1"),
        layers.Dense(1, activation="sigmoid", name="layer2"),
    ]
)

model.compile(
    loss=keras.losses.BinaryCrossentropy(),
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    metrics=["accuracy"],
)
model.fit(points, answers, epochs=30)
