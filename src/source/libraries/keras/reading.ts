// How arguments of Keras become plain configuration: one reader a kind of argument.

import type { ConfigurationValue } from '../../../network/network.ts';
import type { EvaluationContext } from '../../evaluate/library.ts';
import { elementsOf, numberOf, type Value } from '../../evaluate/value.ts';

/** What a reader could not read: a clause, `its number of units is not known`. */
export class Unreadable {
  readonly reason: string;
  /** What stands in the configuration: of the right form, with null for what is not known. */
  readonly standIn: ConfigurationValue;
  /** Nothing of the right form can stand in: the layer's shape is then not known. */
  readonly isOpaque: boolean;
  constructor(reason: string, standIn: ConfigurationValue = null, isOpaque = false) {
    this.reason = reason;
    this.standIn = standIn;
    this.isOpaque = isOpaque;
  }
}

/** An argument that was passed → a configuration value, or why not. */
export type Reader = (value: Value, context: EvaluationContext) => ConfigurationValue | Unreadable;

/** Why a value is not what a reader takes. */
export function unreadable(value: Value, wanted: string, standIn: ConfigurationValue = null, isOpaque = false): Unreadable {
  return new Unreadable(whyNot(value, wanted), standIn, isOpaque);
}

function whyNot(value: Value, wanted: string): string {
  switch (value.kind) {
    case 'unknown':
      return value.reason;
    case 'choice':
      return value.unknown.reason;
    case 'ellipsis':
      return 'it is not written yet';
    default:
      return `it is not ${wanted}`;
  }
}

/** Numbers count as integers when they are whole: `Dense(64.0)`, a NumPy integer. */
export const count: Reader = (value, context) => {
  const number = plainNumber(value, context);
  return number !== null && Number.isInteger(number) ? number : unreadable(value, 'a whole number');
};

export const number: Reader = (value, context) => plainNumber(value, context) ?? unreadable(value, 'a number');

/** None is null. */
export const optionalNumber: Reader = (value, context) => (value.kind === 'none' ? null : number(value, context));

export const flag: Reader = (value) => {
  const known = numberOf(value);
  return known === undefined ? (value.kind === 'none' ? false : unreadable(value, 'true or false', null, true)) : known !== 0;
};

export const word: Reader = (value) => (value.kind === 'string' ? value.value : value.kind === 'none' ? null : unreadable(value, 'a text'));

/** `valid`, `same`, `causal`: in any case. */
export const lowerWord: Reader = (value) => (value.kind === 'string' ? value.value.toLowerCase() : unreadable(value, 'a text'));

/** Keras 1 wrote `tf` and `th`; None is what Keras is set to, which by default is the first. */
export const dataFormat: Reader = (value) => {
  if (value.kind === 'none') return 'channels_last';
  if (value.kind !== 'string') return unreadable(value, 'a data format');
  return value.value === 'channels_first' || value.value === 'th' ? 'channels_first' : 'channels_last';
};

/** One number for all dimensions, or one a dimension. */
export function sizes(dimensions: number): Reader {
  return (value, context) => {
    const one = plainNumber(value, context);
    if (one !== null) return Array.from({ length: dimensions }, () => one);
    const parts = sequenceOf(value, context);
    const standIn = Array.from({ length: dimensions }, () => null);
    if (!parts) return unreadable(value, 'a size', standIn);
    const known = parts.map((part) => plainNumber(part, context));
    return known.length === dimensions ? known : new Unreadable(`it has ${known.length} sizes, not ${dimensions}`, standIn);
  };
}

/** As `sizes`; None is null: the pool's own size. */
export function optionalSizes(dimensions: number): Reader {
  const read = sizes(dimensions);
  return (value, context) => (value.kind === 'none' ? null : read(value, context));
}

/** A shape: a number is one dimension, None an unknown size. */
export const dimensions: Reader = (value, context) => {
  const one = plainNumber(value, context);
  if (one !== null) return [one];
  const parts = sequenceOf(value, context);
  return parts ? parts.map((part) => plainNumber(part, context)) : unreadable(value, 'a shape', null, true);
};

/** Before and after each of several dimensions: `2`, `(2, 3)`, `((1, 2), (3, 4))`; of one: `2`, `(1, 2)`. */
export function margins(dimensionCount: number): Reader {
  return (value, context) => {
    const one = plainNumber(value, context);
    if (one !== null) return Array.from({ length: dimensionCount }, () => [one, one]);
    const parts = sequenceOf(value, context);
    if (!parts) return unreadable(value, 'a margin', null, true);
    if (dimensionCount === 1 && parts.length === 2) return [parts.map((part) => plainNumber(part, context))];
    const pairs = parts.map((part) => {
      const both = plainNumber(part, context);
      if (both !== null) return [both, both];
      return sequenceOf(part, context)?.map((side) => plainNumber(side, context)) ?? [null, null];
    });
    return pairs.length === dimensionCount && pairs.every((pair) => pair.length === 2)
      ? pairs
      : unreadable(value, 'a margin for each side', null, true);
  };
}

/** Kept where it is plain data, null otherwise: nothing depends on it. */
export const anything: Reader = (value, context) => plainData(value, context, 0);

/** An argument that changes training in a way that Layerscope does not follow yet; None is nothing. */
export const notYet: Reader = (value) => {
  if (value.kind === 'none' || (value.kind === 'boolean' && !value.value)) return null;
  return new Unreadable('Layerscope does not apply it yet');
};

/** The number of a known scalar, one-element arrays and NumPy scalars included; null for anything else. */
export function plainNumber(value: Value, context: EvaluationContext): number | null {
  const known = numberOf(value);
  if (known !== undefined) return known;
  if (value.kind !== 'array') return null;
  return numberOf(context.arrayNumber(value)) ?? null;
}

/** The elements of a list, tuple or other iterable of known length. */
export function sequenceOf(value: Value, context: EvaluationContext): readonly Value[] | null {
  if (value.kind === 'unknown' || value.kind === 'string' || value.kind === 'dictionary') return null;
  const elements = elementsOf(value) ?? context.iterate(value);
  return 'kind' in elements ? null : elements;
}

function plainData(value: Value, context: EvaluationContext, depth: number): ConfigurationValue {
  if (value.kind === 'string') return value.value;
  if (value.kind === 'boolean') return value.value;
  const known = numberOf(value);
  if (known !== undefined) return known;
  const parts = depth < 4 ? elementsOf(value) : undefined;
  return parts && parts.length <= 64 ? parts.map((part) => plainData(part, context, depth + 1)) : null;
}
