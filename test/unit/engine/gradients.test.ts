import { describe, expect, test } from 'vitest';
import { initialWeights, randomStreams } from '../../../src/engine/preparation.ts';
import { programWeights } from '../../../src/engine/trainer.ts';
import type { Initializer } from '../../../src/network/initializers.ts';
import { lossInput } from '../../../src/network/losses.ts';
import { lower } from '../../../src/network/lower.ts';
import type { Configuration, Network } from '../../../src/network/network.ts';
import { createRandom, normal, uniform } from '../../../src/network/random.ts';
import type { Loss, LossName } from '../../../src/network/training-plan.ts';
import type { RunSpecification } from '../../../src/protocol/engine.ts';
import { loss as referenceLoss } from '../reference/loss.ts';
import { forward } from '../reference/program.ts';
import { product, type Tensor, tensor } from '../reference/tensor.ts';
import { chain } from './keras.ts';
import { losses, train } from './train.ts';

// The engine's loss and gradients, in float32 from explicit backward kernels, against a float64 forward pass and central
// differences of it: two implementations that share nothing but the program.

const batch = 4;
const seed = 11;
/** Relative to max(|reference|, floor); float32 is good to 10⁻⁷ of the terms that a gradient adds up. */
const floor = 1e-2;
const tolerance = 2e-4;
const difference = 1e-5;

const spread: Initializer = { kind: 'normal', mean: 0, deviation: 0.7 };
const positive: Initializer = { kind: 'uniform', minimum: 0.5, maximum: 1.5 };
const common: Configuration = { kernelInitializer: spread, biasInitializer: spread, useBias: true };
const window2d = { ...common, strides: [1, 1], padding: 'valid', dilationRate: [1, 1], activation: { name: 'tanh' } };
const window1d = { ...common, strides: [1], padding: 'valid', dilationRate: [1], activation: { name: 'tanh' } };

const mse: Loss = { name: 'meanSquaredError', fromLogits: false };

function dense(units: number, activation: Configuration = { name: 'linear' }): Layer {
  return { type: 'Dense', configuration: { ...common, units, activation } };
}

type Layer = { readonly type: string; readonly configuration: Configuration };

describe('layers', () => {
  test.each<[string, readonly number[], readonly Layer[]]>([
    ['Dense', [3], [dense(4), dense(2)]],
    ['Dense over sequences', [5, 3], [dense(4, { name: 'tanh' }), dense(2)]],
    ['Conv2D', [5, 4, 2], [{ type: 'Conv2D', configuration: { ...window2d, filters: 3, kernelSize: [3, 2] } }]],
    [
      'Conv2D twice',
      [6, 6, 1],
      [
        { type: 'Conv2D', configuration: { ...window2d, filters: 2, kernelSize: [3, 3] } },
        { type: 'Conv2D', configuration: { ...window2d, filters: 2, kernelSize: [2, 2], padding: 'same' } },
      ],
    ],
    [
      'Conv2D with strides and same padding',
      [7, 6, 2],
      [
        { type: 'Conv2D', configuration: { ...window2d, filters: 2, kernelSize: [3, 4], strides: [2, 3], padding: 'same' } },
        { type: 'Conv2D', configuration: { ...window2d, filters: 2, kernelSize: [2, 2], strides: [1, 2], padding: 'same' } },
      ],
    ],
    [
      'Conv2D dilated',
      [8, 7, 2],
      [
        { type: 'Conv2D', configuration: { ...window2d, filters: 2, kernelSize: [3, 2], dilationRate: [2, 3] } },
        { type: 'Conv2D', configuration: { ...window2d, filters: 2, kernelSize: [2, 3], dilationRate: [3, 1], padding: 'same' } },
      ],
    ],
    [
      'Conv1D causal',
      [9, 2],
      [
        { type: 'Conv1D', configuration: { ...window1d, filters: 3, kernelSize: [3], padding: 'causal', dilationRate: [2] } },
        { type: 'Conv1D', configuration: { ...window1d, filters: 2, kernelSize: [2], strides: [2] } },
      ],
    ],
    [
      'MaxPooling2D',
      [6, 5, 2],
      [
        { type: 'Conv2D', configuration: { ...window2d, filters: 2, kernelSize: [2, 2] } },
        { type: 'MaxPooling2D', configuration: { poolSize: [2, 2], strides: [2, 2], padding: 'valid' } },
      ],
    ],
    [
      'MaxPooling2D that overlaps, same padding',
      [5, 6, 2],
      [
        { type: 'Conv2D', configuration: { ...window2d, filters: 2, kernelSize: [2, 2] } },
        { type: 'MaxPooling2D', configuration: { poolSize: [3, 2], strides: [2, 1], padding: 'same' } },
      ],
    ],
    [
      'AveragePooling2D',
      [6, 5, 2],
      [
        { type: 'Conv2D', configuration: { ...window2d, filters: 2, kernelSize: [2, 2] } },
        { type: 'AveragePooling2D', configuration: { poolSize: [2, 3], strides: [1, 2], padding: 'valid' } },
      ],
    ],
    [
      'AveragePooling2D, same padding',
      [6, 6, 2],
      [
        { type: 'Conv2D', configuration: { ...window2d, filters: 2, kernelSize: [2, 2] } },
        { type: 'AveragePooling2D', configuration: { poolSize: [3, 2], strides: [2, 3], padding: 'same' } },
      ],
    ],
    [
      'poolings in one dimension',
      [11, 2],
      [
        { type: 'Conv1D', configuration: { ...window1d, filters: 3, kernelSize: [2] } },
        { type: 'MaxPooling1D', configuration: { poolSize: [3], strides: [2], padding: 'same' } },
        { type: 'AveragePooling1D', configuration: { poolSize: [2], strides: [2], padding: 'same' } },
      ],
    ],
    [
      'GlobalAveragePooling2D',
      [4, 5, 2],
      [
        { type: 'Conv2D', configuration: { ...window2d, filters: 3, kernelSize: [2, 2] } },
        { type: 'GlobalAveragePooling2D', configuration: {} },
      ],
    ],
    [
      'GlobalMaxPooling1D',
      [7, 2],
      [
        { type: 'Conv1D', configuration: { ...window1d, filters: 3, kernelSize: [2] } },
        { type: 'GlobalMaxPooling1D', configuration: {} },
      ],
    ],
    [
      'Flatten, Reshape, ZeroPadding2D, UpSampling2D',
      [3, 4, 2],
      [
        { type: 'Conv2D', configuration: { ...window2d, filters: 2, kernelSize: [2, 2] } },
        {
          type: 'ZeroPadding2D',
          configuration: {
            padding: [
              [1, 0],
              [0, 2],
            ],
          },
        },
        { type: 'UpSampling2D', configuration: { size: [2, 3] } },
        { type: 'Reshape', configuration: { targetShape: [-1, 5] } },
        { type: 'Flatten', configuration: {} },
        dense(2),
      ],
    ],
    [
      'BatchNormalization',
      [3],
      [dense(4), { type: 'BatchNormalization', configuration: batchNormalization({}) }, dense(2, { name: 'tanh' })],
    ],
    [
      'BatchNormalization of images, without gamma',
      [4, 3, 2],
      [
        { type: 'Conv2D', configuration: { ...window2d, filters: 2, kernelSize: [2, 2] } },
        { type: 'BatchNormalization', configuration: batchNormalization({ scale: false }) },
        { type: 'Flatten', configuration: {} },
        dense(2),
      ],
    ],
    [
      'BatchNormalization frozen, without beta',
      [3],
      [dense(4), { type: 'BatchNormalization', configuration: batchNormalization({ center: false, trainable: false }) }, dense(2)],
    ],
    ['Dropout', [6], [dense(8), { type: 'Dropout', configuration: { rate: 0.4 } }, dense(2)]],
    ['Softmax within the network', [3], [dense(4, { name: 'softmax' }), dense(2)]],
  ])('%s', async (_name, shape, layers) => {
    await compare(shape, layers, mse);
  });

  test('Embedding', async () => {
    const layers = [
      { type: 'Embedding', configuration: { inputDim: 5, outputDim: 3, embeddingsInitializer: spread } },
      { type: 'GlobalAveragePooling1D', configuration: {} },
      dense(2),
    ];
    await compare([6], layers, mse, (random) => Math.floor(5 * uniform(random)));
  });
});

describe('activations', () => {
  test.each<Configuration>([
    { name: 'relu' },
    { name: 'relu6' },
    { name: 'leakyRelu', alpha: 0.2 },
    { name: 'elu', alpha: 0.8 },
    { name: 'selu' },
    { name: 'gelu', approximate: false },
    { name: 'gelu', approximate: true },
    { name: 'silu' },
    { name: 'mish' },
    { name: 'sigmoid' },
    { name: 'hardSigmoid' },
    { name: 'hardSilu' },
    { name: 'tanh' },
    { name: 'softplus' },
    { name: 'softsign' },
    { name: 'exponential' },
  ])('$name $approximate', async (activation) => {
    await compare([4], [dense(6, activation), dense(2)], mse);
  });
});

describe('losses', () => {
  const names: readonly LossName[] = [
    'meanSquaredError',
    'meanAbsoluteError',
    'huber',
    'binaryCrossentropy',
    'categoricalCrossentropy',
    'sparseCategoricalCrossentropy',
  ];
  const lasts: readonly Configuration[] = [
    { name: 'linear' },
    { name: 'sigmoid' },
    { name: 'softmax' },
    { name: 'softplus' },
    { name: 'hardSigmoid' },
  ];
  const cases = names.flatMap((name) =>
    lasts.flatMap((last) => [false, true].map((fromLogits) => ({ name, last: String(last['name']), fromLogits, activation: last }))),
  );
  // Scores only make sense to crossentropies, and logarithms only of what is positive.
  const sensible = cases.filter(({ name, last, fromLogits }) =>
    name.endsWith('Crossentropy') ? fromLogits || last !== 'linear' : !fromLogits,
  );

  test.each(sensible)('$name of $last, from logits: $fromLogits', async ({ name, activation, fromLogits }) => {
    await compare([3], [dense(4, { name: 'tanh' }), dense(3, activation)], { name, fromLogits });
  });

  test('over sequences', async () => {
    await compare([5, 2], [dense(3, { name: 'softmax' })], { name: 'sparseCategoricalCrossentropy', fromLogits: false });
    await compare([5, 2], [dense(3, { name: 'softmax' })], { name: 'categoricalCrossentropy', fromLogits: false });
  });

  test('scores of a thousand neither overflow nor stop the gradient', async () => {
    const far: Initializer = { kind: 'constant', value: 1000 };
    for (const [name, activation] of [
      ['binaryCrossentropy', 'sigmoid'],
      ['categoricalCrossentropy', 'softmax'],
    ] as const) {
      const last = {
        ...common,
        units: 2,
        activation: { name: activation },
        kernelInitializer: { kind: 'identity', gain: 1 },
        biasInitializer: far,
      } as Configuration;
      const network = networkOf([2], [{ type: 'Dense', configuration: last }]);
      const trained = await train(specify(network, { name, fromLogits: false }, [Float32Array.of(1, 2)], [Float32Array.of(0, 1)], 1));
      expect(losses(trained)[0]).toBeGreaterThan(0);
      expect(losses(trained)[0]).toBeLessThan(2000);
      expect(gradientsOf(trained).some((value) => value !== 0)).toBe(true);
    }
  });
});

test('L1 and L2 penalties are part of the loss and of the gradient', async () => {
  const regularized = {
    ...common,
    units: 3,
    activation: { name: 'tanh' },
    kernelRegularizer: { l1: 0.3, l2: 0.2 },
    biasRegularizer: { l1: 0, l2: 0.5 },
  };
  await compare([4], [{ type: 'Dense', configuration: regularized }, dense(1)], mse);
});

function batchNormalization(configuration: Configuration): Configuration {
  return {
    momentum: 0.9,
    epsilon: 1e-3,
    center: true,
    scale: true,
    betaInitializer: spread,
    gammaInitializer: positive,
    movingMeanInitializer: spread,
    movingVarianceInitializer: positive,
    ...configuration,
  };
}

function networkOf(shape: readonly number[], layers: readonly Layer[]): Network {
  return chain(
    [null, ...shape],
    layers.map((layer, index) => ({ ...layer, name: `layer${index}` })),
  );
}

/** One step of the engine against the reference. */
async function compare(
  shape: readonly number[],
  layers: readonly Layer[],
  loss: Loss,
  draw: (random: ReturnType<typeof createRandom>) => number = normal,
): Promise<void> {
  const network = networkOf(shape, layers);
  const program = lower(network);
  const random = createRandom(5);
  const x = tensor([batch, ...shape], () => Math.fround(draw(random)));
  const y = targets(network, loss, random);
  const trained = await train(specify(network, loss, [Float32Array.from(x.values)], [Float32Array.from(y.values)], batch, y.shape));
  expect(trained.summary.end).toEqual({ reason: 'finished' });

  const descriptions = programWeights(network, program);
  const weights = initialWeights(network, seed).map((values, index) => ({
    shape: (descriptions[index]?.shape ?? []).map(Number),
    values: Float64Array.from(values),
  }));
  const lossOf = () => {
    const values = forward(program, weights, [x], createRandom(seed, randomStreams.dropout));
    const { node, fromLogits } = lossInput(loss, program, 0);
    let total = referenceLoss(loss.name, values[node] as Tensor, y, fromLogits);
    descriptions.forEach(({ regularizer }, index) => {
      for (const value of weights[index]?.values ?? [])
        total += (regularizer?.l1 ?? 0) * Math.abs(value) + (regularizer?.l2 ?? 0) * value ** 2;
    });
    return total;
  };

  expect(relative(losses(trained)[0] as number, lossOf())).toBeLessThan(tolerance);
  const expected = weights.flatMap(({ values }, index) =>
    descriptions[index]?.trainable ? Array.from(values, (_value, at) => derivative(values, at, lossOf)) : [],
  );
  const gradients = gradientsOf(trained);
  expect(gradients.length).toBe(expected.length);
  gradients.forEach((value, index) => {
    expect(relative(value, expected[index] as number), `number ${index}: ${value} against ${expected[index]}`).toBeLessThan(tolerance);
  });
}

function derivative(values: Float64Array, at: number, f: () => number): number {
  const value = values[at] as number;
  values[at] = value + difference;
  const above = f();
  values[at] = value - difference;
  const below = f();
  values[at] = value;
  return (above - below) / (2 * difference);
}

function relative(value: number, reference: number): number {
  return Math.abs(value - reference) / Math.max(Math.abs(reference), floor);
}

function gradientsOf({ frames, index }: Awaited<ReturnType<typeof train>>): readonly number[] {
  const numbers = frames.find(({ step }) => step === 1)?.numbers ?? new Float32Array();
  return index.layout.sections.flatMap(({ offset, length }) => [...numbers.subarray(offset, offset + length)]);
}

function targets(network: Network, { name }: Loss, random: ReturnType<typeof createRandom>): Tensor {
  const shape = [batch, ...(network.layers.at(-1)?.outputShape ?? []).slice(1).map(Number)];
  const classes = shape.at(-1) as number;
  switch (name) {
    case 'sparseCategoricalCrossentropy':
      return tensor(shape.slice(0, -1), () => Math.floor(classes * uniform(random)));
    case 'categoricalCrossentropy': {
      const labels = Array.from({ length: product(shape) / classes }, () => Math.floor(classes * uniform(random)));
      return tensor(shape, (index) => (labels[Math.floor(index / classes)] === index % classes ? 1 : 0));
    }
    case 'binaryCrossentropy':
      return tensor(shape, () => Math.round(uniform(random)));
    default:
      return tensor(shape, () => Math.fround(normal(random)));
  }
}

function specify(
  network: Network,
  loss: Loss,
  [x = new Float32Array()]: readonly Float32Array[],
  [y = new Float32Array()]: readonly Float32Array[],
  samples: number,
  targetShape: readonly number[] = [samples, y.length / samples],
): RunSpecification {
  const inputShape = (network.layers[0]?.outputShape ?? []).slice(1).map(Number);
  return {
    network,
    plan: {
      loss,
      optimizer: { name: 'sgd', learningRate: 0.01, momentum: 0, nesterov: false },
      metrics: [],
      epochs: 1,
      batchSize: samples,
      shuffle: false,
      validationSplit: 0,
      seed,
    },
    dataset: {
      x: [{ shape: [samples, ...inputShape], values: x }],
      y: [{ shape: targetShape, values: y }],
      provenance: { kind: 'synthetic', description: 'drawn for the test' },
    },
    backend: 'cpu',
    seed,
    probes: ['weightGradient'],
    frameInterval: 0,
  };
}
