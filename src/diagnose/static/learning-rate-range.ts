// A learning rate that cannot be meant. Wide bounds: rates that merely are high or low depend on the model, and a run shows them.

import { formatTick } from '../../figures.ts';
import type { Optimizer } from '../../network/training-plan.ts';
import type { Observation, StaticRule } from '../rule.ts';

/** Optimizers whose step is about the learning rate itself, whatever the gradient: at 1, every weight moves by 1 at once. */
const normalized: ReadonlySet<Optimizer['name']> = new Set(['adam', 'adamW', 'nadam', 'adamax', 'rmsprop']);
const highestNormalized = 1;
/** Plain gradient descent: nothing published trains above it; large-batch schedules end near 10. */
const highestPlain = 30;
/** Float32 numbers near 0.1 lie 7.5·10⁻⁹ apart: smaller normalized steps are rounded away. */
const lowestNormalized = 1e-8;

export const learningRateRange: StaticRule = {
  name: 'learning-rate-range',
  category: 'learning-rate',
  check({ training }) {
    const optimizer = training?.plan?.optimizer;
    if (!optimizer) return [];
    const fault = faultOf(optimizer);
    if (!fault) return [];
    const observation: Observation = {
      severity: fault.severity,
      message: `A learning rate of ${formatTick(optimizer.learningRate)} with ${optimizer.name} ${fault.consequence}.`,
      range: training.compileRange,
      layer: null,
      evidence: { learningRate: optimizer.learningRate, optimizer: optimizer.name },
    };
    return [observation];
  },
};

function faultOf({ name, learningRate }: Optimizer): { readonly severity: 'error' | 'warning'; readonly consequence: string } | null {
  if (learningRate === 0) return { severity: 'error', consequence: 'changes no weight' };
  if (learningRate < 0) return { severity: 'error', consequence: 'climbs the loss instead of descending it' };
  if (normalized.has(name)) {
    if (learningRate >= highestNormalized)
      return { severity: 'warning', consequence: `moves every weight by about ${formatTick(learningRate)} a step; 0.001 is usual` };
    if (learningRate < lowestNormalized)
      return { severity: 'warning', consequence: 'makes steps that float32 rounds away; 0.001 is usual' };
  }
  if (name === 'sgd' && learningRate > highestPlain)
    return { severity: 'warning', consequence: 'overshoots on practically every model; 0.01 is usual' };
  return null;
}
