// What NumPy's generators can draw: a table each, so that the next distribution is one entry.
import { ArrayError, arrayOfUnknown, type LazyArray } from '../../data/array/array.ts';
import { unary } from '../../data/array/elementwise.ts';
import { binomial, poisson } from '../../data/random/distributions.ts';
import { choice, permuted, shuffled } from './numpy-choice.ts';
import type { Draw, Drawing } from './numpy-drawing.ts';
import { notKnown } from './numpy-values.ts';

const uniform01: Draw = ['size', (d) => d.each([], (generator) => generator.bits.next53())];
const normal01: Draw = ['size', (d) => d.each([], (generator) => generator.normal())];

/** What both generators have. */
const commonDraws: Readonly<Record<string, Draw>> = {
  uniform: [
    'low high size',
    (d) =>
      d.each(
        [d.parameter('low', 0), d.parameter('high', 1)],
        (generator, low = 0, high = 1) => low + (high - low) * generator.bits.next53(),
      ),
  ],
  normal: [
    'loc scale size',
    (d) => d.each([d.parameter('loc', 0), d.parameter('scale', 1)], (generator, mean = 0, scale = 1) => mean + scale * generator.normal()),
  ],
  lognormal: [
    'mean sigma size',
    (d) =>
      unary(
        'exp',
        d.each([d.parameter('mean', 0), d.parameter('sigma', 1)], (generator, mean = 0, scale = 1) => mean + scale * generator.normal()),
      ),
  ],
  standard_normal: normal01,
  exponential: ['scale size', (d) => d.each([d.parameter('scale', 1)], (generator, scale = 1) => scale * generator.exponential())],
  standard_exponential: ['size', (d) => d.each([], (generator) => generator.exponential())],
  binomial: [
    'n p size',
    (d) =>
      d.each([d.p.array('n'), d.p.array('p')], (generator, n = 0, p = 0) => counted(binomial(generator.bits, n, p)), { dtype: 'int64' }),
  ],
  poisson: [
    'lam size',
    (d) => d.each([d.parameter('lam', 1)], (generator, mean = 1) => counted(poisson(generator.bits, mean)), { dtype: 'int64' }),
  ],
  choice: ['a size replace p axis shuffle', choice],
  permutation: ['x axis', permuted],
  shuffle: ['x axis', shuffled],
};

export const legacyDraws: Readonly<Record<string, Draw>> = {
  ...commonDraws,
  random: uniform01,
  random_sample: uniform01,
  ranf: uniform01,
  sample: uniform01,
  rand: ['*sizes', (d) => d.each([], (generator) => generator.bits.next53(), { shape: variadicShape(d) })],
  randn: ['*sizes', (d) => d.each([], (generator) => generator.normal(), { shape: variadicShape(d) })],
  randint: ['low high size dtype', (d) => integers(d, false)],
  random_integers: ['low high size', (d) => integers(d, true)],
};

export const modernDraws: Readonly<Record<string, Draw>> = {
  ...commonDraws,
  random: [
    'size dtype',
    (d) => {
      if (d.p.dtype('dtype', 'float64') === 'float64') return d.each([], (generator) => generator.bits.next53());
      return d.each([], (generator) => (generator.bits.next32() >>> 8) / 16777216, { dtype: 'float32' });
    },
  ],
  integers: ['low high size dtype endpoint', (d) => integers(d, d.p.flag('endpoint', false))],
};

/** Distributions whose numbers are not followed, but whose shape is: the number of parameters before `size`. */
export const otherDistributions: Readonly<Record<string, number>> = {
  beta: 2,
  chisquare: 1,
  f: 2,
  gamma: 2,
  geometric: 1,
  gumbel: 2,
  hypergeometric: 3,
  laplace: 2,
  logistic: 2,
  logseries: 1,
  negative_binomial: 2,
  noncentral_chisquare: 2,
  noncentral_f: 3,
  pareto: 1,
  power: 1,
  rayleigh: 1,
  standard_cauchy: 0,
  standard_gamma: 1,
  standard_t: 1,
  triangular: 3,
  vonmises: 2,
  wald: 2,
  weibull: 1,
  zipf: 1,
};

/** Draws whose result is not followed at all. */
export const otherDraws = [
  'dirichlet',
  'multinomial',
  'multivariate_normal',
  'bytes',
  'set_state',
  'permuted',
  'multivariate_hypergeometric',
  'spawn',
];

function variadicShape({ p }: Drawing): readonly number[] {
  return p.sizesIn(p.rest);
}

function integers(d: Drawing, inclusive: boolean): LazyArray {
  const { p } = d;
  const [low, end] = p.optional('high') ? [p.integer('low'), p.integer('high')] : [0, p.integer('low')];
  const dtype = p.dtype('dtype', 'int64');
  const range = (inclusive ? end : end - 1) - low;
  if (range < 0) throw new ArrayError('low >= high');
  if (!Number.isSafeInteger(range)) throw notKnown(p.context, 'the range of these integers is too wide to follow');
  if (dtype !== 'int64' && dtype !== 'int32' && dtype !== 'uint8') throw notKnown(p.context, `random ${dtype} are not followed`);
  return d.array(d.size() ?? [], dtype, [], (generator, _, result) => {
    const next = generator.integers(dtype);
    for (let element = 0; element < result.length; element++) result[element] = low + next(generator.bits, range);
  });
}

/** The shape, with values that are not known; the stream goes on from an unknown place. */
export function valuesNotFollowed(d: Drawing, name: string): LazyArray {
  const array = arrayOfUnknown(d.size() ?? [], 'float64', `the numbers of numpy.random.${name} are not followed`);
  d.forget();
  return array;
}

function counted(count: number | null): number {
  if (count === null) throw new ArrayError('random counts with so large an expectation are not followed');
  return count;
}
