// Computed arrays → what training takes.
import type { NumberArray } from '../dataset.ts';
import type { ElementBudget, LazyArray } from './array.ts';

/** The values as float32, computed now. Throws as `values()` does; `budget` bounds what it may cost. */
export function toNumberArray(array: LazyArray, budget?: ElementBudget): NumberArray {
  return { shape: array.shape, values: Float32Array.from(array.values(budget)) };
}
