// The elements that a loop over a value meets, in order.

import { instanceMethod } from './classes.ts';
import type { Evaluation } from './evaluation.ts';
import { integer, type RangeValue, string, type UnknownValue, type Value } from './value.ts';

/** All elements; unknown where their number is not known or over the budget. */
export function iterate(evaluation: Evaluation, value: Value): readonly Value[] | UnknownValue {
  const elements = elementsOf(evaluation, value);
  if ('kind' in elements) return elements;
  const limit = evaluation.budget.limits.elements;
  if (elements.length > limit) return evaluation.unknown(`it has more than ${limit.toLocaleString('en-US')} elements`);
  return elements;
}

/** Number of elements of a range. */
export function rangeLength({ start, stop, step }: RangeValue): number {
  return Math.max(0, Math.ceil((stop - start) / step));
}

function elementsOf(evaluation: Evaluation, value: Value): readonly Value[] | UnknownValue {
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return value.rest ?? value.elements.slice();
    case 'set':
      return value.rest ?? [...value.elements.values()];
    case 'dictionary':
      return value.rest ?? [...value.entries.values()].map(({ key }) => key);
    case 'string':
      return Array.from(value.value, string);
    case 'range': {
      const length = rangeLength(value);
      if (length > evaluation.budget.limits.elements) return evaluation.unknown(`it has ${length.toLocaleString('en-US')} elements`);
      return Array.from({ length }, (_, index) => integer(value.start + index * value.step));
    }
    case 'array':
      return evaluation.names.arrays?.iterate?.(value, evaluation) ?? evaluation.unknown('the elements of this array are not known');
    case 'object':
      return (
        value.type.iterate?.(value as never, evaluation) ?? evaluation.unknown(`the elements of this ${value.type.name} are not known`)
      );
    case 'instance': {
      const method = instanceMethod(value, '__iter__');
      if (!method)
        return value.native
          ? elementsOf(evaluation, value.native)
          : evaluation.unknown(`the elements of this ${value.class.name} are not known`);
      const iterated = evaluation.call(method, []);
      return iterated === value
        ? evaluation.unknown(`the elements of this ${value.class.name} are not known`)
        : iterate(evaluation, iterated);
    }
    case 'unknown':
      return value;
    case 'choice':
      return value.unknown;
    default:
      return evaluation.unknown(`a ${value.kind} has no elements`);
  }
}
