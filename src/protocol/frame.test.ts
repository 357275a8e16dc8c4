import { expect, test } from 'vitest';
import { deadFraction, samplesSeen, silenceOfDead } from './frame.ts';

test('an epoch ends with what is left of the data', () => {
  const seen = [0, 1, 2, 3, 4, 5, 6].map((step) => samplesSeen(step, 70, 32));
  expect(seen).toEqual([0, 32, 64, 70, 102, 134, 140]);
});

test('a unit is dead when it fired on nothing in a whole pass, nor since', () => {
  // 100 samples. It fires on the first of one pass and, shuffled, on the last of the next: never dead, though silent for 198 samples.
  const rare = (seen: number) => (seen < 200 ? seen - 1 : 0);
  const dead = (silence: (seen: number) => number, seen: number) => deadFraction(Float32Array.of(silence(seen)), 100, seen);
  expect([50, 100, 150, 199, 200].map((seen) => dead(rare, seen))).toEqual([undefined, 0, 0, 0, 0]);

  // It never fired at all: dead from the end of the first pass on.
  const silent = (seen: number) => seen;
  expect([99, 100, 150, 300].map((seen) => dead(silent, seen))).toEqual([undefined, 1, 1, 1]);
  expect(silenceOfDead(150, 100)).toBe(150);
});
