// Small networks, data and runs that the engine's tests start from.
import { glorotUniform, type Initializer } from '../../../src/network/initializers.ts';
import type { Network } from '../../../src/network/network.ts';
import { createRandom, normal } from '../../../src/network/random.ts';
import type { TrainingPlan } from '../../../src/network/training-plan.ts';
import type { RunSpecification } from '../../../src/protocol/engine.ts';
import { chain } from './keras.ts';

/** 2 → 2 (ReLU) → 1; its second hidden unit can never fire on inputs of ordinary size. */
export function dyingNetwork(): Network {
  return chain(
    [null, 2],
    [
      {
        name: 'hidden',
        type: 'Dense',
        configuration: { units: 2, useBias: true, activation: { name: 'relu' } },
        given: [
          [1, 0.5, -0.5, 0.25],
          [0.1, -1000],
        ],
      },
      {
        name: 'output',
        type: 'Dense',
        configuration: { units: 1, useBias: true, activation: { name: 'linear' } },
        given: [[0.7, -0.3], [0]],
      },
    ],
  );
}

/** A convolution, dropout and a softmax: something of everything. */
export function smallCnn(): Network {
  const kernel: Initializer = glorotUniform;
  return chain(
    [null, 6, 6, 1],
    [
      {
        name: 'conv',
        type: 'Conv2D',
        configuration: {
          filters: 4,
          kernelSize: [3, 3],
          strides: [1, 1],
          padding: 'valid',
          dilationRate: [1, 1],
          useBias: true,
          activation: { name: 'relu' },
          kernelInitializer: kernel,
        },
      },
      { name: 'pool', type: 'MaxPooling2D', configuration: { poolSize: [2, 2], strides: [2, 2], padding: 'valid' } },
      { name: 'flatten', type: 'Flatten', configuration: {} },
      { name: 'dropout', type: 'Dropout', configuration: { rate: 0.25 } },
      { name: 'norm', type: 'BatchNormalization', configuration: { momentum: 0.9, epsilon: 1e-3, center: true, scale: true } },
      {
        name: 'dense',
        type: 'Dense',
        configuration: { units: 3, useBias: true, activation: { name: 'softmax' }, kernelInitializer: kernel },
      },
    ],
  );
}

const plan: TrainingPlan = {
  loss: { name: 'meanSquaredError', fromLogits: false },
  optimizer: { name: 'sgd', learningRate: 0.01, momentum: 0, nesterov: false },
  metrics: [],
  epochs: 5,
  batchSize: 8,
  shuffle: true,
  validationSplit: 0,
  seed: 3,
};

/** `y = x₁² + x₂` on `samples` normal points. */
export function quadraticRun(network: Network, changes: Partial<TrainingPlan> = {}, samples = 36): RunSpecification {
  const random = createRandom(9);
  const x = Float32Array.from({ length: 2 * samples }, () => normal(random));
  const y = Float32Array.from({ length: samples }, (_unused, index) => (x[2 * index] as number) ** 2 + (x[2 * index + 1] as number));
  return specify(network, { ...plan, ...changes }, { shape: [samples, 2], values: x }, { shape: [samples, 1], values: y });
}

/** Noise in three classes. */
export function imageRun(network: Network, changes: Partial<TrainingPlan> = {}, samples = 36): RunSpecification {
  const random = createRandom(9);
  const x = Float32Array.from({ length: 36 * samples }, () => normal(random));
  const y = Float32Array.from({ length: samples }, (_unused, index) => index % 3);
  const classification: Partial<TrainingPlan> = {
    loss: { name: 'sparseCategoricalCrossentropy', fromLogits: false },
    optimizer: { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 },
    metrics: [{ name: 'sparseCategoricalAccuracy', label: 'accuracy' }],
  };
  return specify(
    network,
    { ...plan, ...classification, ...changes },
    { shape: [samples, 6, 6, 1], values: x },
    { shape: [samples], values: y },
  );
}

type Values = { readonly shape: readonly number[]; readonly values: Float32Array };

function specify(network: Network, trainingPlan: TrainingPlan, x: Values, y: Values): RunSpecification {
  return {
    network,
    plan: trainingPlan,
    dataset: { x: [x], y: [y], provenance: { kind: 'synthetic', description: 'drawn for the test' } },
    backend: 'cpu',
    seed: 3,
    probes: [],
    frameInterval: 0,
  };
}
