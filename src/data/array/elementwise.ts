// Operations element by element, with broadcasting: NumPy's ufuncs as two tables. Arithmetic is float64's own; for
// exp, log, sin and the like the last bit may differ from NumPy's, which itself differs from processor to processor.
import { ArrayError, InexactError, type LazyArray, lazyArray } from './array.ts';
import { castNumber, castValues, type DType, isFloating, resultType } from './dtype.ts';
import { broadcastShapes, broadcastStrides, forEachOffset, type Sizes, sizeOf } from './shape.ts';

/** What type an operation gives for the type that its operands meet in. */
type Result = 'same' | 'float' | 'bool';

interface Unary {
  readonly result: Result;
  readonly apply: (x: number) => number;
}

interface Binary {
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

/** `numpy.<name>(array)`. */
export function unary(name: UnaryName, array: LazyArray): LazyArray {
  const { result, apply }: Unary = unaryOperations[name];
  const dtype = resultDType(result, array.dtype);
  const round = rounding(dtype);
  return lazyArray(array.shape, dtype, [array], ([values = none]) =>
    values.map(round ? (value) => round(apply(value)) : (value) => apply(value)),
  );
}

/** `numpy.<name>(a, b)` with broadcasting. Throws ArrayError where the shapes do not fit. */
export function binary(name: BinaryName, a: LazyArray, b: LazyArray): LazyArray {
  const operation: Binary = binaryOperations[name];
  const common = resultType([a, b]);
  if (operation.result !== 'bool') checkWeakRange([a, b], common);
  const computing =
    !isFloating(common) && operation.result !== 'same' ? (operation.result === 'float' ? 'float64' : comparing(common)) : common;
  const dtype = operation.result === 'bool' ? 'bool' : computing;
  const { integers = operation.apply, booleans = operation.apply } = operation;
  const apply = isFloating(computing) ? operation.apply : computing === 'bool' ? booleans : integers;
  const round = rounding(dtype);
  const rounded = round ? (left: number, right: number) => round(apply(left, right)) : apply;
  const shape = broadcastShapes(a.shape, b.shape);
  return lazyArray(shape, dtype, [a, b], ([left = none, right = none]) =>
    combine(shape, castValues(left, a.dtype, computing), a.shape, castValues(right, b.dtype, computing), b.shape, rounded),
  );
}

/** `numpy.where(condition, a, b)`. */
export function where(condition: LazyArray, a: LazyArray, b: LazyArray): LazyArray {
  const shape = broadcastShapes(condition.shape, a.shape, b.shape);
  const dtype = resultType([a, b]);
  return lazyArray(shape, dtype, [condition, a, b], ([test = none, left = none, right = none]) => {
    const yes = spread(castValues(left, a.dtype, dtype), a.shape, shape);
    const no = spread(castValues(right, b.dtype, dtype), b.shape, shape);
    return spread(test, condition.shape, shape).map((value, index) => (value !== 0 ? yes[index] : no[index]) as number);
  });
}

/** `numpy.clip(array, low, high)`; a bound of `null` is open. */
export function clip(array: LazyArray, low: LazyArray | null, high: LazyArray | null): LazyArray {
  const raised = low ? binary('maximum', array, low) : array;
  return high ? binary('minimum', raised, high) : raised;
}

/** `numpy.round(array, decimals)`: halves to even, by scaling as NumPy does. */
export function round(array: LazyArray, decimals = 0): LazyArray {
  if (!isFloating(array.dtype) && decimals >= 0) return array;
  const scale = castNumber(10 ** Math.abs(decimals), array.dtype);
  const apply =
    decimals === 0
      ? roundHalfEven
      : decimals > 0
        ? (x: number) => roundHalfEven(x * scale) / scale
        : (x: number) => roundHalfEven(x / scale) * scale;
  if (array.dtype !== 'float32')
    return lazyArray(array.shape, array.dtype, [array], ([values = none]) => values.map((value) => apply(value)));
  const single = decimals > 0 ? (x: number) => roundHalfEven(Math.fround(x * scale)) / scale : apply;
  return lazyArray(array.shape, array.dtype, [array], ([values = none]) => values.map((value) => Math.fround(single(value))));
}

/** `numpy.nan_to_num(array, nan)`: infinities become the largest numbers of the type. */
export function replaceNonFinite(array: LazyArray, nan = 0): LazyArray {
  if (!isFloating(array.dtype)) return array;
  const largest = array.dtype === 'float32' ? (2 - 2 ** -23) * 2 ** 127 : Number.MAX_VALUE;
  const apply = (x: number) => (Number.isNaN(x) ? nan : Math.max(-largest, Math.min(largest, x)));
  return lazyArray(array.shape, array.dtype, [array], ([values = none]) => values.map((value) => apply(value)));
}

/** `numpy.broadcast_to(array, shape)`. */
export function broadcastTo(array: LazyArray, shape: Sizes): LazyArray {
  broadcastStrides(array.shape, shape);
  return lazyArray(shape, array.dtype, [array], ([values = none]) => spread(values, array.shape, shape));
}

/** `values` of shape `from` repeated to the shape `to`. */
export function spread(values: Float64Array, from: Sizes, to: Sizes): Float64Array {
  const size = sizeOf(to);
  if (size === values.length) return values;
  const result = new Float64Array(size);
  if (values.length === 1) return result.fill(values[0] as number);
  forEachOffset(to, broadcastStrides(from, to), 0, (offset, index) => {
    result[index] = values[offset] as number;
  });
  return result;
}

function combine(
  shape: Sizes,
  left: Float64Array,
  leftShape: Sizes,
  right: Float64Array,
  rightShape: Sizes,
  apply: (a: number, b: number) => number,
): Float64Array {
  const size = sizeOf(shape);
  const result = new Float64Array(size);
  if (left.length === size && right.length === 1) {
    const other = right[0] as number;
    for (let index = 0; index < size; index++) result[index] = apply(left[index] as number, other);
  } else {
    const a = spread(left, leftShape, shape);
    const b = spread(right, rightShape, shape);
    for (let index = 0; index < size; index++) result[index] = apply(a[index] as number, b[index] as number);
  }
  return result;
}

/** Integers are compared by their values, whatever their types. */
function comparing(common: DType): DType {
  return common === 'bool' ? 'bool' : 'int64';
}

/** NumPy refuses a bare integer that the other side's type cannot hold. */
function checkWeakRange(operands: readonly LazyArray[], common: DType): void {
  const range = common === 'uint8' ? [0, 255] : common === 'int32' ? [-(2 ** 31), 2 ** 31 - 1] : null;
  if (!range) return;
  for (const operand of operands) {
    if (!operand.weak) continue;
    const value = operand.item();
    if (value < (range[0] ?? 0) || value > (range[1] ?? 0)) throw new ArrayError(`Python integer ${value} out of bounds for ${common}`);
  }
}

function resultDType(result: Result, dtype: DType): DType {
  if (result === 'bool') return 'bool';
  return result === 'float' && !isFloating(dtype) ? 'float64' : dtype;
}

function rounding(dtype: DType): ((value: number) => number) | null {
  if (dtype === 'float64' || dtype === 'bool') return null;
  return dtype === 'float32' ? Math.fround : (value) => castNumber(value, dtype);
}

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

const none = new Float64Array(0);
