// What happens to a model after it is made: conditions that are not known, attributes written later, several fits, strangers.
// A fact that the text leaves open is null with its reason, never one of two guesses.
import { describe, expect, it } from 'vitest';
import { countParameters } from '../../../src/network/build.ts';
import { lower } from '../../../src/network/lower.ts';
import type { Definition } from '../../../src/source/definition.ts';
import { code, definitionIn, definitionsIn, reasons, summary } from './reader.ts';

/** Text after a model `net` of 3 → 4 → 1 and data `x`, `y` of 8 samples. */
function after(text: string): string {
  const start = code(`
    import numpy as np
    import keras, mystery
    from keras import layers
    x, y = np.ones((8, 3)), np.zeros((8, 1))
    net = keras.Sequential([keras.Input((3,)), layers.Dense(4, activation="relu"), layers.Dense(1)])
  `);
  return `${start}\n${code(text)}`;
}

function netAfter(text: string): Definition {
  return definitionIn(after(text));
}

const flag = 'whether `mystery.flag` holds is not known';

describe('after a condition that is not known', () => {
  it('a model that is compiled in one of two ways has no plan', () => {
    const { status, training, ...rest } = netAfter(`
      if mystery.flag:
          net.compile("adam", "mse")
      else:
          net.compile("sgd", "mae")
      net.fit(x, y, epochs=3)
    `);
    expect({ status, plan: training?.plan, optimizer: training?.optimizer, loss: training?.loss, epochs: training?.epochs }).toEqual({
      status: 'partial',
      plan: null,
      optimizer: { name: 'Adam or SGD', learningRate: null },
      loss: 'mse or mae',
      epochs: 3,
    });
    expect(rest.unknown.map(({ reason }) => reason)).toEqual([
      `which optimizer it is depends on a condition: ${flag}`,
      `which loss it is depends on a condition: ${flag}`,
    ]);
  });

  it('the same compile on both sides is certain, and so is one that only one side has', () => {
    const same = netAfter(`
      if mystery.flag:
          net.compile("adam", "mse")
      else:
          net.compile("adam", "mse")
      if mystery.other:
          net.fit(x, y, epochs=3)
    `);
    expect({ status: same.status, optimizer: same.training?.plan?.optimizer.name, epochs: same.training?.plan?.epochs }).toEqual({
      status: 'complete',
      optimizer: 'adam',
      epochs: 3,
    });
  });

  it('fits that differ leave open what differs', () => {
    const { training, data, ...rest } = netAfter(`
      net.compile("adam", "mse")
      if mystery.flag:
          net.fit(x, y, epochs=5, batch_size=4)
      else:
          net.fit(x, y, epochs=50, batch_size=4)
    `);
    expect({ plan: training?.plan, epochs: training?.epochs, batchSize: training?.batchSize, data: data?.status }).toEqual({
      plan: null,
      epochs: null,
      batchSize: 4,
      data: 'evaluated',
    });
    expect(rest.unknown.map(({ reason }) => reason)).toEqual([`the epochs of fit depend on a condition: ${flag}`]);
  });

  it('a layer that may be there or gone leaves the shapes behind it open, and the model untrained', () => {
    const added = netAfter('if mystery.flag:\n    net.add(layers.Dense(5))\nnet.add(layers.Dense(2))');
    const removed = netAfter('if mystery.flag:\n    net.pop()\nnet.add(layers.Dense(2))');
    expect([summary(added).slice(2), summary(removed).slice(1)]).toEqual([
      ['dense_1 Dense (1) 5', 'dense_2 Dense ? ?', 'dense_3 Dense ? ?'],
      ['dense Dense (4) 16', 'dense_1 Dense ? ?', 'dense_2 Dense ? ?'],
    ]);
    for (const { network, status } of [added, removed]) {
      expect({ status, ...countParameters(network) }).toEqual({ status: 'partial', total: null, trainable: null });
      expect(() => lower(network)).toThrow('its output shape is not known');
    }
  });

  it('freezing that may happen leaves open what is trained', () => {
    const model = netAfter('if mystery.flag:\n    net.trainable = False');
    const layer = netAfter('if mystery.flag:\n    net.layers[1].trainable = False');
    expect([countParameters(model.network), countParameters(layer.network)].map(({ trainable }) => trainable)).toEqual([null, null]);
    expect([...reasons(model), ...reasons(layer)]).toEqual([
      `whether it is trainable depends on a condition: ${flag}`,
      `how this Dense is set depends on a condition: ${flag}`,
    ]);
  });
});

describe('attributes written later', () => {
  it('the learning rate in its spellings, until the first fit', () => {
    const rates = [
      'net.optimizer.learning_rate = 0.5',
      'net.optimizer.lr = 0.5',
      'net.optimizer.learning_rate.assign(0.5)',
      'keras.backend.set_value(net.optimizer.lr, 0.5)',
      'net.optimizer.learning_rate = net.optimizer.learning_rate * 50',
      'rate.learning_rate = 0.5',
      'net.fit(x, y)\nnet.optimizer.learning_rate = 7.0',
    ].map((line) => {
      const { training, status } = netAfter(`rate = keras.optimizers.SGD(0.01)\nnet.compile(rate, "mse")\n${line}`);
      return [status, training?.optimizer?.learningRate, training?.plan?.optimizer.learningRate];
    });
    expect(rates).toEqual([...Array.from({ length: 6 }, () => ['complete', 0.5, 0.5]), ['complete', 0.01, 0.01]]);
    const open = netAfter('net.compile("sgd", "mse")\nnet.optimizer.learning_rate = mystery.rate');
    expect({ plan: open.training?.plan, optimizer: open.training?.optimizer, status: open.status }).toEqual({
      plan: null,
      optimizer: { name: 'SGD', learningRate: null },
      status: 'partial',
    });
  });

  it('a layer’s activation is read; what is not read is said', () => {
    const { network, status, ...rest } = netAfter(`
      net.layers[0].activation = keras.activations.tanh
      net.layers[0].name = "first"
      net.layers[0].my_own_note = "kept"
      net.layers[1].kernel_regularizer = keras.regularizers.l2(0.1)
      net.layers[1].kernel.assign(mystery.kernel)
      net.history = None
    `);
    expect(network.layers.map(({ name, configuration }) => [name, configuration['activation'] ?? null]).slice(1)).toEqual([
      ['first', { name: 'tanh' }],
      ['dense', { name: 'linear' }],
    ]);
    expect([status, ...rest.unknown.map(({ reason }) => reason)]).toEqual([
      'partial',
      'Layerscope does not read the kernel_regularizer that this Dense is given later yet',
      'Layerscope does not read the kernel that this Dense is given later yet',
    ]);
    const wider = netAfter('net.layers[0].units = 7');
    expect([wider.status, countParameters(wider.network).total]).toEqual(['partial', null]);
  });
});

describe('several fits', () => {
  it('the first is what is trained, as the model then was, and that is said', () => {
    const definition = netAfter(`
      net.compile("sgd", "mse")
      for epoch in range(3):
          net.fit(x, y, epochs=2, batch_size=4)
      net.layers[0].trainable = False
      net.compile("adam", "mae")
    `);
    const { training, data, network } = definition;
    expect({
      plan: training?.plan && [training.plan.optimizer.name, training.plan.loss.name, training.plan.epochs, training.plan.batchSize],
      data: data?.x.shape,
      parameters: countParameters(network),
      reasons: reasons(definition),
    }).toEqual({
      plan: ['sgd', 'meanSquaredError', 2, 4],
      data: [8, 3],
      parameters: { total: 21, trainable: 21 },
      reasons: ['net.fit is called 3 times; only the first is trained here'],
    });
  });

  it('a fit that leaves epochs and batch size open has Keras’s; a generator makes its own batches', () => {
    const described = ['net.fit(x, y)', 'net.fit(mystery.batches, epochs=4)', 'pass'].map((line) => {
      const { training } = netAfter(`net.compile("sgd", "mse")\n${line}`);
      return [training?.epochs, training?.batchSize];
    });
    expect(described).toEqual([
      [1, 32],
      [4, null],
      [null, null],
    ]);
  });
});

describe('layers and models in other hands', () => {
  it('a layer that stands twice is never counted twice; one without weights may', () => {
    const [shared, plain] = definitionsIn(`
      import keras
      from keras import layers
      dense, relu = layers.Dense(3), layers.ReLU()
      a = keras.Sequential([keras.Input((3,)), dense, layers.ReLU(), dense, layers.Dense(1)])
      b = keras.Sequential([keras.Input((3,)), relu, layers.Dense(3), relu])
    `);
    if (!shared || !plain) throw new Error('not two definitions');
    expect([summary(shared).slice(1), countParameters(shared.network).total, reasons(shared), plain.status]).toEqual([
      ['dense Dense (3) 12', 're_lu ReLU (3) 0', 'dense_1 Dense ? ?', 'dense_2 Dense ? ?'],
      null,
      ['the layer dense_1 is used twice; shared weights are not read yet'],
      'complete',
    ]);
    expect(() => lower(shared.network)).toThrow('its output shape is not known');
  });

  it('a function that is not read may change a model, unless it is known to draw, print or keep it', () => {
    const told = ['mystery.finish(net)', 'mystery.undefined.build([net])'].map((line) => netAfter(line));
    expect(told.map(reasons)).toEqual([
      ['it is handed to `mystery.finish(net)`, which is not read here'],
      ['it is handed to `mystery.undefined.build([net])`, which is not read here'],
    ]);
    const harmless = netAfter(`
      import visualkeras, sklearn.pipeline
      print(net)
      keras.utils.plot_model(net)
      visualkeras.layered_view(net)
      mystery.models.append(net)
      sklearn.pipeline.Pipeline([net])
      net.compile("sgd", "mse")
      net.fit(x, y)
      mystery.finish(net)
    `);
    expect([harmless.status, reasons(harmless)]).toEqual(['complete', []]);
  });

  it('names go on counting after a layer is taken away', () => {
    const { network } = netAfter('net.pop()\nnet.add(layers.Dense(6))');
    expect(network.layers.map(({ name }) => name)).toEqual(['input_layer', 'dense', 'dense_2']);
  });
});
