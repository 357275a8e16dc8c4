// The arguments of one call, as a library's row reads them.
import type { Range } from '../range.ts';
import { none, type UnknownValue, type Value } from './value.ts';

export interface Arguments {
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  /** Set when `*unknown` or `**unknown` was passed: there may be further arguments of any name. */
  readonly rest: UnknownValue | null;
  /** The whole call: from the callee to the closing parenthesis. */
  readonly range: Range;
}

/**
 * The argument at `position` or of one of `names` (the canonical one first, then legacy spellings). Undefined when it was not
 * passed. A negative position means keyword only.
 */
export function argument({ positional, keywords, rest }: Arguments, position: number, ...names: readonly string[]): Value | undefined {
  const passed = position >= 0 ? positional[position] : undefined;
  if (passed) return passed;
  for (const name of names) {
    const value = keywords.get(name);
    if (value) return value;
  }
  return rest ?? undefined;
}

/** As `argument`, with Python's None for what was not passed. */
export function argumentOrNone(args: Arguments, position: number, ...names: readonly string[]): Value {
  return argument(args, position, ...names) ?? none;
}

/** Positional arguments only, for calls that the evaluator itself makes. */
export function positionalArguments(positional: readonly Value[], range: Range): Arguments {
  return { positional, keywords: noKeywords, rest: null, range };
}

const noKeywords: ReadonlyMap<string, Value> = new Map();
