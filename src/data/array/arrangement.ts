// Operations that move elements without changing them: reshaping, joining, splitting, repeating, flipping. Each gives a
// whole array; where NumPy gives a view, the library rows use view.ts.
import { ArrayError, type LazyArray, lazyArray } from './array.ts';
import { castValues, resultType } from './dtype.ts';
import { formatSizes, normalizeAxes, normalizeAxis, type Sizes, sizeOf } from './shape.ts';
import { inferShape, readView, transposeView, type View, wholeView } from './view.ts';

/** `array.reshape(shape)` in row-major order; one size may be −1. */
export function reshape(array: LazyArray, shape: Sizes): LazyArray {
  return lazyArray(inferShape(shape, array.size), array.dtype, [array], ([values = none]) => values, 0);
}

export function ravel(array: LazyArray): LazyArray {
  return array.shape.length === 1 ? array : reshape(array, [-1]);
}

/** `numpy.transpose(array, axes)`. */
export function transpose(array: LazyArray, axes: Sizes | null = null): LazyArray {
  return readView(array, transposeView(wholeView(array.shape), axes));
}

export function swapAxes(array: LazyArray, first: number, second: number): LazyArray {
  return transpose(array, swappedAxes(array.shape.length, first, second));
}

/** The order of axes in which `first` and `second` have changed places. */
export function swappedAxes(dimensions: number, first: number, second: number): number[] {
  const [a, b] = [normalizeAxis(first, dimensions), normalizeAxis(second, dimensions)];
  return Array.from({ length: dimensions }, (_, axis) => (axis === a ? b : axis === b ? a : axis));
}

/** The order of axes for `numpy.moveaxis`. */
export function movedAxes(dimensions: number, source: number | Sizes, destination: number | Sizes): number[] {
  const from = (typeof source === 'number' ? [source] : source).map((axis) => normalizeAxis(axis, dimensions));
  const to = (typeof destination === 'number' ? [destination] : destination).map((axis) => normalizeAxis(axis, dimensions));
  const order = Array.from({ length: dimensions }, (_, axis) => axis).filter((axis) => !from.includes(axis));
  for (const [target, axis] of to.map((target, index) => [target, from[index] ?? 0] as const).sort((a, b) => a[0] - b[0])) {
    order.splice(target, 0, axis);
  }
  return order;
}

/** The shape with a 1 put in at each of `axes`, counted in the result. */
export function expandedShape(shape: Sizes, axes: number | Sizes): number[] {
  const list = typeof axes === 'number' ? [axes] : axes;
  const at = new Set(normalizeAxes(list, shape.length + list.length));
  const rest = shape.values();
  return Array.from({ length: shape.length + list.length }, (_, axis) => (at.has(axis) ? 1 : (rest.next().value ?? 1)));
}

/** The shape without its 1s, or without those of `axes`. */
export function squeezedShape(shape: Sizes, axes: number | Sizes | null = null): number[] {
  if (axes === null) return shape.filter((size) => size !== 1);
  const at = new Set(normalizeAxes(axes, shape.length));
  if (shape.some((size, axis) => at.has(axis) && size !== 1)) {
    throw new ArrayError('cannot select an axis to squeeze out which has size not equal to one');
  }
  return shape.filter((_, axis) => !at.has(axis));
}

export function expandDimensions(array: LazyArray, axes: number | Sizes): LazyArray {
  return reshape(array, expandedShape(array.shape, axes));
}

export function squeeze(array: LazyArray, axes: number | Sizes | null = null): LazyArray {
  return reshape(array, squeezedShape(array.shape, axes));
}

/** `numpy.concatenate(arrays, axis)`; flat for `null`. */
export function concatenate(arrays: readonly LazyArray[], axis: number | null = 0): LazyArray {
  const parts = axis === null ? arrays.map(ravel) : arrays;
  const [first] = parts;
  if (!first) throw new ArrayError('need at least one array to concatenate');
  if (first.shape.length === 0) throw new ArrayError('zero-dimensional arrays cannot be concatenated');
  const along = normalizeAxis(axis ?? 0, first.shape.length);
  for (const { shape } of parts) {
    const fits = shape.length === first.shape.length && shape.every((size, index) => index === along || size === first.shape[index]);
    if (!fits) {
      throw new ArrayError(
        `all the input array dimensions except for the concatenation axis must match exactly: ${formatSizes(first.shape)} and ${formatSizes(shape)} along axis ${along}`,
      );
    }
  }
  const dtype = resultType(parts);
  const shape = first.shape.map((size, index) => (index === along ? parts.reduce((sum, part) => sum + (part.shape[along] ?? 0), 0) : size));
  const outer = sizeOf(shape.slice(0, along));
  const inner = sizeOf(shape.slice(along + 1));
  return lazyArray(shape, dtype, parts, (all) => {
    const result = new Float64Array(sizeOf(shape));
    const cast = all.map((values, index) => castValues(values, parts[index]?.dtype ?? dtype, dtype));
    let position = 0;
    for (let block = 0; block < outer; block++) {
      for (const [index, values] of cast.entries()) {
        const length = (parts[index]?.shape[along] ?? 0) * inner;
        result.set(values.subarray(block * length, (block + 1) * length), position);
        position += length;
      }
    }
    return result;
  });
}

/** `numpy.stack(arrays, axis)`. */
export function stack(arrays: readonly LazyArray[], axis = 0): LazyArray {
  const [first] = arrays;
  if (!first) throw new ArrayError('need at least one array to stack');
  if (arrays.some((array) => formatSizes(array.shape) !== formatSizes(first.shape))) {
    throw new ArrayError('all input arrays must have the same shape');
  }
  return concatenate(
    arrays.map((array) => expandDimensions(array, axis)),
    normalizeAxis(axis, first.shape.length + 1),
  );
}

export function verticalStack(arrays: readonly LazyArray[]): LazyArray {
  return concatenate(
    arrays.map((array) => (array.shape.length < 2 ? reshape(array, [1, -1]) : array)),
    0,
  );
}

export function horizontalStack(arrays: readonly LazyArray[]): LazyArray {
  const parts = arrays.map((array) => (array.shape.length === 0 ? reshape(array, [1]) : array));
  return concatenate(parts, parts[0]?.shape.length === 1 ? 0 : 1);
}

export function columnStack(arrays: readonly LazyArray[]): LazyArray {
  return concatenate(
    arrays.map((array) => (array.shape.length < 2 ? reshape(array, [-1, 1]) : array)),
    1,
  );
}

/** `numpy.split` / `array_split`: views of equal parts (or parts before each of the given indices) along an axis. */
export function splitViews(view: View, sections: number | Sizes, axis = 0, uneven = false): View[] {
  const along = normalizeAxis(axis, view.shape.length);
  const size = view.shape[along] ?? 0;
  let bounds: number[];
  if (typeof sections === 'number') {
    if (!uneven && size % sections !== 0) throw new ArrayError('array split does not result in an equal division');
    const [each, longer] = [Math.floor(size / sections), size % sections];
    bounds = Array.from({ length: sections + 1 }, (_, part) => part * each + Math.min(part, longer));
  } else bounds = [0, ...sections.map((at) => Math.max(0, Math.min(size, at < 0 ? at + size : at))), size];
  return bounds.slice(1).map((end, part) => {
    const start = bounds[part] ?? 0;
    return {
      offset: view.offset + start * (view.strides[along] ?? 0),
      shape: view.shape.map((value, index) => (index === along ? Math.max(0, end - start) : value)),
      strides: view.strides,
    };
  });
}

/** `numpy.tile(array, repetitions)`. */
export function tile(array: LazyArray, repetitions: number | Sizes): LazyArray {
  const counts = typeof repetitions === 'number' ? [repetitions] : repetitions;
  const dimensions = Math.max(counts.length, array.shape.length);
  const padded = [...new Array<number>(dimensions - array.shape.length).fill(1), ...array.shape];
  const times = [...new Array<number>(dimensions - counts.length).fill(1), ...counts];
  return times.reduce<LazyArray>(
    (result, count, axis) => (count === 1 ? result : repeatBlocks(result, count, axis)),
    reshape(array, padded),
  );
}

/** `numpy.repeat(array, count, axis)`: each element (or each slice along the axis) `count` times, one after another. */
export function repeat(array: LazyArray, count: number, axis: number | null = null): LazyArray {
  const source = axis === null ? ravel(array) : array;
  const along = axis === null ? 0 : normalizeAxis(axis, array.shape.length);
  return reshape(
    repeatBlocks(reshape(source, [...source.shape.slice(0, along + 1), 1, ...source.shape.slice(along + 1)]), count, along + 1),
    source.shape.map((size, index) => (index === along ? size * count : size)),
  );
}

/** The view with the order along `axes` reversed; of all axes for `null`. */
export function flipView(view: View, axes: number | Sizes | null): View {
  const flipped = new Set(normalizeAxes(axes, view.shape.length));
  return {
    offset: view.shape.reduce(
      (offset, size, axis) => (flipped.has(axis) && size > 0 ? offset + (size - 1) * (view.strides[axis] ?? 0) : offset),
      view.offset,
    ),
    shape: view.shape,
    strides: view.strides.map((stride, axis) => (flipped.has(axis) ? -stride : stride)),
  };
}

/** `numpy.pad(array, widths, mode='constant')`: `widths` has [before, after] for every axis. */
export function padConstant(array: LazyArray, widths: readonly (readonly [number, number])[], value = 0): LazyArray {
  const shape = array.shape.map((size, axis) => size + (widths[axis]?.[0] ?? 0) + (widths[axis]?.[1] ?? 0));
  return lazyArray(shape, array.dtype, [array], ([values = none]) => {
    const result = new Float64Array(sizeOf(shape)).fill(value);
    const run = array.shape.at(-1) ?? 1;
    for (let start = 0; start < values.length; start += run) {
      let rest = start;
      let target = 0;
      let stride = 1;
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        const size = array.shape[axis] ?? 1;
        target += ((rest % size) + (widths[axis]?.[0] ?? 0)) * stride;
        rest = Math.floor(rest / size);
        stride *= shape[axis] ?? 1;
      }
      result.set(values.subarray(start, start + run), target);
    }
    return result;
  });
}

function repeatBlocks(array: LazyArray, count: number, axis: number): LazyArray {
  const shape = array.shape.map((size, index) => (index === axis ? size * count : size));
  const block = sizeOf(array.shape.slice(axis));
  return lazyArray(shape, array.dtype, [array], ([values = none]) => {
    const result = new Float64Array(sizeOf(shape));
    let position = 0;
    for (let start = 0; start < values.length; start += block) {
      for (let time = 0; time < count; time++, position += block) result.set(values.subarray(start, start + block), position);
    }
    return result;
  });
}

const none = new Float64Array(0);
