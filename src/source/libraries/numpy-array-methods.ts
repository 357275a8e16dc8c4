// The methods of arrays: those that NumPy's functions are too, and a few of their own.

import { reshape } from '../../data/array/arrangement.ts';
import { TooLargeError } from '../../data/array/array.ts';
import { astype } from '../../data/array/dtype.ts';
import { clip, round, unary } from '../../data/array/elementwise.ts';
import { dot } from '../../data/array/linear.ts';
import { sort } from '../../data/array/order.ts';
import { indexView, transposeView } from '../../data/array/view.ts';
import type { EvaluationContext } from '../evaluate/library.ts';
import { type ArrayValue, boolean, float, integer, type LibraryCall, list, none, type Operations, type Value } from '../evaluate/value.ts';
import { reshaped, rowMajor, viewRows } from './numpy-arrangement.ts';
import { reductionRows } from './numpy-reductions.ts';
import { type Parameters, row } from './numpy-signature.ts';
import { arrayValue, changeInPlace, forgetNumbers, notKnown, numbersOf, readingBudget, scalarOf, viewOf } from './numpy-values.ts';

/** Rows of which the array itself is the first argument `a`. */
const methodRows: Readonly<Record<string, LibraryCall>> = {
  ...reductionRows,
  ...viewRows,
  reshape: row('a *shape order', (p) => {
    rowMajor(p);
    return reshaped(p, p.shared('a'), p.sizesIn(p.rest));
  }),
  transpose: row('a *axes', (p) => {
    const array = p.shared('a');
    const [first] = p.rest;
    return viewOf(array, transposeView(array.view, !first || first.kind === 'none' ? null : p.sizesIn(p.rest)), p.context);
  }),
  astype: row('a dtype order casting copy', (p) => arrayValue(astype(p.array('a'), p.dtype('dtype', 'float64')), p.context)),
  copy: row('a order', (p) => arrayValue(p.array('a'), p.context)),
  flatten: row('a order', (p) => {
    rowMajor(p);
    return arrayValue(reshape(p.array('a'), [-1]), p.context);
  }),
  clip: row('a min max', (p) => clip(p.array('a'), p.optional('min') ? p.array('min') : null, p.optional('max') ? p.array('max') : null)),
  round: row('a decimals', (p) => round(p.array('a'), p.integer('decimals', 0))),
  dot: row('a b', (p) => dot(p.array('a'), p.array('b'))),
  item: row('a *index', (p) => {
    const array = p.shared('a');
    const picked =
      p.rest.length === 0
        ? array.view
        : indexView(
            array.view,
            p.sizesIn(p.rest).map((value) => ({ kind: 'integer', value })),
          );
    return pythonNumber(viewOf(array, picked, p.context), p.context);
  }),
  tolist: row('a', (p) => nestedList(p.shared('a'), p.context)),
  numpy: row('a', (p) => p.value('a')),
  __abs__: row('a', (p) => unary('absolute', p.array('a'))),
  sort: row('a axis kind', (p) => inPlace(p, (array) => sort(array, p.axis('axis', -1)))),
  fill: row('a value', (p) => inPlace(p, () => p.array('value'))),
};

/** Methods that would change the array in a way that is not followed. */
const forgetting = ['put', 'partition', 'resize', 'setfield', 'byteswap', 'itemset', 'setflags'];

type Methods = NonNullable<Operations<ArrayValue>['methods']>;

export const arrayMethods: Methods = {
  ...Object.fromEntries(
    Object.entries(methodRows).map(([name, call]): [string, Methods[string]] => [
      name,
      (self, args, context) => call({ ...args, positional: [self, ...args.positional] }, context),
    ]),
  ),
  ...Object.fromEntries(
    forgetting.map((name): [string, Methods[string]] => [
      name,
      (self, _, context) => {
        const reason = context.unknown(`what ${name} changes is not followed`);
        forgetNumbers(self, reason, context);
        return reason;
      },
    ]),
  ),
};

export function pythonNumber(self: ArrayValue, context: EvaluationContext): Value {
  const { dtype } = self.memory.array;
  const value = scalarOf(self, context);
  if (dtype === 'bool') return boolean(value !== 0);
  return dtype === 'float64' || dtype === 'float32' ? float(value) : integer(value);
}

function nestedList(self: ArrayValue, context: EvaluationContext): Value {
  const array = numbersOf(self);
  if (!array.seeded) throw notKnown(context, 'it is drawn at random without a seed');
  if (!context.spend(array.size)) throw new TooLargeError(array.size, 0);
  const values = array.values(readingBudget(context));
  const leaf = (value: number): Value => {
    if (array.dtype === 'bool') return boolean(value !== 0);
    return array.dtype === 'float64' || array.dtype === 'float32' ? float(value) : integer(value);
  };
  const nest = (depth: number, start: number, size: number): Value => {
    const count = array.shape[depth];
    if (count === undefined) return leaf(values[start] ?? Number.NaN);
    const each = size / Math.max(1, count);
    return list(Array.from({ length: count }, (_, place) => nest(depth + 1, start + place * each, each)));
  };
  return nest(0, 0, array.size);
}

function inPlace(p: Parameters, change: (array: ReturnType<typeof numbersOf>) => ReturnType<typeof numbersOf>): Value {
  const target = p.shared('a');
  return changeInPlace(target, p.context, () => change(numbersOf(target))) ?? none;
}
