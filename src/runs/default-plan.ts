// The plan for a network whose source states none that can be used: Adam and the loss that its output asks for. Pure.
import type { Dataset } from '../data/dataset.ts';
import { activationOf } from '../diagnose/layers.ts';
import type { Network } from '../network/network.ts';
import { product } from '../network/shape.ts';
import type { Loss, Metric, TrainingPlan } from '../network/training-plan.ts';

/** Keras's own defaults for Adam, and for `fit` the batch size. */
const adam = { name: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 } as const;
const epochs = 10;
const batchSize = 32;

/** `targets`: the data's y, whose shape tells class numbers from one-hot rows. */
export function defaultPlan(network: Network, targets: Dataset['y']): TrainingPlan {
  const [loss, metrics] = lossFor(network, targets);
  return { loss, optimizer: adam, metrics, epochs, batchSize, shuffle: true, validationSplit: 0, seed: null };
}

/** `Adam 0.001, mean squared error, 10 epochs of batches of 32`. */
export function planText({ loss, optimizer, epochs, batchSize }: TrainingPlan): string {
  const name = `${optimizer.name.slice(0, 1).toUpperCase()}${optimizer.name.slice(1)}`;
  const words = loss.name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${name} ${optimizer.learningRate}, ${words}${loss.fromLogits ? ' from logits' : ''}, ${epochs} epochs of batches of ${batchSize}`;
}

function lossFor(network: Network, targets: Dataset['y']): readonly [Loss, readonly Metric[]] {
  const output = network.layers[network.outputs[0] ?? -1];
  const units = output?.outputShape?.at(-1) ?? 1;
  switch (output && activationOf(output)) {
    case 'softmax':
      return isOneHot(targets, units)
        ? [{ name: 'categoricalCrossentropy', fromLogits: false }, [{ name: 'categoricalAccuracy', label: 'accuracy' }]]
        : [{ name: 'sparseCategoricalCrossentropy', fromLogits: false }, [{ name: 'sparseCategoricalAccuracy', label: 'accuracy' }]];
    case 'sigmoid':
      return [{ name: 'binaryCrossentropy', fromLogits: false }, [{ name: 'binaryAccuracy', label: 'accuracy' }]];
    default:
      return [{ name: 'meanSquaredError', fromLogits: false }, [{ name: 'meanAbsoluteError', label: 'mae' }]];
  }
}

function isOneHot([target]: Dataset['y'], units: number): boolean {
  return target !== undefined && product(target.shape.slice(1)) === units && target.shape.length > 1;
}
