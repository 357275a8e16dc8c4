// Class numbers → the targets that a loss and an output take.
import { lossKinds } from '../network/losses.ts';
import type { Shape } from '../network/shape.ts';
import type { LossName } from '../network/training-plan.ts';
import type { NumberArray } from './dataset.ts';

/**
 * Targets for `labels` (class indices) with an output `[batch, units]`: one-hot rows, indices or 0/1; `null` when these
 * classes do not go with the output.
 */
export function encodeClasses(loss: LossName, output: Shape, labels: Float32Array, classes: number): NumberArray | null {
  const units = output.length === 2 ? output[1] : null;
  if (units === null || units === undefined) return null;
  if (lossKinds[loss].labels === 'classIndices') return units >= classes ? { shape: [labels.length], values: labels } : null;
  if (units === 1) return classes === 2 && lossKinds[loss].labels !== 'oneHot' ? { shape: [labels.length, 1], values: labels } : null;
  return units === classes ? oneHotRows(labels, classes) : null;
}

/** `[samples]` class indices → `[samples, classes]` with a 1 in each row. */
export function oneHotRows(labels: Float32Array, classes: number): NumberArray {
  const values = new Float32Array(labels.length * classes);
  for (const [row, label] of labels.entries()) values[row * classes + label] = 1;
  return { shape: [labels.length, classes], values };
}
