// `model.compile(…)`: optimizer, loss and metrics as the source states them.

import { type Arguments, argument } from '../../../evaluate/arguments.ts';
import type { EvaluationContext } from '../../../evaluate/library.ts';
import { string, type Value } from '../../../evaluate/value.ts';
import type { Range } from '../../../range.ts';
import { type LossReading, readLoss } from './losses.ts';
import { type MetricReading, readMetrics } from './metrics.ts';
import { copyOptimizer, eitherOptimizer, type OptimizerObject, readOptimizer } from './optimizers.ts';

export interface Compiling {
  /** Null for `optimizer=None`. */
  readonly optimizer: OptimizerObject | null;
  /** Null where none is given. */
  readonly loss: LossReading | null;
  readonly metrics: readonly MetricReading[];
  /** Further reasons why the plan is not what the source says. */
  readonly reasons: readonly string[];
  /** Two ways of compiling are possible: there is no plan. */
  readonly isOpen: boolean;
  readonly range: Range;
}

export function readCompile(args: Arguments, context: EvaluationContext): Compiling {
  const loss = argument(args, 1, 'loss');
  return {
    // Keras's default, for a model that only names its loss.
    optimizer: readOptimizer(argument(args, 0, 'optimizer') ?? string('rmsprop'), context),
    loss: loss ? readLoss(loss, context) : null,
    metrics: readMetrics(metricsArgument(args), context),
    reasons: [],
    isOpen: false,
    range: args.range,
  };
}

/** As it is now: what is written to the optimizer later does not show. */
export function copyCompiling(compiled: Compiling): Compiling {
  return { ...compiled, optimizer: compiled.optimizer && copyOptimizer(compiled.optimizer) };
}

/** What is certain of a model that is compiled in one of two ways. One that only one side compiles is taken to be compiled. */
export function eitherCompiling(left: Compiling | null, right: Compiling | null, reason: string): Compiling | null {
  if (!left || !right || left === right) return left ?? right;
  const because = `depends on a condition: ${reason}`;
  const sameLoss = JSON.stringify(left.loss) === JSON.stringify(right.loss);
  const sameMetrics = JSON.stringify(left.metrics) === JSON.stringify(right.metrics);
  const [optimizer, other] = [left.optimizer, right.optimizer];
  return {
    optimizer:
      optimizer && other && optimizer !== other
        ? { ...optimizer, state: eitherOptimizer(optimizer.state, other.state, reason) }
        : (optimizer ?? other),
    loss: sameLoss
      ? left.loss
      : {
          label: `${left.loss?.label ?? 'none'} or ${right.loss?.label ?? 'none'}`,
          loss: null,
          reasons: [`which loss it is ${because}`],
        },
    metrics: left.metrics.filter((metric) => right.metrics.some(({ label }) => label === metric.label)),
    reasons: [
      ...new Set([
        ...left.reasons,
        ...right.reasons,
        ...(sameMetrics ? [] : [`which metrics it has ${because}`]),
        ...((optimizer === null) === (other === null) ? [] : [`whether it has an optimizer ${because}`]),
      ]),
    ],
    isOpen: left.isOpen || right.isOpen || (optimizer === null) !== (other === null),
    range: left.range,
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
