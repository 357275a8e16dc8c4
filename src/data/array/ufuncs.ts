// NumPy's element-by-element functions as two tables. Arithmetic is float64's own; for exp, log, sin and the like the last
// bit may differ from NumPy's, which itself differs from processor to processor.
import { ArrayError, InexactError } from './array.ts';

/** What type an operation gives for the type that its operands meet in. */
export type Result = 'same' | 'float' | 'bool';

export interface Unary {
  readonly result: Result;
  readonly apply: (x: number) => number;
}

export interface Binary {
  readonly result: Result;
  readonly apply: (a: number, b: number) => number;
  /** For integers, where floats do otherwise. */
  readonly integers?: (a: number, b: number) => number;
  /** For booleans; absent where `apply` serves. */
  readonly booleans?: (a: number, b: number) => number;
}

const flag = (value: boolean) => (value ? 1 : 0);

/** By NumPy's names. */
export const unaryOperations = {
  negative: { result: 'same', apply: (x) => -x },
  positive: { result: 'same', apply: (x) => x },
  absolute: { result: 'same', apply: Math.abs },
  square: { result: 'same', apply: (x) => x * x },
  sign: { result: 'same', apply: Math.sign },
  floor: { result: 'same', apply: Math.floor },
  ceil: { result: 'same', apply: Math.ceil },
  trunc: { result: 'same', apply: Math.trunc },
  rint: { result: 'same', apply: roundHalfEven },
  sqrt: { result: 'float', apply: Math.sqrt },
  cbrt: { result: 'float', apply: Math.cbrt },
  exp: { result: 'float', apply: Math.exp },
  exp2: { result: 'float', apply: (x) => 2 ** x },
  expm1: { result: 'float', apply: Math.expm1 },
  log: { result: 'float', apply: Math.log },
  log2: { result: 'float', apply: Math.log2 },
  log10: { result: 'float', apply: Math.log10 },
  log1p: { result: 'float', apply: Math.log1p },
  sin: { result: 'float', apply: Math.sin },
  cos: { result: 'float', apply: Math.cos },
  tan: { result: 'float', apply: Math.tan },
  arcsin: { result: 'float', apply: Math.asin },
  arccos: { result: 'float', apply: Math.acos },
  arctan: { result: 'float', apply: Math.atan },
  sinh: { result: 'float', apply: Math.sinh },
  cosh: { result: 'float', apply: Math.cosh },
  tanh: { result: 'float', apply: Math.tanh },
  arcsinh: { result: 'float', apply: Math.asinh },
  arccosh: { result: 'float', apply: Math.acosh },
  arctanh: { result: 'float', apply: Math.atanh },
  reciprocal: { result: 'same', apply: (x) => 1 / x },
  deg2rad: { result: 'float', apply: (x) => x * (Math.PI / 180) },
  rad2deg: { result: 'float', apply: (x) => x * (180 / Math.PI) },
  isnan: { result: 'bool', apply: (x) => flag(Number.isNaN(x)) },
  isfinite: { result: 'bool', apply: (x) => flag(Number.isFinite(x)) },
  isinf: { result: 'bool', apply: (x) => flag(Math.abs(x) === Number.POSITIVE_INFINITY) },
  logical_not: { result: 'bool', apply: (x) => flag(x === 0) },
} as const satisfies Record<string, Unary>;

export const binaryOperations = {
  add: { result: 'same', apply: (a, b) => a + b, booleans: (a, b) => a | b },
  subtract: { result: 'same', apply: (a, b) => a - b, booleans: refuse('boolean subtract is not supported: use != or logical_xor') },
  multiply: { result: 'same', apply: (a, b) => a * b },
  true_divide: { result: 'float', apply: (a, b) => a / b },
  floor_divide: { result: 'same', apply: floorDivide, integers: (a, b) => (b === 0 ? 0 : Math.floor(a / b)) },
  remainder: { result: 'same', apply: pythonRemainder, integers: (a, b) => (b === 0 ? 0 : pythonRemainder(a, b)) },
  fmod: { result: 'same', apply: (a, b) => a % b, integers: (a, b) => (b === 0 ? 0 : a % b) },
  power: {
    result: 'same',
    apply: power,
    integers: integerPower,
    booleans: refuse('powers of booleans are int8, which arrays here do not hold'),
  },
  maximum: { result: 'same', apply: (a, b) => (a >= b || Number.isNaN(a) ? a : b) },
  minimum: { result: 'same', apply: (a, b) => (a <= b || Number.isNaN(a) ? a : b) },
  fmax: { result: 'same', apply: (a, b) => (a >= b || Number.isNaN(b) ? a : b) },
  fmin: { result: 'same', apply: (a, b) => (a <= b || Number.isNaN(b) ? a : b) },
  arctan2: { result: 'float', apply: Math.atan2 },
  hypot: { result: 'float', apply: Math.hypot },
  logaddexp: { result: 'float', apply: (a, b) => (a === b ? a + Math.LN2 : Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)))) },
  equal: { result: 'bool', apply: (a, b) => flag(a === b) },
  not_equal: { result: 'bool', apply: (a, b) => flag(a !== b) },
  less: { result: 'bool', apply: (a, b) => flag(a < b) },
  less_equal: { result: 'bool', apply: (a, b) => flag(a <= b) },
  greater: { result: 'bool', apply: (a, b) => flag(a > b) },
  greater_equal: { result: 'bool', apply: (a, b) => flag(a >= b) },
  logical_and: { result: 'bool', apply: (a, b) => flag(a !== 0 && b !== 0) },
  logical_or: { result: 'bool', apply: (a, b) => flag(a !== 0 || b !== 0) },
  logical_xor: { result: 'bool', apply: (a, b) => flag((a !== 0) !== (b !== 0)) },
  bitwise_and: {
    result: 'same',
    apply: refuse('bitwise operations take integers'),
    integers: bitwise((a, b) => a & b),
    booleans: (a, b) => a & b,
  },
  bitwise_or: {
    result: 'same',
    apply: refuse('bitwise operations take integers'),
    integers: bitwise((a, b) => a | b),
    booleans: (a, b) => a | b,
  },
  bitwise_xor: {
    result: 'same',
    apply: refuse('bitwise operations take integers'),
    integers: bitwise((a, b) => a ^ b),
    booleans: (a, b) => a ^ b,
  },
} as const satisfies Record<string, Binary>;

export type UnaryName = keyof typeof unaryOperations;
export type BinaryName = keyof typeof binaryOperations;

export function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest < 0.5) return floor;
  if (rest > 0.5) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

function pythonRemainder(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 !== b < 0 ? rest + b : rest;
}

/** NumPy's npy_floor_divide: from the remainder, so that it agrees with it. */
function floorDivide(a: number, b: number): number {
  if (b === 0) return a / b;
  const rest = a % b;
  let quotient = (a - rest) / b;
  if (rest !== 0 && b < 0 !== rest < 0) quotient -= 1;
  if (quotient === 0) return a / b < 0 ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

/** NumPy takes a square, a root and a reciprocal where the exponent says so; Math.pow differs in the last bit there. */
function power(base: number, exponent: number): number {
  if (exponent === 2) return base * base;
  if (exponent === 0.5) return Math.sqrt(base);
  if (exponent === -1) return 1 / base;
  if (base === 1) return 1;
  return base ** exponent;
}

function integerPower(base: number, exponent: number): number {
  if (exponent < 0) throw new ArrayError('Integers to negative integer powers are not allowed.');
  let result = 1;
  let factor = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= factor;
    if (rest > 1) factor *= factor;
    if (!Number.isSafeInteger(result)) throw new InexactError('an integer power beyond 2⁵³');
    if (!Number.isSafeInteger(factor) && rest > 1) throw new InexactError('an integer power beyond 2⁵³');
  }
  return result;
}

function bitwise(apply: (a: number, b: number) => number): (a: number, b: number) => number {
  return (a, b) => {
    if ((a | 0) !== a || (b | 0) !== b) return Number(BigInt.asIntN(64, wide(apply, BigInt(a), BigInt(b))));
    return apply(a, b);
  };
}

/** The same operation on the two halves of 64-bit integers. */
function wide(apply: (a: number, b: number) => number, a: bigint, b: bigint): bigint {
  const low = apply(Number(BigInt.asIntN(32, a)), Number(BigInt.asIntN(32, b)));
  const high = apply(Number(BigInt.asIntN(32, a >> 32n)), Number(BigInt.asIntN(32, b >> 32n)));
  return (BigInt(high) << 32n) | BigInt.asUintN(32, BigInt(low));
}

function refuse(message: string): () => never {
  return () => {
    throw new ArrayError(message);
  };
}
