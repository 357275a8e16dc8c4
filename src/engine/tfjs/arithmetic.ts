// The arithmetic that operations, losses, optimizers, metrics and probes are written in: one line a TF.js kernel.
import { count, type Kernels, type Tensor } from './kernels.ts';

export type Operand = Tensor | number;

export const add = binary('Add');
export const subtract = binary('Sub');
export const multiply = binary('Multiply');
export const divide = binary('RealDiv');
export const maximum = binary('Maximum');
export const minimum = binary('Minimum');

export const absolute = unary('Abs');
export const negate = unary('Neg');
export const square = unary('Square');
export const squareRoot = unary('Sqrt');
export const reciprocalSquareRoot = unary('Rsqrt');
export const exponential = unary('Exp');
export const logarithm = unary('Log');
/** ln(1 + x). */
export const logarithm1p = unary('Log1p');
export const sign = unary('Sign');
export const floor = unary('Floor');

/** 1 where x > 0, else 0. */
export function positive(kernels: Kernels, x: Tensor): Tensor {
  return kernels.run('Step', { x }, { alpha: 0 });
}

/** 1 where a ≥ b, else 0. */
export function atLeast(kernels: Kernels, a: Operand, b: Operand): Tensor {
  return compare(kernels, 'GreaterEqual', a, b);
}

/** 1 where a ≤ b, else 0. */
export function atMost(kernels: Kernels, a: Operand, b: Operand): Tensor {
  return compare(kernels, 'LessEqual', a, b);
}

/** 1 where a = b, else 0. */
export function equal(kernels: Kernels, a: Operand, b: Operand): Tensor {
  return compare(kernels, 'Equal', a, b);
}

export function clip(kernels: Kernels, x: Tensor, low: number, high: number): Tensor {
  return kernels.run('ClipByValue', { x }, { clipValueMin: low, clipValueMax: high });
}

export function toInteger(kernels: Kernels, x: Tensor): Tensor {
  return kernels.run('Cast', { x }, { dtype: 'int32' });
}

export function toFloat(kernels: Kernels, x: Tensor): Tensor {
  const cast = kernels.run('Cast', { x }, { dtype: 'float32' });
  // On WebGPU that is the same buffer of integers under another name, which some shaders (transposition) then misread.
  return kernels.backend === 'webgpu' ? multiply(kernels, cast, 1) : cast;
}

/** a·b of matrices `[n, k]·[k, m]`, either transposed first. */
export function matMul(kernels: Kernels, a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor {
  return kernels.run('BatchMatMul', { a, b }, { transposeA, transposeB });
}

/** Σ of all numbers: `[1]`. */
export function sumAll(kernels: Kernels, x: Tensor): Tensor {
  return kernels.run('Sum', { x: kernels.reshape(x, [1, count(x)]) }, { axis: [1], keepDims: false });
}

/** Mean of all numbers: `[1]`. */
export function meanAll(kernels: Kernels, x: Tensor): Tensor {
  return multiply(kernels, sumAll(kernels, x), 1 / count(x));
}

export function maximumAll(kernels: Kernels, x: Tensor): Tensor {
  return kernels.run('Max', { x: kernels.reshape(x, [1, count(x)]) }, { reductionIndices: [1], keepDims: false });
}

export function minimumAll(kernels: Kernels, x: Tensor): Tensor {
  return kernels.run('Min', { x: kernels.reshape(x, [1, count(x)]) }, { axis: [1], keepDims: false });
}

/** Euclidean norm of all numbers: `[1]`. */
export function norm(kernels: Kernels, x: Tensor): Tensor {
  return squareRoot(kernels, sumAll(kernels, square(kernels, x)));
}

/** `[rows, columns]` of anything: the last dimension is the columns. */
export function asMatrix(kernels: Kernels, x: Tensor): Tensor {
  const columns = x.shape.at(-1) ?? 1;
  return kernels.reshape(x, [count(x) / columns, columns]);
}

/**
 * Σ over all but the last dimension: `[columns]`. As ones·x: TF.js sums over leading dimensions by transposing first,
 * and a matrix product adds in the same order each time, which its atomic sums on a GPU do not.
 */
export function sumRows(kernels: Kernels, x: Tensor): Tensor {
  const matrix = asMatrix(kernels, x);
  const [rows = 1, columns = 1] = matrix.shape;
  if (rows === 1) return kernels.reshape(matrix, [columns]);
  const ones = kernels.reshape(kernels.ones(rows), [1, rows]);
  return kernels.reshape(matMul(kernels, ones, matrix), [columns]);
}

/** Σ over the last dimension: `[rows]`. */
export function sumColumns(kernels: Kernels, x: Tensor): Tensor {
  return kernels.run('Sum', { x: asMatrix(kernels, x) }, { axis: [1], keepDims: false });
}

/** `[rows]` → `[rows, columns]`, each number repeated. */
export function spreadColumns(kernels: Kernels, x: Tensor, columns: number): Tensor {
  const rows = count(x);
  return matMul(kernels, kernels.reshape(x, [rows, 1]), kernels.reshape(kernels.ones(columns), [1, columns]));
}

function binary(name: string) {
  return (kernels: Kernels, a: Operand, b: Operand): Tensor => kernels.run(name, { a: operand(kernels, a), b: operand(kernels, b) });
}

function unary(name: string) {
  return (kernels: Kernels, x: Tensor): Tensor => kernels.run(name, { x });
}

/** TF.js compares to booleans, which its arithmetic does not take. */
function compare(kernels: Kernels, name: string, a: Operand, b: Operand): Tensor {
  return toFloat(kernels, kernels.run(name, { a: operand(kernels, a), b: operand(kernels, b) }));
}

function operand(kernels: Kernels, value: Operand): Tensor {
  return typeof value === 'number' ? kernels.scalar(value) : value;
}
