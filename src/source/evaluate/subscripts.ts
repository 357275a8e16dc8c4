// `object[index]`, read and written.
import type { Range } from '../range.ts';
import { arraySteps } from './budget.ts';
import { instanceMethod } from './classes.ts';
import { hashKey } from './equality.ts';
import type { Evaluation } from './evaluation.ts';
import { rangeLength } from './iteration.ts';
import { integer, list, type SliceValue, string, tuple, unknown, type Value } from './value.ts';

export function getItem(evaluation: Evaluation, object: Value, index: Value, range: Range): Value {
  evaluation.range = range;
  switch (object.kind) {
    case 'list':
    case 'tuple':
    case 'string':
    case 'range':
      return sequenceItem(object, index, range);
    case 'dictionary': {
      const key = hashKey(index);
      const entry = key === null ? undefined : object.entries.get(key);
      if (entry) return entry.value;
      if (index.kind === 'unknown') return index;
      return object.rest ?? unknown(`the dictionary has no key ${evaluation.excerpt(range)} asks for`, range);
    }
    case 'array':
      evaluation.spend(arraySteps);
      return evaluation.names.arrays?.item?.(object, index, evaluation) ?? unknown('the elements of this array are not known', range);
    case 'object':
      return object.type.item?.(object as never, index, evaluation) ?? unknown(`what this ${object.type.name} holds is not known`, range);
    case 'instance': {
      const method = instanceMethod(object, '__getitem__');
      if (method) return evaluation.call(method, [index]);
      return object.native ? getItem(evaluation, object.native, index, range) : unknown(`a ${object.class.name} has no elements`, range);
    }
    case 'unknown':
      return object;
    case 'choice':
      return object.unknown;
    case 'function':
    case 'class':
      // `List[int]`: a type with its parameters is that type.
      return object;
    default:
      return unknown(`a ${object.kind} has no elements`, range);
  }
}

export function setItem(evaluation: Evaluation, object: Value, index: Value, value: Value): void {
  switch (object.kind) {
    case 'list':
      evaluation.touch(object);
      setListItem(object, index, value, evaluation);
      return;
    case 'dictionary': {
      evaluation.touch(object);
      const key = hashKey(index);
      if (key !== null) object.entries.set(key, { key: index, value });
      else object.rest ??= evaluation.unknown('the dictionary was given a key that is not known');
      return;
    }
    case 'array':
      evaluation.spend(arraySteps);
      evaluation.names.arrays?.setItem?.(object, index, value, evaluation);
      return;
    case 'object':
      object.type.setItem?.(object as never, index, value, evaluation);
      return;
    case 'instance': {
      const method = instanceMethod(object, '__setitem__');
      if (method) evaluation.call(method, [index, value]);
      return;
    }
    default:
  }
}

export function deleteItem(evaluation: Evaluation, object: Value, index: Value): void {
  if (object.kind === 'list') {
    evaluation.touch(object);
    const at = index.kind === 'integer' ? normalized(index.value, object.elements.length) : null;
    if (at !== null && !object.rest) object.elements.splice(at, 1);
    else object.rest ??= evaluation.unknown('an element was deleted that is not known');
  }
  if (object.kind === 'dictionary') {
    evaluation.touch(object);
    const key = hashKey(index);
    if (key !== null) object.entries.delete(key);
    else object.rest ??= evaluation.unknown('an entry was deleted that is not known');
  }
}

/** First, one past last, and step of a slice over `length` elements, as Python's `slice.indices`; null when a bound is not known. */
export function sliceBounds(
  { start, stop, step }: SliceValue,
  length: number,
): { readonly start: number; readonly stop: number; readonly step: number } | null {
  const by = step.kind === 'none' ? 1 : step.kind === 'integer' ? step.value : 0;
  if (by === 0) return null;
  const [low, high] = by > 0 ? [0, length] : [-1, length - 1];
  const bound = (value: Value, otherwise: number): number | null => {
    if (value.kind === 'none') return otherwise;
    if (value.kind !== 'integer') return null;
    const from = value.value < 0 ? value.value + length : value.value;
    return Math.min(Math.max(from, low), high);
  };
  const first = bound(start, by > 0 ? low : high);
  const last = bound(stop, by > 0 ? high : low);
  return first === null || last === null ? null : { start: first, stop: last, step: by };
}

type Sequence = Extract<Value, { kind: 'list' | 'tuple' | 'string' | 'range' }>;

function sequenceItem(object: Sequence, index: Value, range: Range): Value {
  const length = lengthOf(object);
  const rest = object.kind === 'list' || object.kind === 'tuple' ? object.rest : null;
  if (index.kind === 'slice') return sliced(object, index, length, range);
  const position = index.kind === 'integer' || index.kind === 'boolean' ? Number(index.value) : null;
  if (position === null) return index.kind === 'unknown' ? index : unknown('the index is not known', range);
  if (rest && (position < 0 || position >= length)) return rest;
  const at = normalized(position, length);
  if (at === null) return unknown(`the index ${position} is out of range: there are ${length} elements`, range);
  return elementAt(object, at) ?? unknown('the element is not known', range);
}

function sliced(object: Sequence, slice: SliceValue, length: number, range: Range): Value {
  const rest = object.kind === 'list' || object.kind === 'tuple' ? object.rest : null;
  const bounds = rest ? null : sliceBounds(slice, length);
  if (!bounds) return rest ?? unknown('the bounds of this slice are not known', range);
  if (object.kind === 'range') {
    const from = object.start + bounds.start * object.step;
    return { kind: 'range', start: from, stop: object.start + bounds.stop * object.step, step: object.step * bounds.step };
  }
  const indices: number[] = [];
  for (let at = bounds.start; bounds.step > 0 ? at < bounds.stop : at > bounds.stop; at += bounds.step) indices.push(at);
  if (object.kind === 'string') return string(indices.map((at) => object.value[at] ?? '').join(''));
  const elements = indices.map((at) => object.elements[at]).filter((element) => element !== undefined);
  return object.kind === 'list' ? list(elements) : tuple(elements);
}

function lengthOf(object: Sequence): number {
  if (object.kind === 'string') return object.value.length;
  return object.kind === 'range' ? rangeLength(object) : object.elements.length;
}

function elementAt(object: Sequence, at: number): Value | undefined {
  if (object.kind === 'string') return string(object.value[at] ?? '');
  return object.kind === 'range' ? integer(object.start + at * object.step) : object.elements[at];
}

function setListItem(object: Extract<Value, { kind: 'list' }>, index: Value, value: Value, evaluation: Evaluation): void {
  if (index.kind === 'slice') {
    const bounds = object.rest ? null : sliceBounds(index, object.elements.length);
    const replacement = evaluation.iterate(value);
    if (bounds && bounds.step === 1 && !('kind' in replacement)) {
      object.elements.splice(bounds.start, Math.max(0, bounds.stop - bounds.start), ...replacement);
    } else object.rest ??= evaluation.unknown('a part of the list was replaced by what is not known');
    return;
  }
  const at = index.kind === 'integer' ? normalized(index.value, object.elements.length) : null;
  if (at !== null) object.elements[at] = value;
  else if (index.kind !== 'integer') {
    // Any element may be the one.
    const reason = evaluation.unknown('an element was replaced, which one is not known');
    object.elements = object.elements.map(() => reason);
  }
}

function normalized(index: number, length: number): number | null {
  const at = index < 0 ? index + length : index;
  return at >= 0 && at < length ? at : null;
}
