// What an array can do in the source: indexing, operators, methods. Changes in place reach every view of the same memory.

import { reshape } from '../../data/array/arrangement.ts';
import { ArrayError, TooLargeError } from '../../data/array/array.ts';
import { astype } from '../../data/array/dtype.ts';
import { type BinaryName, binary, clip, round, unary } from '../../data/array/elementwise.ts';
import { assign, type IndexItem, index, isBasic } from '../../data/array/indexing.ts';
import { dot, matmul } from '../../data/array/linear.ts';
import { sort } from '../../data/array/order.ts';
import { formatSizes } from '../../data/array/shape.ts';
import { indexView, transposeView } from '../../data/array/view.ts';
import type { EvaluationContext } from '../evaluate/library.ts';
import {
  type ArrayValue,
  type BinaryOperator,
  boolean,
  type CompareOperator,
  float,
  integer,
  type LibraryCall,
  list,
  none,
  type Operations,
  type Value,
} from '../evaluate/value.ts';
import { reshaped, rowMajor, shapeOf, viewRows } from './numpy-arrangement.ts';
import { reductionRows } from './numpy-reductions.ts';
import { checkSameKind, type Parameters, row } from './numpy-signature.ts';
import {
  arrayValue,
  attempt,
  changeInPlace,
  forgetNumbers,
  NotKnown,
  notKnown,
  numbersOf,
  readingBudget,
  resultValue,
  scalarOf,
  toArray,
  unknownFor,
  viewOf,
} from './numpy-values.ts';

const arithmetic: Readonly<Partial<Record<BinaryOperator, BinaryName>>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'true_divide',
  '//': 'floor_divide',
  '%': 'remainder',
  '**': 'power',
  '&': 'bitwise_and',
  '|': 'bitwise_or',
  '^': 'bitwise_xor',
};

const comparisons: Readonly<Partial<Record<CompareOperator, BinaryName>>> = {
  '==': 'equal',
  '!=': 'not_equal',
  '<': 'less',
  '<=': 'less_equal',
  '>': 'greater',
  '>=': 'greater_equal',
};

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

export const arrayOperations: Operations<ArrayValue> = {
  methods: {
    ...Object.fromEntries(
      Object.entries(methodRows).map(([name, call]): [string, NonNullable<Operations<ArrayValue>['methods']>[string]] => [
        name,
        (self, args, context) => call({ ...args, positional: [self, ...args.positional] }, context),
      ]),
    ),
    ...Object.fromEntries(
      forgetting.map((name): [string, NonNullable<Operations<ArrayValue>['methods']>[string]] => [
        name,
        (self, _, context) => {
          const reason = context.unknown(`what ${name} changes is not followed`);
          forgetNumbers(self, reason, context);
          return reason;
        },
      ]),
    ),
  },

  attribute(self, name, context) {
    switch (name) {
      case 'shape':
        return shapeOf(self.view);
      case 'ndim':
        return integer(self.view.shape.length);
      case 'size':
        return integer(self.view.shape.reduce((product, size) => product * size, 1));
      case 'T':
        return viewOf(self, transposeView(self.view), context);
      case 'real':
        return self;
      case 'dtype':
        return {
          kind: 'function',
          name: `numpy.${self.memory.array.dtype}`,
          call: row('x', (p) => astype(p.array('x'), self.memory.array.dtype)),
        };
      default:
        return undefined;
    }
  },

  setAttribute(self, name, _, context) {
    // `x.shape = …` changes the name's own view, which is not followed.
    if (name === 'shape') forgetNumbers(self, context.unknown('setting the shape of an array is not followed'), context);
  },

  item(self, indexed, context) {
    return attempt(context, () => {
      const items = indexItems(indexed, context);
      if (!isBasic(items)) return resultValue(index(numbersOf(self), items, readingBudget(context)), context);
      const view = indexView(self.view, items);
      const part = viewOf(self, view, context);
      return view.shape.length === 0 && !items.some(({ kind }) => kind === 'ellipsis') ? resultValue(numbersOf(part), context) : part;
    });
  },

  setItem(self, indexed, value, context) {
    try {
      const items = indexItems(indexed, context);
      const numbers = toArray(value, context);
      if (isBasic(items)) {
        const part = viewOf(self, indexView(self.view, items), context);
        changeInPlace(part, context, () => numbers);
      } else changeInPlace(self, context, () => assign(numbersOf(self), items, numbers, readingBudget(context)));
    } catch (error) {
      const reason = unknownFor(error, context);
      if (!reason) throw error;
      forgetNumbers(self, reason, context);
    }
  },

  length(self, context) {
    const [first] = self.view.shape;
    return first === undefined ? context.unknown('a number has no length') : integer(first);
  },

  iterate(self, context) {
    const [count] = self.view.shape;
    if (count === undefined) return context.unknown('a number has no elements');
    if (!context.spend(count)) return context.unknown('the array is too long to walk');
    const elements: Value[] = [];
    for (let place = 0; place < count; place++) {
      const element = arrayOperations.item?.(self, integer(place), context) ?? none;
      if (element.kind === 'unknown') return element;
      elements.push(element);
    }
    return elements;
  },

  unary(operator, self, context) {
    return attempt(context, () => {
      const array = numbersOf(self);
      if (operator === '-') return resultValue(unary('negative', array), context);
      if (operator === '+') return resultValue(array, context);
      if (operator === '~' && array.dtype === 'bool') return resultValue(unary('logical_not', array), context);
      throw notKnown(context, `${operator} of an array of ${array.dtype} is not followed`);
    });
  },

  binary(operator, left, right, context) {
    if (!isNumeric(left) || !isNumeric(right)) return undefined;
    return attempt(context, () => {
      const [a, b] = [toArray(left, context), toArray(right, context)];
      if (operator === '@') return resultValue(matmul(a, b), context);
      const name = arithmetic[operator];
      if (!name) throw notKnown(context, `${operator} of arrays is not followed`);
      return resultValue(binary(name, a, b), context);
    });
  },

  compare(operator, left, right, context) {
    const name = comparisons[operator];
    if (!name || !isNumeric(left) || !isNumeric(right)) return undefined;
    return attempt(context, () => resultValue(binary(name, toArray(left, context), toArray(right, context)), context));
  },

  augment(operator, self, value, context) {
    // A number is not changed in place: the name gets a new one.
    if (self.view.shape.length === 0) return false;
    changeInPlace(self, context, () => {
      const before = numbersOf(self);
      const other = toArray(value, context);
      const name = arithmetic[operator];
      if (!name && operator !== '@') throw notKnown(context, `${operator}= on an array is not followed`);
      const after = name ? binary(name, before, other) : matmul(before, other);
      checkSameKind(after.dtype, before.dtype);
      if (formatSizes(after.shape) !== formatSizes(before.shape)) throw new ArrayError('the result has another shape than the array');
      return after;
    });
    return true;
  },

  truth(self, context) {
    if (self.view.shape.reduce((product, size) => product * size, 1) !== 1) return null;
    try {
      return scalarOf(self, context) !== 0;
    } catch (error) {
      if (unknownFor(error, context)) return null;
      throw error;
    }
  },

  number(self, context) {
    return attempt(context, () => pythonNumber(self, context));
  },

  fromNumber: (value, context) => arrayValue(astype(toArray(value, context), toArray(value, context).dtype), context),

  isInstance(self, name) {
    if (name === 'numpy.ndarray') return self.view.shape.length > 0;
    return name === 'builtins.list' || name === 'builtins.tuple' ? false : null;
  },
};

function pythonNumber(self: ArrayValue, context: EvaluationContext): Value {
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

function isNumeric({ kind }: Value): boolean {
  return (
    kind === 'array' ||
    kind === 'integer' ||
    kind === 'float' ||
    kind === 'boolean' ||
    kind === 'list' ||
    kind === 'tuple' ||
    kind === 'range'
  );
}

/** What stands between the brackets. Throws NotKnown for what is not known. */
function indexItems(value: Value, context: EvaluationContext): IndexItem[] {
  if (value.kind === 'tuple') {
    if (value.rest) throw new NotKnown(value.rest);
    return value.elements.map((element) => indexItem(element, context));
  }
  return [indexItem(value, context)];
}

function indexItem(value: Value, context: EvaluationContext): IndexItem {
  switch (value.kind) {
    case 'integer':
      return { kind: 'integer', value: value.value };
    case 'slice': {
      const bound = (part: Value) => (part.kind === 'none' ? null : sliceBound(part, context));
      return { kind: 'slice', start: bound(value.start), stop: bound(value.stop), step: bound(value.step) };
    }
    case 'ellipsis':
      return { kind: 'ellipsis' };
    case 'none':
      return { kind: 'newAxis' };
    case 'array':
    case 'list':
    case 'range': {
      const array = toArray(value, context);
      // An empty list is an index of nothing.
      return { kind: 'array', array: array.size === 0 && array.dtype === 'float64' ? astype(array, 'int64') : array };
    }
    case 'unknown':
      throw new NotKnown(value);
    case 'choice':
      throw new NotKnown(value.unknown);
    default:
      throw notKnown(context, `a ${value.kind} is not followed as an index`);
  }
}

function sliceBound(value: Value, context: EvaluationContext): number {
  if (value.kind === 'integer') return value.value;
  if (value.kind === 'array') {
    const bound = scalarOf(value, context);
    if (Number.isInteger(bound)) return bound;
  }
  if (value.kind === 'unknown') throw new NotKnown(value);
  throw notKnown(context, 'a bound of the slice is not an integer');
}
