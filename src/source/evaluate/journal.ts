// Changes that can be taken back: both sides of an unknown condition are tried from the same state, then joined.
// While a side is tried, everything that changes in place is copied before its first change.

import { arrayOfUnknown, type LazyArray } from '../../data/array/array.ts';
import { joinMaps, joinOptional, joinSequences } from './join.ts';
import type { StateKey } from './library.ts';
import type { Scope } from './scope.ts';
import type { MutableValue, UnknownValue, Value } from './value.ts';

/** A library's piece of state. */
export interface StateCell {
  readonly kind: 'cell';
  readonly key: StateKey<unknown>;
  value: unknown;
}

export type Mutable = MutableValue | Scope | StateCell;

/** What a mutable holds, by kind: copied when it is about to change. */
interface Contents {
  readonly values: unknown;
  readonly rest?: UnknownValue | null;
  readonly native?: Value | null;
}

export type Changes = ReadonlyMap<Mutable, Contents>;

export class Journal {
  readonly #open: Map<Mutable, Contents>[] = [];

  /** Call before `target` changes. */
  touch(target: Mutable): void {
    let copy: Contents | null = null;
    for (let index = this.#open.length - 1; index >= 0; index--) {
      const log = this.#open[index];
      // Whatever a log holds, all logs opened before it hold too.
      if (!log || log.has(target)) return;
      copy ??= copyContents(target);
      log.set(target, copy);
    }
  }

  /** Runs, takes back what changed, and returns both. */
  attempt<T>(run: () => T): { readonly result: T; readonly changes: Changes } {
    const { result, before } = this.#record(run);
    const changes = new Map<Mutable, Contents>();
    for (const [target, contents] of before) {
      changes.set(target, contentsOf(target));
      restore(target, contents);
    }
    return { result, changes };
  }

  /** Runs; where `run` says so, everything that it changed becomes a join of before and after. */
  attemptOpen<T>(run: () => { readonly result: T; readonly blur: UnknownValue | null }): T {
    const {
      result: { result, blur },
      before,
    } = this.#record(run);
    if (blur) for (const [target, contents] of before) restore(target, joinContents(target, contents, contentsOf(target), blur));
    return result;
  }

  /** Makes the changes of an attempt after all. */
  apply(changes: Changes): void {
    for (const [target, contents] of changes) restore(target, contents);
  }

  /** Leaves everything as one attempt or the other may have. */
  applyEither(left: Changes, right: Changes, reason: UnknownValue): void {
    for (const target of new Set([...left.keys(), ...right.keys()])) {
      const now = contentsOf(target);
      restore(target, joinContents(target, left.get(target) ?? now, right.get(target) ?? now, reason));
    }
  }

  #record<T>(run: () => T): { readonly result: T; readonly before: Changes } {
    const before = new Map<Mutable, Contents>();
    this.#open.push(before);
    try {
      return { result: run(), before };
    } finally {
      this.#open.pop();
    }
  }
}

function contentsOf(target: Mutable): Contents {
  switch (target.kind) {
    case 'list':
    case 'set':
      return { values: target.elements, rest: target.rest };
    case 'dictionary':
      return { values: target.entries, rest: target.rest };
    case 'instance':
      return { values: target.attributes, native: target.native };
    case 'class':
      return { values: target.members };
    case 'object':
      return { values: target.state };
    case 'memory':
      return { values: target.array };
    case 'cell':
      return { values: target.value };
    default:
      return { values: target.variables };
  }
}

function copyContents(target: Mutable): Contents {
  const contents = contentsOf(target);
  const { values } = contents;
  if (target.kind === 'object' || target.kind === 'memory' || target.kind === 'cell') return contents;
  return { ...contents, values: Array.isArray(values) ? values.slice() : new Map(values as Map<unknown, unknown>) };
}

function restore(target: Mutable, { values, rest = null, native = null }: Contents): void {
  switch (target.kind) {
    case 'list':
      target.elements = values as typeof target.elements;
      target.rest = rest;
      return;
    case 'set':
      target.elements = values as typeof target.elements;
      target.rest = rest;
      return;
    case 'dictionary':
      target.entries = values as typeof target.entries;
      target.rest = rest;
      return;
    case 'instance':
      target.attributes = values as typeof target.attributes;
      target.native = native;
      return;
    case 'class':
      target.members = values as typeof target.members;
      return;
    case 'object':
      target.state = values;
      return;
    case 'memory':
      target.array = values as LazyArray;
      return;
    case 'cell':
      target.value = values;
      return;
    default:
      target.variables = values as typeof target.variables;
  }
}

function joinContents(target: Mutable, left: Contents, right: Contents, reason: UnknownValue): Contents {
  const rest = left.rest ?? right.rest ?? null;
  switch (target.kind) {
    case 'list': {
      const joined = joinSequences(left.values as Value[], right.values as Value[], reason);
      return { values: joined.elements, rest: rest ?? joined.rest };
    }
    case 'set':
      return { values: new Map([...(left.values as Map<string, Value>), ...(right.values as Map<string, Value>)]), rest };
    case 'dictionary': {
      const entries = left.values as typeof target.entries;
      const others = right.values as typeof target.entries;
      const joined = new Map(others);
      for (const [key, entry] of entries) {
        joined.set(key, { key: entry.key, value: joinOptional(entry.value, others.get(key)?.value, reason) ?? reason });
      }
      return { values: joined, rest };
    }
    case 'instance':
      return {
        values: joinMaps(left.values as Map<string, Value>, right.values as Map<string, Value>, reason),
        native: joinOptional(left.native ?? undefined, right.native ?? undefined, reason) ?? null,
      };
    case 'object':
      if (left.values === right.values) return left;
      return { values: target.type.join ? target.type.join(left.values, right.values, reason) : left.values };
    case 'memory':
      return left.values === right.values ? left : { values: blurred(left.values as LazyArray, reason.reason) };
    case 'cell':
      return left.values === right.values ? left : { values: target.key.join(left.values, right.values, reason) };
    default:
      return { values: joinMaps(left.values as Map<string, Value>, right.values as Map<string, Value>, reason) };
  }
}

/** An array of the same shape whose values are not known. */
function blurred({ shape, dtype }: LazyArray, reason: string): LazyArray {
  return arrayOfUnknown(shape, dtype, reason);
}
