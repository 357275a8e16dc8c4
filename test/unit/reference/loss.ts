// Losses in float64, from the formulas in network/losses.ts.
import type { LossName } from '../../../src/network/training-plan.ts';
import { softmax } from './program.ts';
import { map, mean, type Tensor } from './tensor.ts';

/** The bounds as float32 holds them: 1 − 10⁻⁷ becomes 0.99999988, and ln(1 − p) there −15.94 instead of −16.12. */
const lowest = Math.fround(1e-7);
const highest = Math.fround(1 - 1e-7);

/** Mean loss of outputs `[batch, …]`; `scores`: they are before the sigmoid or softmax. `y` as the loss takes it. */
export function loss(name: LossName, read: Tensor, y: Tensor, scores: boolean): number {
  const columns = read.shape.at(-1) as number;
  const clip = (value: number) => Math.min(highest, Math.max(lowest, value));
  const pairs = (f: (output: number, target: number) => number) =>
    mean(read.values.map((value, index) => f(value, y.values[index] as number)));
  switch (name) {
    case 'meanSquaredError':
      return pairs((p, t) => (t - p) ** 2);
    case 'meanAbsoluteError':
      return pairs((p, t) => Math.abs(t - p));
    case 'huber':
      return pairs((p, t) => (Math.abs(t - p) <= 1 ? 0.5 * (t - p) ** 2 : Math.abs(t - p) - 0.5));
    case 'binaryCrossentropy':
      return pairs((value, t) => {
        const p = scores ? 1 / (1 + Math.exp(-value)) : clip(value);
        return -t * Math.log(p) - (1 - t) * Math.log(1 - p);
      });
    case 'categoricalCrossentropy': {
      const q = scores ? softmax(read) : map(normalised(read, columns), clip);
      return -q.values.reduce((sum, p, index) => sum + (y.values[index] as number) * Math.log(p), 0) / (q.values.length / columns);
    }
    case 'sparseCategoricalCrossentropy': {
      const q = scores ? softmax(read) : normalised(map(read, clip), columns);
      return mean(y.values.map((label, row) => -Math.log(q.values[row * columns + label] as number)));
    }
    default:
      return name satisfies never;
  }
}

/** Rows that sum to 1. */
function normalised(x: Tensor, columns: number): Tensor {
  return map(x, (value, index) => {
    const start = index - (index % columns);
    return value / x.values.subarray(start, start + columns).reduce((sum, other) => sum + other, 0);
  });
}
