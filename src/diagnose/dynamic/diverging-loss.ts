// A loss that ends far above where it began. Noise, spikes that pass and plateaus are not meant.

import { formatNumber } from '../../figures.ts';
import type { LossBucket } from '../../runs/history.ts';
import type { Observation } from '../rule.ts';
import type { DynamicRule } from './index.ts';

/** Fewer steps say nothing. */
const fewestSteps = 20;
/** Compared are the means of the first and the last tenth of all steps. */
const share = 0.1;
/** TheDeepChecker warns at twice the smallest loss, which noise reaches; ten times the first loss it does not. */
const growth = 10;

export const divergingLoss: DynamicRule = {
  name: 'diverging-loss',
  category: 'learning-rate',
  check({ end, history: { losses }, run, definition }) {
    const steps = losses.reduce((sum, { count }) => sum + count, 0);
    if (end?.reason === 'nonFinite' || steps < fewestSteps) return [];
    const first = meanOf(losses, steps * share);
    const last = meanOf(losses.toReversed(), steps * share);
    if (!(last > growth * Math.abs(first))) return [];
    const { learningRate, name } = run.plan.optimizer;
    const observation: Observation = {
      severity: 'error',
      message: `The loss grows: ${formatNumber(first)} in the first ${Math.ceil(steps * share)} steps, ${formatNumber(last)} in the last. The learning rate ${formatNumber(learningRate)} of ${name} is too high.`,
      range: definition?.training?.compileRange ?? null,
      layer: null,
      evidence: { firstLoss: first, lastLoss: last, steps, learningRate },
    };
    return [observation];
  },
};

/** Mean loss of the first `steps` steps, whole buckets. */
function meanOf(losses: readonly LossBucket[], steps: number): number {
  let [sum, count] = [0, 0];
  for (const bucket of losses) {
    if (count >= steps) break;
    sum += bucket.mean * bucket.count;
    count += bucket.count;
  }
  return sum / count;
}
