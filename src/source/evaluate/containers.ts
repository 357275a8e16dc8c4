// Dictionaries and sets from their elements.
import { hashKey } from './equality.ts';
import type { DictionaryEntry, DictionaryValue, SetValue, UnknownValue, Value } from './value.ts';

/** Later entries replace earlier ones of the same key; a key that is not known leaves the dictionary open. */
export function hashedDictionary(pairs: Iterable<readonly [Value, Value]>, rest: UnknownValue | null = null): DictionaryValue {
  const entries = new Map<string, DictionaryEntry>();
  let open = rest;
  for (const [key, value] of pairs) {
    const hash = hashKey(key);
    if (hash !== null) entries.set(hash, { key, value });
    else if (key.kind === 'unknown') open ??= key;
  }
  return { kind: 'dictionary', entries, rest: open };
}

export function hashedSet(values: Iterable<Value>, rest: UnknownValue | null = null): SetValue {
  const elements = new Map<string, Value>();
  let open = rest;
  for (const value of values) {
    const hash = hashKey(value);
    if (hash !== null) elements.set(hash, value);
    else if (value.kind === 'unknown') open ??= value;
  }
  return { kind: 'set', elements, rest: open };
}
