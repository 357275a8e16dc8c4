// Fewer samples than anything general can be learnt from. A table of all inputs that there are (XOR) is not tiny but whole.
import { type Dataset, type NumberArray, sampleCount } from '../../data/dataset.ts';
import { countParameters } from '../../network/build.ts';
import type { Observation } from '../rule.ts';
import type { DataRule } from './index.ts';

/** scikit-learn's map of estimators sends whoever has fewer samples to get more data. */
const fewSamples = 50;
/** With one-digit sample counts not even the classes of a toy problem are told apart. */
const hardlyAny = 10;

export const tinyDataset: DataRule = {
  name: 'tiny-dataset',
  category: 'data',
  check(dataset, network, definition) {
    const samples = sampleCount(dataset);
    if (samples === 0 || samples >= fewSamples || isWhole(dataset)) return [];
    const { trainable } = countParameters(network);
    const parameters = trainable === null ? '' : ` for ${trainable.toLocaleString('en-US')} parameters`;
    const observation: Observation = {
      severity: samples < hardlyAny ? 'warning' : 'information',
      message: `There ${samples === 1 ? 'is 1 sample' : `are ${samples} samples`}${parameters}: the network can learn them by heart, and what it says of new ones means nothing yet.`,
      range: definition?.data?.x.range ?? definition?.training?.fitRange ?? null,
      layer: null,
      evidence: { samples, parameters: trainable },
    };
    return [observation];
  },
};

/** Two values a feature and every combination of them. */
function isWhole({ x }: Dataset): boolean {
  const [first, another] = x;
  if (!first || another || first.shape.length !== 2) return false;
  const { values, shape } = first;
  const [samples = 0, features = 0] = shape;
  const binary = values.every((value) => value === values[0] || value === otherValue(values));
  return binary && distinctRows({ values, shape }, samples, features) === 2 ** features;
}

function otherValue(values: Float32Array): number | undefined {
  return values.find((value) => value !== values[0]);
}

function distinctRows({ values }: NumberArray, samples: number, features: number): number {
  return new Set(Array.from({ length: samples }, (_none, row) => values.subarray(row * features, (row + 1) * features).join())).size;
}
