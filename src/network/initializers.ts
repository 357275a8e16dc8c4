// What a weight starts from. Formulas as in Keras 3 (keras/src/initializers) and PyTorch (torch/nn/init.py).
// The values come from Layerscope's own generator: the same seed gives the same weights in every backend, but
// not the values that Keras or PyTorch would draw; weights that the source sets itself are `given`.
import { createRandom, normal, type Random, truncatedNormal, uniform } from './random.ts';
import { product, type Shape } from './shape.ts';

export type Initializer =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'uniform'; readonly minimum: number; readonly maximum: number; readonly seed?: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly deviation: number; readonly seed?: number }
  | { readonly kind: 'truncatedNormal'; readonly mean: number; readonly deviation: number; readonly seed?: number }
  | {
      readonly kind: 'varianceScaling';
      readonly scale: number;
      readonly mode: 'fanIn' | 'fanOut' | 'fanAverage';
      readonly distribution: 'uniform' | 'truncatedNormal' | 'normal';
      readonly seed?: number;
    }
  | { readonly kind: 'orthogonal'; readonly gain: number; readonly seed?: number }
  | { readonly kind: 'identity'; readonly gain: number }
  /** Values that the source computes itself (`set_weights`, an array as initialiser), row-major. */
  | { readonly kind: 'given'; readonly values: readonly number[] };

/** Keras's default for kernels: uniform within ±√(6 / (fan in + fan out)). */
export const glorotUniform: Initializer = {
  kind: 'varianceScaling',
  scale: 1,
  mode: 'fanAverage',
  distribution: 'uniform',
};
export const zeros: Initializer = { kind: 'constant', value: 0 };
export const ones: Initializer = { kind: 'constant', value: 1 };

/**
 * The initial values of a weight of this shape, row-major. `random` is used where the initializer has no seed of its own.
 * Throws a RangeError for a shape with an unknown size, an unknown initializer or `given` values of another count.
 */
export function initialValues(initializer: Initializer | null, shape: Shape, random: Random): Float32Array {
  const count = product(shape);
  if (count === null || !initializer) throw new RangeError('A weight of unknown shape or initializer has no initial values.');
  const values = new Float32Array(count);
  const source = 'seed' in initializer && initializer.seed !== undefined ? createRandom(initializer.seed) : random;
  switch (initializer.kind) {
    case 'constant':
      return values.fill(initializer.value);
    case 'uniform':
      return fill(values, () => initializer.minimum + (initializer.maximum - initializer.minimum) * uniform(source));
    case 'normal':
      return fill(values, () => initializer.mean + initializer.deviation * normal(source));
    case 'truncatedNormal':
      return fill(values, () => initializer.mean + initializer.deviation * truncatedNormal(source));
    case 'varianceScaling':
      return scaled(values, initializer, fans(shape), source);
    case 'orthogonal':
      return orthogonal(values, shape, initializer.gain, source);
    case 'identity':
      return identity(values, shape, initializer.gain);
    case 'given':
      if (initializer.values.length !== count) {
        throw new RangeError(`${initializer.values.length} values were given for a weight of ${count}.`);
      }
      values.set(initializer.values);
      return values;
    default:
      return initializer satisfies never;
  }
}

/** Fan in and fan out of a kernel: its last two dimensions times the receptive field (keras compute_fans). */
export function fans(shape: Shape): { readonly fanIn: number; readonly fanOut: number } {
  if (shape.length === 0) return { fanIn: 1, fanOut: 1 };
  if (shape.length === 1) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  const field = product(shape.slice(0, -2)) ?? 1;
  return { fanIn: field * (shape.at(-2) ?? 1), fanOut: field * (shape.at(-1) ?? 1) };
}

function fill(values: Float32Array, next: () => number): Float32Array {
  for (let index = 0; index < values.length; index++) values[index] = next();
  return values;
}

function scaled(
  values: Float32Array,
  { scale, mode, distribution }: Extract<Initializer, { kind: 'varianceScaling' }>,
  { fanIn, fanOut }: { readonly fanIn: number; readonly fanOut: number },
  random: Random,
): Float32Array {
  const fan = { fanIn, fanOut, fanAverage: (fanIn + fanOut) / 2 }[mode];
  const variance = scale / Math.max(1, fan);
  if (distribution === 'uniform') {
    const limit = Math.sqrt(3 * variance);
    return fill(values, () => limit * (2 * uniform(random) - 1));
  }
  if (distribution === 'normal') return fill(values, () => Math.sqrt(variance) * normal(random));
  // Standard deviation of a normal that is cut at two deviations, as Keras corrects for it.
  const deviation = Math.sqrt(variance) / 0.87962566103423978;
  return fill(values, () => deviation * truncatedNormal(random));
}

/** Gram–Schmidt over the rows or columns of the flattened matrix, whichever are fewer. */
function orthogonal(values: Float32Array, shape: Shape, gain: number, random: Random): Float32Array {
  const columns = shape.at(-1) ?? 1;
  const rows = values.length / columns;
  const count = Math.min(rows, columns);
  const length = Math.max(rows, columns);
  const vectors: Float64Array[] = [];
  for (let index = 0; index < count; index++) {
    const vector = Float64Array.from({ length }, () => normal(random));
    for (const earlier of vectors) {
      let dot = 0;
      for (let at = 0; at < length; at++) dot += (vector[at] as number) * (earlier[at] as number);
      for (let at = 0; at < length; at++) vector[at] = (vector[at] as number) - dot * (earlier[at] as number);
    }
    const norm = Math.hypot(...vector);
    vectors.push(vector.map((value) => value / norm));
  }
  for (let index = 0; index < count; index++) {
    for (let at = 0; at < length; at++) {
      const position = rows <= columns ? index * columns + at : at * columns + index;
      values[position] = gain * ((vectors[index] as Float64Array)[at] as number);
    }
  }
  return values;
}

function identity(values: Float32Array, shape: Shape, gain: number): Float32Array {
  const columns = shape.at(-1) ?? 1;
  for (let index = 0; index < Math.min(columns, values.length / columns); index++) values[index * columns + index] = gain;
  return values;
}
