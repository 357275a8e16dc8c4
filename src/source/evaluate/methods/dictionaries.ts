// Methods of dictionaries.
import type { Arguments } from '../arguments.ts';
import { hashKey } from '../equality.ts';
import type { EvaluationContext } from '../library.ts';
import { type DictionaryValue, list, none, string, tuple, type Value } from '../value.ts';

type Method = (self: DictionaryValue, args: Arguments, context: EvaluationContext) => Value;

export const dictionaryMethods: Readonly<Record<string, Method>> = {
  keys: ({ entries, rest }) =>
    list(
      [...entries.values()].map(({ key }) => key),
      rest,
    ),
  values: ({ entries, rest }) =>
    list(
      [...entries.values()].map(({ value }) => value),
      rest,
    ),
  items: ({ entries, rest }) =>
    list(
      [...entries.values()].map(({ key, value }) => tuple([key, value])),
      rest,
    ),
  get: (self, { positional: [key, otherwise] }, context) => find(self, key, otherwise ?? none, context),
  setdefault: (self, { positional: [key, otherwise] }, context) => {
    const value = find(self, key, otherwise ?? none, context);
    const hash = key ? hashKey(key) : null;
    if (key && hash !== null) {
      context.touch(self);
      self.entries.set(hash, { key, value });
    }
    return value;
  },
  pop: (self, { positional: [key, otherwise] }, context) => {
    const value = find(self, key, otherwise ?? context.unknown('the dictionary has no such key'), context);
    const hash = key ? hashKey(key) : null;
    context.touch(self);
    if (hash !== null) self.entries.delete(hash);
    return value;
  },
  update: (self, { positional: [other], keywords }, context) => {
    context.touch(self);
    if (other?.kind === 'dictionary') {
      for (const [hash, entry] of other.entries) self.entries.set(hash, entry);
      self.rest ??= other.rest;
    } else if (other) self.rest ??= context.unknown('what the dictionary was updated with is not known');
    for (const [name, value] of keywords) self.entries.set(`s${name}`, { key: string(name), value });
    return none;
  },
  copy: ({ entries, rest }) => ({ kind: 'dictionary', entries: new Map(entries), rest }),
};

function find({ entries, rest }: DictionaryValue, key: Value | undefined, otherwise: Value, context: EvaluationContext): Value {
  const hash = key ? hashKey(key) : null;
  if (hash === null) return context.unknown('the key is not known');
  return entries.get(hash)?.value ?? rest ?? otherwise;
}
