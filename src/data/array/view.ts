// Windows on row-major memory: what NumPy's slicing, transposing and reshaping give without copying. A view is plain
// numbers; reading through it and writing through it are functions on arrays.
import { ArrayError, type LazyArray, lazyArray } from './array.ts';
import { castValues } from './dtype.ts';
import { broadcastStrides, forEachOffset, formatSizes, normalizeAxis, type Sizes, sizeOf, stridesOf } from './shape.ts';

/** Element `index` stands at `offset + Σ index·strides` of the memory. Strides may be negative or 0. */
export interface View {
  readonly offset: number;
  readonly shape: Sizes;
  readonly strides: Sizes;
}

/** One item of a basic index, which gives a view. */
export type BasicIndex =
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'slice'; readonly start: number | null; readonly stop: number | null; readonly step: number | null }
  | { readonly kind: 'ellipsis' }
  | { readonly kind: 'newAxis' };

export function wholeView(shape: Sizes): View {
  return { offset: 0, shape, strides: stridesOf(shape) };
}

export function isContiguous({ shape, strides }: View): boolean {
  const expected = stridesOf(shape);
  return shape.includes(0) || shape.every((size, axis) => size === 1 || strides[axis] === expected[axis]);
}

/** The elements that the view shows, as an array of its own. */
export function readView(memory: LazyArray, view: View): LazyArray {
  const size = sizeOf(view.shape);
  if (isContiguous(view)) {
    if (
      view.offset === 0 &&
      size === memory.size &&
      view.shape.length === memory.shape.length &&
      view.shape.every((n, i) => n === memory.shape[i])
    ) {
      return memory;
    }
    return lazyArray(view.shape, memory.dtype, [memory], ([values = none]) => values.subarray(view.offset, view.offset + size), 0);
  }
  return lazyArray(view.shape, memory.dtype, [memory], ([values = none]) => {
    const result = new Float64Array(size);
    forEachOffset(view.shape, view.strides, view.offset, (offset, index) => {
      result[index] = values[offset] as number;
    });
    return result;
  });
}

/** The memory after `view[...] = value`: `value` is cast to the memory's type and broadcast to the view's shape. */
export function writeView(memory: LazyArray, view: View, value: LazyArray): LazyArray {
  const leading = value.shape.findIndex((size) => size !== 1);
  const trimmed = value.shape.length > view.shape.length ? value.shape.slice(leading < 0 ? value.shape.length : leading) : value.shape;
  const strides = broadcastStrides(trimmed, view.shape);
  return lazyArray(memory.shape, memory.dtype, [memory, value], ([before = none, given = none]) => {
    const result = before.slice();
    const cast = castValues(given, value.dtype, memory.dtype);
    const from = new Float64Array(sizeOf(view.shape));
    forEachOffset(view.shape, strides, 0, (offset, index) => {
      from[index] = cast[offset] as number;
    });
    forEachOffset(view.shape, view.strides, view.offset, (offset, index) => {
      result[offset] = from[index] as number;
    });
    return result;
  });
}

/** `view[items]`. Throws ArrayError as NumPy raises IndexError. */
export function indexView(view: View, items: readonly BasicIndex[]): View {
  const expanded = expandEllipsis(items, view.shape.length);
  const shape: number[] = [];
  const strides: number[] = [];
  let { offset } = view;
  let axis = 0;
  for (const item of expanded) {
    if (item.kind === 'newAxis') {
      shape.push(1);
      strides.push(0);
      continue;
    }
    const size = view.shape[axis] ?? 0;
    const stride = view.strides[axis] ?? 0;
    if (item.kind === 'integer') offset += checkedIndex(item.value, size, axis) * stride;
    else if (item.kind === 'slice') {
      const { start, step, count } = resolveSlice(item, size);
      offset += count > 0 ? start * stride : 0;
      shape.push(count);
      strides.push(stride * step);
    }
    axis++;
  }
  return { offset, shape, strides };
}

/** Replaces `...` (or adds one at the end) by as many whole slices as are missing. `consumes`: the axes that an item takes. */
export function expandEllipsis<Item extends { readonly kind: string }>(
  items: readonly (Item | BasicIndex)[],
  dimensions: number,
  consumes: (item: Item | BasicIndex) => number = (item) => (item.kind === 'newAxis' ? 0 : 1),
): (Item | BasicIndex)[] {
  const ellipses = items.filter((item) => item.kind === 'ellipsis').length;
  if (ellipses > 1) throw new ArrayError("an index can only have a single ellipsis ('...')");
  const used = items.reduce((sum, item) => sum + (item.kind === 'ellipsis' ? 0 : consumes(item)), 0);
  if (used > dimensions) {
    throw new ArrayError(`too many indices for array: array is ${dimensions}-dimensional, but ${used} were indexed`);
  }
  const missing = Array.from({ length: dimensions - used }, (): BasicIndex => ({ kind: 'slice', start: null, stop: null, step: null }));
  const filled: readonly (Item | BasicIndex)[] = ellipses === 0 ? [...items, { kind: 'ellipsis' }] : items;
  return filled.flatMap<Item | BasicIndex>((item) => (item.kind === 'ellipsis' ? missing : [item]));
}

/** `index` counted from the front; throws when it is out of bounds. */
export function checkedIndex(index: number, size: number, axis: number): number {
  const counted = index < 0 ? index + size : index;
  if (!(counted >= 0 && counted < size)) throw new ArrayError(`index ${index} is out of bounds for axis ${axis} with size ${size}`);
  return counted;
}

/** Python's `slice.indices`. */
export function resolveSlice(
  slice: { readonly start: number | null; readonly stop: number | null; readonly step: number | null },
  size: number,
): { readonly start: number; readonly step: number; readonly count: number } {
  const step = slice.step ?? 1;
  if (step === 0) throw new ArrayError('slice step cannot be zero');
  const [lowest, highest] = step > 0 ? [0, size] : [-1, size - 1];
  const bound = (value: number | null, otherwise: number) =>
    value === null ? otherwise : Math.min(highest, Math.max(lowest, value < 0 ? value + size : value));
  const start = bound(slice.start, step > 0 ? lowest : highest);
  const stop = bound(slice.stop, step > 0 ? highest : lowest);
  return { start, step, count: Math.max(0, Math.ceil((stop - start) / step)) };
}

/** `axes` of the view in another order; all reversed for `null`. */
export function transposeView(view: View, axes: Sizes | null = null): View {
  const dimensions = view.shape.length;
  const order = axes?.map((axis) => normalizeAxis(axis, dimensions)) ?? view.shape.map((_, axis) => dimensions - 1 - axis);
  if (order.length !== dimensions || new Set(order).size !== dimensions) throw new ArrayError("axes don't match array");
  return {
    offset: view.offset,
    shape: order.map((axis) => view.shape[axis] ?? 1),
    strides: order.map((axis) => view.strides[axis] ?? 0),
  };
}

/** The same elements in another shape, or `null` where NumPy has to copy. `shape` may hold one −1. */
export function reshapeView(view: View, shape: Sizes): View | null {
  const target = inferShape(shape, sizeOf(view.shape));
  if (isContiguous(view)) return { offset: view.offset, shape: target, strides: stridesOf(target) };
  const strides = reshapedStrides(view, target);
  return strides && { offset: view.offset, shape: target, strides };
}

/** `shape` with its one −1 worked out. Throws ArrayError when the sizes differ. */
export function inferShape(shape: Sizes, size: number): number[] {
  const open = shape.indexOf(-1);
  const known = sizeOf(shape.filter((_, axis) => axis !== open));
  const result = shape.map((value, axis) => (axis === open ? size / known : value));
  if (sizeOf(result) !== size || !result.every((value) => Number.isInteger(value) && value >= 0)) {
    throw new ArrayError(`cannot reshape array of size ${size} into shape ${formatSizes(shape)}`);
  }
  return result;
}

/** NumPy's attempt without a copy: groups of old axes that step evenly are cut into groups of new ones. */
function reshapedStrides(view: View, target: Sizes): number[] | null {
  const old = view.shape.flatMap((size, axis) => (size === 1 ? [] : [{ size, stride: view.strides[axis] ?? 0 }]));
  const strides = new Array<number>(target.length).fill(0);
  let oldStart = 0;
  let newStart = 0;
  while (oldStart < old.length && newStart < target.length) {
    let oldEnd = oldStart + 1;
    let newEnd = newStart + 1;
    let oldSize = old[oldStart]?.size ?? 1;
    let newSize = target[newStart] ?? 1;
    while (oldSize !== newSize) {
      if (newSize < oldSize) newSize *= target[newEnd++] ?? 1;
      else oldSize *= old[oldEnd++]?.size ?? 1;
      if (newEnd > target.length + 1 || oldEnd > old.length + 1) return null;
    }
    for (let axis = oldStart; axis < oldEnd - 1; axis++) {
      if (old[axis]?.stride !== (old[axis + 1]?.size ?? 1) * (old[axis + 1]?.stride ?? 0)) return null;
    }
    let stride = old[oldEnd - 1]?.stride ?? 0;
    for (let axis = newEnd - 1; axis >= newStart; axis--) {
      strides[axis] = stride;
      stride *= target[axis] ?? 1;
    }
    oldStart = oldEnd;
    newStart = newEnd;
  }
  return strides;
}

const none = new Float64Array(0);
