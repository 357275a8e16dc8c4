from tensorflow import keras


def build(units=6):
    model = keras.Sequential([
        keras.layers.Dense(units, input_shape=(3,)),
        keras.layers.Dense(2),
    ])
    return model
