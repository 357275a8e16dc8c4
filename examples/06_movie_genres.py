"""Several labels at once: which genres has a film? One sigmoid for each of four genres, on three raw features.

Look at: what Layerscope says of the data. The year is around 2,000 and the first feature 0 or 1, so the year alone decides
which hidden units fire; and four films are far too few to say anything of a fifth.
"""

import keras
import numpy as np
from keras import layers

# Keyword present, length in minutes, year.
films = np.array(
    [
        [1, 120, 2020],
        [0, 90, 2019],
        [1, 110, 2021],
        [0, 100, 2018],
    ]
)
genres = ["Action", "Comedy", "Drama", "Sci-Fi"]
labels = np.array(
    [
        [1, 1, 0, 0],
        [0, 1, 1, 0],
        [1, 0, 0, 1],
        [0, 0, 1, 0],
    ]
)

model = keras.Sequential(
    [
        keras.Input(shape=(3,)),
        layers.Dense(8, activation="relu"),
        layers.Dense(4, activation="sigmoid"),
    ]
)

model.compile(
    loss=keras.losses.BinaryCrossentropy(),
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
)
model.fit(films, labels, epochs=100, verbose=0)

for genre, probability in zip(genres, model.predict(np.array([[1, 105, 2023]]))[0]):
    print(f"{genre}: {probability:.2f}")
