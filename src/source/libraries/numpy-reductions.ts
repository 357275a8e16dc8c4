// np.sum, np.mean, np.argmax, np.sort …: rows that look at whole axes. All of them are methods of arrays too.
import { ArrayError, type LazyArray } from '../../data/array/array.ts';
import { astype } from '../../data/array/dtype.ts';
import { binary } from '../../data/array/elementwise.ts';
import { index } from '../../data/array/indexing.ts';
import { argsort, hasTies, searchSorted, sort, unique } from '../../data/array/order.ts';
import {
  argExtreme,
  cumulate,
  difference,
  mean,
  type ReductionOptions,
  reduce,
  standardDeviation,
  variance,
} from '../../data/array/reduction.ts';
import { type LibraryCall, tuple } from '../evaluate/value.ts';
import { type Parameters, row } from './numpy-signature.ts';
import { arrayValue, notKnown, readingBudget } from './numpy-values.ts';

type Reduction = (array: LazyArray, options: ReductionOptions) => LazyArray;

const reduced = (apply: Reduction): LibraryCall => row('a axis dtype out keepdims', (p) => apply(typed(p), options(p)));

const extreme = (name: 'max' | 'min'): LibraryCall => row('a axis out keepdims', (p) => reduce(name, p.array('a'), options(p)));

const spread = (apply: typeof variance): LibraryCall =>
  row('a axis dtype out ddof keepdims', (p) => apply(typed(p), options(p), p.number('ddof', 0)));

/** Functions of np and methods of arrays alike. */
export const reductionRows: Readonly<Record<string, LibraryCall>> = {
  sum: reduced((array, options) => reduce('sum', array, options)),
  prod: reduced((array, options) => reduce('prod', array, options)),
  mean: reduced(mean),
  var: spread(variance),
  std: spread(standardDeviation),
  max: extreme('max'),
  min: extreme('min'),
  any: row('a axis out keepdims', (p) => reduce('any', p.array('a'), options(p))),
  all: row('a axis out keepdims', (p) => reduce('all', p.array('a'), options(p))),
  argmax: row('a axis out keepdims', (p) => argExtreme('argmax', p.array('a'), p.axis('axis'), p.flag('keepdims', false))),
  argmin: row('a axis out keepdims', (p) => argExtreme('argmin', p.array('a'), p.axis('axis'), p.flag('keepdims', false))),
  cumsum: row('a axis dtype', (p) => cumulate('cumsum', typed(p), p.axis('axis'))),
  cumprod: row('a axis dtype', (p) => cumulate('cumprod', typed(p), p.axis('axis'))),
  ptp: row('a axis out keepdims', (p) =>
    binary('subtract', reduce('max', p.array('a'), options(p)), reduce('min', p.array('a'), options(p))),
  ),
  argsort: row('a axis kind', (p) => {
    const [array, axis] = [p.array('a'), p.axis('axis', -1)];
    // NumPy's quicksort leaves equals in an order of its own.
    const stable = p.text('kind', 'quicksort') === 'stable' || p.text('kind', 'quicksort') === 'mergesort';
    if (!stable && hasTies(array, axis, readingBudget(p.context))) throw notKnown(p.context, 'the order of equal elements is not known');
    return argsort(array, axis);
  }),
};

/** Functions of np alone. */
export const orderRows: Readonly<Record<string, LibraryCall>> = {
  amax: extreme('max'),
  amin: extreme('min'),
  product: reduced((array, options) => reduce('prod', array, options)),
  average: row('a axis weights', (p) => {
    if (!p.optional('weights')) return mean(p.array('a'), { axes: p.axes('axis') });
    const [array, weights] = [p.array('a'), p.array('weights')];
    if (array.shape.length !== weights.shape.length) throw notKnown(p.context, 'these weights are not followed here');
    const over = { axes: p.axes('axis') };
    return binary('true_divide', reduce('sum', binary('multiply', array, weights), over), reduce('sum', weights, over));
  }),
  count_nonzero: row('a axis', (p) => reduce('sum', astype(astype(p.array('a'), 'bool'), 'int64'), { axes: p.axes('axis') })),
  diff: row('a n axis', (p) => {
    let array = p.array('a');
    for (let time = 0; time < p.integer('n', 1); time++) array = difference(array, p.axis('axis', -1) ?? -1);
    return array;
  }),
  sort: row('a axis kind', (p) => sort(p.array('a'), p.axis('axis', -1))),
  median: row('a axis out overwrite_input keepdims', (p) => median(p)),
  searchsorted: row('a v side', (p) => searchSorted(p.array('a'), p.array('v'), p.text('side', 'left') === 'right' ? 'right' : 'left')),
  digitize: row('x bins right', (p) => searchSorted(p.array('bins'), p.array('x'), p.flag('right', false) ? 'left' : 'right')),
  unique: row('ar return_index return_inverse return_counts axis', (p) => {
    if (p.optional('axis')) throw notKnown(p.context, 'unique along an axis is not followed here');
    const found = unique(p.array('ar'), readingBudget(p.context));
    const extra = (['first', 'inverse', 'counts'] as const).filter((_, place) =>
      p.flag(['return_index', 'return_inverse', 'return_counts'][place] ?? '', false),
    );
    const arrays = [found.values, ...extra.map((name) => found[name])].map((array) => arrayValue(array, p.context));
    return arrays.length === 1 ? (arrays[0] ?? found.values) : tuple(arrays);
  }),
};

function options(p: Parameters): ReductionOptions {
  return { axes: p.axes('axis'), keepDimensions: p.flag('keepdims', false) };
}

/** The argument in the type that `dtype` asks the reduction to reckon in. */
function typed(p: Parameters): LazyArray {
  const array = p.array('a');
  return p.optional('dtype') ? astype(array, p.dtype('dtype', array.dtype)) : array;
}

/** The middle of the sorted elements, or the mean of the two middle ones. NaN is not followed. */
function median(p: Parameters): LazyArray {
  const array = p.array('a');
  const axis = p.axis('axis');
  const sorted = sort(array, axis);
  const along = axis === null ? 0 : axis < 0 ? axis + sorted.shape.length : axis;
  const count = sorted.shape[along] ?? 0;
  if (count === 0) throw new ArrayError('the median of no elements is not a number');
  const before = Array.from({ length: along }, () => ({ kind: 'slice', start: null, stop: null, step: null }) as const);
  const middle = { kind: 'slice', start: Math.floor((count - 1) / 2), stop: Math.floor(count / 2) + 1, step: null } as const;
  const keepDimensions = p.flag('keepdims', false);
  if (keepDimensions && axis === null) throw notKnown(p.context, 'keepdims without an axis is not followed here');
  return mean(index(sorted, [...before, middle]), { axes: along, keepDimensions });
}
