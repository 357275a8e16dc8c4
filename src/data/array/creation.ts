// Arrays from nothing: filled, counted, from nested lists.
import { ArrayError, arrayOf, type LazyArray, lazyArray } from './array.ts';
import { astype, castNumber, type DType, isFloating } from './dtype.ts';
import { formatSizes, type Sizes, sizeOf } from './shape.ts';

/** What `numpy.array` takes: numbers and booleans in lists of lists. JavaScript knows no difference between 1 and 1.0: `dtype` says it. */
export type Nested = number | boolean | readonly Nested[];

/** `numpy.array(nested, dtype)`. Throws ArrayError when the lists are not of one length. */
export function arrayFrom(nested: Nested, dtype: DType = 'float64'): LazyArray {
  const shape: number[] = [];
  for (let level: Nested | undefined = nested; Array.isArray(level); level = level[0]) shape.push(level.length);
  const values: number[] = [];
  const collect = (part: Nested, depth: number): void => {
    if (typeof part === 'number' || typeof part === 'boolean') {
      if (depth !== shape.length) throw new ArrayError(`the lists are not of one length: an array of ${formatSizes(shape)} was begun`);
      values.push(Number(part));
      return;
    }
    if (part.length !== shape[depth]) throw new ArrayError(`the lists are not of one length: an array of ${formatSizes(shape)} was begun`);
    for (const inner of part) collect(inner, depth + 1);
  };
  collect(nested, 0);
  return astype(arrayOf(Float64Array.from(values), shape), dtype);
}

/** `numpy.full(shape, value, dtype)`; zeros and ones are this. */
export function full(shape: Sizes, value: number, dtype: DType = 'float64'): LazyArray {
  checkShape(shape);
  const filled = lazyArray(shape, 'float64', [], () => new Float64Array(sizeOf(shape)).fill(value));
  return value === 0 || value === 1 ? relabel(filled, dtype) : astype(filled, dtype);
}

export function zeros(shape: Sizes, dtype: DType = 'float64'): LazyArray {
  return full(shape, 0, dtype);
}

export function ones(shape: Sizes, dtype: DType = 'float64'): LazyArray {
  return full(shape, 1, dtype);
}

/** `numpy.arange(start, stop, step)`: `start + i·δ` with δ = (start + step) − start, all in the type, as NumPy fills. */
export function arange(start: number, stop: number, step: number, dtype: DType): LazyArray {
  const count = Math.max(0, Math.ceil((stop - start) / step));
  if (!Number.isFinite(count)) throw new ArrayError('Maximum allowed size exceeded');
  return lazyArray([count], dtype, [], () => {
    const [first, second] = [castNumber(start, dtype), castNumber(start + step, dtype)];
    const delta = castNumber(second - first, dtype);
    return Float64Array.from({ length: count }, (_, index) =>
      index === 1 ? second : castNumber(first + castNumber(index * delta, dtype), dtype),
    );
  });
}

/** `numpy.linspace(start, stop, count, endpoint)`. */
export function linspace(start: number, stop: number, count: number, endpoint = true, dtype: DType = 'float64'): LazyArray {
  checkShape([count]);
  const parts = endpoint ? count - 1 : count;
  const delta = stop - start;
  const step = delta / parts;
  const spaced = lazyArray([count], 'float64', [], () => {
    const values = new Float64Array(count);
    for (let index = 0; index < count; index++) {
      const along = parts <= 0 ? index * delta : step === 0 ? (index / parts) * delta : index * step;
      values[index] = along + start;
    }
    if (endpoint && count > 1) values[count - 1] = stop;
    return values;
  });
  if (isFloating(dtype)) return astype(spaced, dtype);
  return astype(
    lazyArray([count], 'float64', [spaced], ([values = none]) => values.map(Math.floor)),
    dtype,
  );
}

/** `numpy.eye(rows, columns, diagonal)`. */
export function eye(rows: number, columns = rows, diagonal = 0, dtype: DType = 'float64'): LazyArray {
  checkShape([rows, columns]);
  return lazyArray([rows, columns], dtype, [], () => {
    const values = new Float64Array(rows * columns);
    for (let row = Math.max(0, -diagonal); row < rows && row + diagonal < columns; row++) values[row * columns + row + diagonal] = 1;
    return values;
  });
}

/** `keras.utils.to_categorical`: integer classes `[…]` → one-hot `[…, classes]` (a last dimension of 1 is dropped). */
export function oneHot(labels: LazyArray, classes: number, dtype: DType = 'float64'): LazyArray {
  const shape = labels.shape.length > 1 && labels.shape.at(-1) === 1 ? labels.shape.slice(0, -1) : labels.shape;
  return lazyArray([...shape, classes], dtype, [labels], ([values = none]) => {
    const result = new Float64Array(values.length * classes);
    for (let index = 0; index < values.length; index++) {
      const label = Math.trunc(values[index] as number);
      const column = label < 0 ? label + classes : label;
      if (!(column >= 0 && column < classes)) throw new ArrayError(`index ${label} is out of bounds for axis 1 with size ${classes}`);
      result[index * classes + column] = 1;
    }
    return result;
  });
}

/** `numpy.meshgrid(*arrays, indexing)` of one-dimensional arrays. */
export function meshgrid(arrays: readonly LazyArray[], indexing: 'xy' | 'ij' = 'xy'): LazyArray[] {
  const sizes = arrays.map((array) => array.size);
  const swap = indexing === 'xy' && sizes.length > 1;
  const shape = swap ? [sizes[1] ?? 1, sizes[0] ?? 1, ...sizes.slice(2)] : sizes;
  return arrays.map((array, position) => {
    const axis = swap && position < 2 ? 1 - position : position;
    const repeat = sizeOf(shape.slice(axis + 1));
    return lazyArray(shape, array.dtype, [array], ([values = none]) =>
      Float64Array.from({ length: sizeOf(shape) }, (_, index) => values[Math.floor(index / repeat) % array.size] as number),
    );
  });
}

/** A new label on values that already are of the type. */
function relabel(array: LazyArray, dtype: DType): LazyArray {
  return array.dtype === dtype ? array : lazyArray(array.shape, dtype, [array], ([values = none]) => values, 0);
}

function checkShape(shape: Sizes): void {
  if (!shape.every((size) => Number.isInteger(size) && size >= 0))
    throw new ArrayError(`negative dimensions are not allowed: ${formatSizes(shape)}`);
}

const none = new Float64Array(0);
