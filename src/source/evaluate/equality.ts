// When two values are the same, what counts as true, and how values key a dictionary.
import { numberOf, type Value } from './value.ts';

/** `left == right` as Python says; null when it cannot be known. */
export function sameValue(left: Value, right: Value): boolean | null {
  if (left === right) return left.kind === 'unknown' || left.kind === 'choice' ? null : true;
  if (isUncertain(left) || isUncertain(right)) return null;
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return a === b;
  if (left.kind !== right.kind)
    return left.kind === 'array' || right.kind === 'array' || left.kind === 'object' || right.kind === 'object' ? null : false;
  switch (left.kind) {
    case 'string':
      return right.kind === 'string' && left.value === right.value;
    case 'none':
    case 'ellipsis':
      return true;
    case 'list':
    case 'tuple':
      return right.kind === left.kind ? sameSequence(left, right) : false;
    case 'module':
      return right.kind === 'module' && left.name === right.name;
    case 'function':
      return right.kind === 'function' && left.name === right.name && left.call === right.call;
    case 'range':
      return right.kind === 'range' && left.start === right.start && left.stop === right.stop && left.step === right.step;
    case 'class':
    case 'closure':
      return false;
    default:
      return null;
  }
}

function isUncertain({ kind }: Value): boolean {
  return kind === 'unknown' || kind === 'choice';
}

interface Sequence {
  readonly elements: readonly Value[];
  readonly rest: unknown;
}

function sameSequence(left: Sequence, right: Sequence): boolean | null {
  if (left.rest || right.rest) return null;
  if (left.elements.length !== right.elements.length) return false;
  let result: boolean | null = true;
  for (const [index, element] of left.elements.entries()) {
    const same = sameValue(element, right.elements[index] ?? element);
    if (same === false) return false;
    if (same === null) result = null;
  }
  return result;
}

let identities = 0;
const identityOf = new WeakMap<object, number>();

/** A text that is the same for what Python takes for the same key; null for a key that is not known. */
export function hashKey(value: Value): string | null {
  const number = numberOf(value);
  if (number !== undefined) return `n${number}`;
  switch (value.kind) {
    case 'string':
      return `s${value.value}`;
    case 'none':
      return 'none';
    case 'tuple': {
      const keys = value.elements.map(hashKey);
      return value.rest || keys.includes(null) ? null : `t(${keys.map((key) => `${key?.length}:${key}`).join(',')})`;
    }
    case 'function':
    case 'module':
      return `${value.kind} ${value.name}`;
    case 'unknown':
    case 'choice':
      return null;
    default: {
      const identity = identityOf.get(value) ?? ++identities;
      identityOf.set(value, identity);
      return `o${identity}`;
    }
  }
}

/** `bool(value)` where no library has to be asked; null when it is not known. */
export function plainTruth(value: Value): boolean | null {
  const number = numberOf(value);
  if (number !== undefined) return number !== 0;
  switch (value.kind) {
    case 'none':
      return false;
    case 'string':
      return value.value !== '';
    case 'list':
    case 'tuple':
      return value.elements.length > 0 ? true : value.rest ? null : false;
    case 'dictionary':
      return value.entries.size > 0 ? true : value.rest ? null : false;
    case 'set':
      return value.elements.size > 0 ? true : value.rest ? null : false;
    case 'range':
      return value.step > 0 ? value.start < value.stop : value.start > value.stop;
    case 'function':
    case 'closure':
    case 'class':
    case 'module':
    case 'bound':
    case 'ellipsis':
      return true;
    case 'choice': {
      const truths = value.options.map(plainTruth);
      return truths.every((truth) => truth === truths[0]) ? (truths[0] ?? null) : null;
    }
    default:
      return null;
  }
}
