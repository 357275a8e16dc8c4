// Rows of the numpy library: a signature and what the function gives. Reading the arguments is done here, once.

import { ArrayError, type LazyArray } from '../../data/array/array.ts';
import { astype, type DType, dtypeNamed, isFloating } from '../../data/array/dtype.ts';
import { formatSizes } from '../../data/array/shape.ts';
import type { Arguments } from '../evaluate/arguments.ts';
import type { EvaluationContext } from '../evaluate/library.ts';
import type { ArrayValue, LibraryCall, Value } from '../evaluate/value.ts';
import {
  arrayValue,
  attempt,
  changeInPlace,
  forgetNumbers,
  NotKnown,
  notKnown,
  numbersOf,
  resultValue,
  scalarOf,
  toArray,
} from './numpy-values.ts';

/** What a row gives: numbers, an array that may share memory, or any value. */
type Result = LazyArray | Value;

/**
 * A row. `signature`: the names of the parameters in order, `*name` takes all further positional ones. What is passed but
 * not named makes the result unknown; `out` is understood everywhere.
 */
export function row(signature: string, body: (parameters: Parameters) => Result): LibraryCall {
  const names = signature === '' ? [] : signature.split(' ');
  return (args, context) => {
    const out = args.keywords.get('out');
    const result = attempt(context, () => {
      const given = body(new Parameters(names, args, context));
      return 'kind' in given ? given : resultValue(given, context);
    });
    return out?.kind === 'array' ? writeOut(out, result, context) : result;
  };
}

/** The arguments of one call by the names of its row. Whatever cannot be had throws NotKnown. */
export class Parameters {
  readonly context: EvaluationContext;
  readonly #values = new Map<string, Value>();
  readonly #rest: readonly Value[] = [];

  constructor(names: readonly string[], { positional, keywords, rest }: Arguments, context: EvaluationContext) {
    this.context = context;
    if (rest) throw new NotKnown(rest);
    const variadic = names.findIndex((name) => name.startsWith('*'));
    const plain = variadic < 0 ? names : names.slice(0, variadic);
    if (variadic >= 0) this.#rest = positional.slice(plain.length);
    else if (positional.length > names.length) throw notKnown(context, 'it is given more arguments than it has parameters');
    for (const [index, name] of plain.entries()) {
      const value = positional[index] ?? keywords.get(name);
      if (value) this.#values.set(name, value);
    }
    for (const [name, value] of keywords) {
      if (name === 'out') continue;
      if (!names.includes(name)) throw notKnown(context, `what the argument ${name} does here is not known`);
      this.#values.set(name, value);
    }
  }

  /** The further positional arguments of a variadic row. */
  get rest(): readonly Value[] {
    return this.#rest;
  }

  /** The argument; undefined when it was not passed or is None. */
  optional(name: string): Value | undefined {
    const value = this.#values.get(name);
    return value?.kind === 'none' ? undefined : value;
  }

  value(name: string): Value {
    return this.optional(name) ?? this.#fail(`the argument ${name} is missing`);
  }

  array(name: string): LazyArray {
    return toArray(this.value(name), this.context);
  }

  /** The argument as an array value: itself when it is one, so that views of it share its memory. */
  shared(name: string): ArrayValue {
    const value = this.value(name);
    return value.kind === 'array' ? value : arrayValue(this.array(name), this.context);
  }

  /** A sequence of arrays: a list, a tuple or the rows of an array. */
  arrays(name: string): readonly LazyArray[] {
    const elements = this.context.iterate(this.value(name));
    if ('kind' in elements) throw new NotKnown(elements);
    return elements.map((element) => toArray(element, this.context));
  }

  number(name: string, fallback?: number): number {
    const value = fallback === undefined ? this.value(name) : this.optional(name);
    return value ? this.numberIn(value) : (fallback as number);
  }

  integer(name: string, fallback?: number): number {
    const number = this.number(name, fallback);
    return Number.isInteger(number) ? number : this.#fail(`${name} is ${number}, which is not an integer`);
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.optional(name);
    if (!value) return fallback;
    return this.numberIn(value) !== 0;
  }

  text(name: string, fallback: string): string {
    const value = this.optional(name);
    if (!value) return fallback;
    return value.kind === 'string' ? value.value : this.#fail(`the argument ${name} is not a known text`, value);
  }

  /** An integer or a tuple of integers, as a shape. */
  sizes(name: string): readonly number[] {
    return this.sizesIn([this.value(name)]);
  }

  /** `f(2, 3)` and `f((2, 3))` alike. */
  sizesIn(values: readonly Value[]): readonly number[] {
    const [first] = values;
    if (values.length === 1 && first && first.kind !== 'integer') {
      if (first.kind === 'array' && first.view.shape.length === 0) return [this.numberIn(first)];
      const elements = this.context.iterate(first);
      if ('kind' in elements) throw new NotKnown(elements);
      return elements.map((element) => this.#size(element));
    }
    return values.map((value) => this.#size(value));
  }

  /** `axis`: null for None or when it was not passed. */
  axes(name: string, fallback: number | null = null): number | readonly number[] | null {
    const value = this.#values.get(name);
    if (!value) return fallback;
    if (value.kind === 'none') return null;
    return value.kind === 'tuple' || value.kind === 'list' ? this.sizesIn([value]) : this.numberIn(value);
  }

  axis(name: string, fallback: number | null = null): number | null {
    const axes = this.axes(name, fallback);
    return axes === null || typeof axes === 'number' ? axes : this.#fail('several axes are not followed here');
  }

  dtype(name: string, fallback: DType): DType {
    const value = this.optional(name);
    return value ? dtypeOf(value, this.context) : fallback;
  }

  numberIn(value: Value): number {
    if (value.kind === 'integer' || value.kind === 'float') return value.value;
    if (value.kind === 'boolean') return Number(value.value);
    if (value.kind === 'array') return scalarOf(value, this.context);
    return this.#fail(`a ${value.kind} is not a number`, value);
  }

  #size(value: Value): number {
    const number = value.kind === 'float' ? Number.NaN : this.numberIn(value);
    return Number.isInteger(number) ? number : this.#fail('a size is not an integer');
  }

  #fail(reason: string, value?: Value): never {
    if (value?.kind === 'unknown') throw new NotKnown(value);
    if (value?.kind === 'choice') throw new NotKnown(value.unknown);
    throw notKnown(this.context, reason);
  }
}

/** The element type that a value names: `'float32'`, `np.float32`, `float`. */
export function dtypeOf(value: Value, context: EvaluationContext): DType {
  if (value.kind === 'string') return dtypeNamed(value.value);
  if (value.kind === 'function') return dtypeNamed(value.name.slice(value.name.lastIndexOf('.') + 1));
  if (value.kind === 'unknown' && value.name === undefined) throw new NotKnown(value);
  if (value.kind === 'unknown') return dtypeNamed(value.name?.slice(value.name.lastIndexOf('.') + 1) ?? '');
  throw notKnown(context, 'the element type is not known');
}

/** Throws where NumPy does not put numbers of one type into an array of another in place: floats into integers. */
export function checkSameKind(from: DType, to: DType): void {
  const kind = (dtype: DType) => (dtype === 'bool' ? 0 : isFloating(dtype) ? 2 : 1);
  if (kind(from) > kind(to)) throw new ArrayError(`Cannot cast output from ${from} to ${to} with casting rule 'same_kind'`);
}

function writeOut(out: ArrayValue, result: Value, context: EvaluationContext): Value {
  if (result.kind === 'unknown') {
    forgetNumbers(out, result, context);
    return result;
  }
  const failed = changeInPlace(out, context, () => {
    const array = toArray(result, context);
    const target = numbersOf(out);
    checkSameKind(array.dtype, target.dtype);
    if (formatSizes(array.shape) !== formatSizes(target.shape)) throw new ArrayError('the output has another shape than the result');
    return astype(array, target.dtype);
  });
  return failed ?? out;
}
