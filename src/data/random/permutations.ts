// NumPy's permutations and choices, as orders of indices: RandomState's (masked) and Generator's (Lemire).
import type { BitGenerator } from './bits.ts';
import { type BoundedDraw, lemireInteger } from './bounded.ts';

/** Shuffles the elements from `first` on as `shuffle` does; `below` is the generator's bounded draw. */
export function shuffleInPlace(bits: BitGenerator, order: Float64Array, below: BoundedDraw, first = 1): void {
  for (let last = order.length - 1; last >= first; last--) {
    const other = below(bits, last);
    const kept = order[last] as number;
    order[last] = order[other] as number;
    order[other] = kept;
  }
}

/** `permutation(count)`. */
export function permutation(bits: BitGenerator, count: number, below: BoundedDraw): Float64Array {
  const order = counted(count);
  shuffleInPlace(bits, order, below);
  return order;
}

/** Indices drawn with these probabilities, with replacement: one uniform number each. */
export function weightedChoice(bits: BitGenerator, probabilities: Float64Array, result: Float64Array): void {
  const distribution = cumulative(probabilities);
  for (let index = 0; index < result.length; index++) result[index] = firstAbove(distribution, bits.next53());
}

/** The same without replacement. Needs at least `result.length` probabilities above 0. */
export function weightedChoiceOnce(bits: BitGenerator, probabilities: Float64Array, result: Float64Array): void {
  const left = probabilities.slice();
  let found = 0;
  while (found < result.length) {
    const uniforms = Float64Array.from({ length: result.length - found }, () => bits.next53());
    for (let index = 0; index < found; index++) left[result[index] as number] = 0;
    const distribution = cumulative(left);
    for (const index of new Set(uniforms.map((uniform) => firstAbove(distribution, uniform)))) result[found++] = index;
  }
}

/** `Generator.choice(count, size, replace=False)` without probabilities: a tail shuffle or Floyd's algorithm. */
export function generatorChoiceOnce(bits: BitGenerator, count: number, result: Float64Array, shuffle: boolean): void {
  const size = result.length;
  if (count > 10_000 && size > Math.floor(count / (shuffle ? 50 : 20))) {
    const order = counted(count);
    shuffleInPlace(bits, order, lemireInteger, Math.max(count - size, 1));
    result.set(order.subarray(count - size));
    return;
  }
  const chosen = new Set<number>();
  for (let index = 0; index < size; index++) {
    const last = count - size + index;
    const drawn = lemireInteger(bits, last);
    const value = chosen.has(drawn) ? last : drawn;
    chosen.add(value);
    result[index] = value;
  }
  if (shuffle) shuffleInPlace(bits, result, lemireInteger);
}

function counted(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => index);
}

function cumulative(probabilities: Float64Array): Float64Array {
  let total = 0;
  const sums = probabilities.map((probability) => (total += probability));
  return sums.map((sum) => sum / total);
}

/** `searchsorted(side='right')`. */
function firstAbove(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
