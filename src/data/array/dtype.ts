// The element types, how they combine (NumPy 2, NEP 50) and how numbers become them.
import type { LazyArray } from './array.ts';
import { ArrayError, InexactError, lazyArray } from './array.ts';

/** Values are held as float64 whatever the type: int64 exactly to 2⁵³. */
export type DType = 'float64' | 'float32' | 'int64' | 'int32' | 'uint8' | 'bool';

/** Names by which NumPy and Python know a type (`np.float32`, `'f4'`, `float`); absent: a type that arrays here cannot hold. */
export const dtypeNames: Readonly<Record<string, DType>> = {
  float64: 'float64',
  float: 'float64',
  double: 'float64',
  float_: 'float64',
  f8: 'float64',
  '<f8': 'float64',
  d: 'float64',
  float32: 'float32',
  single: 'float32',
  f4: 'float32',
  '<f4': 'float32',
  f: 'float32',
  int64: 'int64',
  int: 'int64',
  int_: 'int64',
  long: 'int64',
  intp: 'int64',
  i8: 'int64',
  '<i8': 'int64',
  l: 'int64',
  int32: 'int32',
  intc: 'int32',
  i4: 'int32',
  '<i4': 'int32',
  i: 'int32',
  uint8: 'uint8',
  ubyte: 'uint8',
  u1: 'uint8',
  '|u1': 'uint8',
  B: 'uint8',
  bool: 'bool',
  bool_: 'bool',
  '?': 'bool',
  '|b1': 'bool',
};

export function isFloating(dtype: DType): boolean {
  return dtype === 'float64' || dtype === 'float32';
}

const rank: Readonly<Record<DType, number>> = { bool: 0, uint8: 1, int32: 2, int64: 3, float32: 4, float64: 5 };

/** The type that holds both, as `numpy.promote_types`. */
export function promote(a: DType, b: DType): DType {
  const [low, high] = rank[a] < rank[b] ? [a, b] : [b, a];
  return high === 'float32' && (low === 'int32' || low === 'int64') ? 'float64' : high;
}

/** The type that an operation on these arrays computes in: bare Python numbers only lift bool to int64 and integers to float64. */
export function resultType(arrays: readonly LazyArray[]): DType {
  const strong = arrays.filter((array) => !array.weak).map((array) => array.dtype);
  const weak = arrays.filter((array) => array.weak).map((array) => array.dtype);
  const [first, ...others] = strong.length > 0 ? strong : weak;
  const result = others.reduce<DType>(promote, first ?? 'float64');
  if (strong.length === 0) return result;
  if (weak.includes('float64') && !isFloating(result)) return 'float64';
  return result === 'bool' && weak.includes('int64') ? 'int64' : result;
}

/** Rounds, truncates or wraps one number to the type, as C does. Throws InexactError for an int64 beyond 2⁵³. */
export function castNumber(value: number, dtype: DType): number {
  switch (dtype) {
    case 'float64':
      return value;
    case 'float32':
      return Math.fround(value);
    case 'int64':
      return exactInteger(Math.trunc(value));
    case 'int32':
      return exactInteger(Math.trunc(value)) | 0;
    case 'uint8':
      return exactInteger(Math.trunc(value)) & 255;
    case 'bool':
      return value === 0 ? 0 : 1;
    default:
      return dtype satisfies never;
  }
}

/** `values` as numbers of the type; the same object where nothing changes. */
export function castValues(values: Float64Array, from: DType, to: DType): Float64Array {
  return from === to || (to !== 'bool' && promote(from, to) === to) ? values : values.map((value) => castNumber(value, to));
}

/** `array.astype(dtype)`: truncates towards zero to integers. */
export function astype(array: LazyArray, dtype: DType): LazyArray {
  if (array.dtype === dtype && !array.weak) return array;
  return lazyArray(array.shape, dtype, [array], ([values = new Float64Array()]) => castValues(values, array.dtype, dtype));
}

/** The type of that name. Throws ArrayError for one that arrays here cannot hold. */
export function dtypeNamed(name: string): DType {
  const dtype = Object.hasOwn(dtypeNames, name) ? dtypeNames[name] : undefined;
  if (!dtype) throw new ArrayError(`the element type ${name} is not known here`);
  return dtype;
}

function exactInteger(value: number): number {
  if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) throw new InexactError(`${value} is not an integer that can be held exactly`);
  return value + 0;
}
