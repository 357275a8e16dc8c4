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

/** What changes as a whole: copied before its first change. Scopes are logged name by name, since few of many names change. */
export type Mutable = MutableValue | StateCell;

/** What a mutable holds, by kind. */
interface Contents {
  readonly values: unknown;
  readonly rest?: UnknownValue | null;
  readonly native?: Value | null;
}

type Names = Map<string, Value | undefined>;

/** What something held at one moment, for all that changed. */
interface Log {
  readonly contents: Map<Mutable, Contents>;
  readonly names: Map<Scope, Names>;
}

export type Changes = Log;

export const noChanges: Changes = { contents: new Map(), names: new Map() };

export class Journal {
  readonly #open: Log[] = [];
  readonly #spend: (steps: number) => void;

  /** `spend` takes the cost of copying from a budget. */
  constructor(spend: (steps: number) => void) {
    this.#spend = spend;
  }

  /** Call before `target` changes. */
  touch(target: Mutable): void {
    let copy: Contents | null = null;
    for (let index = this.#open.length - 1; index >= 0; index--) {
      const log = this.#open[index]?.contents;
      // Whatever a log holds, all logs opened before it hold too.
      if (!log || log.has(target)) return;
      copy ??= this.#copy(target);
      log.set(target, copy);
    }
  }

  /** Call before `name` of `scope` changes. */
  touchName(scope: Scope, name: string): void {
    for (let index = this.#open.length - 1; index >= 0; index--) {
      const log = this.#open[index]?.names;
      if (!log) return;
      const names = log.get(scope);
      if (names?.has(name)) return;
      const value = scope.variables.get(name);
      if (names) names.set(name, value);
      else log.set(scope, new Map([[name, value]]));
    }
  }

  /** Runs, takes back what changed, and returns both. */
  attempt<T>(run: () => T): { readonly result: T; readonly changes: Changes } {
    const { result, before } = this.#record(run);
    const changes: Changes = { contents: new Map(), names: new Map() };
    for (const [target, contents] of before.contents) {
      changes.contents.set(target, contentsOf(target));
      restore(target, contents);
    }
    for (const [scope, names] of before.names) {
      changes.names.set(scope, valuesNow(scope, names));
      setNames(scope, names);
    }
    return { result, changes };
  }

  /** Runs; where `run` says so, everything that it changed becomes a join of before and after. */
  attemptOpen<T>(run: () => { readonly result: T; readonly blur: UnknownValue | null }): T {
    const {
      result: { result, blur },
      before,
    } = this.#record(run);
    if (!blur) return result;
    for (const [target, contents] of before.contents) restore(target, joinContents(target, contents, contentsOf(target), blur));
    for (const [scope, names] of before.names) setNames(scope, joinNames(names, valuesNow(scope, names), blur));
    return result;
  }

  /** Makes the changes of an attempt after all. */
  apply(changes: Changes): void {
    for (const [target, contents] of changes.contents) restore(target, contents);
    for (const [scope, names] of changes.names) setNames(scope, names);
  }

  /** Leaves everything as one attempt or the other may have. */
  applyEither(left: Changes, right: Changes, reason: UnknownValue): void {
    for (const target of new Set([...left.contents.keys(), ...right.contents.keys()])) {
      const now = contentsOf(target);
      restore(target, joinContents(target, left.contents.get(target) ?? now, right.contents.get(target) ?? now, reason));
    }
    for (const scope of new Set([...left.names.keys(), ...right.names.keys()])) {
      const [first, second] = [left.names.get(scope) ?? none, right.names.get(scope) ?? none];
      const now = valuesNow(scope, new Map([...first, ...second]));
      setNames(scope, joinNames(new Map([...now, ...first]), new Map([...now, ...second]), reason));
    }
  }

  #copy(target: Mutable): Contents {
    const contents = contentsOf(target);
    const { values } = contents;
    if (target.kind === 'object' || target.kind === 'memory' || target.kind === 'cell') return contents;
    const isList = Array.isArray(values);
    const map = isList ? null : (values as Map<unknown, unknown>);
    this.#spend((isList ? values.length : (map?.size ?? 0)) >> 3);
    return { ...contents, values: isList ? values.slice() : new Map(map) };
  }

  #record<T>(run: () => T): { readonly result: T; readonly before: Log } {
    const before: Log = { contents: new Map(), names: new Map() };
    this.#open.push(before);
    try {
      return { result: run(), before };
    } finally {
      this.#open.pop();
    }
  }
}

const none: Names = new Map();

function valuesNow(scope: Scope, names: Names): Names {
  const now: Names = new Map();
  for (const name of names.keys()) now.set(name, scope.variables.get(name));
  return now;
}

function setNames(scope: Scope, names: Names): void {
  for (const [name, value] of names) {
    if (value) scope.variables.set(name, value);
    else scope.variables.delete(name);
  }
}

function joinNames(left: Names, right: Names, reason: UnknownValue): Names {
  const joined: Names = new Map();
  for (const [name, value] of left) joined.set(name, joinOptional(value, right.get(name), reason));
  return joined;
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
      return target satisfies never;
  }
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
      target satisfies never;
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
    case 'class':
      return { values: joinMaps(left.values as Map<string, Value>, right.values as Map<string, Value>, reason) };
    default:
      return target satisfies never;
  }
}

/** An array of the same shape whose values are not known. */
function blurred({ shape, dtype }: LazyArray, reason: string): LazyArray {
  return arrayOfUnknown(shape, dtype, reason);
}
