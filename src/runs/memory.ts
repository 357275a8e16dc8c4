// How much memory a network takes, before anything is trained. An estimate: backends keep buffers of their own.
import { formatBytes } from '../figures.ts';
import type { Network } from '../network/network.ts';
import { elementsPerSample, product } from '../network/shape.ts';
import type { Optimizer, TrainingPlan } from '../network/training-plan.ts';

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

/** Why the network cannot be trained with `memory` bytes, in a sentence; `null` where it can, or nobody knows. */
export function memoryRefusal(
  { name, network }: { readonly name: string; readonly network: Network },
  { optimizer, batchSize }: Pick<TrainingPlan, 'optimizer' | 'batchSize'>,
  memory: number,
): string | null {
  const needed = trainingBytes(network, optimizer, batchSize);
  if (needed === null || needed <= memory) return null;
  return `${name} needs about ${formatBytes(needed)} of memory to train with batches of ${batchSize}; this machine has ${formatBytes(memory)}.`;
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
