import { expect, test } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDifference,
  formatFraction,
  formatNumber,
  formatPercent,
  formatSeconds,
  formatTick,
} from './figures.ts';

test('numbers have three significant digits, thousands separators and a real minus', () => {
  const numbers = [0, 1, -2, 0.5, 0.012345, -4.2, 99.96, 999.7, 12_345.6, 1e7, 1.234e-5, -1e-12, Number.NaN, Number.NEGATIVE_INFINITY];
  expect(numbers.map(formatNumber)).toEqual([
    ...['0', '1', '−2', '0.500', '0.0123', '−4.20', '100', '1,000', '12,346', '1.00e7', '1.23e-5', '−1.00e-12', 'NaN', '−∞'],
  ]);
  expect([null, undefined].map(formatNumber)).toEqual(['—', '—']);
  expect([0.25, -0.25, 0].map(formatDifference)).toEqual(['+0.250', '−0.250', '0']);
});

test('a percentage is 0% or 100% only when it is', () => {
  expect([0, 0.0001, 0.1875, 0.9999, 1].map(formatFraction)).toEqual(['0%', '<0.1%', '18.8%', '>99.9%', '100%']);
  expect([-50, 12_345, -0.01].map(formatPercent)).toEqual(['−50%', '12,345%', '−<0.1%']);
});

test('counts, sizes, ticks and times are short', () => {
  expect([36, 2_116, 217_640, 200_000_000].map(formatBytes)).toEqual(['36 bytes', '2.1 kB', '218 kB', '200 MB']);
  expect(formatCount(54_410)).toBe('54,410');
  expect([0, 0.25, 1500, 20_000, 1e-4, 1e6].map(formatTick)).toEqual(['0', '0.25', '1,500', '20k', '1e-4', '1e6']);
  expect([0.84, 12.3, 200].map(formatSeconds)).toEqual(['0.8 s', '12 s', '3 min 20 s']);
});
