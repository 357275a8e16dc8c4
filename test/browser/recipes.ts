// What the dashboard's tests train: the two-unit ReLU network with a dead unit, a classifier, and a small convolution.
import type { Dataset } from '../../src/data/dataset.ts';
import { buildNetwork, type LayerSpecification } from '../../src/network/build.ts';
import { glorotUniform, zeros } from '../../src/network/initializers.ts';
import type { Configuration, Network } from '../../src/network/network.ts';
import { createRandom, normal, uniform } from '../../src/network/random.ts';
import type { TrainingPlan } from '../../src/network/training-plan.ts';
import type { Recipe } from './recorded-run.ts';

type LayerOf = Omit<LayerSpecification, 'inputs'>;

const kernelDefaults = {
  useBias: true,
  kernelInitializer: glorotUniform,
  biasInitializer: zeros,
  kernelRegularizer: null,
  biasRegularizer: null,
  trainable: true,
};

export function dense(name: string, units: number, activation: string, given?: readonly (readonly number[])[]): LayerOf {
  const configuration: Configuration = { ...kernelDefaults, units, activation: { name: activation } };
  return { name, type: 'Dense', configuration, ...(given && { given }) };
}

export function sequential(inputShape: readonly number[], ...layers: readonly LayerOf[]): Network {
  const input = { name: 'input', type: 'Input', configuration: { shape: inputShape, batchSize: null }, inputs: [] };
  return buildNetwork([input, ...layers.map((layer, index) => ({ ...layer, inputs: [index] }))], [layers.length]);
}

const plan: TrainingPlan = {
  loss: { name: 'meanSquaredError', fromLogits: false },
  optimizer: { name: 'sgd', learningRate: 0.01, momentum: 0, nesterov: false },
  metrics: [],
  epochs: 10,
  batchSize: 32,
  shuffle: true,
  validationSplit: 0,
  seed: 7,
};

/** y = x₁² + x₂ + noise through two ReLU units, of which the first can never fire: its bias is below all that its inputs bring. */
export function quadratic(epochs = 12): Recipe {
  const random = createRandom(3);
  const count = 300;
  const x = new Float32Array(2 * count);
  const y = new Float32Array(count);
  for (let sample = 0; sample < count; sample++) {
    const [first, second] = [10 * uniform(random) - 5, 20 * uniform(random) - 10];
    x.set([first, second], 2 * sample);
    y[sample] = first ** 2 + second + normal(random);
  }
  const hidden = dense('hidden', 2, 'relu', [
    [-0.46, 1.7, -0.12, 0.9],
    [-4.6, 2.4],
  ]);
  return {
    name: 'quadratic',
    file: 'quadratic.py',
    network: sequential([2], hidden, dense('out', 1, 'linear', [[2.06, 1.1], [0.3]])),
    plan: { ...plan, epochs, optimizer: { name: 'sgd', learningRate: 0.001, momentum: 0, nesterov: false } },
    dataset: {
      x: [{ shape: [count, 2], values: x }],
      y: [{ shape: [count, 1], values: y }],
      provenance: { kind: 'evaluated', description: 'computed from quadratic.py' },
      featureNames: ['x1', 'x2'],
    },
    seed: 7,
  };
}

/** Four kinds of points in 8 dimensions; validation and accuracy. */
export function classifier(epochs = 8): Recipe {
  const { dataset } = clusters(240, [8], 4, 5);
  return {
    name: 'classifier',
    file: 'classifier.py',
    network: sequential([8], dense('dense_1', 25, 'relu'), dense('dense_2', 15, 'tanh'), dense('dense_3', 4, 'softmax')),
    plan: {
      ...plan,
      epochs,
      loss: { name: 'sparseCategoricalCrossentropy', fromLogits: false },
      optimizer: { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 },
      metrics: [{ name: 'sparseCategoricalAccuracy', label: 'accuracy' }],
      validationSplit: 0.25,
    },
    dataset: { ...dataset, provenance: { kind: 'synthetic', description: 'random numbers of the right shape' } },
    seed: 11,
  };
}

/** Conv2D → MaxPooling2D → Flatten → Dense on small pictures. */
export function pictures({ side = 28, filters = 32, epochs = 1, samples = 32 } = {}): Recipe {
  const convolution: LayerOf = {
    name: 'conv',
    type: 'Conv2D',
    configuration: {
      ...kernelDefaults,
      filters,
      kernelSize: [3, 3],
      strides: [1, 1],
      padding: 'valid',
      dilationRate: [1, 1],
      groups: 1,
      dataFormat: 'channelsLast',
      activation: { name: 'relu' },
    },
  };
  const pooling: LayerOf = {
    name: 'pool',
    type: 'MaxPooling2D',
    configuration: { poolSize: [2, 2], strides: [2, 2], padding: 'valid', dataFormat: 'channelsLast' },
  };
  const flatten: LayerOf = { name: 'flatten', type: 'Flatten', configuration: { dataFormat: 'channelsLast' } };
  return {
    name: 'model',
    file: 'digits.py',
    network: sequential([side, side, 1], convolution, pooling, flatten, dense('output', 10, 'softmax')),
    plan: {
      ...plan,
      epochs,
      batchSize: 8,
      loss: { name: 'sparseCategoricalCrossentropy', fromLogits: false },
      optimizer: { name: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 },
      metrics: [{ name: 'sparseCategoricalAccuracy', label: 'accuracy' }],
    },
    dataset: blobs(samples, side),
    seed: 5,
  };
}

function clusters(count: number, shape: readonly number[], classes: number, seed: number): { dataset: Omit<Dataset, 'provenance'> } {
  const random = createRandom(seed);
  const size = shape.reduce((one, other) => one * other, 1);
  const centers = Array.from({ length: classes * size }, () => 1.2 * normal(random));
  const x = new Float32Array(count * size);
  const y = new Float32Array(count);
  for (let sample = 0; sample < count; sample++) {
    const kind = sample % classes;
    y[sample] = kind;
    for (let index = 0; index < size; index++) x[sample * size + index] = (centers[kind * size + index] as number) + normal(random);
  }
  return {
    dataset: { x: [{ shape: [count, ...shape], values: x }], y: [{ shape: [count, 1], values: y }] },
  };
}

/** Pictures of a ring whose place and size say its class. */
function blobs(count: number, side: number): Dataset {
  const random = createRandom(9);
  const x = new Float32Array(count * side * side);
  const y = new Float32Array(count);
  for (let sample = 0; sample < count; sample++) {
    const kind = sample % 10;
    y[sample] = kind;
    const [centerX, centerY] = [(0.3 + 0.1 * (kind % 5)) * side, (0.4 + 0.2 * Math.floor(kind / 5)) * side];
    const radius = (0.12 + 0.02 * kind) * side;
    for (let pixel = 0; pixel < side * side; pixel++) {
      const distance = Math.hypot((pixel % side) - centerX, Math.floor(pixel / side) - centerY);
      x[sample * side * side + pixel] = Math.max(0, 1 - Math.abs(distance - radius) / 2) + 0.05 * uniform(random);
    }
  }
  return {
    x: [{ shape: [count, side, side, 1], values: x }],
    y: [{ shape: [count, 1], values: y }],
    provenance: { kind: 'generated', description: `rings, ${count} pictures` },
  };
}
