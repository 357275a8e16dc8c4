// Keras Sequential models as people write them: each case is a text and what is read out of it.
import { describe, expect, it } from 'vitest';
import { code, definitionIn, definitionsIn, notebook, reader, reasons, summary } from './reader.ts';

describe('forms of one model', () => {
  const expected = ['input_layer Input (4) 0', 'dense Dense (16) 80', 'dense_1 Dense (8) 136', 'dense_2 Dense (2) 18'];
  const forms: Readonly<Record<string, string>> = {
    'a list of layers with input_shape': `
      import tensorflow as tf
      net = tf.keras.models.Sequential([
          tf.keras.layers.Dense(16, activation="relu", input_shape=(4,)),
          tf.keras.layers.Dense(8, activation="relu"),
          tf.keras.layers.Dense(2, activation="softmax"),
      ])`,
    'add by add with input_dim': `
      from keras.models import Sequential
      from keras.layers import Dense as D
      net = Sequential()
      net.add(D(16, input_dim=4, activation="relu"))
      net.add(D(8))
      net.add(D(2))`,
    'Keras 1': `
      from keras.models import Sequential
      from keras.layers.core import Dense
      net = Sequential()
      net.add(Dense(output_dim=16, input_dim=4, init="uniform", activation="relu"))
      net.add(Dense(8, init="uniform"))
      net.add(Dense(2))`,
    'Input and the layers keyword, names by alias': `
      import tensorflow as tf
      layers = tf.keras.layers
      parts = [layers.Dense(size) for size in (16, 8)] + [layers.Dense(2)]
      net = tf.keras.Sequential(layers=[tf.keras.Input(shape=(4,)), *parts])`,
    'a loop over sizes': `
      from tensorflow.keras import Sequential, layers
      net = Sequential([layers.InputLayer(input_shape=(4,))])
      for size in [16, 8]:
          net.add(layers.Dense(size, activation="relu"))
      net.add(layers.Dense(2))`,
    'a function with parameters and defaults': `
      from tensorflow.python.keras.layers import Dense
      from tensorflow.python.keras.models import Sequential
      def build(inputs, hidden=(16, 8), outputs=2, **options):
          model = Sequential()
          for index, size in enumerate(hidden):
              extra = {"input_shape": (inputs,)} if index == 0 else {}
              model.add(Dense(size, **extra, **options))
          model.add(Dense(outputs))
          return model
      net = build(4, activation="relu")`,
    'a method and attributes': `
      import keras
      class Trainer:
          outputs = 2
          def __init__(self, hidden):
              self.hidden = hidden
              self.net = self.make()
          def make(self):
              model = keras.Sequential([keras.layers.Input((4,))])
              [model.add(keras.layers.Dense(n)) for n in self.hidden]
              model.add(keras.layers.Dense(self.outputs))
              return model
      trainer = Trainer([16, 8])`,
    'a class of its own': `
      from keras import Sequential, layers
      class Net(Sequential):
          def __init__(self, size):
              super().__init__()
              self.add(layers.Input(shape=(size,)))
              self.add(layers.Dense(16))
              self.add(layers.Dense(8))
              self.add(layers.Dense(2))
      net = Net(4)`,
    'build after the layers': `
      import keras
      net = keras.Sequential([keras.layers.Dense(16), keras.layers.Dense(8), keras.layers.Dense(2)])
      net.build(input_shape=(None, 4))`,
    'a model inside a model': `
      import keras
      from keras import layers
      front = [layers.Dense(16, input_shape=(4,)), layers.Dense(8)]
      net = keras.Sequential([keras.Sequential(front), layers.Dense(2)])`,
    'the shape of the data': `
      import numpy as np
      import keras
      net = keras.Sequential([keras.layers.Dense(16), keras.layers.Dense(8), keras.layers.Dense(2)])
      net.compile("adam", "mse")
      net.fit(np.zeros((10, 4)), np.zeros((10, 2)))`,
    'imports that come later in the file': `
      net = Sequential([Dense(16, input_shape=(4,)), Dense(8), Dense(2)])
      from keras.models import Sequential
      from keras.layers import *`,
  };
  for (const [name, text] of Object.entries(forms)) {
    it(name, () => {
      const definition = definitionIn(text);
      expect({ layers: summary(definition), name: definition.name, status: definition.status }).toEqual({
        layers: expected,
        name: 'net',
        status: 'complete',
      });
    });
  }
});

describe('layers', () => {
  it('reads an image classifier whole: shapes, parameters, places', () => {
    const definition = definitionIn(`
      from keras import Sequential
      from keras.layers import Conv2D, Dense, Dropout, Flatten, MaxPooling2D

      digits = Sequential(name="digits")
      digits.add(Conv2D(32, (3, 3), activation="relu", input_shape=(28, 28, 1)))
      digits.add(MaxPooling2D((2, 2)))
      digits.add(Dropout(0.25))
      digits.add(Flatten())
      digits.add(Dense(10, activation="softmax", name="classes"))
    `);
    expect(summary(definition)).toEqual([
      'input_layer Input (28, 28, 1) 0',
      'conv2d Conv2D (26, 26, 32) 320',
      'max_pooling2d MaxPooling2D (13, 13, 32) 0',
      'dropout Dropout (13, 13, 32) 0',
      'flatten Flatten (5408) 0',
      'classes Dense (10) 54090',
    ]);
    expect(definition.range).toEqual({ start: { line: 3, character: 9 }, end: { line: 8, character: 59 } });
    expect(definition.network.layers.map(({ range }) => range?.start)).toEqual([
      undefined,
      { line: 4, character: 11 },
      { line: 5, character: 11 },
      { line: 6, character: 11 },
      { line: 7, character: 11 },
      { line: 8, character: 11 },
    ]);
  });

  it('normalises configuration: sizes, activations, initializers, regularizers, older spellings', () => {
    const { network } = definitionIn(`
      import tensorflow as tf
      from tensorflow.keras import initializers, layers, regularizers
      m = tf.keras.Sequential([
          layers.Input(shape=(None, 32, 3), batch_size=8),
          layers.Convolution2D(4, 5, 3, border_mode="same", subsample=(2, 1), activation=layers.LeakyReLU(alpha=0.1)),
          layers.Conv2D(filters=8, kernel_size=[3, 1], dilation_rate=2, use_bias=False, kernel_initializer="he_normal",
                        kernel_regularizer=regularizers.l2(1e-4), activation=tf.nn.silu),
          layers.AvgPool2D(3),
          layers.BatchNormalization(momentum=0.9, trainable=False),
          layers.Dense(2, activation=None, kernel_initializer=initializers.RandomUniform(-1, 1, seed=3), bias_initializer="ones"),
      ])
    `);
    const [input, first, second, pool, normalization, dense] = network.layers.map(({ configuration }) => configuration);
    expect(input).toMatchObject({ shape: [null, 32, 3], batchSize: 8 });
    expect(first).toMatchObject({
      filters: 4,
      kernelSize: [5, 3],
      strides: [2, 1],
      padding: 'same',
      activation: { name: 'leakyRelu', alpha: 0.1 },
      kernelInitializer: { kind: 'varianceScaling', scale: 1, mode: 'fanAverage', distribution: 'uniform' },
    });
    expect(second).toMatchObject({
      kernelSize: [3, 1],
      dilationRate: [2, 2],
      useBias: false,
      kernelInitializer: { kind: 'varianceScaling', scale: 2, mode: 'fanIn', distribution: 'truncatedNormal' },
      kernelRegularizer: { l1: 0, l2: 1e-4 },
      activation: { name: 'silu' },
    });
    expect(pool).toMatchObject({ poolSize: [3, 3], strides: [3, 3], padding: 'valid' });
    expect(normalization).toMatchObject({ momentum: 0.9, epsilon: 0.001, trainable: false });
    expect(dense).toMatchObject({
      activation: { name: 'linear' },
      kernelInitializer: { kind: 'uniform', minimum: -1, maximum: 1, seed: 3 },
      biasInitializer: { kind: 'constant', value: 1 },
    });
  });

  it('freezes, and gives weights that the source sets', () => {
    const { network, status } = definitionIn(`
      import keras
      import numpy as np
      net = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2), keras.layers.Dense(1)])
      net.layers[0].set_weights([np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros(2)])
      net.layers[1].trainable = False
    `);
    const [, first, second] = network.layers;
    expect(first?.weights.map(({ initializer }) => initializer)).toEqual([
      { kind: 'given', values: [1, 2, 3, 4] },
      { kind: 'given', values: [0, 0] },
    ]);
    expect(second?.weights.map(({ trainable }) => trainable)).toEqual([false, false]);
    expect(status).toBe('complete');
  });

  it('says which layer refuses its input, and that a layer is not known', () => {
    const refused = definitionIn(`
      import keras
      from keras import layers
      m = keras.Sequential([layers.Conv2D(8, 5, input_shape=(4, 4, 1)), layers.Flatten(), layers.Dense(3)])
    `);
    expect(summary(refused)[1]).toContain('conv2d Conv2D refuses: ');
    const foreign = definitionIn(`
      import keras, tensorflow_hub as hub
      m = keras.Sequential([hub.KerasLayer("x", input_shape=(4,)), keras.layers.Dense(3)])
    `);
    expect({ layers: summary(foreign), reasons: reasons(foreign) }).toEqual({
      layers: ['keras_layer KerasLayer ? ?', 'dense Dense ? ?'],
      reasons: [
        'a layer is not known: what tensorflow_hub.KerasLayer gives is not known',
        'the shape of its input is not known: no Input, input_shape or training data of known shape',
        'Layerscope does not know the shape of KerasLayer yet',
      ],
    });
  });
});

describe('training', () => {
  it('reads compile and fit: objects, legacy spellings, logits, what Keras makes of accuracy', () => {
    const { training, data, status } = definitionIn(`
      import numpy as np
      import tensorflow as tf
      EPOCHS = 5
      tf.random.set_seed(7)
      np.random.seed(1)
      x = np.random.rand(100, 4)
      y = np.random.randint(0, 3, (100,))
      model = tf.keras.Sequential([tf.keras.layers.Dense(3, input_shape=(4,))])
      optimizer = tf.keras.optimizers.legacy.SGD(lr=0.05, momentum=0.9, nesterov=True)
      loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
      model.compile(optimizer=optimizer, loss=loss, metrics=["accuracy", tf.keras.metrics.MeanAbsoluteError(name="gap")])
      history = model.fit(x, y, batch_size=20, epochs=EPOCHS * 2, validation_split=0.2, shuffle=False)
    `);
    expect(training).toMatchObject({
      plan: {
        loss: { name: 'sparseCategoricalCrossentropy', fromLogits: true },
        optimizer: { name: 'sgd', learningRate: 0.05, momentum: 0.9, nesterov: true },
        metrics: [
          { name: 'sparseCategoricalAccuracy', label: 'accuracy' },
          { name: 'meanAbsoluteError', label: 'gap' },
        ],
        epochs: 10,
        batchSize: 20,
        shuffle: false,
        validationSplit: 0.2,
        seed: 7,
      },
      optimizer: { name: 'SGD', learningRate: 0.05 },
      loss: 'sparse_categorical_crossentropy',
      epochs: 10,
      batchSize: 20,
    });
    expect(data).toMatchObject({
      status: 'evaluated',
      x: { shape: [100, 4], source: 'np.random.rand(100, 4)' },
      y: { shape: [100], source: 'np.random.randint(0, 3, (100,))' },
    });
    expect(status).toBe('complete');
  });

  it('ties compile and fit to the model through functions, methods and the latest definition of a name', () => {
    const models = definitionsIn(`
      import keras, numpy as np
      def make(units):
          m = keras.Sequential([keras.layers.Dense(units, input_shape=(3,))])
          m.compile("rmsprop", "mse")
          return m
      def train(net, epochs):
          return net.fit(np.ones((6, 3)), np.ones((6, 1)), epochs=epochs)
      model = make(1)
      train(model, 2)
      model = make(2)
      train(model, 3)
    `);
    expect(models.map(({ id, name, network, training }) => [id, name, network.layers[1]?.parameters, training?.epochs])).toEqual([
      ['model#0', 'model', 4, 2],
      ['model#1', 'model (2)', 8, 3],
    ]);
  });

  it('materializes the arrays of fit, and says why it cannot', () => {
    const text = code(`
      import numpy as np
      from keras import Sequential, layers, utils
      x = np.array([[1, 2], [3, 4], [5, float("nan")]]) / 2
      y = utils.to_categorical([0, 2, 1])
      a = Sequential([layers.Dense(3, activation="softmax", input_shape=(2,))])
      a.compile("adam", "categorical_crossentropy")
      a.fit(x, y, validation_data=(x[:1], y[:1]))
      b = Sequential([layers.Flatten(input_shape=(28, 28)), layers.Dense(10)])
      b.compile("adam", "mse")
      from keras.datasets import mnist
      (train, labels), _ = mnist.load_data()
      b.fit(train / 255.0, labels)
    `);
    const options = { fileName: 'tiny.py', language: 'python' } as const;
    const dataset = reader.materialize(text, options, 'a#0');
    expect(dataset).toEqual({
      x: [{ shape: [3, 2], values: Float32Array.of(0.5, 1, 1.5, 2, 2.5, Number.NaN) }],
      y: [{ shape: [3, 3], values: Float32Array.of(1, 0, 0, 0, 0, 1, 0, 1, 0) }],
      validation: { x: [{ shape: [1, 2], values: Float32Array.of(0.5, 1) }], y: [{ shape: [1, 3], values: Float32Array.of(1, 0, 0) }] },
      provenance: { kind: 'evaluated', description: 'computed from tiny.py' },
    });
    expect(reader.read(text, options).definitions[1]?.data).toMatchObject({ status: 'builtin', x: { shape: [60_000, 28, 28] } });
    expect(reader.materialize(text, options, 'b#0')).toEqual({
      reason: 'The training data of b cannot be computed from the text: the numbers of mnist come with Keras, not with this file.',
    });
  });

  it('says of data whether Python would draw the same again', () => {
    const data = (seed: string) => {
      const text = code(`
        import numpy as np
        from keras import Sequential, layers
        ${seed}
        x = np.random.rand(20, 2)
        model = Sequential([layers.Dense(1)])
        model.compile("sgd", "mse")
        model.fit(x * 2, x[:, 0] > 0.5)
      `);
      return reader.materialize(text, { fileName: 'tiny.py', language: 'python' }, 'model#0');
    };
    expect(data('np.random.seed(0)')).toMatchObject({ provenance: { description: 'computed from tiny.py' } });
    expect(data('')).toMatchObject({ provenance: { description: 'computed from tiny.py, random without a seed' } });
  });

  it('makes no plan of what it cannot train, and says what is missing', () => {
    const definition = definitionIn(`
      import keras
      def tversky(y_true, y_pred):
          return 1 - y_pred
      schedule = keras.optimizers.schedules.ExponentialDecay(0.1, 1000, 0.9)
      m = keras.Sequential([keras.layers.Dense(1, input_shape=(3,))])
      m.compile(optimizer=keras.optimizers.Adam(schedule, clipnorm=1.0), loss=tversky, metrics=["AUC"])
    `);
    expect(definition.training?.plan).toBeNull();
    expect(reasons(definition)).toEqual([
      'the learning_rate of the optimizer is not known: what keras.optimizers.schedules.ExponentialDecay gives is not known',
      'Layerscope does not apply clipnorm yet',
      'Layerscope does not read losses that the source defines itself (tversky) yet',
      'Layerscope does not compute the metric AUC yet',
    ]);
  });
});

describe('what is not certain', () => {
  it('keeps layers under an unknown condition and says so', () => {
    const definition = definitionIn(`
      import os, keras
      from keras.layers import Dense, Dropout
      net = keras.Sequential([Dense(8, input_shape=(3,))])
      if os.getenv("REGULARIZE"):
          net.add(Dropout(0.5))
      net.add(Dense(int(os.getenv("CLASSES"))))
    `);
    expect({ layers: summary(definition), status: definition.status, reasons: reasons(definition) }).toEqual({
      layers: ['input_layer Input (3) 0', 'dense Dense (8) 32', 'dropout Dropout ? ?', 'dense_1 Dense ? ?'],
      status: 'partial',
      reasons: [
        'whether a layer is added is not known: whether `os.getenv("REGULARIZE")` holds is not known',
        'which layers it has depends on a condition: whether `os.getenv("REGULARIZE")` holds is not known',
        'the units of this Dense are not known: what os.getenv gives is not known',
      ],
    });
  });

  it('tries builders that nobody calls, once, with their defaults', () => {
    const definition = definitionIn(`
      from keras import Sequential, layers
      def baseline(features, hidden=16, *, outputs: int = 1):
          net = Sequential([layers.Dense(hidden, input_shape=(5,)), layers.Dense(features), layers.Dense(outputs)])
          net.compile(loss="mse", optimizer="adam")
          return net
    `);
    expect(summary(definition)).toEqual(['input_layer Input (5) 0', 'dense Dense (16) 96', 'dense_1 Dense (?) ?', 'dense_2 Dense (1) ?']);
    expect(reasons(definition)).toEqual([
      'the units of this Dense are not known: nothing in this file calls baseline, so its parameter features is not known',
    ]);
  });

  it('takes no one else’s Sequential for Keras’s', () => {
    expect(
      definitionsIn(`
        import torch.nn as nn
        from mxnet.gluon.nn import Sequential as GluonSequential
        class Sequential:
            def __init__(self, layers): self.layers = layers
        import tensorflow as tf
        a = Sequential([1, 2])
        b = nn.Sequential(nn.Linear(1, 2))
        c = GluonSequential()
      `),
    ).toEqual([]);
  });
});

describe('notebooks and half-written code', () => {
  it('reads cells in order without their magics, and says in which cell everything stands', () => {
    const cell = (...source: string[]) => ({ cell_type: 'code', source: source.map((line) => `${line}\n`) });
    const text = JSON.stringify({
      nbformat: 4,
      cells: [
        { cell_type: 'markdown', source: ['# keras'] },
        cell('!pip install keras', '%matplotlib inline', 'files = !ls', 'from tensorflow import keras'),
        cell('%%time', 'model = keras.Sequential([', '  keras.layers.Dense(2, input_shape=(3,))])'),
        cell('%%bash', 'echo model.add('),
        cell('print "hello", model', 'model.compile("adam", "mse")', 'model.summary?'),
      ],
    });
    const { definitions } = reader.read(text, notebook);
    expect(definitions).toHaveLength(1);
    expect(definitions[0]).toMatchObject({
      name: 'model',
      status: 'complete',
      range: { cell: 2, start: { line: 1, character: 8 }, end: { line: 2, character: 43 } },
      training: { compileRange: { cell: 4, start: { line: 1, character: 0 } } },
    });
  });

  it('keeps the rest of a text whose brackets are open, with places as they stand', () => {
    const definition = definitionIn(`
      import keras
      from keras import layers
      model = keras.Sequential([
          layers.Dense(16, input_shape=(4,)),
          layers.Dense(8, activation=
          layers.Dense(
      model.compile(optimizer="adam", loss="mse"
      model.fit(
    `);
    expect(summary(definition).slice(0, 2)).toEqual(['input_layer Input (4) 0', 'dense Dense (16) 80']);
    expect(definition.training?.compileRange).toEqual({ start: { line: 6, character: 0 }, end: { line: 6, character: 42 } });
  });

  it('takes an argument whose value is still to come for not written', () => {
    const definition = definitionIn(`
      import keras
      from keras import layers
      net = keras.Sequential()
      net.add(layers.Dense(4, input_dim=3))
      net.add(layers.Dense(2, activation=
      net.add(layers.Dense(1))
    `);
    expect([summary(definition).slice(1), reasons(definition)]).toEqual([
      ['dense Dense (4) 16', 'dense_1 Dense (2) 10', 'dense_2 Dense (1) 3'],
      ['the activation of this Dense is not known: it is not written yet'],
    ]);
  });
});
