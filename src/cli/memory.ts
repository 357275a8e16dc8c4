// How much memory a network takes, before anything is trained. An estimate: backends keep buffers of their own.
import type { Network } from '../network/network.ts';
import { elementsPerSample, product } from '../network/shape.ts';
import type { Optimizer } from '../network/training-plan.ts';

const bytesPerNumber = 4;

/** Numbers that an optimizer keeps for every trainable parameter. */
function slotsOf(optimizer: Optimizer): number {
  switch (optimizer.name) {
    case 'sgd':
      return optimizer.momentum > 0 ? 1 : 0;
    case 'rmsprop':
      return 1 + (optimizer.momentum > 0 ? 1 : 0) + (optimizer.centered ? 1 : 0);
    case 'adagrad':
      return 1;
    case 'adam':
    case 'adamW':
    case 'nadam':
    case 'adamax':
    case 'adadelta':
      return 2;
    default:
      return optimizer satisfies never;
  }
}

/** Bytes of all weights; `null` where one's shape is unknown. */
export function weightBytes(network: Network): number | null {
  const parameters = network.layers.reduce<number | null>(
    (sum, layer) => (sum === null || layer.parameters === null ? null : sum + layer.parameters),
    0,
  );
  return parameters === null ? null : parameters * bytesPerNumber;
}

/**
 * Bytes that a training step holds: weights, their gradients and the optimizer's numbers, and every layer's output with its
 * gradient for each sample of the batch.
 */
export function trainingBytes(network: Network, optimizer: Optimizer, batchSize: number): number | null {
  let numbers = 0;
  for (const { outputShape, weights, parameters } of network.layers) {
    const elements = outputShape && elementsPerSample(outputShape);
    if (elements === null || parameters === null) return null;
    const trainable = weights.filter((weight) => weight.trainable).reduce((sum, { shape }) => sum + (product(shape) ?? 0), 0);
    numbers += 2 * elements * batchSize + parameters + trainable * (1 + slotsOf(optimizer));
  }
  return numbers * bytesPerNumber;
}
