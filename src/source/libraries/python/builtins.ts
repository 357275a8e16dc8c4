// Python's built-in functions and types.
import { type Arguments, argument } from '../../evaluate/arguments.ts';
import { lineage } from '../../evaluate/classes.ts';
import { hashedDictionary, hashedSet } from '../../evaluate/containers.ts';
import { plainTruth } from '../../evaluate/equality.ts';
import { rangeLength } from '../../evaluate/iteration.ts';
import type { EvaluationContext, Library } from '../../evaluate/library.ts';
import { extreme, sorted } from '../../evaluate/sorting.ts';
import { textOf } from '../../evaluate/text.ts';
import {
  boolean,
  elementsOf,
  float,
  integer,
  type LibraryCall,
  list,
  none,
  numberOf,
  string,
  tuple,
  type UnknownValue,
  type Value,
} from '../../evaluate/value.ts';
import { roundNumber } from './rounding.ts';

const rows: Readonly<Record<string, LibraryCall>> = {
  print: () => none,
  len: ({ positional: [value] }, context) => (value ? lengthOf(value, context) : context.unknown('len needs an argument')),
  range: rangeOf,
  enumerate: (args, context) => {
    const start = argument(args, 1, 'start');
    const from = start ? numberOf(start) : 0;
    return overElements(args.positional[0], context, (elements) =>
      from === undefined
        ? context.unknown('where the count starts is not known')
        : list(elements.map((value, at) => tuple([integer(from + at), value]))),
    );
  },
  zip: ({ positional }, context) => {
    const columns = positional.map((value) => context.iterate(value));
    const missing = columns.find((column): column is UnknownValue => 'kind' in column);
    if (missing) return missing;
    const known = columns.filter((column): column is readonly Value[] => !('kind' in column));
    const length = known.length > 0 ? Math.min(...known.map((column) => column.length)) : 0;
    return list(Array.from({ length }, (_, at) => tuple(known.map((column) => column[at] ?? none))));
  },
  reversed: ({ positional: [value] }, context) => overElements(value, context, (elements) => list(elements.toReversed())),
  sorted: (args, context) => (args.positional[0] ? sorted(args.positional[0], args.keywords, context) : list([])),
  sum: (args, context) =>
    overElements(args.positional[0], context, (elements) =>
      elements.reduce((total, value) => context.binary('+', total, value), argument(args, 1, 'start') ?? integer(0)),
    ),
  min: extremeOf(1),
  max: extremeOf(-1),
  abs: ({ positional: [value] }, context) => {
    const number = numberOf(value);
    if (number !== undefined) return value?.kind === 'float' ? float(Math.abs(number)) : integer(Math.abs(number));
    return value ? context.call(context.attribute(value, '__abs__'), []) : none;
  },
  round: ({ positional: [value, digits] }, context) => {
    const number = value ? asNumber(value, context) : undefined;
    const places = digits && digits.kind !== 'none' ? numberOf(digits) : 0;
    if (!number || places === undefined) return context.unknown('what is rounded is not known');
    const plain = numberOf(number);
    if (plain === undefined) return number;
    const rounded = roundNumber(plain, places);
    return (digits && digits.kind !== 'none' && number.kind === 'float') || !Number.isSafeInteger(rounded)
      ? float(rounded)
      : integer(rounded);
  },
  int: ({ positional: [value] }, context) => {
    if (!value) return integer(0);
    if (value.kind === 'string') {
      const parsed = /^\s*[-+]?\d+\s*$/.test(value.value) ? Number(value.value) : Number.NaN;
      return Number.isSafeInteger(parsed) ? integer(parsed) : context.unknown(`'${value.value.slice(0, 40)}' is not an integer`);
    }
    const number = asNumber(value, context);
    const plain = numberOf(number);
    if (plain === undefined) return number;
    const whole = Math.trunc(plain);
    return Number.isSafeInteger(whole) ? integer(whole + 0) : context.unknown('the integer is larger than Layerscope reckons with');
  },
  float: ({ positional: [value] }, context) => {
    if (!value) return float(0);
    if (value.kind === 'string') {
      const text = value.value
        .trim()
        .toLowerCase()
        .replace(/^([-+]?)inf(inity)?$/, '$1Infinity');
      const parsed = text === 'nan' ? Number.NaN : Number(text || 'x');
      return Number.isNaN(parsed) && text !== 'nan' ? context.unknown(`'${value.value.slice(0, 40)}' is not a number`) : float(parsed);
    }
    const number = asNumber(value, context);
    const plain = numberOf(number);
    return plain === undefined ? number : float(plain);
  },
  str: ({ positional: [value] }, context) => {
    const text = value ? textOf(value) : '';
    return text === null ? context.unknown('this text is not known') : string(text);
  },
  repr: ({ positional: [value] }, context) => {
    const text = value ? textOf(value, true) : null;
    return text === null ? context.unknown('this text is not known') : string(text);
  },
  bool: ({ positional: [value] }, context) => {
    const holds = value ? plainTruth(value) : false;
    return holds === null ? context.unknown('whether this holds is not known') : boolean(holds);
  },
  list: ({ positional: [value] }, context) => {
    if (!value) return list([]);
    if (value.kind === 'list' && value.rest) return list(value.elements.slice(), value.rest);
    return overElements(value, context, (elements) => list(elements.slice()));
  },
  tuple: ({ positional: [value] }, context) => (value ? overElements(value, context, (elements) => tuple(elements)) : tuple([])),
  set: ({ positional: [value] }, context) => (value ? overElements(value, context, (elements) => hashedSet(elements)) : hashedSet([])),
  frozenset: ({ positional: [value] }, context) =>
    value ? overElements(value, context, (elements) => hashedSet(elements)) : hashedSet([]),
  dict: ({ positional: [value], keywords, rest }, context) => {
    const given = [...keywords].map(([name, entry]) => [string(name), entry] as const);
    if (!value) return hashedDictionary(given, rest);
    if (value.kind === 'dictionary') {
      return hashedDictionary(
        [...[...value.entries.values()].map((entry) => [entry.key, entry.value] as const), ...given],
        rest ?? value.rest,
      );
    }
    return overElements(value, context, (elements) => {
      const pairs = elements.map((element) => elementsOf(element));
      const known = pairs.flatMap((pair) => (pair?.[0] && pair[1] ? [[pair[0], pair[1]] as const] : []));
      return known.length === pairs.length ? hashedDictionary([...known, ...given], rest) : context.unknown('these entries are not known');
    });
  },
  map: ({ positional: [callee, ...iterables] }, context) => {
    const [values] = iterables;
    if (!callee || iterables.length !== 1) return context.unknown('what map gives here is not known');
    return overElements(values, context, (elements) => list(elements.map((element) => context.call(callee, [element]))));
  },
  filter: ({ positional: [callee, values] }, context) =>
    overElements(values, context, (elements) => {
      const tests = elements.map((element) => plainTruth(callee && callee.kind !== 'none' ? context.call(callee, [element]) : element));
      return tests.includes(null) ? context.unknown('which elements remain is not known') : list(elements.filter((_, at) => tests[at]));
    }),
  any: ({ positional: [values] }, context) =>
    overElements(values, context, (elements) => {
      const tests = elements.map(plainTruth);
      if (tests.includes(true)) return boolean(true);
      return tests.includes(null) ? context.unknown('whether any holds is not known') : boolean(false);
    }),
  all: ({ positional: [values] }, context) =>
    overElements(values, context, (elements) => {
      const tests = elements.map(plainTruth);
      if (tests.includes(false)) return boolean(false);
      return tests.includes(null) ? context.unknown('whether all hold is not known') : boolean(true);
    }),
  iter: ({ positional: [value] }, context) => overElements(value, context, (elements) => list(elements.slice())),
  next: ({ positional: [value] }, context) => {
    if (value?.kind !== 'list' || value.rest) return context.unknown('the next element is not known');
    context.touch(value);
    return value.elements.shift() ?? context.unknown('there is no next element');
  },
  isinstance: ({ positional: [value, of] }, context) => {
    const answer = value && of ? isInstance(value, of) : null;
    return answer === null ? context.unknown('of which type this is is not known') : boolean(answer);
  },
  type: ({ positional: [value] }, context) => {
    if (value?.kind === 'instance') return value.class;
    const named = value && typeNames[value.kind];
    return named ? context.attribute({ kind: 'module', name: 'builtins' }, named) : context.unknown('of which type this is is not known');
  },
  callable: ({ positional: [value] }, context) => {
    if (!value || value.kind === 'unknown' || value.kind === 'object') return context.unknown('whether this can be called is not known');
    return boolean(['function', 'closure', 'bound', 'class'].includes(value.kind));
  },
  getattr: ({ positional: [value, name, otherwise] }, context) => {
    if (!value || name?.kind !== 'string') return context.unknown('which attribute is asked for is not known');
    const found = context.attribute(value, name.value);
    return found.kind === 'unknown' && otherwise && value.kind === 'instance' ? otherwise : found;
  },
  setattr: ({ positional: [object, name, value] }, context) => {
    if (object && value && name?.kind === 'string') context.setAttribute(object, name.value, value);
    return none;
  },
  hasattr: ({ positional: [value, name] }, context) => {
    if (value?.kind !== 'instance' || name?.kind !== 'string') return context.unknown('whether it has this attribute is not known');
    return boolean(context.attribute(value, name.value).kind !== 'unknown');
  },
  divmod: ({ positional: [a, b] }, context) => (a && b ? tuple([context.binary('//', a, b), context.binary('%', a, b)]) : none),
  pow: ({ positional: [a, b] }, context) => (a && b ? context.binary('**', a, b) : none),
  chr: ({ positional: [code] }, context) =>
    code?.kind === 'integer' && code.value >= 0 && code.value <= 0x10ffff
      ? string(String.fromCodePoint(code.value))
      : context.unknown('this character is not known'),
  ord: ({ positional: [text] }, context) => {
    const code = text?.kind === 'string' ? text.value.codePointAt(0) : undefined;
    return code === undefined ? context.unknown('this character is not known') : integer(code);
  },
  object: () => none,
};

export const builtins: Library = {
  roots: ['builtins'],
  rows: Object.fromEntries(Object.entries(rows).map(([name, call]) => [`builtins.${name}`, call])),
};

const typeNames: Readonly<Partial<Record<Value['kind'], string>>> = {
  integer: 'int',
  float: 'float',
  boolean: 'bool',
  string: 'str',
  list: 'list',
  tuple: 'tuple',
  dictionary: 'dict',
  set: 'set',
  range: 'range',
};

function overElements(value: Value | undefined, context: EvaluationContext, then: (elements: readonly Value[]) => Value): Value {
  const elements = value ? context.iterate(value) : context.unknown('an argument is missing');
  if ('kind' in elements) return elements;
  if (!context.spend(elements.length)) return context.unknown('reading stopped');
  return then(elements);
}

function extremeOf(sign: 1 | -1): LibraryCall {
  return ({ positional, keywords }, context) => {
    if (positional.length > 1) return extreme(positional, sign, keywords, context);
    return overElements(positional[0], context, (elements) => extreme(elements, sign, keywords, context));
  };
}

export function lengthOf(value: Value, context: EvaluationContext): Value {
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return value.rest ?? integer(value.elements.length);
    case 'string':
      return integer(value.value.length);
    case 'dictionary':
      return value.rest ?? integer(value.entries.size);
    case 'set':
      return value.rest ?? integer(value.elements.size);
    case 'range':
      return integer(rangeLength(value));
    case 'object':
      return value.type.length?.(value as never, context) ?? context.unknown(`the length of this ${value.type.name} is not known`);
    case 'array':
      return context.arrayLength(value);
    case 'unknown':
      return value;
    default:
      return context.call(context.attribute(value, '__len__'), []);
  }
}

function rangeOf({ positional }: Arguments, context: EvaluationContext): Value {
  const bounds = positional.map((value) => asNumber(value, context));
  const missing = bounds.find((bound) => bound.kind !== 'integer');
  if (missing) return missing.kind === 'unknown' ? missing : context.unknown('the bounds of this range are not known');
  const [first = 0, second, step = 1] = bounds.map(numberOf);
  if (step === 0) return context.unknown('a range cannot have a step of 0');
  return { kind: 'range', start: second === undefined ? 0 : first, stop: second ?? first, step };
}

/** The integer or float that a value converts to; unknown otherwise. */
export function asNumber(value: Value, context: EvaluationContext): Value {
  switch (value.kind) {
    case 'integer':
    case 'float':
    case 'unknown':
      return value;
    case 'boolean':
      return integer(value.value ? 1 : 0);
    case 'object':
      return value.type.number?.(value as never, context) ?? context.unknown('this number is not known');
    case 'array':
      return context.arrayNumber(value);
    case 'choice':
      return value.unknown;
    default:
      return context.unknown(`a ${value.kind} is not a number`);
  }
}

/** Null when it cannot be known. */
function isInstance(value: Value, of: Value): boolean | null {
  const options = elementsOf(of);
  if (options) {
    const answers = options.map((option) => isInstance(value, option));
    return answers.includes(true) ? true : answers.includes(null) ? null : false;
  }
  if (value.kind === 'unknown' || value.kind === 'choice') return null;
  if (of.kind === 'class') return value.kind === 'instance' ? lineage(value.class).includes(of) : false;
  if (of.kind !== 'function') return null;
  if (value.kind === 'object') return value.type.isInstance?.(value as never, of.name) ?? null;
  if (value.kind === 'instance') return lineage(value.class).some((base) => base.kind === 'function' && base.name === of.name);
  const plain = of.name.startsWith('builtins.') ? of.name.slice('builtins.'.length) : null;
  if (plain === null) return value.kind === 'array' ? null : false;
  return typeNames[value.kind] === plain || (value.kind === 'boolean' && plain === 'int');
}
