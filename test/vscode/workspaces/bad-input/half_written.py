from tensorflow import keras

first = keras.Sequential([
    keras.layers.Dense(4, input_shape=(2,)),
    keras.layers.Dense(1),
])

second = keras.Sequential([
    keras.layers.Dense(4, input_shape=(2,)),
    keras.layers.Dense(
