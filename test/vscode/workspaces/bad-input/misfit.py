from tensorflow import keras

model = keras.Sequential([
    keras.layers.Conv2D(8, 5, input_shape=(4, 4, 1)),
    keras.layers.Flatten(),
    keras.layers.Dense(2),
])
model.compile(optimizer="sgd", loss="mse")
