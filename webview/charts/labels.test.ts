import { expect, test } from 'vitest';
import { placeLabels } from './labels.ts';

const at = (ys: readonly number[], top = 0, bottom = 100) =>
  placeLabels(
    ys.map((y) => ({ y })),
    10,
    top,
    bottom,
  ).map((label) => label.at);

test('labels stay where they belong, make room for each other, and stay inside', () => {
  expect(at([20, 50])).toEqual([20, 50]);
  expect(at([50, 52, 54])).toEqual([50, 60, 70]);
  expect(at([96, 98, 99])).toEqual([80, 90, 100]);
});

test('more labels than there is room for share it evenly', () => {
  expect(at([0, 1, 2, 3, 4], 0, 20)).toEqual([0, 5, 10, 15, 20]);
});
