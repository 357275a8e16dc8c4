// np.exp, np.add, np.where …: element by element, and the products and norms.

import { reshape } from '../../data/array/arrangement.ts';
import { astype, dtypeNames } from '../../data/array/dtype.ts';
import { binary, broadcastTo, clip, replaceNonFinite, round, unary, where } from '../../data/array/elementwise.ts';
import { index, nonzero, take } from '../../data/array/indexing.ts';
import { dot, matmul, norm, outer } from '../../data/array/linear.ts';
import { type BinaryName, binaryOperations, type UnaryName, unaryOperations } from '../../data/array/ufuncs.ts';
import { type LibraryCall, tuple, type Value } from '../evaluate/value.ts';
import { type Parameters, row } from './numpy-signature.ts';
import { arrayValue, notKnown, readingBudget } from './numpy-values.ts';

const aliases: Readonly<Record<string, UnaryName | BinaryName>> = {
  abs: 'absolute',
  fabs: 'absolute',
  fix: 'trunc',
  degrees: 'rad2deg',
  radians: 'deg2rad',
  asin: 'arcsin',
  acos: 'arccos',
  atan: 'arctan',
  divide: 'true_divide',
  mod: 'remainder',
  pow: 'power',
};

export const arithmeticRows: Readonly<Record<string, LibraryCall>> = {
  ...Object.fromEntries(names(unaryOperations).map((name) => [name, unaryRow(name)])),
  ...Object.fromEntries(names(binaryOperations).map((name) => [name, binaryRow(name)])),
  ...Object.fromEntries(
    Object.entries(aliases).map(([alias, name]) => [alias, isUnary(name) ? unaryRow(name) : binaryRow(name as BinaryName)]),
  ),
  // `np.float32(x)`: the names of types convert.
  ...Object.fromEntries(
    Object.entries(dtypeNames)
      .filter(([name]) => /^\w{3,}$/.test(name))
      .map(([name, dtype]) => [name, row('x', (p) => astype(p.array('x'), dtype))]),
  ),
  round: row('a decimals', (p) => round(p.array('a'), p.integer('decimals', 0))),
  around: row('a decimals', (p) => round(p.array('a'), p.integer('decimals', 0))),
  clip: row('a a_min a_max min max', (p) => {
    const bound = (name: string, other: string) => (p.optional(name) ? p.array(name) : p.optional(other) ? p.array(other) : null);
    return clip(p.array('a'), bound('a_min', 'min'), bound('a_max', 'max'));
  }),
  where: row('condition x y', (p) => {
    if (p.optional('x')) return where(p.array('condition'), p.array('x'), p.array('y'));
    return coordinates(p, 'condition');
  }),
  nonzero: row('a', (p) => coordinates(p, 'a')),
  flatnonzero: row('a', (p) => nonzero(reshape(p.array('a'), [-1]), readingBudget(p.context))[0] ?? p.array('a')),
  extract: row('condition arr', (p) =>
    index(reshape(p.array('arr'), [-1]), [{ kind: 'array', array: reshape(p.array('condition'), [-1]) }], readingBudget(p.context)),
  ),
  take: row('a indices axis mode', (p) => {
    const [array, axis] = [p.array('a'), p.axis('axis')];
    return axis === null
      ? take(reshape(array, [-1]), p.array('indices'), 0)
      : take(array, p.array('indices'), axis < 0 ? axis + array.shape.length : axis);
  }),
  broadcast_to: row('array shape subok', (p) => broadcastTo(p.array('array'), p.sizes('shape'))),
  nan_to_num: row('x copy nan', (p) => replaceNonFinite(p.array('x'), p.number('nan', 0))),
  dot: row('a b', (p) => dot(p.array('a'), p.array('b'))),
  matmul: row('x1 x2', (p) => matmul(p.array('x1'), p.array('x2'))),
  inner: row('a b', (p) => {
    const [a, b] = [p.array('a'), p.array('b')];
    if (a.shape.length > 1 || b.shape.length > 1) throw notKnown(p.context, 'this inner product is not followed here');
    return dot(a, b);
  }),
  outer: row('a b', (p) => outer(p.array('a'), p.array('b'))),
  'linalg.norm': row('x ord axis keepdims', (p) =>
    norm(p.array('x'), p.optional('ord') ? p.number('ord') : null, { axes: p.axes('axis'), keepDimensions: p.flag('keepdims', false) }),
  ),
};

function unaryRow(name: UnaryName): LibraryCall {
  return row('x', (p) => unary(name, p.array('x')));
}

function binaryRow(name: BinaryName): LibraryCall {
  return row('x1 x2', (p) => binary(name, p.array('x1'), p.array('x2')));
}

function coordinates(p: Parameters, name: string): Value {
  return tuple(nonzero(p.array(name), readingBudget(p.context)).map((array) => arrayValue(array, p.context)));
}

function names<Name extends string>(table: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(table) as Name[];
}

function isUnary(name: string): name is UnaryName {
  return Object.hasOwn(unaryOperations, name);
}
