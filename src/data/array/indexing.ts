// Indexing with arrays: masks and lists of integers, alone or among slices. They copy; an index of integers and slices
// alone is a view (view.ts).
import { ArrayError, type ElementBudget, type LazyArray, lazyArray } from './array.ts';
import { castValues } from './dtype.ts';
import { broadcastShapes, broadcastStrides, forEachOffset, formatSizes, type Sizes, sizeOf, stridesOf } from './shape.ts';
import { type BasicIndex, checkedIndex, expandEllipsis, indexView, readView, resolveSlice, wholeView, writeView } from './view.ts';

/** One item between the brackets. An array is a boolean mask or holds integers. */
export type IndexItem = BasicIndex | { readonly kind: 'array'; readonly array: LazyArray };

export function isBasic(items: readonly IndexItem[]): items is readonly BasicIndex[] {
  return items.every((item) => item.kind !== 'array');
}

/**
 * `array[items]`. A mask decides the shape of the result, so that it is computed at once, within `budget`.
 * Throws ArrayError as NumPy raises IndexError.
 */
export function index(array: LazyArray, items: readonly IndexItem[], budget?: ElementBudget): LazyArray {
  if (isBasic(items)) return readView(array, indexView(wholeView(array.shape), items));
  const positions = positionsOf(array.shape, items, budget);
  return lazyArray(positions.shape, array.dtype, [array, positions], ([values = none, at = none]) =>
    at.map((position) => values[position] as number),
  );
}

/** The array after `array[items] = value`; where an index is named twice the last value stays. */
export function assign(array: LazyArray, items: readonly IndexItem[], value: LazyArray, budget?: ElementBudget): LazyArray {
  if (isBasic(items)) return writeView(array, indexView(wholeView(array.shape), items), value);
  const positions = positionsOf(array.shape, items, budget);
  const extra = Math.max(0, value.shape.length - positions.shape.length);
  if (value.shape.slice(0, extra).some((size) => size !== 1)) throw mismatch(value.shape, positions.shape);
  const from = value.shape.slice(extra);
  const strides = broadcastStrides(from, positions.shape);
  return lazyArray(array.shape, array.dtype, [array, positions, value], ([before = none, at = none, given = none]) => {
    const result = before.slice();
    const cast = castValues(given, value.dtype, array.dtype);
    forEachOffset(positions.shape, strides, 0, (offset, element) => {
      result[at[element] as number] = cast[offset] as number;
    });
    return result;
  });
}

/** `numpy.nonzero`: the coordinates of what is not zero, one array an axis. Computed at once. */
export function nonzero(array: LazyArray, budget?: ElementBudget): LazyArray[] {
  const values = array.values(budget);
  let count = 0;
  for (const value of values) if (value !== 0) count++;
  const shape = array.shape.length === 0 ? [1] : array.shape;
  const strides = stridesOf(shape);
  return shape.map((size, axis) =>
    lazyArray([count], 'int64', [array], ([all = none]) => {
      const result = new Float64Array(count);
      let found = 0;
      for (let position = 0; position < all.length; position++) {
        if (all[position] !== 0) result[found++] = Math.floor(position / (strides[axis] ?? 1)) % size;
      }
      return result;
    }),
  );
}

/** `numpy.take(array, indices, axis)`; of the flat array for `null`. */
export function take(array: LazyArray, indices: LazyArray, axis: number): LazyArray {
  const before = Array.from({ length: axis }, (): IndexItem => ({ kind: 'slice', start: null, stop: null, step: null }));
  return index(array, [...before, { kind: 'array', array: indices }]);
}

/** For every element of the result its place in the row-major array. */
function positionsOf(shape: Sizes, items: readonly IndexItem[], budget?: ElementBudget): LazyArray {
  const consumed = (item: IndexItem) => {
    if (item.kind === 'newAxis') return 0;
    return item.kind === 'array' && item.array.dtype === 'bool' ? item.array.shape.length : 1;
  };
  const expanded = expandEllipsis<IndexItem>(items, shape.length, consumed);
  const parts = partsOf(expanded, shape, budget);
  const common = broadcastShapes(...parts.flatMap((part) => (part.kind === 'list' ? [part.array.shape] : [])));
  const lists = parts.flatMap((part, place) => (part.kind === 'list' ? [place] : []));
  const [firstList = 0, lastList = 0] = [lists[0], lists.at(-1)];
  const adjacent = lastList - firstList + 1 === lists.length;
  const insertAt = adjacent ? parts.slice(0, firstList).length : 0;
  const spans = parts.flatMap((part) => (part.kind === 'span' ? [part] : []));
  const result = [...spans.slice(0, insertAt).map(({ count }) => count), ...common, ...spans.slice(insertAt).map(({ count }) => count)];
  const spanStrides = [...spans.slice(0, insertAt), ...common.map(() => null), ...spans.slice(insertAt)].map((span) => span?.stride ?? 0);
  const start = spans.reduce((sum, span) => sum + span.start, 0);
  const listParts = parts.flatMap((part) => (part.kind === 'list' ? [part] : []));
  return lazyArray(
    result,
    'int64',
    listParts.map(({ array }) => array),
    (all) => {
      const positions = new Float64Array(sizeOf(result));
      forEachOffset(result, spanStrides, start, (offset, element) => {
        positions[element] = offset;
      });
      for (const [place, { array, axis, size, stride }] of listParts.entries()) {
        const values = all[place] ?? none;
        const within = broadcastStrides(array.shape, common);
        const along = [...new Array<number>(insertAt).fill(0), ...within, ...new Array<number>(spans.length - insertAt).fill(0)];
        forEachOffset(result, along, 0, (offset, element) => {
          positions[element] = (positions[element] as number) + checkedIndex(values[offset] as number, size, axis) * stride;
        });
      }
      return positions;
    },
  );
}

type Part =
  | { readonly kind: 'span'; readonly start: number; readonly stride: number; readonly count: number }
  | { readonly kind: 'list'; readonly array: LazyArray; readonly axis: number; readonly size: number; readonly stride: number };

/** Integers among arrays are arrays of one; a mask is the lists of its non-zero coordinates. */
function partsOf(items: readonly IndexItem[], shape: Sizes, budget?: ElementBudget): Part[] {
  const strides = stridesOf(shape);
  const parts: Part[] = [];
  let axis = 0;
  for (const item of items) {
    const size = shape[axis] ?? 0;
    const stride = strides[axis] ?? 0;
    switch (item.kind) {
      case 'newAxis':
        parts.push({ kind: 'span', start: 0, stride: 0, count: 1 });
        break;
      case 'slice': {
        const { start, step, count } = resolveSlice(item, size);
        parts.push({ kind: 'span', start: count > 0 ? start * stride : 0, stride: step * stride, count });
        axis++;
        break;
      }
      case 'integer': {
        const { value } = item;
        parts.push({ kind: 'list', array: lazyArray([], 'int64', [], () => Float64Array.of(value)), axis, size, stride });
        axis++;
        break;
      }
      case 'array':
        for (const list of listsOf(item.array, shape.slice(axis), axis, budget)) {
          parts.push({ kind: 'list', array: list, axis, size: shape[axis] ?? 0, stride: strides[axis] ?? 0 });
          axis++;
        }
        break;
      case 'ellipsis':
        break;
      default:
        item satisfies never;
    }
  }
  return parts;
}

function listsOf(array: LazyArray, rest: Sizes, axis: number, budget?: ElementBudget): LazyArray[] {
  if (array.dtype === 'float64' || array.dtype === 'float32') {
    if (array.size > 0) throw new ArrayError('arrays used as indices must be of integer (or boolean) type');
    return [array];
  }
  if (array.dtype !== 'bool') return [array];
  if (array.shape.length === 0) throw new ArrayError('a single True or False as an index is not known here');
  if (array.shape.some((size, place) => size !== rest[place])) {
    throw new ArrayError(
      `boolean index did not match indexed array along axis ${axis}; shapes are ${formatSizes(rest)} and ${formatSizes(array.shape)}`,
    );
  }
  return nonzero(array, budget);
}

function mismatch(from: Sizes, to: Sizes): ArrayError {
  return new ArrayError(
    `shape mismatch: value array of shape ${formatSizes(from)} could not be broadcast to indexing result of shape ${formatSizes(to)}`,
  );
}

const none = new Float64Array(0);
