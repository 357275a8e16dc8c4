// The arrays behind the values that a source trains on.
import { ArrayError, createBudget, InexactError, type LazyArray, TooLargeError } from '../../../data/array/array.ts';
import type { EvaluationContext } from '../../evaluate/library.ts';
import { elementsOf, type Value } from '../../evaluate/value.ts';
import { NotKnown, toArray } from '../numpy-values.ts';

/** Weights given to a layer are read up to this many numbers in all of one array. */
const mostGiven = 1_000_000;

/** One array an input or output: a list of arrays is several; anything else that NumPy makes an array of is one. Null for what is none. */
export function arraysOf(value: Value, context: EvaluationContext): readonly LazyArray[] | null {
  const elements = elementsOf(value);
  const parts = elements && elements.length > 0 && elements.every(({ kind }) => kind === 'array') ? elements : [value];
  try {
    const arrays = parts.map((part) => toArray(part, context));
    return arrays.every(({ shape }) => shape.length > 0) ? arrays : null;
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

/** The numbers of an array given as a weight, row-major; or why they are not known, a clause. */
export function numbersGiven(value: Value, context: EvaluationContext): readonly number[] | string {
  try {
    return Array.from(toArray(value, context).values(createBudget(mostGiven)));
  } catch (error) {
    if (isRefusal(error)) return error.message.replace(/\.$/, '');
    throw error;
  }
}

/** Something that an array cannot do, said by its library; any other error is a fault here. */
export function isRefusal(error: unknown): error is Error {
  return (
    error instanceof NotKnown ||
    error instanceof ArrayError ||
    error instanceof InexactError ||
    error instanceof TooLargeError ||
    error instanceof RangeError
  );
}
