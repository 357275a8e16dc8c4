// np.reshape, np.concatenate, np.split …: rows that move elements. What is a view in NumPy shares memory here too.

import {
  columnStack,
  concatenate,
  expandedShape,
  flipView,
  horizontalStack,
  movedAxes,
  padConstant,
  ravel,
  repeat,
  reshape,
  splitViews,
  squeezedShape,
  stack,
  swappedAxes,
  tile,
  verticalStack,
} from '../../data/array/arrangement.ts';
import { ArrayError, arrayOf, type LazyArray } from '../../data/array/array.ts';
import { broadcastTo } from '../../data/array/elementwise.ts';
import { index } from '../../data/array/indexing.ts';
import { inferShape, isContiguous, reshapeView, transposeView, type View } from '../../data/array/view.ts';
import { type ArrayValue, integer, type LibraryCall, list, tuple, type Value } from '../evaluate/value.ts';
import { type Parameters, row } from './numpy-signature.ts';
import { arrayValue, notKnown, numbersOf, toArray, viewOf } from './numpy-values.ts';

/** Functions of np and methods of arrays alike: the first parameter is the array. */
export const viewRows: Readonly<Record<string, LibraryCall>> = {
  squeeze: row('a axis', (p) => reshaped(p, p.shared('a'), squeezedShape(p.shared('a').view.shape, p.axes('axis')))),
  swapaxes: row('a axis1 axis2', (p) =>
    viewed(p, (view) => transposeView(view, swappedAxes(view.shape.length, p.integer('axis1'), p.integer('axis2')))),
  ),
  ravel: row('a order', (p) => {
    rowMajor(p);
    // Where reshape may give a view with steps, ravel always gives numbers side by side.
    const array = p.shared('a');
    return isContiguous(array.view) ? reshaped(p, array, [-1]) : arrayValue(reshape(numbersOf(array), [-1]), p.context);
  }),
  repeat: row('a repeats axis', (p) => {
    const repeats = p.array('repeats');
    if (repeats.shape.length === 0) return repeat(p.array('a'), p.integer('repeats'), p.axis('axis'));
    throw notKnown(p.context, 'repeating each element its own number of times is not followed here');
  }),
};

export const arrangementRows: Readonly<Record<string, LibraryCall>> = {
  reshape: row('a newshape order shape', (p) => {
    rowMajor(p);
    return reshaped(p, p.shared('a'), p.sizes(p.optional('newshape') ? 'newshape' : 'shape'));
  }),
  transpose: row('a axes', (p) => viewed(p, (view) => transposeView(view, p.optional('axes') ? p.sizes('axes') : null))),
  expand_dims: row('a axis', (p) => {
    const array = p.shared('a');
    const axes = p.axes('axis');
    if (axes === null) throw new ArrayError('the axis of expand_dims is missing');
    return reshaped(p, array, expandedShape(array.view.shape, axes));
  }),
  moveaxis: row('a source destination', (p) => {
    const [from, to] = [p.axes('source'), p.axes('destination')];
    if (from === null || to === null) throw new ArrayError('the axes of moveaxis are missing');
    return viewed(p, (view) => transposeView(view, movedAxes(view.shape.length, from, to)));
  }),
  flip: row('a axis', (p) => viewed(p, (view) => flipView(view, p.axes('axis')))),
  flipud: row('a', (p) => viewed(p, (view) => flipView(view, 0))),
  fliplr: row('a', (p) => viewed(p, (view) => flipView(view, 1))),
  atleast_1d: row('a', (p) => (p.shared('a').view.shape.length < 1 ? reshape(p.array('a'), [1]) : p.shared('a'))),
  atleast_2d: row('a', (p) => (p.shared('a').view.shape.length < 2 ? reshaped(p, p.shared('a'), [1, -1]) : p.shared('a'))),
  concatenate: row('arrays axis', (p) => concatenate(p.arrays('arrays'), p.axis('axis', 0))),
  append: row('arr values axis', (p) =>
    concatenate([p.array('arr'), p.array('values')].map(p.axis('axis') === null ? ravel : same), p.axis('axis') ?? 0),
  ),
  stack: row('arrays axis', (p) => stack(p.arrays('arrays'), p.axis('axis', 0) ?? 0)),
  vstack: row('tup', (p) => verticalStack(p.arrays('tup'))),
  row_stack: row('tup', (p) => verticalStack(p.arrays('tup'))),
  hstack: row('tup', (p) => horizontalStack(p.arrays('tup'))),
  column_stack: row('tup', (p) => columnStack(p.arrays('tup'))),
  split: row('a indices_or_sections axis', (p) => pieces(p, p.axis('axis', 0) ?? 0, false)),
  array_split: row('a indices_or_sections axis', (p) => pieces(p, p.axis('axis', 0) ?? 0, true)),
  vsplit: row('a indices_or_sections', (p) => pieces(p, 0, false)),
  hsplit: row('a indices_or_sections', (p) => pieces(p, p.shared('a').view.shape.length === 1 ? 0 : 1, false)),
  tile: row('A reps', (p) => tile(p.array('A'), p.sizes('reps'))),
  roll: row('a shift axis', (p) => {
    const [array, axis] = [p.array('a'), p.axis('axis')];
    const source = axis === null ? ravel(array) : array;
    const along = axis === null ? 0 : axis < 0 ? axis + source.shape.length : axis;
    return reshape(rolled(source, p.integer('shift'), along), array.shape);
  }),
  pad: row('array pad_width mode constant_values', (p) => {
    if (p.text('mode', 'constant') !== 'constant') throw notKnown(p.context, 'only padding with a constant is followed here');
    const array = p.array('array');
    const widths = broadcastTo(p.array('pad_width'), [array.shape.length, 2]).values();
    const pairs = array.shape.map((_, axis) => [widths[2 * axis] ?? 0, widths[2 * axis + 1] ?? 0] as const);
    return padConstant(array, pairs, p.number('constant_values', 0));
  }),
  shape: row('a', (p) => shapeOf(p.array('a'))),
  ndim: row('a', (p) => integer(p.array('a').shape.length)),
  size: row('a axis', (p) => {
    const axis = p.axis('axis');
    return integer(axis === null ? p.array('a').size : (p.array('a').shape.at(axis) ?? 0));
  }),
  // `np.c_[x, y]` and `np.r_[…]` are subscripts: see numpy.ts.
};

/** `np.c_[x, y]`: the arguments as columns. */
export function columns(parts: readonly LazyArray[]): LazyArray {
  return columnStack(parts.map((part) => (part.shape.length === 0 ? reshape(part, [1]) : part)));
}

/** The array in another shape: a view where NumPy gives one. */
export function reshaped(p: Parameters, array: ArrayValue, shape: readonly number[]): Value {
  const view = reshapeView(array.view, shape);
  if (view) return viewOf(array, view, p.context);
  return arrayValue(reshape(numbersOf(array), inferShape(shape, numbersOf(array).size)), p.context);
}

export function shapeOf({ shape }: { readonly shape: readonly number[] }): Value {
  return tuple(shape.map(integer));
}

/** Fortran's order is not followed. */
export function rowMajor(p: Parameters): void {
  const order = p.text('order', 'C');
  if (order !== 'C' && order !== 'A' && order !== 'K') throw notKnown(p.context, `the order ${order} is not followed here`);
}

function viewed(p: Parameters, change: (view: View) => View): Value {
  const array = p.shared('a');
  return viewOf(array, change(array.view), p.context);
}

function pieces(p: Parameters, axis: number, uneven: boolean): Value {
  const array = p.shared('a');
  const parts = p.value('indices_or_sections');
  const sections = parts.kind === 'integer' ? parts.value : [...toArray(parts, p.context).values()];
  return list(splitViews(array.view, sections, axis, uneven).map((view) => viewOf(array, view, p.context)));
}

function rolled(array: LazyArray, shift: number, axis: number): LazyArray {
  const size = array.shape[axis] ?? 0;
  const order = Float64Array.from({ length: size }, (_, place) => (((place - shift) % size) + size) % size);
  const before = Array.from({ length: axis }, () => ({ kind: 'slice', start: null, stop: null, step: null }) as const);
  return index(array, [...before, { kind: 'array', array: arrayOf(order, [size], 'int64') }]);
}

function same(array: LazyArray): LazyArray {
  return array;
}
