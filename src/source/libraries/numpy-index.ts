// What stands between the brackets of `array[…]` → the items of an index.
import { astype } from '../../data/array/dtype.ts';
import type { IndexItem } from '../../data/array/indexing.ts';
import type { EvaluationContext } from '../evaluate/library.ts';
import type { Value } from '../evaluate/value.ts';
import { NotKnown, notKnown, scalarOf, toArray } from './numpy-values.ts';

/** What stands between the brackets. Throws NotKnown for what is not known. */
export function indexItems(value: Value, context: EvaluationContext): IndexItem[] {
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
