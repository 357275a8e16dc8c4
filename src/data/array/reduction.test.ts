// Sums in NumPy's order: bit for bit what NumPy itself gives (test/fixtures/numpy/make.py).
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { legacyGenerator } from '../random/numpy-generator.ts';
import { arrayOf } from './array.ts';
import { astype, type DType } from './dtype.ts';
import { mean, reduce, standardDeviation } from './reduction.ts';
import { sizeOf } from './shape.ts';

interface Case {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly axis: number | readonly number[] | null;
  readonly sum: readonly number[];
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

const cases: readonly Case[] = JSON.parse(readFileSync(new URL('../../../test/fixtures/numpy/sums.json', import.meta.url), 'utf8'));

test.each(cases)('$dtype $shape over axis $axis', ({ shape, dtype, axis, ...expected }) => {
  const random = legacyGenerator(dtype === 'int64' ? 4 : 3);
  const draw = random.integers('int64');
  const next = dtype === 'int64' ? () => draw(random.bits, 999) : () => random.bits.next53();
  const x = astype(arrayOf(Float64Array.from({ length: sizeOf(shape) }, next), shape), dtype);

  const given = { sum: reduce('sum', x, { axes: axis }), mean: mean(x, { axes: axis }), std: standardDeviation(x, { axes: axis }) };

  const values = Object.fromEntries(Object.entries(given).map(([name, array]) => [name, [...array.values().subarray(0, 50)]]));
  expect(values).toEqual(expected);
});
