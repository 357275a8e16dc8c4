// `sorted`, `list.sort`, `min` and `max`: order by a key function, stable as Python's.
import type { EvaluationContext } from './library.ts';
import { ordered } from './operators.ts';
import { type ListValue, list, type UnknownValue, type Value } from './value.ts';

/** A new list in order; unknown when two elements cannot be compared. */
export function sorted(value: Value, keywords: ReadonlyMap<string, Value>, context: EvaluationContext): ListValue | UnknownValue {
  const elements = context.iterate(value);
  if ('kind' in elements) return elements;
  const keyed = withKeys(elements, keywords.get('key'), context);
  const reverse = keywords.get('reverse');
  let failed = false;
  const sign = reverse?.kind === 'boolean' && reverse.value ? -1 : 1;
  const inOrder = keyed.toSorted((a, b) => {
    const order = ordered(a.key, b.key);
    if (order === null) failed = true;
    return sign * (order ?? 0);
  });
  if (failed || (reverse && reverse.kind !== 'boolean')) return context.unknown('the order of these elements is not known');
  return list(inOrder.map(({ element }) => element));
}

/** The least (`sign` 1) or greatest (−1) element. */
export function extreme(elements: readonly Value[], sign: 1 | -1, keywords: ReadonlyMap<string, Value>, context: EvaluationContext): Value {
  const [first, ...others] = withKeys(elements, keywords.get('key'), context);
  if (!first) return keywords.get('default') ?? context.unknown('there is no element to choose from');
  let best = first;
  for (const candidate of others) {
    const order = ordered(candidate.key, best.key);
    if (order === null) {
      const missing = [candidate.key, best.key].find(({ kind }) => kind === 'unknown');
      return missing ?? context.unknown('which of these is the least or greatest is not known');
    }
    if (sign * order < 0) best = candidate;
  }
  return best.element;
}

function withKeys(
  elements: readonly Value[],
  key: Value | undefined,
  context: EvaluationContext,
): readonly { readonly element: Value; readonly key: Value }[] {
  return elements.map((element) => ({ element, key: key && key.kind !== 'none' ? context.call(key, [element]) : element }));
}
