// What the names of NumPy mean to the evaluator: arrays of numbers whose values are computed when someone asks.
import type { Library } from '../evaluate/library.ts';
import { defineObjectType, float, type LibraryCall, none, type Value } from '../evaluate/value.ts';
import { arithmeticRows } from './numpy-arithmetic.ts';
import { arrangementRows, columns, viewRows } from './numpy-arrangement.ts';
import { arrayOperations } from './numpy-array-type.ts';
import { creationRows } from './numpy-creation.ts';
import { randomRows } from './numpy-random.ts';
import { orderRows, reductionRows } from './numpy-reductions.ts';
import { arrayValue, attempt, forgetNumbers, notKnown, toArray } from './numpy-values.ts';

const constants: Readonly<Record<string, Value>> = {
  pi: float(Math.PI),
  e: float(Math.E),
  inf: float(Number.POSITIVE_INFINITY),
  Inf: float(Number.POSITIVE_INFINITY),
  nan: float(Number.NaN),
  NaN: float(Number.NaN),
  newaxis: none,
};

/** Functions that change their first argument in a way that is not followed: it is unknown afterwards. */
const changing = ['copyto', 'fill_diagonal', 'place', 'put', 'putmask', 'put_along_axis'];

const forget: LibraryCall = (args, context) => {
  const reason = context.unknown('what this changes in the array is not followed');
  const [target] = args.positional;
  if (target?.kind === 'array') forgetNumbers(target, reason, context);
  return reason;
};

/** `np.c_[x, y]`: columns side by side. */
const columnMaker = defineObjectType<null>({
  name: 'numpy.c_',
  item: (_, index, context) =>
    attempt(context, () => {
      const parts = index.kind === 'tuple' ? index.elements : [index];
      if (parts.some((part) => part.kind === 'slice')) throw notKnown(context, 'a range in np.c_ is not followed');
      return arrayValue(columns(parts.map((part) => toArray(part, context))), context);
    }),
});

/** `np.s_[…]` and `np.index_exp[…]` are their index. */
const indexMaker = defineObjectType<null>({ name: 'numpy.s_', item: (_, index) => index });

const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

export const numpy: Library = {
  roots: ['numpy'],
  aliases: { 'numpy.random.mtrand': 'numpy.random' },
  rows: {
    ...prefixed('numpy.', constants),
    ...prefixed('numpy.', creationRows),
    ...prefixed('numpy.', arithmeticRows),
    ...prefixed('numpy.', arrangementRows),
    ...prefixed('numpy.', viewRows),
    ...prefixed('numpy.', reductionRows),
    ...prefixed('numpy.', orderRows),
    ...prefixed('numpy.random.', randomRows),
    ...prefixed('numpy.', Object.fromEntries(changing.map((name) => [name, forget]))),
    'numpy.c_': columnMaker.create(null, nowhere),
    'numpy.s_': indexMaker.create(null, nowhere),
  },
  arrays: arrayOperations,
};

function prefixed<Row>(prefix: string, rows: Readonly<Record<string, Row>>): Record<string, Row> {
  return Object.fromEntries(Object.entries(rows).map(([name, row]) => [prefix + name, row]));
}
