// `model.fit(…)`: what it trains on and how, as the source states it.

import { type Arguments, argument } from '../../../evaluate/arguments.ts';
import type { EvaluationContext } from '../../../evaluate/library.ts';
import { elementsOf, type Value } from '../../../evaluate/value.ts';
import type { Range } from '../../../range.ts';
import { plainNumber } from '../reading.ts';
import { callbackName } from './callbacks.ts';
import { pipeline } from './pipelines.ts';

export interface Fitting {
  readonly x: Value | null;
  readonly y: Value | null;
  /** `validation_data`. */
  readonly validation: { readonly x: Value; readonly y: Value } | null;
  /** Null where it is not written or not known. */
  readonly epochs: number | null;
  readonly batchSize: number | null;
  readonly validationSplit: number;
  readonly shuffle: boolean;
  /** Why the plan is not what the source says. */
  readonly reasons: readonly string[];
  /** An argument that a plan cannot do without is not known. */
  readonly isOpen: boolean;
  readonly range: Range;
}

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
  const batchSize = known(2, null, 'batch_size');
  const epochs = known(3, null, 'epochs', 'nb_epoch');
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
