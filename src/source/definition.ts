// A model found in source text. Plain data that crosses threads as it is.
import type { Network } from '../network/network.ts';
import type { Shape } from '../network/shape.ts';
import type { TrainingPlan } from '../network/training-plan.ts';
import type { Range, Unknown } from './range.ts';

export type Framework = 'keras' | 'pytorch' | 'tfjs' | 'numpy' | 'file';
export type Kind = 'sequential' | 'functional' | 'subclass' | 'module' | 'scratch' | 'saved';

/** One array that the source passes to training. */
export interface ArrayDescription {
  /** `[samples, …]`; `null` where unknown. */
  readonly shape: Shape | null;
  /** Where it comes from, in words: `numpy.random.rand(100, 5)`. */
  readonly source: string;
  readonly range: Range;
}

/**
 * The data that the source passes to `fit`.
 * `evaluated`: its values can be computed from the text; `file`: they stand in a file that the source names;
 * `builtin`: a data set of a library; `generated`: made by a library's generator; `unknown`: see `unknown` of the definition.
 */
export interface DataDescription {
  readonly status: 'evaluated' | 'file' | 'builtin' | 'generated' | 'unknown';
  readonly x: ArrayDescription;
  readonly y: ArrayDescription;
  /** Why the values cannot be had, for `unknown`. */
  readonly reason?: string;
}

/** The training plan as the source states it; where `fit` leaves epochs or batch size open, they are the framework's defaults. */
export interface TrainingDescription {
  readonly plan: TrainingPlan | null;
  /** As written, for display, even where no plan can be made of it. */
  readonly optimizer: { readonly name: string; readonly learningRate: number | null } | null;
  readonly loss: string | null;
  readonly metrics: readonly string[];
  /** `null` without a `fit`, or where it is not known. */
  readonly epochs: number | null;
  /** As `epochs`; also `null` for data that comes in batches of its own. */
  readonly batchSize: number | null;
  readonly compileRange: Range | null;
  readonly fitRange: Range | null;
}

export interface Definition {
  /** Stable while the text around it changes: name, then the count of earlier definitions of that name. */
  readonly id: string;
  /** The variable, attribute, function or class that holds it; two of one name in a file are `model`, `model (2)`. */
  readonly name: string;
  readonly framework: Framework;
  readonly kind: Kind;
  /** From the constructor call to the last layer added. */
  readonly range: Range;
  readonly status: 'complete' | 'partial';
  readonly unknown: readonly Unknown[];
  readonly network: Network;
  readonly training: TrainingDescription | null;
  readonly data: DataDescription | null;
}

/** A reading of one text. */
export interface Reading {
  readonly definitions: readonly Definition[];
  readonly milliseconds: number;
}
