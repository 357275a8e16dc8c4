// Products of matrices and norms. Sums run in index order: NumPy's BLAS sums in blocks that depend on the processor, so
// that the last bits may differ from it.

import { reshape } from './arrangement.ts';
import { ArrayError, type LazyArray, lazyArray } from './array.ts';
import { astype, castNumber, castValues, type DType, isFloating, resultType } from './dtype.ts';
import { binary, unary } from './elementwise.ts';
import { type ReductionOptions, reduce } from './reduction.ts';
import { broadcastShapes, broadcastStrides, forEachOffset, formatSizes, type Sizes, sizeOf } from './shape.ts';

/** `a @ b`, `numpy.matmul`: `[…, n, k] · […, k, m] → […, n, m]`, leading dimensions broadcast; vectors are rows or columns. */
export function matmul(a: LazyArray, b: LazyArray): LazyArray {
  if (a.shape.length === 0 || b.shape.length === 0) throw new ArrayError('matmul: Input operand does not have enough dimensions');
  const left = a.shape.length === 1 ? reshape(a, [1, -1]) : a;
  const right = b.shape.length === 1 ? reshape(b, [-1, 1]) : b;
  const [rows = 1, inner = 1] = left.shape.slice(-2);
  const [innerRight = 1, columns = 1] = right.shape.slice(-2);
  if (inner !== innerRight) throw mismatch('matmul', a.shape, b.shape);
  const batch = broadcastShapes(left.shape.slice(0, -2), right.shape.slice(0, -2));
  const dtype = resultType([a, b]);
  const product = lazyArray(
    [...batch, rows, columns],
    dtype,
    [left, right],
    ([x = none, y = none]) => {
      const result = new Float64Array(sizeOf(batch) * rows * columns);
      const xs = castValues(x, a.dtype, dtype);
      const ys = castValues(y, b.dtype, dtype);
      const starts: number[] = [];
      forEachOffset(batch, broadcastStrides(left.shape.slice(0, -2), batch), 0, (offset) => starts.push(offset * rows * inner));
      forEachOffset(batch, broadcastStrides(right.shape.slice(0, -2), batch), 0, (offset, block) => {
        multiply(xs, starts[block] ?? 0, ys, offset * inner * columns, result, block * rows * columns, [rows, inner, columns], dtype);
      });
      return result;
    },
    Math.ceil((sizeOf(batch) * rows * inner * columns) / 8),
  );
  const shape = [...batch, ...(a.shape.length === 1 ? [] : [rows]), ...(b.shape.length === 1 ? [] : [columns])];
  return shape.length === product.shape.length ? product : reshape(product, shape);
}

/** `numpy.dot`: as matmul for matrices and vectors; over the last of `a` and the last but one of `b` beyond; products with scalars. */
export function dot(a: LazyArray, b: LazyArray): LazyArray {
  if (a.shape.length === 0 || b.shape.length === 0) return binary('multiply', a, b);
  if (b.shape.length <= 2) {
    const inner = a.shape.at(-1) ?? 1;
    if (inner !== (b.shape.length === 1 ? b.shape[0] : b.shape[0])) throw mismatch('dot', a.shape, b.shape);
    const flat = matmul(reshape(a, [sizeOf(a.shape.slice(0, -1)), inner]), b);
    return reshape(flat, [...a.shape.slice(0, -1), ...b.shape.slice(1)]);
  }
  throw new ArrayError('dot with a second array of more than two dimensions is not known here');
}

/** `numpy.outer(a, b)` of the flat arrays: `[n, m]`. */
export function outer(a: LazyArray, b: LazyArray): LazyArray {
  return binary('multiply', reshape(a, [-1, 1]), reshape(b, [1, -1]));
}

/** `numpy.linalg.norm`: Euclidean (Frobenius for all axes), or of order 1 or ∞ along one axis. */
export function norm(array: LazyArray, order: number | null = null, options: ReductionOptions = {}): LazyArray {
  const magnitudes = unary('absolute', isFloating(array.dtype) ? array : astype(array, 'float64'));
  const line = typeof options.axes === 'number' || array.shape.length === 1;
  if (order === null || (order === 2 && line)) return unary('sqrt', reduce('sum', unary('square', magnitudes), options));
  if (line && order === 1) return reduce('sum', magnitudes, options);
  if (line && order === Number.POSITIVE_INFINITY) return reduce('max', magnitudes, options);
  throw new ArrayError(`a norm of order ${order} over these axes is not known here`);
}

function multiply(
  x: Float64Array,
  xStart: number,
  y: Float64Array,
  yStart: number,
  result: Float64Array,
  start: number,
  [rows, inner, columns]: readonly [number, number, number],
  dtype: DType,
): void {
  for (let row = 0; row < rows; row++) {
    const line = result.subarray(start + row * columns, start + (row + 1) * columns);
    for (let k = 0; k < inner; k++) {
      const factor = x[xStart + row * inner + k] as number;
      const from = yStart + k * columns;
      for (let column = 0; column < columns; column++) line[column] = (line[column] as number) + factor * (y[from + column] as number);
    }
    if (dtype !== 'float64') for (let column = 0; column < columns; column++) line[column] = castNumber(line[column] as number, dtype);
  }
}

function mismatch(name: string, a: Sizes, b: Sizes): ArrayError {
  return new ArrayError(`${name}: shapes ${formatSizes(a)} and ${formatSizes(b)} not aligned`);
}

const none = new Float64Array(0);
