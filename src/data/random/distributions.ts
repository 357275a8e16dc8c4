// NumPy's continuous and counting distributions, number by number: the legacy ones of RandomState and those of Generator.
// Formulas as in numpy/random/src (legacy-distributions.c, distributions.c).
import type { BitGenerator } from './bits.ts';
import { logarithm } from './logarithm.ts';
import type { Mt19937 } from './mt19937.ts';
import { once } from './once.ts';
import { exponentialTables, normalTables } from './ziggurat-tables.ts';

/** `numpy.random.RandomState`: the Mersenne Twister and the second of the last pair of normal numbers. */
export interface LegacyState {
  readonly bits: Mt19937;
  spare: number | null;
}

/** Standard normal by Marsaglia's polar method; every other call gives the second of a pair. */
export function legacyNormal(state: LegacyState): number {
  if (state.spare !== null) {
    const { spare } = state;
    state.spare = null;
    return spare;
  }
  for (;;) {
    const x = 2 * state.bits.next53() - 1;
    const y = 2 * state.bits.next53() - 1;
    const squared = x * x + y * y;
    if (squared >= 1 || squared === 0) continue;
    const factor = Math.sqrt((-2 * logarithm(squared)) / squared);
    state.spare = factor * x;
    return factor * y;
  }
}

export function legacyExponential(bits: BitGenerator): number {
  return -Math.log1p(-bits.next53());
}

/** Standard normal by the ziggurat of 256 layers (Marsaglia & Tsang 2000; tail as there). */
export function zigguratNormal(bits: BitGenerator): number {
  const { width, sure, height } = normal();
  for (;;) {
    const [high, low] = bits.next64();
    const layer = low & 255;
    // Bits 9 to 60: the magnitude; bit 8: the sign.
    const magnitude = ((high >>> 0) & 0x1fffffff) * 8388608 + (low >>> 9);
    const positive = magnitude * (width[layer] as number);
    const x = low & 256 ? -positive : positive;
    if (magnitude < (sure[layer] as number)) return x;
    if (layer > 0) {
      if (betweenLayers(height, layer, bits) < Math.exp(-0.5 * x * x)) return x;
      continue;
    }
    for (;;) {
      const beyond = -inverseTailStart * Math.log1p(-bits.next53());
      const test = -Math.log1p(-bits.next53());
      if (test + test > beyond * beyond) return low & 0x20000 ? -(tailStart + beyond) : tailStart + beyond;
    }
  }
}

/** Standard exponential by its ziggurat. */
export function zigguratExponential(bits: BitGenerator): number {
  const { width, sure, height } = exponential();
  for (;;) {
    const [high, low] = bits.next64();
    const layer = (low >>> 3) & 255;
    const magnitude = high * 2097152 + (low >>> 11);
    const x = magnitude * (width[layer] as number);
    if (magnitude < (sure[layer] as number)) return x;
    if (layer === 0) return exponentialTailStart - Math.log1p(-bits.next53());
    if (betweenLayers(height, layer, bits) < Math.exp(-x)) return x;
  }
}

/** Number of successes in `trials`, by inversion; null where NumPy takes another method (an expected number above 30). */
export function binomial(bits: BitGenerator, trials: number, probability: number): number | null {
  if (trials === 0 || probability === 0) return 0;
  const p = Math.min(probability, 1 - probability);
  if (probability > 0.5) {
    const failures = p * trials <= 30 ? invertedBinomial(bits, trials, 1 - probability) : null;
    return failures === null ? null : trials - failures;
  }
  return p * trials <= 30 ? invertedBinomial(bits, trials, probability) : null;
}

/** By multiplication; null where NumPy takes another method (a mean of 10 or more). */
export function poisson(bits: BitGenerator, mean: number): number | null {
  if (mean >= 10) return null;
  if (mean === 0) return 0;
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = bits.next53(); product > limit; product *= bits.next53()) count++;
  return count;
}

const tailStart = 3.654152885361009;
const inverseTailStart = 0.2736612373297583;
const exponentialTailStart = 7.69711747013105;

const normal = once(normalTables);
const exponential = once(exponentialTables);

function betweenLayers(height: Float64Array, layer: number, bits: BitGenerator): number {
  const lower = height[layer] as number;
  return ((height[layer - 1] as number) - lower) * bits.next53() + lower;
}

function invertedBinomial(bits: BitGenerator, trials: number, p: number): number {
  const q = 1 - p;
  const none = Math.exp(trials * Math.log1p(-p));
  const mean = trials * p;
  const bound = Math.min(trials, mean + 10 * Math.sqrt(mean * q + 1));
  let count = 0;
  let chance = none;
  let uniform = bits.next53();
  while (uniform > chance) {
    count++;
    if (count > bound) {
      count = 0;
      chance = none;
      uniform = bits.next53();
    } else {
      uniform -= chance;
      chance = ((trials - count + 1) * p * chance) / (count * q);
    }
  }
  return count;
}
