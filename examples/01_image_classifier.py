"""A small image classifier: one convolution, one pooling, one dense layer of ten classes.

Look at: the shapes at the ends of the layers' lines (26×26×32, 13×13×32, 5408, 10) and the 54,410 parameters above
the model; then train it, and see in the dashboard which of the 32 filters answer to which images.
"""

import keras
import numpy as np
from keras import layers

np.random.seed(0)

# Ten classes of 28×28 images: a bright bar in one of five rows or one of five columns, in noise.
patterns = np.zeros((10, 28, 28))
for place in range(5):
    start = 2 + 5 * place
    patterns[place, start : start + 4, :] = 1.0
    patterns[place + 5, :, start : start + 4] = 1.0

labels = np.random.randint(0, 10, 300)
images = patterns[labels] + np.random.normal(0.0, 0.5, (300, 28, 28))
x_train = np.expand_dims(np.clip(images, 0.0, 1.0), -1)
y_train = keras.utils.to_categorical(labels, 10)

model = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 1)),
        layers.Conv2D(32, (3, 3), activation="relu"),
        layers.MaxPooling2D((2, 2)),
        layers.Flatten(),
        layers.Dense(10, activation="softmax"),
    ]
)

model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=4, batch_size=32)
