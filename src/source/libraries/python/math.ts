// Python's `math`: on known numbers.
import type { Library } from '../../evaluate/library.ts';
import { boolean, float, integer, type LibraryCall, numberOf, type Value } from '../../evaluate/value.ts';

const toFloat: Readonly<Record<string, (...numbers: number[]) => number>> = {
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: (x = Number.NaN, base) => (base === undefined ? Math.log(x) : Math.log(x) / Math.log(base)),
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  expm1: Math.expm1,
  pow: Math.pow,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  atan2: Math.atan2,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  fabs: Math.abs,
  hypot: Math.hypot,
  radians: (x = Number.NaN) => (x * Math.PI) / 180,
  degrees: (x = Number.NaN) => (x * 180) / Math.PI,
};

const toInteger: Readonly<Record<string, (...numbers: number[]) => number>> = {
  floor: Math.floor,
  ceil: Math.ceil,
  trunc: Math.trunc,
  gcd: (a = 0, b = 0) => greatestDivisor(Math.abs(a), Math.abs(b)),
  factorial: (n = 0) =>
    n > 20 ? Number.NaN : Array.from({ length: n }, (_, at) => at + 1).reduce((product, factor) => product * factor, 1),
};

const constants: Readonly<Record<string, Value>> = {
  pi: float(Math.PI),
  e: float(Math.E),
  tau: float(2 * Math.PI),
  inf: float(Number.POSITIVE_INFINITY),
  nan: float(Number.NaN),
};

export const math: Library = {
  roots: ['math'],
  rows: {
    ...named(constants),
    ...named(
      Object.fromEntries([
        ...Object.entries(toFloat).map(([name, compute]) => [name, computed(name, compute, float)] as const),
        ...Object.entries(toInteger).map(([name, compute]) => [name, computed(name, compute, integer)] as const),
      ]),
    ),
    'math.prod': ({ positional: [values] }, context) => {
      const elements = values ? context.iterate(values) : [];
      return 'kind' in elements ? elements : elements.reduce((product, value) => context.binary('*', product, value), integer(1) as Value);
    },
    'math.isnan': ({ positional: [value] }, context) => {
      const number = numberOf(value);
      return number === undefined ? context.unknown('this number is not known') : boolean(Number.isNaN(number));
    },
  },
};

function named<T>(rows: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(rows).map(([name, row]) => [`math.${name}`, row]));
}

function computed(name: string, compute: (...numbers: number[]) => number, as: (value: number) => Value): LibraryCall {
  return ({ positional }, context) => {
    const numbers = positional.map(numberOf).filter((number) => number !== undefined);
    if (numbers.length < positional.length)
      return positional.find(({ kind }) => kind === 'unknown') ?? context.unknown(`what math.${name} gives is not known`);
    const result = compute(...numbers);
    const fits = as === float ? !Number.isNaN(result) || numbers.some(Number.isNaN) : Number.isSafeInteger(result);
    return fits ? as(result + 0) : context.unknown(`math.${name} has no value here`);
  };
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
