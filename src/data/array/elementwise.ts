// Operations element by element, with broadcasting and NumPy's types. What they compute stands in ufuncs.ts.
import { ArrayError, type LazyArray, lazyArray } from './array.ts';
import { castNumber, castValues, type DType, isFloating, resultType } from './dtype.ts';
import { broadcastShapes, broadcastStrides, forEachOffset, type Sizes, sizeOf } from './shape.ts';
import {
  type Binary,
  type BinaryName,
  binaryOperations,
  type Result,
  roundHalfEven,
  type Unary,
  type UnaryName,
  unaryOperations,
} from './ufuncs.ts';

/** `numpy.<name>(array)`. */
export function unary(name: UnaryName, array: LazyArray): LazyArray {
  const { result, apply }: Unary = unaryOperations[name];
  const dtype = resultDType(result, array.dtype);
  const round = rounding(dtype);
  return lazyArray(array.shape, dtype, [array], ([values = none]) =>
    values.map(round ? (value) => round(apply(value)) : (value) => apply(value)),
  );
}

/** `numpy.<name>(a, b)` with broadcasting. Throws ArrayError where the shapes do not fit. */
export function binary(name: BinaryName, a: LazyArray, b: LazyArray): LazyArray {
  const operation: Binary = binaryOperations[name];
  const common = resultType([a, b]);
  if (operation.result === 'same') checkWeakRange([a, b], common);
  const computing =
    !isFloating(common) && operation.result !== 'same' ? (operation.result === 'float' ? 'float64' : comparing(common)) : common;
  const dtype = operation.result === 'bool' ? 'bool' : computing;
  const { integers = operation.apply, booleans = operation.apply } = operation;
  const apply = isFloating(computing) ? operation.apply : computing === 'bool' ? booleans : integers;
  const round = rounding(dtype);
  const rounded = round ? (left: number, right: number) => round(apply(left, right)) : apply;
  const shape = broadcastShapes(a.shape, b.shape);
  return lazyArray(shape, dtype, [a, b], ([left = none, right = none]) =>
    combine(shape, castValues(left, a.dtype, computing), a.shape, castValues(right, b.dtype, computing), b.shape, rounded),
  );
}

/** `numpy.where(condition, a, b)`. */
export function where(condition: LazyArray, a: LazyArray, b: LazyArray): LazyArray {
  const shape = broadcastShapes(condition.shape, a.shape, b.shape);
  const dtype = resultType([a, b]);
  return lazyArray(shape, dtype, [condition, a, b], ([test = none, left = none, right = none]) => {
    const yes = spread(castValues(left, a.dtype, dtype), a.shape, shape);
    const no = spread(castValues(right, b.dtype, dtype), b.shape, shape);
    return spread(test, condition.shape, shape).map((value, index) => (value !== 0 ? yes[index] : no[index]) as number);
  });
}

/** `numpy.clip(array, low, high)`; a bound of `null` is open. */
export function clip(array: LazyArray, low: LazyArray | null, high: LazyArray | null): LazyArray {
  const raised = low ? binary('maximum', array, low) : array;
  return high ? binary('minimum', raised, high) : raised;
}

/** `numpy.round(array, decimals)`: halves to even, by scaling as NumPy does. */
export function round(array: LazyArray, decimals = 0): LazyArray {
  if (!isFloating(array.dtype) && decimals >= 0) return array;
  const scale = castNumber(10 ** Math.abs(decimals), array.dtype);
  const apply =
    decimals === 0
      ? roundHalfEven
      : decimals > 0
        ? (x: number) => roundHalfEven(x * scale) / scale
        : (x: number) => roundHalfEven(x / scale) * scale;
  if (array.dtype !== 'float32')
    return lazyArray(array.shape, array.dtype, [array], ([values = none]) => values.map((value) => apply(value)));
  const single = decimals > 0 ? (x: number) => roundHalfEven(Math.fround(x * scale)) / scale : apply;
  return lazyArray(array.shape, array.dtype, [array], ([values = none]) => values.map((value) => Math.fround(single(value))));
}

/** `numpy.nan_to_num(array, nan)`: infinities become the largest numbers of the type. */
export function replaceNonFinite(array: LazyArray, nan = 0): LazyArray {
  if (!isFloating(array.dtype)) return array;
  const largest = array.dtype === 'float32' ? (2 - 2 ** -23) * 2 ** 127 : Number.MAX_VALUE;
  const apply = (x: number) => (Number.isNaN(x) ? nan : Math.max(-largest, Math.min(largest, x)));
  return lazyArray(array.shape, array.dtype, [array], ([values = none]) => values.map((value) => apply(value)));
}

/** `numpy.broadcast_to(array, shape)`. */
export function broadcastTo(array: LazyArray, shape: Sizes): LazyArray {
  broadcastStrides(array.shape, shape);
  return lazyArray(shape, array.dtype, [array], ([values = none]) => spread(values, array.shape, shape));
}

/** `values` of shape `from` repeated to the shape `to`. */
export function spread(values: Float64Array, from: Sizes, to: Sizes): Float64Array {
  const size = sizeOf(to);
  if (size === values.length) return values;
  const result = new Float64Array(size);
  if (values.length === 1) return result.fill(values[0] as number);
  forEachOffset(to, broadcastStrides(from, to), 0, (offset, index) => {
    result[index] = values[offset] as number;
  });
  return result;
}

function combine(
  shape: Sizes,
  left: Float64Array,
  leftShape: Sizes,
  right: Float64Array,
  rightShape: Sizes,
  apply: (a: number, b: number) => number,
): Float64Array {
  const size = sizeOf(shape);
  const result = new Float64Array(size);
  if (left.length === size && right.length === 1) {
    const other = right[0] as number;
    for (let index = 0; index < size; index++) result[index] = apply(left[index] as number, other);
  } else {
    const a = spread(left, leftShape, shape);
    const b = spread(right, rightShape, shape);
    for (let index = 0; index < size; index++) result[index] = apply(a[index] as number, b[index] as number);
  }
  return result;
}

/** Integers are compared by their values, whatever their types. */
function comparing(common: DType): DType {
  return common === 'bool' ? 'bool' : 'int64';
}

/** NumPy refuses a bare integer that the other side's type cannot hold. */
function checkWeakRange(operands: readonly LazyArray[], common: DType): void {
  const range = common === 'uint8' ? [0, 255] : common === 'int32' ? [-(2 ** 31), 2 ** 31 - 1] : null;
  if (!range) return;
  for (const operand of operands) {
    if (!operand.weak) continue;
    const value = operand.item();
    if (value < (range[0] ?? 0) || value > (range[1] ?? 0)) throw new ArrayError(`Python integer ${value} out of bounds for ${common}`);
  }
}

function resultDType(result: Result, dtype: DType): DType {
  if (result === 'bool') return 'bool';
  return result === 'float' && !isFloating(dtype) ? 'float64' : dtype;
}

function rounding(dtype: DType): ((value: number) => number) | null {
  if (dtype === 'float64' || dtype === 'bool') return null;
  return dtype === 'float32' ? Math.fround : (value) => castNumber(value, dtype);
}

const none = new Float64Array(0);
