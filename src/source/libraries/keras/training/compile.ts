// `model.compile(…)`: optimizer, loss and metrics as the source states them.

import { type Arguments, argument } from '../../../evaluate/arguments.ts';
import type { EvaluationContext } from '../../../evaluate/library.ts';
import { string, type Value } from '../../../evaluate/value.ts';
import type { Range } from '../../../range.ts';
import { type LossReading, readLoss } from './losses.ts';
import { type MetricReading, readMetrics } from './metrics.ts';
import { type OptimizerReading, readOptimizer } from './optimizers.ts';

export interface Compiling {
  /** Null for `optimizer=None`. */
  readonly optimizer: OptimizerReading | null;
  /** Null where none is given. */
  readonly loss: LossReading | null;
  readonly metrics: readonly MetricReading[];
  readonly range: Range;
}

export function readCompile(args: Arguments, context: EvaluationContext): Compiling {
  const loss = argument(args, 1, 'loss');
  return {
    // Keras's default, for a model that only names its loss.
    optimizer: readOptimizer(argument(args, 0, 'optimizer') ?? string('rmsprop'), context),
    loss: loss ? readLoss(loss, context) : null,
    metrics: readMetrics(metricsArgument(args), context),
    range: args.range,
  };
}

/** The third position is the metrics in Keras 2 and the loss weights in Keras 3, which has the metrics fourth. */
function metricsArgument({ positional, keywords }: Arguments): Value | undefined {
  const named = keywords.get('metrics');
  if (named) return named;
  const [, , third, fourth] = positional;
  const isMetrics =
    third?.kind === 'string' || (third?.kind === 'list' && third.elements.some(({ kind }) => kind === 'string' || kind === 'object'));
  return isMetrics ? third : fourth;
}
