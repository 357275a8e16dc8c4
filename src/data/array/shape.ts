// Arithmetic on the shapes of arrays: strides, broadcasting, axes. Sizes are always numbers here.
import { ArrayError } from './array.ts';

export type Sizes = readonly number[];

export function sizeOf(shape: Sizes): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Row-major strides in elements. */
export function stridesOf(shape: Sizes): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis] ?? 1;
  }
  return strides;
}

/** `(2, 3)`, `(5,)`, `()`: as Python prints it. */
export function formatSizes(shape: Sizes): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}

/** The common shape of all; throws ArrayError when there is none. */
export function broadcastShapes(...shapes: readonly Sizes[]): number[] {
  const dimensions = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: dimensions }, (_, axis) => {
    let common = 1;
    for (const shape of shapes) {
      const size = shape[axis - dimensions + shape.length] ?? 1;
      if (size !== 1 && common !== 1 && size !== common) {
        throw new ArrayError(`operands could not be broadcast together with shapes ${shapes.map(formatSizes).join(' ')}`);
      }
      if (size !== 1) common = size;
    }
    return common;
  });
}

/** Strides that walk an array of `shape` as if it had the shape `target`: 0 along what is repeated. Throws when it does not fit. */
export function broadcastStrides(shape: Sizes, target: Sizes, strides: Sizes = stridesOf(shape)): number[] {
  const missing = target.length - shape.length;
  const fits = missing >= 0 && shape.every((size, axis) => size === 1 || size === target[axis + missing]);
  if (!fits) throw new ArrayError(`could not broadcast input array from shape ${formatSizes(shape)} into shape ${formatSizes(target)}`);
  return target.map((_, axis) => (axis < missing || shape[axis - missing] === 1 ? 0 : (strides[axis - missing] ?? 0)));
}

/** `axis` counted from the front; throws ArrayError when it is out of range. */
export function normalizeAxis(axis: number, dimensions: number): number {
  const normalized = axis < 0 ? axis + dimensions : axis;
  if (!Number.isInteger(axis) || normalized < 0 || normalized >= dimensions) {
    throw new ArrayError(`axis ${axis} is out of bounds for array of dimension ${dimensions}`);
  }
  return normalized;
}

/** All axes for `null`; else those named, counted from the front, in ascending order. */
export function normalizeAxes(axes: number | Sizes | null, dimensions: number): number[] {
  if (axes === null) return Array.from({ length: dimensions }, (_, axis) => axis);
  const list = (typeof axes === 'number' ? [axes] : axes).map((axis) => normalizeAxis(axis, dimensions));
  if (new Set(list).size !== list.length) throw new ArrayError("duplicate value in 'axis'");
  return list.sort((a, b) => a - b);
}

/** Calls `visit` with the memory offset of every element of `shape`, row-major. */
export function forEachOffset(shape: Sizes, strides: Sizes, start: number, visit: (offset: number, index: number) => void): void {
  const size = sizeOf(shape);
  const last = shape.length - 1;
  if (last < 0) {
    visit(start, 0);
    return;
  }
  const counters = new Array<number>(shape.length).fill(0);
  const innerSize = shape[last] ?? 1;
  const innerStride = strides[last] ?? 0;
  let offset = start;
  for (let index = 0; index < size; ) {
    for (let inner = 0, position = offset; inner < innerSize; inner++, position += innerStride) visit(position, index++);
    for (let axis = last - 1; axis >= 0; axis--) {
      const count = (counters[axis] ?? 0) + 1;
      offset += strides[axis] ?? 0;
      if (count < (shape[axis] ?? 1)) {
        counters[axis] = count;
        break;
      }
      counters[axis] = 0;
      offset -= count * (strides[axis] ?? 0);
    }
  }
}
