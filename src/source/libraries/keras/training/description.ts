// What `compile` and `fit` said → the training description, the plan, and the data.
import type { Shape } from '../../../../network/shape.ts';
import type { TrainingPlan } from '../../../../network/training-plan.ts';
import type { ArrayDescription, DataDescription, TrainingDescription } from '../../../definition.ts';
import type { EvaluationContext } from '../../../evaluate/library.ts';
import type { Value } from '../../../evaluate/value.ts';
import type { Range, Unknown } from '../../../range.ts';
import { arraysOf } from '../data.ts';
import type { SequentialState } from '../sequential.ts';
import { defaultBatchSize, defaultEpochs, type Fitting } from './fit.ts';
import { resolveMetric } from './metrics.ts';

/** `output` and `target` are the shapes of what the loss compares, null where they are not known. */
export function describeTraining(
  state: SequentialState,
  output: Shape | null,
  target: Shape | null,
): { readonly training: TrainingDescription | null; readonly reasons: readonly Unknown[] } {
  const { compiled, fitted, seed } = state;
  if (!compiled) return { training: null, reasons: [] };
  const { loss, metrics, range } = compiled;
  const optimizer = compiled.optimizer?.state ?? null;
  const reasons: Unknown[] = [
    ...(optimizer?.reasons ?? ['there is no optimizer to train with']),
    ...(loss?.reasons ?? ['there is no loss to train with']),
    ...compiled.reasons,
  ].map((reason) => ({ reason, range }));
  for (const reason of fitted?.reasons ?? []) reasons.push({ reason, range: fitted?.range ?? range });
  const lossName = loss?.loss?.name ?? 'meanSquaredError';
  const resolved = metrics.map((metric) => resolveMetric(metric, lossName, output, target));
  metrics.forEach(({ label }, index) => {
    if (!resolved[index]) reasons.push({ reason: `Layerscope does not compute the metric ${label} yet`, range });
  });
  const plan: TrainingPlan | null =
    loss?.loss && optimizer?.optimizer && !compiled.isOpen && !fitted?.isOpen
      ? {
          loss: loss.loss,
          optimizer: optimizer.optimizer,
          metrics: resolved.filter((metric) => metric !== null),
          epochs: fitted?.epochs ?? defaultEpochs,
          batchSize: fitted?.batchSize ?? defaultBatchSize,
          shuffle: fitted?.shuffle ?? true,
          validationSplit: fitted?.validationSplit ?? 0,
          seed,
        }
      : null;
  return {
    training: {
      plan,
      optimizer: optimizer && { name: optimizer.name, learningRate: optimizer.learningRate },
      loss: loss?.label ?? null,
      metrics: metrics.map(({ label }) => label),
      epochs: fitted?.epochs ?? null,
      batchSize: fitted?.batchSize ?? null,
      compileRange: range,
      fitRange: fitted?.range ?? null,
    },
    reasons,
  };
}

/** Where unknown values of these libraries would come from. */
const origins: readonly (readonly [RegExp, DataDescription['status']])[] = [
  [/^(pandas\.read_|numpy\.(load|loadtxt|genfromtxt|fromfile)|scipy\.io|h5py|cv2\.imread|PIL|imageio|joblib\.load|pickle\.load)/, 'file'],
  [/^keras\.(utils|preprocessing)\.\w*(from_directory|get_file|load_img)/, 'file'],
  [/^(sklearn\.datasets\.(load|fetch)_|tensorflow_datasets|keras\.datasets|torchvision\.datasets|seaborn\.load_dataset)/, 'builtin'],
  [/^sklearn\.datasets\.make_/, 'generated'],
];

export function describeData(fitted: Fitting, context: EvaluationContext): DataDescription | null {
  const { x, y, range } = fitted;
  if (!x) return null;
  const first = describeArray(x, range, context);
  const second = y ? describeArray(y, range, context) : null;
  const worst = first.status === 'evaluated' ? (second ?? first) : first;
  const status = second ? worst.status : first.status === 'evaluated' ? 'unknown' : first.status;
  const reason = worst.reason ?? (second ? undefined : 'fit is given no targets, or a data set that holds both');
  return {
    status,
    x: first.description,
    y: second?.description ?? { shape: null, source: first.description.source, range: first.description.range },
    ...(status !== 'evaluated' && reason !== undefined && { reason }),
  };
}

function describeArray(
  value: Value,
  range: Range,
  context: EvaluationContext,
): { readonly status: DataDescription['status']; readonly description: ArrayDescription; readonly reason?: string } {
  const place = 'range' in value ? value.range : range;
  const source = context.excerpt(place);
  const arrays = arraysOf(value, context);
  const [only] = arrays ?? [];
  if (arrays && only) {
    const { missing } = arrays.find((array) => array.missing) ?? only;
    const description = { shape: arrays.length === 1 ? only.shape : null, source, range: place };
    return missing ? { status: missing.origin, description, reason: missing.reason } : { status: 'evaluated', description };
  }
  const description = { shape: null, source, range: place };
  if (value.kind !== 'unknown') {
    const reason = value.kind === 'choice' ? value.unknown.reason : `a ${value.kind} is not an array of numbers`;
    return { status: 'unknown', description, reason };
  }
  const origin = origins.find(([pattern]) => pattern.test(value.name ?? ''));
  return { status: origin?.[1] ?? 'unknown', description: { ...description, source: value.name ?? source }, reason: value.reason };
}
