// Arithmetic, comparison and truth. Constants are computed here, everything else asks the operand's type.
import type { Range } from '../range.ts';
import { arraySteps } from './budget.ts';
import { instanceMethod } from './classes.ts';
import { hashedSet } from './containers.ts';
import { hashKey, plainTruth, sameValue } from './equality.ts';
import type { Evaluation } from './evaluation.ts';
import { percentFormat } from './text.ts';
import {
  type BinaryOperator,
  boolean,
  type CompareOperator,
  float,
  integer,
  list,
  numberOf,
  string,
  tuple,
  type UnaryOperator,
  unknown,
  type Value,
} from './value.ts';

/** `bool(value)`; null when it is not known. */
export function truth(evaluation: Evaluation, value: Value): boolean | null {
  if (value.kind === 'object') return value.type.truth ? value.type.truth(value as never, evaluation) : true;
  if (value.kind === 'array') return evaluation.names.arrays?.truth?.(value, evaluation) ?? null;
  if (value.kind === 'instance') return instanceMethod(value, '__bool__') || instanceMethod(value, '__len__') ? null : true;
  return plainTruth(value);
}

export function unaryOperation(evaluation: Evaluation, operator: UnaryOperator, value: Value, range: Range): Value {
  if (operator === 'not') {
    const holds = truth(evaluation, value);
    return holds === null ? carried(value, value, range) : boolean(!holds);
  }
  const number = numberOf(value);
  if (number !== undefined) {
    if (operator === '~') return value.kind === 'float' ? unknown('~ needs an integer', range) : integer(-number - 1);
    const result = operator === '-' ? -number : number;
    return value.kind === 'float' ? float(result) : integer(result + 0);
  }
  evaluation.range = range;
  if (value.kind === 'array') return evaluation.names.arrays?.unary?.(operator, value, evaluation) ?? carried(value, value, range);
  if (value.kind === 'object') return value.type.unary?.(operator, value as never, evaluation) ?? carried(value, value, range);
  return carried(value, value, range);
}

const specialMethods: Readonly<Record<BinaryOperator, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'truediv',
  '//': 'floordiv',
  '%': 'mod',
  '**': 'pow',
  '@': 'matmul',
  '<<': 'lshift',
  '>>': 'rshift',
  '&': 'and',
  '|': 'or',
  '^': 'xor',
};

export function binaryOperation(evaluation: Evaluation, operator: BinaryOperator, left: Value, right: Value, range: Range): Value {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return arithmetic(operator, a, b, left.kind === 'float' || right.kind === 'float', range);
  const known = byType(evaluation, operator, left, right, range) ?? containerOperation(evaluation, operator, left, right, range);
  if (known) return known;
  for (const [side, other, prefix] of [
    [left, right, '__'],
    [right, left, '__r'],
  ] as const) {
    const method = side.kind === 'instance' ? instanceMethod(side, `${prefix}${specialMethods[operator]}__`) : null;
    if (method) return evaluation.call(method, [other]);
  }
  return carried(left, right, range);
}

/** Asks the array library or an object's type, left side first. */
function byType(evaluation: Evaluation, operator: BinaryOperator, left: Value, right: Value, range: Range): Value | undefined {
  evaluation.range = range;
  for (const side of [left, right]) {
    if (side.kind === 'object') {
      const result = side.type.binary?.(operator, left, right, evaluation);
      if (result) return result;
    }
  }
  const { arrays } = evaluation.names;
  if (left.kind !== 'array' && right.kind !== 'array') return undefined;
  evaluation.spend(arraySteps);
  return arrays?.binary?.(operator, left, right, evaluation);
}

/** Arithmetic on integers (booleans count) and floats, rounded as Python does. */
function arithmetic(operator: BinaryOperator, a: number, b: number, isFloat: boolean, range: Range): Value {
  switch (operator) {
    case '+':
      return number(a + b, isFloat, range);
    case '-':
      return number(a - b, isFloat, range);
    case '*':
      return number(a * b, isFloat, range);
    case '/':
      return b === 0 ? unknown('it divides by zero', range) : float(a / b);
    case '//':
      return b === 0 ? unknown('it divides by zero', range) : number(Math.floor(a / b), isFloat, range);
    case '%': {
      if (b === 0) return unknown('it divides by zero', range);
      const remainder = a % b;
      return number(remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder, isFloat, range);
    }
    case '**': {
      const power = a ** b;
      if (Number.isNaN(power) && !Number.isNaN(a) && !Number.isNaN(b)) return unknown('the power is not a real number', range);
      return number(power, isFloat || b < 0, range);
    }
    default:
      return isFloat ? unknown(`${operator} needs integers`, range) : bitwise(operator, a, b, range);
  }
}

function number(value: number, isFloat: boolean, range: Range): Value {
  if (isFloat) return float(value);
  return Number.isSafeInteger(value) ? integer(value + 0) : unknown('the integer is larger than Layerscope reckons with', range);
}

function bitwise(operator: BinaryOperator, a: number, b: number, range: Range): Value {
  if (Math.abs(b) > 64 && (operator === '<<' || operator === '>>'))
    return unknown('the integer is larger than Layerscope reckons with', range);
  const [x, y] = [BigInt(a), BigInt(b)];
  switch (operator) {
    case '<<':
      return b < 0 ? unknown('a shift cannot be negative', range) : number(Number(x << y), false, range);
    case '>>':
      return b < 0 ? unknown('a shift cannot be negative', range) : number(Number(x >> y), false, range);
    case '&':
      return number(Number(x & y), false, range);
    case '|':
      return number(Number(x | y), false, range);
    case '^':
      return number(Number(x ^ y), false, range);
    default:
      return unknown(`numbers have no operation ${operator}`, range);
  }
}

function containerOperation(evaluation: Evaluation, operator: BinaryOperator, left: Value, right: Value, range: Range): Value | undefined {
  if (operator === '+') {
    if (left.kind === 'string' && right.kind === 'string') {
      if (left.value.length + right.value.length > evaluation.budget.limits.elements) return unknown('the text is too long', range);
      return string(left.value + right.value);
    }
    if (left.kind === 'list' && right.kind === 'list') return concatenated(evaluation, left, right, 'list');
    if (left.kind === 'tuple' && right.kind === 'tuple') return concatenated(evaluation, left, right, 'tuple');
  }
  if (operator === '*') {
    const [sequence, count] = left.kind === 'integer' ? [right, left.value] : right.kind === 'integer' ? [left, right.value] : [left, null];
    if (count !== null) return repeated(evaluation, sequence, Math.max(0, count), range);
  }
  if (operator === '%' && left.kind === 'string') {
    const text = percentFormat(left.value, right);
    return text === null ? unknown('this text is not known', range) : string(text);
  }
  if (left.kind === 'set' && right.kind === 'set') {
    const rest = left.rest ?? right.rest;
    const [mine, others] = [[...left.elements], [...right.elements]];
    if (operator === '|')
      return hashedSet(
        [...mine, ...others].map(([, element]) => element),
        rest,
      );
    if (operator === '&')
      return hashedSet(
        mine.filter(([key]) => right.elements.has(key)).map(([, element]) => element),
        rest,
      );
    if (operator === '-')
      return hashedSet(
        mine.filter(([key]) => !right.elements.has(key)).map(([, element]) => element),
        rest,
      );
  }
  if (operator === '|' && left.kind === 'dictionary' && right.kind === 'dictionary') {
    return { kind: 'dictionary', entries: new Map([...left.entries, ...right.entries]), rest: left.rest ?? right.rest };
  }
  return undefined;
}

type SequenceValue = Extract<Value, { kind: 'list' | 'tuple' }>;

function concatenated(evaluation: Evaluation, left: SequenceValue, right: SequenceValue, kind: 'list' | 'tuple'): Value {
  if (!evaluation.spend(left.elements.length + right.elements.length)) return unknown('the list is too long', evaluation.range);
  const elements = left.rest ? [...left.elements] : [...left.elements, ...right.elements];
  const rest = left.rest ?? right.rest;
  return kind === 'list' ? list(elements, rest) : tuple(elements, rest);
}

function repeated(evaluation: Evaluation, sequence: Value, count: number, range: Range): Value | undefined {
  const { elements: limit } = evaluation.budget.limits;
  const tooLong = () => unknown(`it has more than ${limit.toLocaleString('en-US')} elements`, range);
  if (sequence.kind === 'string') return sequence.value.length * count > limit ? tooLong() : string(sequence.value.repeat(count));
  if (sequence.kind !== 'list' && sequence.kind !== 'tuple') return undefined;
  if (sequence.elements.length * count > limit) return tooLong();
  const elements = Array.from({ length: count }, () => sequence.elements).flat();
  return sequence.kind === 'list' ? list(elements, sequence.rest) : tuple(elements, sequence.rest);
}

export function compareOperation(evaluation: Evaluation, operator: CompareOperator, left: Value, right: Value, range: Range): Value {
  if (operator === 'is' || operator === 'is not') {
    const same = identical(left, right);
    return same === null ? carried(left, right, range) : boolean(same === (operator === 'is'));
  }
  if (operator === 'in' || operator === 'not in') {
    const held = contains(evaluation, right, left);
    return held === null ? carried(right, left, range) : boolean(held === (operator === 'in'));
  }
  evaluation.range = range;
  for (const side of [left, right]) {
    const operations = side.kind === 'array' ? evaluation.names.arrays : side.kind === 'object' ? side.type : null;
    const result = operations?.compare?.(operator, left, right, evaluation);
    if (result) return result;
  }
  if (operator === '==' || operator === '!=') {
    const same = sameValue(left, right);
    return same === null ? carried(left, right, range) : boolean(same === (operator === '=='));
  }
  const order = ordered(left, right);
  if (order === null) return carried(left, right, range);
  // A comparison with NaN is false whatever the operator.
  if (Number.isNaN(order)) return boolean(false);
  return boolean({ '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 }[operator]);
}

/** Negative, zero, positive, NaN for numbers that have no order; null when it cannot be known. */
export function ordered(left: Value, right: Value): number | null {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return a === b ? 0 : a < b ? -1 : a > b ? 1 : Number.NaN;
  if (left.kind === 'string' && right.kind === 'string') return left.value < right.value ? -1 : left.value > right.value ? 1 : 0;
  if ((left.kind !== 'list' && left.kind !== 'tuple') || right.kind !== left.kind || left.rest || right.rest) return null;
  for (const [index, element] of left.elements.entries()) {
    const other = right.elements[index];
    if (!other) return 1;
    const order = ordered(element, other);
    if (order !== 0) return order;
  }
  return left.elements.length - right.elements.length;
}

function identical(left: Value, right: Value): boolean | null {
  if (left.kind === 'unknown' || right.kind === 'unknown') return null;
  if (left.kind === 'choice' || right.kind === 'choice') {
    const options = left.kind === 'choice' ? left.options : right.kind === 'choice' ? right.options : [];
    const other = left.kind === 'choice' ? right : left;
    const results = options.map((option) => identical(option, other));
    return results.every((result) => result === results[0]) ? (results[0] ?? null) : null;
  }
  if (left === right) return true;
  if (left.kind !== right.kind) return false;
  return sameValue(left, right) ?? false;
}

function contains(evaluation: Evaluation, container: Value, element: Value): boolean | null {
  if (container.kind === 'string') return element.kind === 'string' ? container.value.includes(element.value) : null;
  if (container.kind === 'dictionary' || container.kind === 'set') {
    const key = hashKey(element);
    if (key === null) return null;
    const held = container.kind === 'dictionary' ? container.entries.has(key) : container.elements.has(key);
    return held || !container.rest ? held : null;
  }
  const elements = evaluation.iterate(container);
  if ('kind' in elements) return null;
  let result: boolean | null = false;
  for (const candidate of elements) {
    const same = sameValue(candidate, element);
    if (same) return true;
    if (same === null) result = null;
  }
  return result;
}

/** Unknown because an operand is: the operand's own reason says more than the operation's. */
function carried(left: Value, right: Value, range: Range): Value {
  for (const side of [left, right]) {
    if (side.kind === 'unknown') return side;
    if (side.kind === 'choice') return side.unknown;
  }
  return unknown('the result of this operation is not known', range);
}
