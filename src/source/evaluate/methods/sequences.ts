// Methods of lists, tuples and sets.
import { type Arguments, argument } from '../arguments.ts';
import { hashKey, sameValue } from '../equality.ts';
import type { EvaluationContext } from '../library.ts';
import { sorted } from '../sorting.ts';
import { integer, type ListValue, list, none, type SetValue, type TupleValue, type Value } from '../value.ts';

type Method<V> = (self: V, args: Arguments, context: EvaluationContext) => Value;

export const listMethods: Readonly<Record<string, Method<ListValue>>> = {
  append: (self, { positional: [element] }, context) => {
    context.touch(self);
    if (element && !self.rest) self.elements.push(element);
    return none;
  },
  extend: (self, { positional: [iterable] }, context) => {
    context.touch(self);
    const added = iterable ? context.iterate(iterable) : [];
    if ('kind' in added) self.rest ??= added;
    else if (!self.rest && context.spend(added.length)) for (const element of added) self.elements.push(element);
    return none;
  },
  insert: (self, { positional: [index, element] }, context) => {
    context.touch(self);
    if (index?.kind === 'integer' && element && !self.rest) self.elements.splice(index.value, 0, element);
    else self.rest ??= context.unknown('where an element was inserted is not known');
    return none;
  },
  pop: (self, args, context) => {
    const index = argument(args, 0, 'index');
    context.touch(self);
    if (self.rest || (index && index.kind !== 'integer')) {
      self.rest ??= context.unknown('which element was taken out is not known');
      return self.rest;
    }
    const at = index ? (index.value < 0 ? index.value + self.elements.length : index.value) : self.elements.length - 1;
    const [taken] = self.elements.splice(at, at >= 0 ? 1 : 0);
    return taken ?? context.unknown('the list has no such element');
  },
  remove: (self, { positional: [element] }, context) => {
    context.touch(self);
    const at = element ? self.elements.findIndex((candidate) => sameValue(candidate, element) !== false) : -1;
    if (at >= 0) self.elements.splice(at, 1);
    return none;
  },
  clear: (self, _args, context) => {
    context.touch(self);
    self.elements = [];
    self.rest = null;
    return none;
  },
  reverse: (self, _args, context) => {
    context.touch(self);
    self.elements = self.elements.toReversed();
    return none;
  },
  sort: (self, args, context) => {
    const result = sorted(self, args.keywords, context);
    context.touch(self);
    if (result.kind === 'list') self.elements = result.elements;
    else self.elements = self.elements.map(() => result);
    return none;
  },
  copy: ({ elements, rest }) => list(elements.slice(), rest),
  index: indexOf,
  count: countOf,
};

export const tupleMethods: Readonly<Record<string, Method<TupleValue>>> = { index: indexOf, count: countOf };

export const setMethods: Readonly<Record<string, Method<SetValue>>> = {
  add: (self, { positional: [element] }, context) => {
    context.touch(self);
    const key = element ? hashKey(element) : null;
    if (element && key !== null) self.elements.set(key, element);
    else self.rest ??= context.unknown('an element of the set is not known');
    return none;
  },
  copy: ({ elements, rest }) => ({ kind: 'set', elements: new Map(elements), rest }),
};

function indexOf(self: ListValue | TupleValue, { positional: [element] }: Arguments, context: EvaluationContext): Value {
  for (const [at, candidate] of self.elements.entries()) {
    const same = element ? sameValue(candidate, element) : false;
    if (same === true) return integer(at);
    if (same === null) break;
  }
  return context.unknown('where the element stands is not known');
}

function countOf(self: ListValue | TupleValue, { positional: [element] }: Arguments, context: EvaluationContext): Value {
  const same = self.elements.map((candidate) => (element ? sameValue(candidate, element) : false));
  return self.rest || same.includes(null) ? context.unknown('this count is not known') : integer(same.filter(Boolean).length);
}
