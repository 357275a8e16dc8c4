// The first layers get next to no gradient while the last ones do, and the loss does not fall. All three: a converged network
// has small gradients everywhere, and one that learns has no such problem, whatever the ratio.

import { formatNumber } from '../../figures.ts';
import type { HistoryRow } from '../../runs/history.ts';
import { layerName } from '../layers.ts';
import type { Observation } from '../rule.ts';
import type { DynamicRule } from './index.ts';

/** AutoTrainer's β₁ and β₂: the first layer's gradient norm against the last one's, and by itself. */
const smallestRatio = 1e-3;
const smallestNorm = 1e-4;
/** Rows of history that must be there, and the share of them that must show it. */
const fewestRows = 20;
const share = 0.9;
/** A loss that has come down by a tenth is being learnt. */
const learning = 0.9;

export const vanishingGradient: DynamicRule = {
  name: 'vanishing-gradient',
  category: 'activation',
  check({ run: { network }, history: { rows } }) {
    const weighted = network.layers.flatMap((layer, index) => (layer.weights.some(({ trainable }) => trainable) ? [index] : []));
    const [first, last] = [weighted[0], weighted.at(-1)];
    const layer = network.layers[first ?? -1];
    const trained = rows.filter(({ step, loss }) => step > 0 && Number.isFinite(loss));
    if (first === undefined || last === undefined || first === last || !layer || trained.length < fewestRows || isLearning(trained))
      return [];
    const norms = trained.map(({ layers }) => ({ first: layers[first]?.gradientNorm ?? null, last: layers[last]?.gradientNorm ?? null }));
    // Exactly 0 is a dead layer, which has its own rule.
    const vanished = norms.filter(
      (row) => row.first !== null && row.last !== null && row.first > 0 && row.first < smallestNorm && row.first < smallestRatio * row.last,
    );
    if (vanished.length < share * norms.length) return [];
    const [firstNorm, lastNorm] = [median(vanished.map((row) => row.first ?? 0)), median(vanished.map((row) => row.last ?? 0))];
    const observation: Observation = {
      severity: 'warning',
      message: `The gradient vanishes on its way back: its norm is ${formatNumber(lastNorm)} in ${network.layers[last]?.name} and ${formatNumber(firstNorm)} in ${layerName(layer)}, and the loss does not fall. ReLU activations or batch normalization in between let it through.`,
      range: layer.range ?? null,
      layer: layer.name,
      evidence: { firstNorm, lastNorm, ratio: firstNorm / lastNorm, frames: vanished.length },
    };
    return [observation];
  },
};

function isLearning(rows: readonly HistoryRow[]): boolean {
  const fifth = Math.ceil(rows.length / 5);
  const mean = (part: readonly HistoryRow[]) => part.reduce((sum, { loss }) => sum + loss, 0) / part.length;
  return mean(rows.slice(-fifth)) < learning * mean(rows.slice(0, fifth));
}

function median(values: readonly number[]): number {
  return values.toSorted((first, second) => first - second)[values.length >> 1] ?? Number.NaN;
}
