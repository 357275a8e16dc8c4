// Features so large that they drown the others and make the loss's valley narrow: 2,020 for a year beside 0 or 1.
// A layer that scales its input itself, or takes indices, is left alone.
import type { NumberArray } from '../../data/dataset.ts';
import { formatNumber } from '../../figures.ts';
import type { Network } from '../../network/network.ts';
import { consumersOf, listed } from '../layers.ts';
import type { Observation } from '../rule.ts';
import type { DataRule } from './index.ts';

/** Root mean square above which a feature counts as raw: torch-audit's bound for |x| (TA301). Standardized data has 1. */
const largeScale = 50;
/** Raw image bytes stay below this; larger images are looked at as a whole, not by feature. */
const namedFeatures = 1_000;

const scaling: ReadonlySet<string> = new Set([
  'Normalization',
  'Rescaling',
  'BatchNormalization',
  'LayerNormalization',
  'Embedding',
  'Discretization',
  'CategoryEncoding',
  'Lambda',
]);

export const unnormalizedFeatures: DataRule = {
  name: 'unnormalized-features',
  category: 'data',
  check(dataset, network, definition) {
    return dataset.x.flatMap((x, position): readonly Observation[] => {
      const input = network.inputs[position];
      if (input === undefined || scalesItself(network, input)) return [];
      const names = position === 0 ? dataset.featureNames : undefined;
      const observation = x.shape.length === 2 && (x.shape[1] ?? 0) <= namedFeatures ? checkFeatures(x, names) : checkWhole(x);
      return observation
        ? [{ ...observation, range: definition?.data?.x.range ?? definition?.training?.fitRange ?? null, layer: null }]
        : [];
    });
  },
};

type Judgement = Pick<Observation, 'severity' | 'message' | 'evidence'>;

function checkFeatures(x: NumberArray, names: readonly string[] | undefined): Judgement | null {
  const [samples = 0, features = 0] = x.shape;
  const all = Array.from({ length: features }, (_none, feature) => {
    return { name: names?.[feature] ?? `feature ${feature + 1}`, ...momentsOf(x.values, feature, features, samples) };
  });
  const large = all.filter(({ scale }) => scale > largeScale).toSorted((first, second) => second.scale - first.scale);
  if (large.length === 0) return null;
  const shown = large
    .slice(0, 3)
    .map(({ name, mean, deviation }) => `${name} (mean ${formatNumber(mean)}, standard deviation ${formatNumber(deviation)})`);
  const more = large.length > shown.length ? [`${large.length - shown.length} more`] : [];
  const others = all.filter(({ scale, deviation }) => scale <= largeScale && deviation > 0);
  const smallest = Math.min(...others.map(({ scale }) => scale));
  const beside = others.length > 0 ? `, beside features around ${formatNumber(smallest)}` : '';
  return {
    severity: 'warning',
    message: `x is not normalized: ${listed([...shown, ...more])}${beside}. Subtract each feature's mean and divide by its standard deviation.`,
    evidence: {
      features: large.map(({ name }) => name).join(', '),
      means: all.map(({ mean }) => mean),
      standardDeviations: all.map(({ deviation }) => deviation),
    },
  };
}

function checkWhole({ values }: NumberArray): Judgement | null {
  const { mean, deviation, scale } = momentsOf(values, 0, 1, values.length);
  if (!(scale > largeScale)) return null;
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return {
    severity: 'warning',
    message: `x is not normalized: its values go up to ${formatNumber(largest)} (mean ${formatNumber(mean)}, standard deviation ${formatNumber(deviation)}). ${largest === 255 ? 'Divide by 255.' : 'Scale them to about −1 … 1.'}`,
    evidence: { mean, standardDeviation: deviation, largest },
  };
}

function momentsOf(values: Float32Array, start: number, stride: number, count: number) {
  let [sum, squares] = [0, 0];
  for (let index = 0; index < count; index++) {
    const value = values[start + index * stride] ?? Number.NaN;
    sum += value;
    squares += value * value;
  }
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / count - mean * mean)), scale: Math.sqrt(squares / count) };
}

function scalesItself(network: Network, input: number): boolean {
  return consumersOf(network, input).some((consumer) => {
    const layer = network.layers[consumer];
    if (!layer) return false;
    const arranges = ['Flatten', 'Reshape', 'ZeroPadding1D', 'ZeroPadding2D'].includes(layer.type);
    return scaling.has(layer.type) || (arranges && scalesItself(network, consumer));
  });
}
