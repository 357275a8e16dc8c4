"""The network of 05_multiclass.py with a linear output: it gives scores (logits), and the loss applies the softmax.

Look at: the last layer's activations, which are any numbers now, and the loss, which says from_logits. Leave either of
the two changes out and Layerscope says that they do not go together.
"""

import keras
import numpy as np
from keras import layers

np.random.seed(5)

corners = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
classes = np.random.randint(0, 4, 1000)
points = corners[classes] + np.random.normal(0.0, 0.45, (1000, 2))

model = keras.Sequential(
    [
        keras.Input(shape=(2,)),
        layers.Dense(25, activation="relu"),
        layers.Dense(15, activation="relu"),
        layers.Dense(4, activation="linear"),
    ]
)

model.compile(
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    optimizer=keras.optimizers.Adam(0.001),
    metrics=["accuracy"],
)
model.fit(points, classes, epochs=10)

# To see probabilities, apply the softmax to what the network says.
scores = model.predict(corners)
print(np.round(keras.ops.convert_to_numpy(keras.ops.softmax(scores)), 2))
