// Element-wise kernels for the processor. TF.js's call a function for every element, and reckon coordinates where shapes
// differ; these are loops, and take ten to a hundred times less. What they do not cover goes to TF.js's own.
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { general, inputOf, result, valuesOf } from './memory.ts';

/** `out[i] = f(a[i % an], b[i % bn])`. Each is a loop of its own, so that the compiler knows what it computes. */
type Loop = (out: Float32Array, a: Float32Array, b: Float32Array) => void;

export const elementwise: Readonly<Record<string, KernelFunc>> = {
  Add: binary('Add', (out, a, b) => {
    const [an, bn] = [a.length, b.length];
    if (an === bn) for (let i = 0; i < out.length; i++) out[i] = (a[i] as number) + (b[i] as number);
    else
      for (let i = 0, j = 0, k = 0; i < out.length; i++, j++, k++) {
        if (j === an) j = 0;
        if (k === bn) k = 0;
        out[i] = (a[j] as number) + (b[k] as number);
      }
  }),
  Sub: binary('Sub', (out, a, b) => {
    const [an, bn] = [a.length, b.length];
    if (an === bn) for (let i = 0; i < out.length; i++) out[i] = (a[i] as number) - (b[i] as number);
    else
      for (let i = 0, j = 0, k = 0; i < out.length; i++, j++, k++) {
        if (j === an) j = 0;
        if (k === bn) k = 0;
        out[i] = (a[j] as number) - (b[k] as number);
      }
  }),
  Multiply: binary('Multiply', (out, a, b) => {
    const [an, bn] = [a.length, b.length];
    if (an === bn) for (let i = 0; i < out.length; i++) out[i] = (a[i] as number) * (b[i] as number);
    else
      for (let i = 0, j = 0, k = 0; i < out.length; i++, j++, k++) {
        if (j === an) j = 0;
        if (k === bn) k = 0;
        out[i] = (a[j] as number) * (b[k] as number);
      }
  }),
  RealDiv: binary('RealDiv', (out, a, b) => {
    const [an, bn] = [a.length, b.length];
    if (an === bn) for (let i = 0; i < out.length; i++) out[i] = (a[i] as number) / (b[i] as number);
    else
      for (let i = 0, j = 0, k = 0; i < out.length; i++, j++, k++) {
        if (j === an) j = 0;
        if (k === bn) k = 0;
        out[i] = (a[j] as number) / (b[k] as number);
      }
  }),
  Minimum: binary('Minimum', (out, a, b) => {
    const [an, bn] = [a.length, b.length];
    for (let i = 0, j = 0, k = 0; i < out.length; i++, j++, k++) {
      if (j === an) j = 0;
      if (k === bn) k = 0;
      out[i] = Math.min(a[j] as number, b[k] as number);
    }
  }),
  Relu: unary((out, x) => {
    // Not a number stays what it is.
    for (let i = 0; i < out.length; i++) out[i] = (x[i] as number) < 0 ? 0 : (x[i] as number);
  }),
  Square: unary((out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = (x[i] as number) * (x[i] as number);
  }),
  Sqrt: unary((out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(x[i] as number);
  }),
  Abs: unary((out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.abs(x[i] as number);
  }),
  Floor: unary((out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.floor(x[i] as number);
  }),
  Step: (parameters) => {
    const input = inputOf(parameters, 'x');
    const x = valuesOf(parameters, input);
    const { alpha } = parameters.attrs as { readonly alpha?: number };
    const below = alpha ?? 0;
    const out = new Float32Array(x.length);
    for (let i = 0; i < out.length; i++) {
      const value = x[i] as number;
      out[i] = value > 0 ? 1 : value <= 0 ? below : value;
    }
    return result(parameters, input.shape, out);
  },
};

function unary(loop: (out: Float32Array, x: Float32Array) => void): KernelFunc {
  return (parameters) => {
    const input = inputOf(parameters, 'x');
    const x = valuesOf(parameters, input);
    const out = new Float32Array(x.length);
    loop(out, x);
    return result(parameters, input.shape, out);
  };
}

function binary(name: string, loop: Loop): KernelFunc {
  return (parameters) => {
    const [a, b] = [inputOf(parameters, 'a'), inputOf(parameters, 'b')];
    const shape = repeated(a, b);
    if (!shape || a.dtype !== 'float32' || b.dtype !== 'float32') return general(name, parameters);
    const [x, y] = [valuesOf(parameters, a), valuesOf(parameters, b)];
    const out = new Float32Array(Math.max(x.length, y.length));
    if (x.length > 0 && y.length > 0) loop(out, x, y);
    return result(parameters, shape, out);
  };
}

/** The shape of the result where one operand is just repeated over the other: its shape is the end of the other's. */
function repeated(a: TensorInfo, b: TensorInfo): readonly number[] | null {
  if (endsWith(a.shape, b.shape)) return a.shape;
  if (endsWith(b.shape, a.shape)) return b.shape;
  return null;
}

function endsWith(shape: readonly number[], end: readonly number[]): boolean {
  if (end.length > shape.length) return false;
  if (end.length === 1 && end[0] === 1) return true;
  const offset = shape.length - end.length;
  for (let axis = 0; axis < end.length; axis++) if (shape[offset + axis] !== end[axis]) return false;
  return true;
}
