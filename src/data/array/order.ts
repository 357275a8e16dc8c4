// Sorting and what rests on it. NaN sorts last, as in NumPy.

import { ravel } from './arrangement.ts';
import { arrayOf, type ElementBudget, type LazyArray, lazyArray } from './array.ts';
import { forEachLine } from './reduction.ts';
import { normalizeAxis } from './shape.ts';

/** `numpy.sort(array, axis)`; of the flat array for `null`. */
export function sort(array: LazyArray, axis: number | null = -1): LazyArray {
  const source = axis === null ? ravel(array) : array;
  const along = normalizeAxis(axis ?? 0, source.shape.length);
  return lazyArray(source.shape, array.dtype, [source], ([values = none]) => {
    const result = values.slice();
    forEachLine(source.shape, along, (start, stride, count) => {
      const line = Float64Array.from({ length: count }, (_, place) => values[start + place * stride] as number).sort(ascending);
      for (let place = 0; place < count; place++) result[start + place * stride] = line[place] as number;
    });
    return result;
  });
}

/** `numpy.argsort(array, axis, kind='stable')`. NumPy's default is not stable: where `hasTies`, its order is not this one. */
export function argsort(array: LazyArray, axis: number | null = -1): LazyArray {
  const source = axis === null ? ravel(array) : array;
  const along = normalizeAxis(axis ?? 0, source.shape.length);
  return lazyArray(source.shape, 'int64', [source], ([values = none]) => {
    const result = new Float64Array(values.length);
    forEachLine(source.shape, along, (start, stride, count) => {
      const order = Array.from({ length: count }, (_, place) => place).sort((a, b) =>
        ascending(values[start + a * stride] as number, values[start + b * stride] as number),
      );
      for (let place = 0; place < count; place++) result[start + place * stride] = order[place] as number;
    });
    return result;
  });
}

/** Whether two elements of one line are equal. Computes the values. */
export function hasTies(array: LazyArray, axis: number | null = -1, budget?: ElementBudget): boolean {
  const sorted = sort(array, axis);
  const values = sorted.values(budget);
  let found = false;
  forEachLine(sorted.shape, normalizeAxis(axis ?? 0, sorted.shape.length), (start, stride, count) => {
    for (let place = 1; place < count; place++) found ||= values[start + place * stride] === values[start + (place - 1) * stride];
  });
  return found;
}

/** `numpy.unique` with its indices: the distinct values in order, where each stands first, which each element is, how many there are. */
export function unique(
  array: LazyArray,
  budget?: ElementBudget,
): { readonly values: LazyArray; readonly first: LazyArray; readonly inverse: LazyArray; readonly counts: LazyArray } {
  const all = array.values(budget);
  const found: number[] = [];
  const first: number[] = [];
  const counts: number[] = [];
  const inverse = new Float64Array(all.length);
  const order = argsort(ravel(array)).values(budget);
  for (const place of order) {
    const value = all[place] as number;
    const last = found.at(-1);
    if (last === undefined || !(value === last || (Number.isNaN(value) && Number.isNaN(last)))) {
      found.push(value);
      first.push(place);
      counts.push(0);
    }
    counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1;
    inverse[place] = found.length - 1;
  }
  const label = (numbers: number[]) => inherit(array, arrayOf(Float64Array.from(numbers), [numbers.length], 'int64'));
  return {
    values: inherit(array, arrayOf(Float64Array.from(found), [found.length], array.dtype)),
    first: label(first),
    inverse: inherit(array, arrayOf(inverse, array.shape, 'int64')),
    counts: label(counts),
  };
}

/** `numpy.searchsorted(sorted, values, side)`. */
export function searchSorted(sorted: LazyArray, values: LazyArray, side: 'left' | 'right' = 'left'): LazyArray {
  return lazyArray(values.shape, 'int64', [sorted, values], ([line = none, wanted = none]) =>
    wanted.map((value) => {
      let [low, high] = [0, line.length];
      while (low < high) {
        const middle = (low + high) >>> 1;
        const compared = ascending(line[middle] as number, value);
        if (side === 'left' ? compared < 0 : compared <= 0) low = middle + 1;
        else high = middle;
      }
      return low;
    }),
  );
}

/** Marks what was computed from an array as seeded or not as that array is. */
function inherit(source: LazyArray, array: LazyArray): LazyArray {
  return source.seeded ? array : lazyArray(array.shape, array.dtype, [array, source], ([values = none]) => values, 0);
}

function ascending(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  if (Number.isNaN(b)) return -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

const none = new Float64Array(0);
