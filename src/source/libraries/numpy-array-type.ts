// What an array can do in the source: indexing, operators, methods. Changes in place reach every view of the same memory.
import { ArrayError } from '../../data/array/array.ts';
import { astype } from '../../data/array/dtype.ts';
import { binary, unary } from '../../data/array/elementwise.ts';
import { assign, index, isBasic } from '../../data/array/indexing.ts';
import { matmul } from '../../data/array/linear.ts';
import { formatSizes } from '../../data/array/shape.ts';
import type { BinaryName } from '../../data/array/ufuncs.ts';
import { indexView, transposeView } from '../../data/array/view.ts';
import {
  type ArrayValue,
  type BinaryOperator,
  type CompareOperator,
  integer,
  none,
  type Operations,
  type Value,
} from '../evaluate/value.ts';
import { shapeOf } from './numpy-arrangement.ts';
import { arrayMethods, pythonNumber } from './numpy-array-methods.ts';
import { indexItems } from './numpy-index.ts';
import { checkSameKind, row } from './numpy-signature.ts';
import {
  arrayValue,
  attempt,
  changeInPlace,
  forgetNumbers,
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

export const arrayOperations: Operations<ArrayValue> = {
  methods: arrayMethods,

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
