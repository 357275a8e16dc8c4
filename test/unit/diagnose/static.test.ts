import { describe, expect, test } from 'vitest';
import { check } from './example-text.ts';

/** A model of these layers, compiled and fitted with these arguments. */
function model(layers: string, compile = 'loss="mse", optimizer="sgd"', fit = ''): string {
  return `model = keras.Sequential([${layers}])
model.compile(${compile})
${fit}
`;
}

async function rulesIn(code: string): Promise<readonly string[]> {
  return (await check(code)).findings.map(({ rule, layer }) => (layer ? `${rule} ${layer}` : rule));
}

describe('shape-mismatch', () => {
  test('names the layer that refuses, what it needs, what it got and from whom, at its line', async () => {
    const { findings } = await check(`model = keras.Sequential([
    keras.Input((10,)),
    Dense(64, activation="relu", name="features"),
    layers.Conv2D(8, 3, name="filters"),
])
`);
    expect(findings).toMatchObject([
      {
        rule: 'shape-mismatch',
        category: 'shape',
        severity: 'error',
        layer: 'filters',
        range: { start: { line: 7, character: 4 } },
        evidence: { inputShapes: '(?, 64)', senders: 'features' },
      },
    ]);
    expect(findings[0]?.message).toBe(
      'Conv2D "filters" takes images [batch, height, width, channels], but gets (?, 64), from Dense "features".',
    );
  });

  test('says nothing of layers that fit, nor of those behind an unknown one', async () => {
    expect(await rulesIn(model('keras.Input((28, 28, 1)), layers.Conv2D(8, 3), layers.Flatten(), Dense(10)'))).toEqual([]);
    expect(await rulesIn(model('keras.Input((unknown_size, 28, 1)), layers.Conv2D(8, 3), layers.Flatten(), Dense(10)'))).toEqual([]);
  });
});

describe('data-shape', () => {
  const network = 'keras.Input((3,)), Dense(2, activation="softmax")';
  const classes = 'loss="sparse_categorical_crossentropy", optimizer="sgd"';

  test('finds samples of another shape than the first layer is built for', async () => {
    expect(await rulesIn(model(network, classes, 'model.fit(np.zeros((8, 4)), np.zeros(8))'))).toEqual(['data-shape dense']);
  });

  test('finds another number of targets than samples, and targets that the loss does not take', async () => {
    expect(await rulesIn(model(network, classes, 'model.fit(np.zeros((8, 3)), np.zeros(9))'))).toEqual(['data-shape']);
    expect(await rulesIn(model(network, classes, 'model.fit(np.zeros((8, 3)), np.zeros((8, 5)))'))).toEqual(['data-shape dense']);
  });

  test('takes what Keras takes: the right shapes, and a last dimension of 1 more or less', async () => {
    expect(await rulesIn(model(network, classes, 'model.fit(np.zeros((8, 3)), np.zeros((8, 1)))'))).toEqual([]);
    expect(
      await rulesIn(
        model('keras.Input((28, 28, 1)), layers.Flatten(), Dense(1)', undefined, 'model.fit(np.zeros((8, 28, 28)), np.zeros(8))'),
      ),
    ).toEqual([]);
    expect(await rulesIn(model(network, classes, 'model.fit(x_train, y_train)'))).toEqual([]);
  });
});

describe('loss-output-mismatch', () => {
  const scores = 'keras.losses.SparseCategoricalCrossentropy(from_logits=True)';
  const classes = 'keras.losses.SparseCategoricalCrossentropy()';
  const layersWith = (last: string) => `keras.Input((2,)), Dense(8, activation="relu"), ${last}`;

  test('finds a softmax that is applied twice, and says where to take it out', async () => {
    const faulty = model(layersWith('Dense(4, activation="softmax")'), `loss=${scores}, optimizer="sgd"`);
    const { findings, fixed } = await check(faulty);
    expect(findings).toMatchObject([{ rule: 'loss-output-mismatch', severity: 'warning', layer: 'dense_1' }]);
    expect(findings[0]?.fixes.map(({ title }) => title)).toEqual(['Say from_logits=False', 'Give dense_1 the activation linear']);
    expect(await rulesIn(fixed)).toEqual([]);
  });

  test('finds scores that the loss takes for probabilities, and gives the layer its softmax', async () => {
    for (const last of ['Dense(4, activation="linear")', 'Dense(4)', 'Dense(\n    4,\n)']) {
      const { findings, fixed } = await check(model(layersWith(last), `loss=${classes}, optimizer="sgd"`));
      expect(findings).toMatchObject([{ rule: 'loss-output-mismatch', severity: 'error', evidence: { activation: 'linear' } }]);
      expect(await rulesIn(fixed)).toEqual([]);
    }
  });

  test('finds one unit that is to tell classes apart', async () => {
    expect(await rulesIn(model(layersWith('Dense(1, activation="softmax")'), 'loss="mse", optimizer="sgd"'))).toEqual([
      'loss-output-mismatch dense_1',
    ]);
    expect(await rulesIn(model(layersWith('Dense(1, activation="sigmoid")'), 'loss="categorical_crossentropy", optimizer="sgd"'))).toEqual([
      'loss-output-mismatch dense_1',
    ]);
  });

  test('says nothing of the pairs that belong together, nor of unusual ones that work', async () => {
    const pairs = [
      ['Dense(4, activation="softmax")', classes],
      ['Dense(4)', scores],
      ['Dense(1, activation="sigmoid")', '"binary_crossentropy"'],
      ['Dense(4, activation="sigmoid")', '"binary_crossentropy"'],
      ['Dense(1)', 'keras.losses.BinaryCrossentropy(from_logits=True)'],
      ['Dense(2, activation="softmax")', '"binary_crossentropy"'],
      ['Dense(4, activation="softmax")', '"mse"'],
      ['Dense(4), layers.Softmax()', classes],
      ['Dense(4), layers.Activation("softmax")', classes],
      ['Dense(4), MyOwnLayer()', classes],
      ['Dense(3)', '"mse"'],
    ];
    for (const [last = '', loss = ''] of pairs) {
      expect(await rulesIn(model(layersWith(last), `loss=${loss}, optimizer="sgd"`)), `${last} with ${loss}`).toEqual([]);
    }
  });
});

describe('linear-stack', () => {
  test('finds a Dense whose product with the next is one matrix, and gives it a ReLU', async () => {
    const { findings, fixed } = await check(model('keras.Input((4,)), Dense(16), Dense(8, activation="relu"), Dense(1)'));
    expect(findings).toMatchObject([{ rule: 'linear-stack', severity: 'warning', layer: 'dense' }]);
    expect(fixed).toContain('Dense(16, activation="relu"), Dense(8, activation="relu")');
    expect(await rulesIn(fixed)).toEqual([]);
  });

  test('leaves narrow layers between wide ones, activations as layers, and normalization alone', async () => {
    const healthy = [
      'keras.Input((784,)), Dense(2), Dense(784, activation="sigmoid")',
      'keras.Input((4,)), Dense(16), layers.ReLU(), Dense(1)',
      'keras.Input((4,)), Dense(16, use_bias=False), layers.BatchNormalization(), layers.Activation("relu"), Dense(1)',
      'keras.Input((4,)), Dense(16, activation=chosen), Dense(1)',
      'keras.Input((4,)), Dense(1)',
    ];
    for (const layers of healthy) expect(await rulesIn(model(layers)), layers).toEqual([]);
  });
});

describe('zero-initialization', () => {
  const constant = (value: number) => `kernel_initializer=keras.initializers.Constant(${value})`;

  test('finds units that start alike and stay alike, once a network', async () => {
    const layers = `keras.Input((2,)), Dense(4, activation="tanh", ${constant(2)}), Dense(4, activation="tanh", ${constant(2)}), Dense(1, ${constant(2)})`;
    const { findings } = await check(model(layers));
    expect(findings).toMatchObject([
      { rule: 'zero-initialization', severity: 'error', layer: 'dense', evidence: { layers: 'dense, dense_1', initialValue: 2 } },
    ]);
  });

  test('finds ReLU units that start at zero and get no gradient', async () => {
    expect(await rulesIn(model('keras.Input((2,)), Dense(4, activation="relu", kernel_initializer="zeros"), Dense(1)'))).toEqual([
      'zero-initialization dense',
    ]);
  });

  test('says nothing of a zero output layer, of constants that random weights behind them break up, and of a single layer', async () => {
    const healthy = [
      'keras.Input((2,)), Dense(4, activation="tanh"), Dense(1, kernel_initializer="zeros")',
      'keras.Input((2,)), Dense(4, activation="tanh", kernel_initializer="zeros"), Dense(1)',
      'keras.Input((2,)), Dense(1, activation="sigmoid", kernel_initializer="zeros")',
      'keras.Input((2,)), Dense(4, activation="relu", kernel_initializer=my_own, bias_initializer=my_own), Dense(1)',
    ];
    for (const layers of healthy) expect(await rulesIn(model(layers)), layers).toEqual([]);
  });
});

describe('learning-rate-range', () => {
  const withOptimizer = (optimizer: string) => model('keras.Input((2,)), Dense(1)', `loss="mse", optimizer=keras.optimizers.${optimizer}`);

  test('finds rates that nobody can mean', async () => {
    for (const optimizer of ['Adam(10)', 'Adam(1e-12)', 'SGD(0.0)', 'SGD(learning_rate=1000)', 'RMSprop(-0.001)']) {
      expect(await rulesIn(withOptimizer(optimizer)), optimizer).toEqual(['learning-rate-range']);
    }
  });

  test('leaves high and low ones that some model needs', async () => {
    for (const optimizer of ['Adam(0.1)', 'Adam(1e-6)', 'SGD(5.0)', 'SGD(1e-9)', 'Adadelta(1.0)']) {
      expect(await rulesIn(withOptimizer(optimizer)), optimizer).toEqual([]);
    }
  });
});
