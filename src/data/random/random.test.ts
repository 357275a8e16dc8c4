// Every stream against the numbers that NumPy and Python themselves give (test/fixtures/numpy/make.py).
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { binomial, poisson } from './distributions.ts';
import { legacyGenerator, modernGenerator, type NumpyGenerator } from './numpy-generator.ts';
import { permutation, weightedChoice, weightedChoiceOnce } from './permutations.ts';
import { PythonRandom } from './python.ts';

type Call = readonly [name: string, args: readonly number[], expected: readonly number[]];
interface Case {
  readonly generator: 'legacy' | 'modern' | 'python';
  readonly seed: number | readonly number[];
  readonly calls: readonly Call[];
}

const cases: readonly Case[] = JSON.parse(readFileSync(new URL('../../../test/fixtures/numpy/streams.json', import.meta.url), 'utf8'));

describe.each(cases)('$generator generator with seed $seed', ({ generator, seed, calls }) => {
  test('gives the numbers of the original, call after call', () => {
    const numpy = generator === 'legacy' ? legacyGenerator(seed) : modernGenerator(Number(seed));
    const python = PythonRandom.fromInteger(generator === 'python' ? Number(seed) : 0);
    const differing: Record<string, number> = {};
    let total = 0;
    for (const [name, args, expected] of calls) {
      const given = generator === 'python' ? fromPython(python, name, args, expected.length) : fromNumpy(numpy, name, args);
      expect(given.length).toBe(expected.length);
      // The last bit of a logarithm, a sine or a cosine is the C library's own choice in about one number of a thousand.
      for (const [index, value] of expected.entries()) {
        const own = given[index] ?? Number.NaN;
        total++;
        if (own !== value) differing[name] = (differing[name] ?? 0) + 1;
        expect(Math.abs(own - value), `${name}(${args}) at ${index}`).toBeLessThanOrEqual(Math.abs(value) * 2 ** -51);
      }
    }
    for (const exact of Object.keys(differing)) expect(['normal', 'exponential', 'gauss']).toContain(exact);
    expect(Object.values(differing).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2 + total / 500);
  });
});

function fromNumpy(generator: NumpyGenerator, name: string, args: readonly number[]): Float64Array {
  const [first = 0, second = 0, third = 0] = args;
  const each = (count: number, next: () => number) => Float64Array.from({ length: count }, next);
  const result = new Float64Array(second);
  switch (name) {
    case 'random':
      return each(first, () => generator.bits.next53());
    case 'normal':
      return each(first, () => generator.normal());
    case 'exponential':
      return each(first, () => generator.exponential());
    case 'integers':
    case 'bytes': {
      const draw = generator.integers(name === 'bytes' ? 'uint8' : 'int64');
      return each(second, () => draw(generator.bits, first - 1));
    }
    case 'permutation':
      return permutation(generator.bits, first, generator.below);
    case 'chooseOnce':
      generator.chooseOnce(first, result, true);
      return result;
    case 'weighted':
      weightedChoice(generator.bits, Float64Array.of(0.1, 0.2, 0.3, 0.4), result);
      return result;
    case 'weightedOnce':
      weightedChoiceOnce(generator.bits, Float64Array.of(0.1, 0.2, 0.3, 0.4), result);
      return result;
    case 'binomial':
      return each(third, () => binomial(generator.bits, first, second) ?? Number.NaN);
    case 'poisson':
      return each(second, () => poisson(generator.bits, first) ?? Number.NaN);
    default:
      throw new Error(name);
  }
}

function fromPython(random: PythonRandom, name: string, args: readonly number[], count: number): readonly number[] {
  const [first = 0, second = 0] = args;
  const each = (next: () => number) => Array.from({ length: count }, next);
  switch (name) {
    case 'random':
      return each(() => random.random());
    case 'uniform':
      return each(() => random.uniform(first, second));
    case 'below':
      return each(() => random.below(first));
    case 'gauss':
      return each(() => random.gauss(first, second));
    case 'normal':
      return each(() => random.normal(first, second));
    case 'exponential':
      return each(() => random.exponential(first));
    case 'shuffled':
      return random.shuffled(first);
    case 'sample':
      return random.sample(first, second);
    case 'choices':
      return random.choices(first, second);
    default:
      throw new Error(name);
  }
}
