// `model.fit(…)`: what it trains on and how, as the source states it.

import { type Arguments, argument } from '../../../evaluate/arguments.ts';
import { join } from '../../../evaluate/join.ts';
import type { EvaluationContext } from '../../../evaluate/library.ts';
import { elementsOf, type UnknownValue, type Value } from '../../../evaluate/value.ts';
import type { Range } from '../../../range.ts';
import { plainNumber } from '../reading.ts';
import { callbackName } from './callbacks.ts';
import { pipeline } from './pipelines.ts';

export interface Fitting {
  readonly x: Value | null;
  readonly y: Value | null;
  /** `validation_data`. */
  readonly validation: { readonly x: Value; readonly y: Value } | null;
  /** Null where it is not known; Keras's default where it is not written. */
  readonly epochs: number | null;
  /** Also null where a data set or generator has its own. */
  readonly batchSize: number | null;
  readonly validationSplit: number;
  readonly shuffle: boolean;
  /** Why the plan is not what the source says. */
  readonly reasons: readonly string[];
  /** An argument that a plan cannot do without is not known. */
  readonly isOpen: boolean;
  readonly range: Range;
}

/** Keras's own, where `fit` does not say. */
export const defaultEpochs = 1;
export const defaultBatchSize = 32;

/** Callbacks that change training; the others only watch. */
const changingCallbacks: ReadonlySet<string> = new Set(['EarlyStopping', 'ReduceLROnPlateau', 'LearningRateScheduler']);

export function readFit(args: Arguments, context: EvaluationContext): Fitting {
  const reasons: string[] = [];
  let isOpen = false;
  const known = (position: number, fallback: number | null, ...names: string[]): number | null => {
    const value = argument(args, position, ...names);
    if (!value || value.kind === 'none') return fallback;
    const number = plainNumber(value, context);
    if (number === null) {
      isOpen = true;
      reasons.push(`the ${names[0]} of fit is not known: ${value.kind === 'unknown' ? value.reason : 'it is not a number'}`);
    }
    return number;
  };
  const epochs = known(3, defaultEpochs, 'epochs', 'nb_epoch');
  const validationSplit = known(6, 0, 'validation_split') ?? 0;
  for (const name of ['class_weight', 'sample_weight', 'initial_epoch', 'steps_per_epoch']) {
    const value = args.keywords.get(name);
    if (value && value.kind !== 'none' && plainNumber(value, context) !== 0) reasons.push(`Layerscope does not apply ${name} yet`);
  }
  const callbacks = argument(args, 5, 'callbacks');
  for (const callback of elementsOf(callbacks) ?? (callbacks ? [callbacks] : [])) {
    const name = callbackName(callback);
    if (name && changingCallbacks.has(name)) reasons.push(`Layerscope does not apply the callback ${name} yet`);
  }
  const shuffle = argument(args, 8, 'shuffle');
  const x = argument(args, 0, 'x', 'generator') ?? null;
  const y = argument(args, 1, 'y') ?? null;
  const data = pipeline.is(x) ? x.state : null;
  // What comes without targets makes its own batches.
  const isArrays = x?.kind === 'array' || (y !== null && y.kind !== 'none');
  const batchSize = known(2, isArrays ? defaultBatchSize : null, 'batch_size');
  const held = argument(args, 7, 'validation_data');
  const [validationX, validationY] = pipeline.is(held) ? [held.state.x, held.state.y] : (elementsOf(held) ?? []);
  return {
    x: data?.x ?? x,
    y: data ? data.y : y?.kind === 'none' ? null : y,
    validation: validationX && validationY ? { x: validationX, y: validationY } : null,
    epochs,
    batchSize: data ? data.batchSize : batchSize,
    validationSplit,
    // A pipeline comes in its own order, arrays are shuffled unless the source says no.
    shuffle: data ? data.shuffle : !(shuffle?.kind === 'boolean' && !shuffle.value),
    reasons,
    isOpen,
    range: args.range,
  };
}

/** What is certain of a model that is fitted in one of two ways. One that only one side fits is taken to be fitted. */
export function eitherFitting(left: Fitting | null, right: Fitting | null, unknown: UnknownValue): Fitting | null {
  if (!left || !right || left === right) return left ?? right;
  const differing: string[] = [];
  const either = <T>(what: string, one: T, other: T, neither: T): T => {
    if (one === other) return one;
    differing.push(`the ${what} of fit ${what === 'epochs' ? 'depend' : 'depends'} on a condition: ${unknown.reason}`);
    return neither;
  };
  const value = (one: Value | null, other: Value | null) => (one && other ? join(one, other, unknown) : one === other ? one : unknown);
  const sameValidation = left.validation?.x === right.validation?.x && left.validation?.y === right.validation?.y;
  const joined = {
    x: value(left.x, right.x),
    y: value(left.y, right.y),
    validation: either('validation_data', sameValidation, true, false) ? left.validation : null,
    epochs: either('epochs', left.epochs, right.epochs, null),
    batchSize: either('batch_size', left.batchSize, right.batchSize, null),
    validationSplit: either('validation_split', left.validationSplit, right.validationSplit, 0),
    shuffle: either('shuffle', left.shuffle, right.shuffle, true),
  };
  return {
    ...joined,
    reasons: [...new Set([...left.reasons, ...right.reasons, ...differing])],
    isOpen: left.isOpen || right.isOpen || differing.length > 0,
    range: left.range,
  };
}
