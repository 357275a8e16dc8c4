// Operations that shorten axes: sums, means, extremes, cumulative sums. Floats are added in NumPy's own order (pairwise
// in blocks of 128 along the last axis, one after another along the others), so that sums are NumPy's to the last bit
// for arrays that lie row-major.
import { ArrayError, type LazyArray, lazyArray } from './array.ts';
import { castNumber, type DType, isFloating } from './dtype.ts';
import { binary, unary } from './elementwise.ts';
import { normalizeAxes, normalizeAxis, type Sizes, sizeOf } from './shape.ts';
import { pairwiseSum, pairwiseSum32 } from './summation.ts';

/** `axes`: one, several or `null` for all; `keepDimensions` leaves them as 1. */
export interface ReductionOptions {
  readonly axes?: number | Sizes | null;
  readonly keepDimensions?: boolean;
}

type Name = 'sum' | 'prod' | 'max' | 'min' | 'any' | 'all';

/** `numpy.sum` and its like. Throws ArrayError for an extreme of no elements. */
export function reduce(name: Name, array: LazyArray, options: ReductionOptions = {}): LazyArray {
  const plan = planReduction(array.shape, options);
  const dtype = reducedDType(name, array.dtype);
  if ((name === 'max' || name === 'min') && sizeOf(plan.shape) > 0 && array.size === 0) {
    throw new ArrayError(`zero-size array to reduction operation ${name === 'max' ? 'maximum' : 'minimum'} which has no identity`);
  }
  return lazyArray(plan.shape, dtype, [array], ([values = none]) => fold(name, values, dtype, plan), array.size);
}

/** `numpy.mean`: in float64 unless the array is float32. */
export function mean(array: LazyArray, options: ReductionOptions = {}): LazyArray {
  const dtype = isFloating(array.dtype) ? array.dtype : 'float64';
  const plan = planReduction(array.shape, options);
  const round = dtype === 'float32' ? Math.fround : (value: number) => value;
  const chunk = isFloating(array.dtype) ? Number.POSITIVE_INFINITY : castBuffer;
  return lazyArray(
    plan.shape,
    dtype,
    [array],
    ([values = none]) => fold('sum', values, dtype, plan, chunk).map((sum) => round(sum / plan.count)),
    array.size,
  );
}

/** `numpy.var`: the mean squared distance from the mean, divided by n − `correction` (NumPy's ddof). */
export function variance(array: LazyArray, options: ReductionOptions = {}, correction = 0): LazyArray {
  const centre = mean(array, { ...options, keepDimensions: true });
  const plan = planReduction(array.shape, options);
  const squares = unary('square', binary('subtract', array, centre));
  const total = reduce('sum', squares, options);
  const divisor = Math.max(0, plan.count - correction);
  const round = total.dtype === 'float32' ? Math.fround : (value: number) => value;
  return lazyArray(total.shape, total.dtype, [total], ([values = none]) => values.map((value) => round(value / divisor)));
}

export function standardDeviation(array: LazyArray, options: ReductionOptions = {}, correction = 0): LazyArray {
  return unary('sqrt', variance(array, options, correction));
}

/** `numpy.argmax` / `argmin`: the first of equals; NaN wins. Over the flat array for `axis` null. */
export function argExtreme(name: 'argmax' | 'argmin', array: LazyArray, axis: number | null = null, keepDimensions = false): LazyArray {
  const plan = planReduction(array.shape, { axes: axis, keepDimensions });
  if (plan.count === 0) throw new ArrayError(`attempt to get ${name} of an empty sequence`);
  const better = name === 'argmax' ? (a: number, b: number) => a > b : (a: number, b: number) => a < b;
  return lazyArray(
    plan.shape,
    'int64',
    [array],
    ([values = none]) => {
      const result = new Float64Array(sizeOf(plan.shape));
      forEachLine(array.shape, axis, (start, stride, count, line) => {
        let best = 0;
        let extreme = values[start] as number;
        for (let index = 1; index < count && !Number.isNaN(extreme); index++) {
          const value = values[start + index * stride] as number;
          if (better(value, extreme) || Number.isNaN(value)) {
            best = index;
            extreme = value;
          }
        }
        result[line] = best;
      });
      return result;
    },
    array.size,
  );
}

/** `numpy.cumsum` / `cumprod`; of the flat array for `axis` null. */
export function cumulate(name: 'cumsum' | 'cumprod', array: LazyArray, axis: number | null = null): LazyArray {
  const dtype = reducedDType('sum', array.dtype);
  const shape = axis === null ? [array.size] : array.shape;
  const along = axis === null ? 0 : normalizeAxis(axis, array.shape.length);
  return lazyArray(shape, dtype, [array], ([values = none]) => {
    const result = new Float64Array(values.length);
    forEachLine(shape, along, (start, stride, count) => {
      let total = name === 'cumsum' ? 0 : 1;
      for (let index = 0; index < count; index++) {
        const value = values[start + index * stride] as number;
        total = castNumber(index === 0 ? value : name === 'cumsum' ? total + value : total * value, dtype);
        result[start + index * stride] = total;
      }
    });
    return result;
  });
}

/** `numpy.diff(array, axis)` once. */
export function difference(array: LazyArray, axis = -1): LazyArray {
  const along = normalizeAxis(axis, array.shape.length);
  const size = Math.max(0, (array.shape[along] ?? 0) - 1);
  const shape = array.shape.map((value, index) => (index === along ? size : value));
  const inner = sizeOf(array.shape.slice(along + 1));
  return lazyArray(shape, array.dtype, [array], ([values = none]) =>
    Float64Array.from({ length: sizeOf(shape) }, (_, index) => {
      const outer = Math.floor(index / (inner * size));
      const from = index + outer * inner;
      const [before, after] = [values[from] as number, values[from + inner] as number];
      return castNumber(array.dtype === 'bool' ? Number(before !== after) : after - before, array.dtype);
    }),
  );
}

/** Calls `visit` for every line along `axis` (for the whole flat array when `null`), in the row-major order of the other axes. */
export function forEachLine(
  shape: Sizes,
  axis: number | null,
  visit: (start: number, stride: number, count: number, line: number) => void,
): void {
  if (axis === null) {
    visit(0, 1, sizeOf(shape), 0);
    return;
  }
  const along = normalizeAxis(axis, shape.length);
  const count = shape[along] ?? 1;
  const inner = sizeOf(shape.slice(along + 1));
  const outer = sizeOf(shape.slice(0, along));
  for (let block = 0; block < outer; block++) {
    for (let position = 0; position < inner; position++) visit(block * count * inner + position, inner, count, block * inner + position);
  }
}

/** NumPy casts integers to floats in buffers of this many elements; each is summed pairwise, then they are added up. */
const castBuffer = 8192;

interface Plan {
  readonly shape: readonly number[];
  /** Number of elements that go into one result. */
  readonly count: number;
  /** Neighbouring axes that are all kept or all reduced, merged. */
  readonly groups: readonly { readonly size: number; readonly reduced: boolean }[];
}

function planReduction(shape: Sizes, { axes = null, keepDimensions = false }: ReductionOptions): Plan {
  const reduced = new Set(normalizeAxes(axes, shape.length));
  const groups: { size: number; reduced: boolean }[] = [];
  for (const [axis, size] of shape.entries()) {
    const last = groups.at(-1);
    if (size === 1 && last) continue;
    if (last && last.reduced === reduced.has(axis)) last.size *= size;
    else groups.push({ size, reduced: reduced.has(axis) });
  }
  return {
    shape: shape.flatMap((size, axis) => (reduced.has(axis) ? (keepDimensions ? [1] : []) : [size])),
    count: sizeOf(shape.filter((_, axis) => reduced.has(axis))),
    groups,
  };
}

function reducedDType(name: Name, dtype: DType): DType {
  if (name === 'any' || name === 'all') return 'bool';
  if (name === 'max' || name === 'min' || isFloating(dtype)) return dtype;
  return 'int64';
}

const starts: Readonly<Record<Name, number>> = {
  sum: 0,
  prod: 1,
  any: 0,
  all: 1,
  max: Number.NEGATIVE_INFINITY,
  min: Number.POSITIVE_INFINITY,
};

function fold(name: Name, values: Float64Array, dtype: DType, { shape, groups }: Plan, chunk = Number.POSITIVE_INFINITY): Float64Array {
  const result = new Float64Array(sizeOf(shape)).fill(starts[name]);
  if (values.length === 0) return result;
  const round = dtype === 'float64' ? null : (value: number) => castNumber(value, dtype);
  const apply = combiner(name, round);
  const last = groups.at(-1);
  const inner = last?.reduced ? last.size : 1;
  const lines = inner === 1 ? groups : groups.slice(0, -1);
  const strides = resultStrides(lines);
  const counters = new Array<number>(lines.length).fill(0);
  let target = 0;
  for (let start = 0; start < values.length; start += inner) {
    const before = result[target] as number;
    if (inner === 1) result[target] = apply(before, values[start] as number);
    else if (name === 'sum' && isFloating(dtype)) result[target] = sumLine(values, start, inner, before, chunk, round);
    else result[target] = foldLine(values, start, inner, before, apply);
    for (let axis = lines.length - 1; axis >= 0; axis--) {
      const count = (counters[axis] ?? 0) + 1;
      target += strides[axis] ?? 0;
      if (count < (lines[axis]?.size ?? 1)) {
        counters[axis] = count;
        break;
      }
      counters[axis] = 0;
      target -= count * (strides[axis] ?? 0);
    }
  }
  return result;
}

function resultStrides(groups: Plan['groups']): number[] {
  const strides = new Array<number>(groups.length).fill(0);
  let stride = 1;
  for (let axis = groups.length - 1; axis >= 0; axis--) {
    const group = groups[axis];
    if (!group || group.reduced) continue;
    strides[axis] = stride;
    stride *= group.size;
  }
  return strides;
}

function foldLine(values: Float64Array, start: number, count: number, before: number, apply: (a: number, b: number) => number): number {
  let total = before;
  for (let index = start; index < start + count; index++) total = apply(total, values[index] as number);
  return total;
}

function sumLine(
  values: Float64Array,
  start: number,
  count: number,
  before: number,
  chunk: number,
  round: ((value: number) => number) | null,
): number {
  let total = before;
  for (let done = 0; done < count; done += chunk) {
    const size = Math.min(chunk, count - done);
    const part = round ? pairwiseSum32(values, start + done, size) : pairwiseSum(values, start + done, size);
    total = round ? round(total + part) : total + part;
  }
  return total;
}

function combiner(name: Name, round: ((value: number) => number) | null): (a: number, b: number) => number {
  switch (name) {
    case 'sum':
      return round ? (a, b) => round(a + b) : (a, b) => a + b;
    case 'prod':
      return round ? (a, b) => round(a * b) : (a, b) => a * b;
    case 'max':
      return (a, b) => (a >= b || Number.isNaN(a) ? a : b);
    case 'min':
      return (a, b) => (a <= b || Number.isNaN(a) ? a : b);
    case 'any':
      return (a, b) => (a !== 0 || b !== 0 ? 1 : 0);
    case 'all':
      return (a, b) => (a !== 0 && b !== 0 ? 1 : 0);
    default:
      return name satisfies never;
  }
}

const none = new Float64Array(0);
