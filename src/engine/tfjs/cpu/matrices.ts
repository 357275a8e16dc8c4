// Matrix products and row-wise kernels for the processor. Sums are kept in float64 until a row is done.
import type { KernelFunc } from '@tensorflow/tfjs-core';
import { general, inputOf, result, valuesOf } from './memory.ts';

export const matrices: Readonly<Record<string, KernelFunc>> = { BatchMatMul: matMul, Softmax: softmax, Max: greatestOfColumns };

function matMul(parameters: Parameters<KernelFunc>[0]) {
  const [a, b] = [inputOf(parameters, 'a'), inputOf(parameters, 'b')];
  const { transposeA, transposeB } = parameters.attrs as { readonly transposeA: boolean; readonly transposeB: boolean };
  if (a.shape.length !== 2 || b.shape.length !== 2 || (transposeA && transposeB)) return general('BatchMatMul', parameters);
  const [rows, inner] = (transposeA ? [a.shape[1], a.shape[0]] : a.shape) as [number, number];
  const columns = (transposeB ? b.shape[0] : b.shape[1]) as number;
  const [x, y] = [valuesOf(parameters, a), valuesOf(parameters, b)];
  const out = transposeB ? byRows(x, y, rows, inner, columns) : byColumns(x, y, rows, inner, columns, transposeA);
  return result(parameters, [rows, columns], out);
}

/** x·y or xᵀ·y: rows of y, scaled, add up to a row of the result. */
function byColumns(x: Float32Array, y: Float32Array, rows: number, inner: number, columns: number, transposed: boolean): Float32Array {
  const out = new Float32Array(rows * columns);
  const sums = new Float64Array(columns);
  const [rowStride, innerStride] = transposed ? [1, rows] : [inner, 1];
  for (let i = 0; i < rows; i++) {
    sums.fill(0);
    for (let k = 0; k < inner; k++) {
      const factor = x[i * rowStride + k * innerStride] as number;
      const from = k * columns;
      for (let j = 0; j < columns; j++) sums[j] = (sums[j] as number) + factor * (y[from + j] as number);
    }
    out.set(sums, i * columns);
  }
  return out;
}

/** x·yᵀ: rows of both, multiplied. */
function byRows(x: Float32Array, y: Float32Array, rows: number, inner: number, columns: number): Float32Array {
  const out = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += (x[i * inner + k] as number) * (y[j * inner + k] as number);
      out[i * columns + j] = sum;
    }
  }
  return out;
}

/** Over the last dimension. */
function softmax(parameters: Parameters<KernelFunc>[0]) {
  const logits = inputOf(parameters, 'logits');
  const x = valuesOf(parameters, logits);
  const columns = logits.shape.at(-1) ?? 1;
  const out = new Float32Array(x.length);
  for (let from = 0; from < x.length; from += columns) {
    let greatest = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < columns; j++) greatest = Math.max(greatest, x[from + j] as number);
    let sum = 0;
    for (let j = 0; j < columns; j++) {
      const value = Math.exp((x[from + j] as number) - greatest);
      out[from + j] = value;
      sum += value;
    }
    for (let j = 0; j < columns; j++) out[from + j] = (out[from + j] as number) / sum;
  }
  return result(parameters, logits.shape, out);
}

/** Max over the rows of a matrix; TF.js transposes it first. Other dimensions go to TF.js's own. */
function greatestOfColumns(parameters: Parameters<KernelFunc>[0]) {
  const input = inputOf(parameters, 'x');
  const { reductionIndices, keepDims } = parameters.attrs as { readonly reductionIndices: readonly number[]; readonly keepDims: boolean };
  if (input.shape.length !== 2 || keepDims || reductionIndices.length !== 1 || reductionIndices[0] !== 0) return general('Max', parameters);
  const x = valuesOf(parameters, input);
  const columns = input.shape[1] ?? 1;
  const out = x.slice(0, columns);
  for (let i = columns, j = 0; i < x.length; i++, j++) {
    if (j === columns) j = 0;
    out[j] = Math.max(out[j] as number, x[i] as number);
  }
  return result(parameters, [columns], out);
}
