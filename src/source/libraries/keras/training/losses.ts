// Keras's losses: by name, as classes, as functions.
import type { Loss, LossName } from '../../../../network/training-plan.ts';
import { type Arguments, argument } from '../../../evaluate/arguments.ts';
import type { EvaluationContext } from '../../../evaluate/library.ts';
import { defineObjectType, type LibraryCall, type ObjectValue, type Value } from '../../../evaluate/value.ts';
import { plainNumber } from '../reading.ts';

export interface LossReading {
  /** For people: Keras's name, or what the source says. */
  readonly label: string;
  /** Null where Layerscope cannot train with it; `reasons` then say why. */
  readonly loss: Loss | null;
  readonly reasons: readonly string[];
}

const object = defineObjectType<LossReading>({ name: 'keras.losses.Loss' });

/** Class of Keras → our name. */
const classes: Readonly<Record<string, LossName>> = {
  MeanSquaredError: 'meanSquaredError',
  MeanAbsoluteError: 'meanAbsoluteError',
  Huber: 'huber',
  BinaryCrossentropy: 'binaryCrossentropy',
  CategoricalCrossentropy: 'categoricalCrossentropy',
  SparseCategoricalCrossentropy: 'sparseCategoricalCrossentropy',
};

/** Functions and strings → the class. */
const spellings: Readonly<Record<string, string>> = {
  mse: 'MeanSquaredError',
  mean_squared_error: 'MeanSquaredError',
  mae: 'MeanAbsoluteError',
  mean_absolute_error: 'MeanAbsoluteError',
  huber: 'Huber',
  huber_loss: 'Huber',
  bce: 'BinaryCrossentropy',
  binary_crossentropy: 'BinaryCrossentropy',
  categorical_crossentropy: 'CategoricalCrossentropy',
  sparse_categorical_crossentropy: 'SparseCategoricalCrossentropy',
};

/** Losses of Keras that are known by name only. */
const others = [
  'MeanAbsolutePercentageError',
  'MeanSquaredLogarithmicError',
  'KLDivergence',
  'Poisson',
  'CosineSimilarity',
  'LogCosh',
  'Hinge',
  'SquaredHinge',
  'CategoricalHinge',
  'BinaryFocalCrossentropy',
  'CategoricalFocalCrossentropy',
  'Dice',
  'Tversky',
  'CTC',
];

export const lossRows: Readonly<Record<string, LibraryCall>> = {
  ...Object.fromEntries(
    [...Object.keys(classes), ...others].map((name) => [
      `keras.losses.${name}`,
      (args: Arguments, context: EvaluationContext) => object.create(ofClass(name, args, context), args.range) as ObjectValue,
    ]),
  ),
  ...Object.fromEntries(
    Object.keys(spellings)
      .flatMap((name) => [name, name.toUpperCase()])
      .flatMap((name) => [`keras.losses.${name}`, `keras.metrics.${name}`])
      .map((name): [string, LibraryCall] => [name, (_args, context) => context.unknown('the value of a loss is known in training only')]),
  ),
};

/** A `compile(loss=…)` argument; null for None. */
export function readLoss(value: Value, context: EvaluationContext): LossReading | null {
  if (value.kind === 'none') return null;
  if (object.is(value)) return value.state;
  if (value.kind === 'string') {
    const name = spellings[value.value.toLowerCase()] ?? (Object.hasOwn(classes, value.value) ? value.value : undefined);
    return name ? plain(name, value.value) : notKnown(value.value);
  }
  if (value.kind === 'function') {
    const last = value.name.slice(value.name.lastIndexOf('.') + 1);
    const name = spellings[last.toLowerCase()];
    if (name) return plain(name, last);
    const made = Object.hasOwn(classes, last) ? context.call(value, []) : value;
    return object.is(made) ? made.state : notKnown(last);
  }
  if (value.kind === 'closure')
    return {
      label: value.definition.name,
      loss: null,
      reasons: [`Layerscope does not read losses that the source defines itself (${value.definition.name}) yet`],
    };
  if (value.kind === 'list' || value.kind === 'dictionary')
    return { label: 'several', loss: null, reasons: ['a loss for each of several outputs is not read yet'] };
  const called = value.kind === 'unknown' ? value.name?.replace(/\(\)$/, '') : undefined;
  const reason = value.kind === 'unknown' ? value.reason : value.kind === 'choice' ? value.unknown.reason : `it is a ${value.kind}`;
  return { label: called?.slice(called.lastIndexOf('.') + 1) ?? 'unknown', loss: null, reasons: [`the loss is not known: ${reason}`] };
}

function plain(name: string, label: string): LossReading {
  const known = classes[name];
  return known ? { label, loss: { name: known, fromLogits: false }, reasons: [] } : notKnown(label);
}

function notKnown(label: string): LossReading {
  return { label, loss: null, reasons: [`Layerscope cannot train with the loss ${label} yet`] };
}

function ofClass(className: string, args: Arguments, context: EvaluationContext): LossReading {
  const label = snake(className);
  const name = classes[className];
  if (!name) return notKnown(label);
  const reasons: string[] = [];
  const isCrossentropy = className.endsWith('Crossentropy');
  const logits = isCrossentropy ? argument(args, 0, 'from_logits') : undefined;
  if (logits && logits.kind !== 'boolean') return { label, loss: null, reasons: ['whether the loss takes logits is not known'] };
  const smoothing = isCrossentropy && name !== 'sparseCategoricalCrossentropy' ? argument(args, 1, 'label_smoothing') : undefined;
  if (smoothing && plainNumber(smoothing, context) !== 0) reasons.push('Layerscope does not apply label_smoothing yet');
  const delta = name === 'huber' ? argument(args, 0, 'delta') : undefined;
  if (delta && plainNumber(delta, context) !== 1) reasons.push('Layerscope trains with Huber’s delta 1 only');
  const reduction = args.keywords.get('reduction');
  if (reduction?.kind === 'string' && !['sum_over_batch_size', 'auto', 'mean'].includes(reduction.value)) {
    reasons.push(`Layerscope does not apply the reduction ${reduction.value} yet`);
  }
  return { label, loss: { name, fromLogits: logits?.kind === 'boolean' && logits.value }, reasons };
}

/** `BinaryCrossentropy` → `binary_crossentropy`. */
function snake(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
}
