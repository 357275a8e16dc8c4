// Small networks for the tests of this room.

import { buildNetwork, type LayerSpecification } from '../network/build.ts';
import { glorotUniform, zeros } from '../network/initializers.ts';
import type { Network } from '../network/network.ts';
import type { Dimension } from '../network/shape.ts';
import type { LossName, TrainingPlan } from '../network/training-plan.ts';

/** Input → Flatten, where it has several dimensions → Dense. */
export function denseNetwork(sample: readonly Dimension[], units: number): Network {
  const flatten: LayerSpecification[] = sample.length > 1 ? [{ name: 'flatten', type: 'Flatten', configuration: {}, inputs: [0] }] : [];
  const specifications = [inputLayer(sample), ...flatten, denseLayer('output', units, flatten.length)];
  return buildNetwork(specifications, [specifications.length - 1]);
}

/** Input of `length` tokens → Embedding → Flatten → Dense. */
export function embeddingNetwork(length: number, rows: number, units: number): Network {
  const configuration = { inputDim: rows, outputDim: 4, embeddingsInitializer: glorotUniform };
  return buildNetwork(
    [
      inputLayer([length]),
      { name: 'embedding', type: 'Embedding', configuration, inputs: [0] },
      { name: 'flatten', type: 'Flatten', configuration: {}, inputs: [1] },
      denseLayer('output', units, 2),
    ],
    [3],
  );
}

export function planWith(loss: LossName): TrainingPlan {
  return {
    loss: { name: loss, fromLogits: false },
    optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false },
    metrics: [],
    epochs: 1,
    batchSize: 32,
    shuffle: true,
    validationSplit: 0,
    seed: 0,
  };
}

function inputLayer(shape: readonly Dimension[]): LayerSpecification {
  return { name: 'input', type: 'Input', configuration: { shape, batchSize: null }, inputs: [] };
}

function denseLayer(name: string, units: number, input: number): LayerSpecification {
  const configuration = {
    units,
    activation: { name: 'linear' },
    useBias: true,
    kernelInitializer: glorotUniform,
    biasInitializer: zeros,
    kernelRegularizer: null,
    biasRegularizer: null,
    trainable: true,
  };
  return { name, type: 'Dense', configuration, inputs: [input] };
}
