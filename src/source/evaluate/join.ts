// One value for two: what a name holds after an unknown condition.
import { sameValue } from './equality.ts';
import { type TupleValue, tuple, type UnknownValue, unknown, type Value } from './value.ts';

/** More options than this are an unknown. */
const mostOptions = 4;

/** The value that is `left` or `right`; unknown, for `reason`, where nothing better can be said. */
export function join(left: Value, right: Value, reason: UnknownValue): Value {
  if (left === right || sameValue(left, right) === true) return left;
  if (left.kind === 'tuple' && right.kind === 'tuple') return joinTuples(left, right, reason);
  const options = [...optionsOf(left), ...optionsOf(right)].filter((option, index, all) => all.indexOf(option) === index);
  const [only] = options;
  if (only && options.length === 1) return only;
  if (options.length <= mostOptions && options.some(hasBehaviour)) return { kind: 'choice', options, unknown: reason };
  return left.kind === 'unknown' ? left : right.kind === 'unknown' ? right : unknown(reason.reason, reason.range);
}

/** As `join`, where one side may not be bound: a program that goes on to use it has bound it. */
export function joinOptional(left: Value | undefined, right: Value | undefined, reason: UnknownValue): Value | undefined {
  if (left && right) return join(left, right, reason);
  return left ?? right;
}

export function joinMaps(left: ReadonlyMap<string, Value>, right: ReadonlyMap<string, Value>, reason: UnknownValue): Map<string, Value> {
  const joined = new Map(left);
  for (const [name, value] of right) joined.set(name, joinOptional(left.get(name), value, reason) ?? value);
  return joined;
}

/** Element by element; what only one side has becomes a rest. */
export function joinSequences(
  left: readonly Value[],
  right: readonly Value[],
  reason: UnknownValue,
): { readonly elements: Value[]; readonly rest: UnknownValue | null } {
  const length = Math.min(left.length, right.length);
  const elements = Array.from({ length }, (_, index) => join(left[index] ?? reason, right[index] ?? reason, reason));
  return { elements, rest: left.length === right.length ? null : reason };
}

function joinTuples(left: TupleValue, right: TupleValue, reason: UnknownValue): Value {
  if (left.elements.length !== right.elements.length || left.rest || right.rest) return unknown(reason.reason, reason.range);
  return tuple(joinSequences(left.elements, right.elements, reason).elements);
}

function optionsOf(value: Value): readonly Value[] {
  return value.kind === 'choice' ? value.options : [value];
}

/** Worth keeping apart: calls on it have effects that matter. */
function hasBehaviour({ kind }: Value): boolean {
  return kind === 'object' || kind === 'instance' || kind === 'class' || kind === 'closure' || kind === 'function' || kind === 'bound';
}
