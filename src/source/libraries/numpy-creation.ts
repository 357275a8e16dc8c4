// np.array, np.zeros, np.arange and the like.

import { reshape } from '../../data/array/arrangement.ts';
import { ArrayError, type LazyArray } from '../../data/array/array.ts';
import { arange, eye, full, linspace, meshgrid, oneHot, ones, zeros } from '../../data/array/creation.ts';
import { astype, type DType, isFloating } from '../../data/array/dtype.ts';
import { binary, broadcastTo } from '../../data/array/elementwise.ts';
import { reduce } from '../../data/array/reduction.ts';
import { type LibraryCall, list } from '../evaluate/value.ts';
import { type Parameters, row } from './numpy-signature.ts';
import { arrayValue, notKnown, numbersOf, readingBudget, toArray } from './numpy-values.ts';

type Filled = (shape: readonly number[], dtype?: DType) => LazyArray;

const like = (fill: Filled): LibraryCall =>
  row('a dtype order subok shape', (p) => {
    const source = p.array('a');
    return fill(p.optional('shape') ? p.sizes('shape') : source.shape, p.dtype('dtype', source.dtype));
  });

const filled = (fill: Filled): LibraryCall => row('shape dtype order', (p) => fill(p.sizes('shape'), p.dtype('dtype', 'float64')));

const copied = row('object dtype copy order subok ndmin', (p) => {
  const array = withDtype(p, p.array('object'));
  const missing = Math.max(0, p.integer('ndmin', 0) - array.shape.length);
  const shaped = missing > 0 ? reshape(array, [...new Array<number>(missing).fill(1), ...array.shape]) : array;
  return arrayValue(strong(shaped), p.context);
});

/** No copy where the argument already is such an array. */
const shared = row('a dtype order', (p) => {
  const value = p.value('a');
  if (value.kind === 'array' && withDtype(p, numbersOf(value)) === numbersOf(value)) return value;
  return arrayValue(strong(withDtype(p, p.array('a'))), p.context);
});

export const creationRows: Readonly<Record<string, LibraryCall>> = {
  array: copied,
  asarray: shared,
  asanyarray: shared,
  ascontiguousarray: shared,
  asfarray: row('a dtype', (p) => arrayValue(astype(p.array('a'), p.dtype('dtype', 'float64')), p.context)),
  copy: row('a order subok', (p) => arrayValue(strong(p.array('a')), p.context)),
  zeros: filled(zeros),
  ones: filled(ones),
  // What stands in fresh memory is nobody's business until it is written.
  empty: filled(zeros),
  zeros_like: like(zeros),
  ones_like: like(ones),
  empty_like: like(zeros),
  full: row('shape fill_value dtype order', (p) => fullOf(p, p.sizes('shape'))),
  full_like: row('a fill_value dtype order subok shape', (p) => fullOf(p, p.array('a').shape, p.array('a').dtype)),
  eye: row('N M k dtype order', (p) => {
    const rows = p.integer('N');
    return eye(rows, p.integer('M', rows), p.integer('k', 0), p.dtype('dtype', 'float64'));
  }),
  identity: row('n dtype', (p) => eye(p.integer('n'), p.integer('n'), 0, p.dtype('dtype', 'float64'))),
  arange: row('start stop step dtype', (p) => {
    const given = ['start', 'stop', 'step'].flatMap((name) => p.optional(name) ?? []);
    const floats = given.some((value) => value.kind === 'float' || (value.kind === 'array' && isFloating(numbersOf(value).dtype)));
    const [start, stop] = p.optional('stop') ? [p.number('start', 0), p.number('stop')] : [0, p.number('start')];
    const step = p.number('step', 1);
    if (step === 0) throw new ArrayError('the step of arange is zero');
    return arange(start, stop, step, p.dtype('dtype', floats ? 'float64' : 'int64'));
  }),
  linspace: row('start stop num endpoint retstep dtype axis', (p) => {
    if (p.flag('retstep', false)) throw notKnown(p.context, 'retstep is not followed here');
    return linspace(p.number('start'), p.number('stop'), p.integer('num', 50), p.flag('endpoint', true), p.dtype('dtype', 'float64'));
  }),
  logspace: row('start stop num endpoint base dtype', (p) => {
    const exponents = linspace(p.number('start'), p.number('stop'), p.integer('num', 50), p.flag('endpoint', true));
    return binary('power', full([], p.number('base', 10)), exponents);
  }),
  meshgrid: row('*xi indexing', (p) => {
    const arrays = p.rest.map((value) => strong(reshape(toArray(value, p.context), [-1])));
    const grids = meshgrid(arrays, p.text('indexing', 'xy') === 'ij' ? 'ij' : 'xy');
    return list(grids.map((grid) => arrayValue(grid, p.context)));
  }),
  diag: row('v k', (p) => {
    const source = p.array('v');
    if (source.shape.length !== 1 || p.integer('k', 0) !== 0) throw notKnown(p.context, 'this diagonal is not followed here');
    return binary('multiply', eye(source.size, source.size, 0, source.dtype), source);
  }),
};

/** `keras.utils.to_categorical(y, num_classes)`: the number of classes is the largest label + 1 unless it is given. */
export const toCategorical: LibraryCall = row('x num_classes dtype y nb_classes', (p) => {
  const labels = astype(p.array(p.optional('y') ? 'y' : 'x'), 'int64');
  const named = p.optional('num_classes') ? 'num_classes' : 'nb_classes';
  const classes = p.optional(named) ? p.integer(named) : reduce('max', labels).item(readingBudget(p.context)) + 1;
  return oneHot(labels, classes, p.dtype('dtype', 'float64'));
});

function fullOf(p: Parameters, shape: readonly number[], dtype?: DType): LazyArray {
  const fill = p.array('fill_value');
  return broadcastTo(astype(fill, p.dtype('dtype', dtype ?? fill.dtype)), shape);
}

function withDtype(p: Parameters, array: LazyArray): LazyArray {
  return p.optional('dtype') ? astype(array, p.dtype('dtype', array.dtype)) : array;
}

/** A bare number as an array of its type. */
function strong(array: LazyArray): LazyArray {
  return astype(array, array.dtype);
}
