// How a library tells the evaluator what its names mean. A library is data: a table of dotted names. The evaluator resolves
// imports to these names first and looks up rows after, so that a home-made `Sequential` is never Keras's.
import type { Range } from '../range.ts';
import type { Arguments } from './arguments.ts';
import type { ArrayValue, LibraryCall, MutableValue, Operations, UnknownValue, Value } from './value.ts';

export interface Library {
  /** First parts of the module names that belong to it: `['numpy']`. A name under one of them that has no row is an unknown that keeps its name. */
  readonly roots: readonly string[];
  /**
   * Other spellings of a prefix, whole parts only: `{ 'tensorflow.keras': 'keras' }`. Applied to the longest prefix, until none fits,
   * so rows stand under one canonical name.
   */
  readonly aliases?: Readonly<Record<string, string>>;
  /**
   * Modules whose folders hold nothing of their own: with `keras.layers` here, `keras.layers.core.dense.Dense` is
   * `keras.layers.Dense`. Folders are what begins with a small letter.
   */
  readonly flat?: readonly string[];
  /** Canonical dotted name → what it is. A function is a callable of the library, anything else a constant. Every prefix of a name is a module. */
  readonly rows: Readonly<Record<string, LibraryCall | Value>>;
  /** What arrays can do. Exactly one library brings it. */
  readonly arrays?: Operations<ArrayValue>;
  /** Names whose calls make definitions: files without them are not evaluated, functions that mention them are evaluated even if nobody calls them. */
  readonly constructors?: readonly string[];
}

/**
 * A piece of state that belongs to one reading: a generator's position, the models made so far. Values are replaced, never changed,
 * so that an unknown condition can go back to the one before.
 */
export interface StateKey<T> {
  readonly name: string;
  initial(): T;
  /** The state after an unknown condition that left it `left` or `right`. */
  join(left: T, right: T, unknown: UnknownValue): T;
}

/** What a row may ask of the evaluation that calls it. Nothing here throws. */
export interface EvaluationContext {
  /** The call or operation under evaluation. */
  readonly range: Range;
  /** The source text at a range's place, shortened for people to read. */
  excerpt(range: Range): string;
  /** An unknown at `range`, or at the call under evaluation. */
  unknown(reason: string, range?: Range): UnknownValue;
  /** Takes steps from the budget; false when it is used up, the caller then returns an unknown. */
  spend(steps: number): boolean;
  /** Says that `value` is about to change. Always before the change. */
  touch(value: MutableValue): void;
  read<T>(key: StateKey<T>): T;
  write<T>(key: StateKey<T>, value: T): void;
  /** Calls a value of the source or of a library: the function given to `map`. */
  call(callee: Value, positional: readonly Value[]): Value;
  callWith(callee: Value, args: Arguments): Value;
  /** All elements of an iterable, within the budget. */
  iterate(value: Value): readonly Value[] | UnknownValue;
  attribute(value: Value, name: string): Value;
  /** `value[index]` */
  item(value: Value, index: Value): Value;
  setAttribute(value: Value, name: string, newValue: Value): void;
  /** `len` and `float` of an array, as the array library says. */
  arrayLength(value: ArrayValue): Value;
  arrayNumber(value: ArrayValue): Value;
  binary(operator: '+' | '-' | '*' | '/' | '//' | '%' | '**' | '@', left: Value, right: Value): Value;
  /** The condition under which this happens, where it is not known; null for what happens for sure. */
  readonly uncertain: UnknownValue | null;
  /** The function of the source that is running; null at module level. */
  readonly functionName: string | null;
  /** True while functions that nobody calls are tried with unknown arguments. */
  readonly uncalled: boolean;
}
