// Training that ended in numbers that are none: when, and what the loss did before.

import { formatNumber } from '../../figures.ts';
import type { Observation } from '../rule.ts';
import type { DynamicRule } from './index.ts';

/** Growth from the first to the last finite loss that says the steps were too large, rather than the data or a formula wrong. */
const exploded = 100;

export const nonFiniteLoss: DynamicRule = {
  name: 'non-finite-loss',
  category: 'numerics',
  check({ end, history, run, definition }) {
    if (end?.reason !== 'nonFinite') return [];
    const finite = history.losses.filter(({ maximum }) => Number.isFinite(maximum));
    const first = finite[0]?.mean ?? null;
    const last = finite.at(-1)?.maximum ?? null;
    const { name, learningRate } = run.plan.optimizer;
    const grew = first !== null && last !== null && last > exploded * Math.abs(first);
    const cause = grew
      ? ` The loss grew from ${formatNumber(first)} to ${formatNumber(last)} before: the learning rate ${formatNumber(learningRate)} of ${name} is too high for these weights and data.`
      : first === null
        ? ' It was so from the first step: look at the data and the initial weights.'
        : '';
    const observation: Observation = {
      severity: 'error',
      message: `${end.message}${cause}`,
      range: definition?.training?.compileRange ?? null,
      layer: null,
      evidence: { step: history.latest?.step ?? 0, firstLoss: first, lastFiniteLoss: last, learningRate },
    };
    return [observation];
  },
};
