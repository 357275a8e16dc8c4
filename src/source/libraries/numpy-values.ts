// Between the evaluator's values and arrays of numbers: lists become arrays, arrays of no dimension become numbers.

import { stack } from '../../data/array/arrangement.ts';
import {
  ArrayError,
  arrayOf,
  arrayOfUnknown,
  createBudget,
  type ElementBudget,
  InexactError,
  type LazyArray,
  pythonScalar,
  TooLargeError,
} from '../../data/array/array.ts';
import { arange } from '../../data/array/creation.ts';
import { astype, type DType, resultType } from '../../data/array/dtype.ts';
import { readView, type View, wholeView, writeView } from '../../data/array/view.ts';
import type { EvaluationContext, StateKey } from '../evaluate/library.ts';
import { type ArrayValue, boolean, float, integer, type UnknownValue, type Value } from '../evaluate/value.ts';

/** Ends a row with a value that it could not go on without; the row's caller gets `value`. */
export class NotKnown extends Error {
  override readonly name = 'NotKnown';
  readonly value: UnknownValue;

  constructor(value: UnknownValue) {
    super(value.reason);
    this.value = value;
  }
}

/** What a row may compute while the text is read, in elements: about a tenth of a second. Training data is computed later. */
const readingElements = 1_000_000;

const budgetKey: StateKey<ElementBudget> = {
  name: 'elements computed while reading',
  initial: () => createBudget(readingElements),
  join: (left) => left,
};

export function readingBudget(context: EvaluationContext): ElementBudget {
  return context.read(budgetKey);
}

/** Runs a row's work; what NumPy would refuse, what is too large and what is not known become unknowns. */
export function attempt(context: EvaluationContext, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    const reason = unknownFor(error, context);
    if (reason) return reason;
    throw error;
  }
}

/** The unknown that stands for an error of reckoning; null for any other error. */
export function unknownFor(error: unknown, context: EvaluationContext): UnknownValue | null {
  if (error instanceof NotKnown) return error.value;
  if (error instanceof ArrayError || error instanceof InexactError || error instanceof TooLargeError || error instanceof RangeError) {
    return context.unknown(error.message.replace(/\.$/, ''));
  }
  return null;
}

export function notKnown(context: EvaluationContext, reason: string): NotKnown {
  return new NotKnown(context.unknown(reason));
}

/** The numbers that an array value shows now. */
export function numbersOf({ memory, view }: ArrayValue): LazyArray {
  return readView(memory.array, view);
}

/** A new array value with memory of its own. */
export function arrayValue(array: LazyArray, context: EvaluationContext): ArrayValue {
  return { kind: 'array', memory: { kind: 'memory', array }, view: wholeView(array.shape), range: context.range };
}

/** A part of an array's memory. */
export function viewOf({ memory }: ArrayValue, view: View, context: EvaluationContext): ArrayValue {
  return { kind: 'array', memory, view, range: context.range };
}

/**
 * The result of an operation: an array, or a number where it has no dimension. A number that is drawn without a seed, too
 * costly now, or of a type that Python has not, stays an array of no dimension, as NumPy's scalars are.
 */
export function resultValue(array: LazyArray, context: EvaluationContext): Value {
  if (array.shape.length > 0 || !array.seeded) return arrayValue(array, context);
  if (array.dtype !== 'float64' && array.dtype !== 'int64' && array.dtype !== 'bool') return arrayValue(array, context);
  let value: number;
  try {
    value = array.item(readingBudget(context));
  } catch (error) {
    if (error instanceof TooLargeError) return arrayValue(array, context);
    throw error;
  }
  if (array.dtype === 'bool') return boolean(value !== 0);
  return array.dtype === 'int64' ? integer(value) : float(value);
}

/** The number in an array of one element, computed now. Throws NotKnown where it depends on a draw without a seed. */
export function scalarOf(value: ArrayValue, context: EvaluationContext): number {
  const array = numbersOf(value);
  if (!array.seeded) throw notKnown(context, 'it is drawn at random without a seed');
  return array.item(readingBudget(context));
}

/** A value as `numpy.asarray` takes it. Throws NotKnown for what is not numbers. */
export function toArray(value: Value, context: EvaluationContext): LazyArray {
  switch (value.kind) {
    case 'array':
      return numbersOf(value);
    case 'integer':
      return pythonScalar(value.value, 'int');
    case 'float':
      return pythonScalar(value.value, 'float');
    case 'boolean':
      return pythonScalar(value.value, 'bool');
    case 'range':
      return arange(value.start, value.stop, value.step, 'int64');
    case 'list':
    case 'tuple':
      if (value.rest) throw new NotKnown(value.rest);
      return fromElements(value.elements, context);
    case 'unknown':
      throw new NotKnown(value);
    case 'choice':
      throw new NotKnown(value.unknown);
    default:
      throw notKnown(context, `a ${value.kind} is not an array of numbers`);
  }
}

/** `memory[view] = value`, after telling the evaluator. */
export function writeNumbers(target: ArrayValue, value: LazyArray, context: EvaluationContext): void {
  const written = writeView(target.memory.array, target.view, value);
  context.touch(target.memory);
  target.memory.array = written;
}

/** From now on the values in this memory are not known; their number stays. */
export function forgetNumbers({ memory }: ArrayValue, reason: UnknownValue, context: EvaluationContext): void {
  context.touch(memory);
  memory.array = arrayOfUnknown(memory.array.shape, memory.array.dtype, reason.reason);
}

/** Changes an array in place; where the new values cannot be had they are unknown afterwards. Gives the unknown then. */
export function changeInPlace(target: ArrayValue, context: EvaluationContext, change: () => LazyArray): UnknownValue | null {
  try {
    writeNumbers(target, change(), context);
    return null;
  } catch (error) {
    const reason = unknownFor(error, context);
    if (!reason) throw error;
    forgetNumbers(target, reason, context);
    return reason;
  }
}

function fromElements(elements: readonly Value[], context: EvaluationContext): LazyArray {
  if (elements.length === 0) return arrayOf(new Float64Array(0));
  if (!context.spend(Math.ceil(elements.length / 8))) throw notKnown(context, 'the list is too long');
  return fromNumbers(elements) ?? fromParts(elements, context);
}

/** A flat list of plain numbers, the common case, without an array for each. */
function fromNumbers(elements: readonly Value[]): LazyArray | null {
  const values = new Float64Array(elements.length);
  let dtype: DType = 'bool';
  for (const [index, element] of elements.entries()) {
    if (element.kind === 'float') dtype = 'float64';
    else if (element.kind === 'integer') dtype = dtype === 'bool' ? 'int64' : dtype;
    else if (element.kind !== 'boolean') return null;
    values[index] = Number(element.value);
  }
  return arrayOf(values, [values.length], dtype);
}

function fromParts(elements: readonly Value[], context: EvaluationContext): LazyArray {
  const parts = elements.map((element) => toArray(element, context));
  // Bare numbers in a list are of NumPy's default types, not weak.
  const dtype = parts.every((part) => part.weak) ? resultType(parts) : resultType(parts.map((part) => astype(part, part.dtype)));
  return stack(parts.map((part) => astype(part, dtype)));
}
