// The fixtures that real Keras made (test/fixtures/keras/make.py), as networks and runs.
import { readFileSync } from 'node:fs';
import { buildNetwork, type LayerSpecification } from '../../../src/network/build.ts';
import { ones, zeros } from '../../../src/network/initializers.ts';
import type { Configuration, Network } from '../../../src/network/network.ts';
import type { Shape } from '../../../src/network/shape.ts';
import type { Loss, MetricName, Optimizer } from '../../../src/network/training-plan.ts';
import type { RunSpecification } from '../../../src/protocol/engine.ts';

interface KerasLayer {
  readonly type: string;
  readonly name: string;
  readonly configuration: Configuration;
}

interface Values {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

export interface TrainingCase {
  readonly name: string;
  readonly inputShape: readonly number[];
  readonly layers: readonly KerasLayer[];
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly metrics: readonly string[];
  readonly batchSize: number;
  readonly x: Values;
  readonly y: Values;
  readonly initial: readonly (readonly (readonly number[])[])[];
  readonly losses: readonly number[];
  /** Metrics of each step. */
  readonly figures: readonly (readonly number[])[];
  readonly gradients: readonly { readonly path: string; readonly values: readonly number[] }[];
  readonly final: readonly (readonly (readonly number[])[])[];
  /** Outputs for the first three samples after training. */
  readonly predictions: readonly number[];
}

export type LayerCase = KerasLayer & {
  readonly inputShape: Shape;
  readonly outputShape?: Shape;
  readonly weights?: readonly Shape[];
  readonly refused?: true;
};

export const trainingCases = read<TrainingCase>('training.json');
export const layerCases = read<LayerCase>('layers.json');

/** A network of one input and a chain of layers. */
export function chain(
  inputShape: Shape,
  layers: readonly (Pick<LayerSpecification, 'name' | 'type' | 'configuration'> & { readonly given?: LayerSpecification['given'] })[],
): Network {
  const input: LayerSpecification = {
    name: 'input',
    type: 'Input',
    configuration: { shape: inputShape.slice(1), batchSize: null },
    inputs: [],
  };
  const specifications = layers.map(({ name, type, configuration, given }, index) => {
    return { name, type, configuration: { ...unsaid, ...configuration }, inputs: [index], ...(given && { given }) };
  });
  return buildNetwork([input, ...specifications], [layers.length]);
}

/** Keras's 20 steps: batches in order, no shuffling, weights as it began. */
export function specificationOf(training: TrainingCase): RunSpecification {
  const { inputShape, layers, initial, loss, optimizer, metrics, batchSize, x, y, losses } = training;
  const samples = x.shape[0] ?? 0;
  return {
    network: chain(
      [null, ...inputShape],
      layers.map((layer, index) => ({ ...layer, given: initial[index] ?? [] })),
    ),
    plan: {
      loss,
      optimizer,
      metrics: metrics.map((label) => ({ name: camelCase(label) as MetricName, label })),
      epochs: losses.length / (samples / batchSize),
      batchSize,
      shuffle: false,
      validationSplit: 0,
      seed: 1,
    },
    dataset: {
      x: [{ shape: x.shape, values: Float32Array.from(x.values) }],
      y: [{ shape: y.shape, values: Float32Array.from(y.values) }],
      provenance: { kind: 'synthetic', description: 'drawn by make.py' },
    },
    backend: 'cpu',
    seed: 1,
    probes: ['weightGradient'],
    frameInterval: 0,
  };
}

/** What the fixtures leave out of a configuration because the weights are given. */
const unsaid: Configuration = {
  kernelInitializer: zeros,
  biasInitializer: zeros,
  embeddingsInitializer: zeros,
  betaInitializer: zeros,
  gammaInitializer: ones,
  movingMeanInitializer: zeros,
  movingVarianceInitializer: ones,
  kernelRegularizer: null,
  biasRegularizer: null,
  trainable: true,
};

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

function read<T>(file: string): readonly T[] {
  const text = readFileSync(new URL(`../../fixtures/keras/${file}`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly cases: readonly T[] }).cases;
}
