// Keras's metrics: by name, as classes. `accuracy` is resolved when the outputs and targets are known, as Keras does.
import type { Shape } from '../../../../network/shape.ts';
import type { LossName, Metric, MetricName } from '../../../../network/training-plan.ts';
import type { EvaluationContext } from '../../../evaluate/library.ts';
import { defineObjectType, type LibraryCall, type ObjectValue, type Value } from '../../../evaluate/value.ts';
import { sequenceOf } from '../reading.ts';

export interface MetricReading {
  /** As Keras prints it: `accuracy`, `mae`. */
  readonly label: string;
  /** `accuracy` is still open; null is none that Layerscope computes. */
  readonly name: MetricName | 'accuracy' | null;
}

const object = defineObjectType<MetricReading>({ name: 'keras.metrics.Metric' });

const names: Readonly<Record<string, MetricName | 'accuracy'>> = {
  accuracy: 'accuracy',
  acc: 'accuracy',
  binary_accuracy: 'binaryAccuracy',
  categorical_accuracy: 'categoricalAccuracy',
  sparse_categorical_accuracy: 'sparseCategoricalAccuracy',
  mse: 'meanSquaredError',
  mean_squared_error: 'meanSquaredError',
  mae: 'meanAbsoluteError',
  mean_absolute_error: 'meanAbsoluteError',
};

const classes: Readonly<Record<string, MetricName | 'accuracy' | null>> = {
  Accuracy: null,
  BinaryAccuracy: 'binaryAccuracy',
  CategoricalAccuracy: 'categoricalAccuracy',
  SparseCategoricalAccuracy: 'sparseCategoricalAccuracy',
  MeanSquaredError: 'meanSquaredError',
  MeanAbsoluteError: 'meanAbsoluteError',
  ...Object.fromEntries(
    [
      'AUC',
      'Precision',
      'Recall',
      'F1Score',
      'RootMeanSquaredError',
      'MeanAbsolutePercentageError',
      'TopKCategoricalAccuracy',
      'SparseTopKCategoricalAccuracy',
      'MeanIoU',
      'R2Score',
      'BinaryCrossentropy',
      'CategoricalCrossentropy',
      'SparseCategoricalCrossentropy',
      'CosineSimilarity',
      'TruePositives',
      'TrueNegatives',
      'FalsePositives',
      'FalseNegatives',
      'PrecisionAtRecall',
      'Mean',
    ].map((name) => [name, null]),
  ),
};

export const metricRows: Readonly<Record<string, LibraryCall>> = {
  ...Object.fromEntries(
    Object.entries(classes).map(([className, name]) => [
      `keras.metrics.${className}`,
      (args: Parameters<LibraryCall>[0]) => {
        const given = args.keywords.get('name') ?? args.positional.find(({ kind }) => kind === 'string');
        // Keras counts a threshold other than ½ into another metric.
        const threshold = args.keywords.get('threshold');
        const isPlain = !threshold || (threshold.kind === 'float' && threshold.value === 0.5);
        return object.create(
          { label: given?.kind === 'string' ? given.value : snake(className), name: isPlain ? name : null },
          args.range,
        ) as ObjectValue;
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.keys(names).map((name): [string, LibraryCall] => [
      `keras.metrics.${name}`,
      (_args, context) => context.unknown('the value of a metric is known in training only'),
    ]),
  ),
};

/** A `compile(metrics=…)` argument. */
export function readMetrics(value: Value | undefined, context: EvaluationContext): readonly MetricReading[] {
  if (!value || value.kind === 'none') return [];
  const elements = value.kind === 'string' ? [value] : (sequenceOf(value, context) ?? [value]);
  return elements.flatMap((element) => {
    const nested = element.kind === 'list' ? sequenceOf(element, context) : null;
    return (nested ?? [element]).map((one) => readMetric(one, context));
  });
}

function readMetric(value: Value, context: EvaluationContext): MetricReading {
  if (object.is(value)) return value.state;
  if (value.kind === 'string') return { label: value.value, name: names[value.value.toLowerCase()] ?? null };
  if (value.kind === 'function') {
    const last = value.name.slice(value.name.lastIndexOf('.') + 1);
    if (Object.hasOwn(names, last.toLowerCase())) return { label: last, name: names[last.toLowerCase()] ?? null };
    const made = context.call(value, []);
    return object.is(made) ? made.state : { label: last, name: null };
  }
  if (value.kind === 'closure') return { label: value.definition.name, name: null };
  const called = value.kind === 'unknown' ? value.name?.replace(/\(\)$/, '') : undefined;
  return { label: called?.slice(called.lastIndexOf('.') + 1) ?? 'unknown', name: null };
}

/**
 * The metric that Keras computes for a name: `accuracy` becomes binary for one output unit, sparse where targets have fewer
 * dimensions or one column against several outputs, categorical otherwise (keras/src/trainers/compile_utils.py, get_metric).
 * Where the targets are not known, the loss says whether they are class indices.
 */
export function resolveMetric({ label, name }: MetricReading, loss: LossName, output: Shape | null, target: Shape | null): Metric | null {
  if (name !== 'accuracy') return name && { name, label };
  const last = output?.at(-1);
  if (last === 1) return { name: 'binaryAccuracy', label };
  const isSparse =
    target && output ? target.length < output.length || (target.at(-1) === 1 && (last ?? 2) > 1) : loss === 'sparseCategoricalCrossentropy';
  return { name: isSparse ? 'sparseCategoricalAccuracy' : 'categoricalAccuracy', label };
}

function snake(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
