import { expect, test } from 'vitest';
import { denseSpecifications, exampleRun } from '../diagnose/dynamic/example-run.ts';
import type { Frame } from '../protocol/frame.ts';
import { RunHistory } from './history.ts';

const { run } = exampleRun(
  denseSpecifications(2, [
    { units: 2, activation: 'relu' },
    { units: 1, activation: 'linear' },
  ]),
  [],
);

test('a hundred thousand steps are kept in at most two thousand buckets that lose no extreme and no step', () => {
  const history = createHistory();
  const steps = 100_000;
  for (let step = 100; step <= steps; step += 100) {
    history.addFrame(
      frame(step, { trail: Float32Array.from({ length: 100 }, (_none, index) => (step === 50_000 && index === 7 ? 999 : 1)) }),
    );
  }
  const { losses } = history;
  expect(losses.length).toBeLessThanOrEqual(2_000);
  expect(losses.length).toBeGreaterThan(500);
  expect(losses.reduce((sum, { count }) => sum + count, 0)).toBe(steps);
  expect(losses[0]?.step).toBe(1);
  expect(Math.max(...losses.map(({ maximum }) => maximum))).toBe(999);
  expect(losses.reduce((sum, { mean, count }) => sum + mean * count, 0)).toBeCloseTo(steps + 998, 3);
});

test('rows thin out evenly when there are too many, and stay in order', () => {
  const history = createHistory();
  for (let step = 1; step <= 10_000; step++) history.addFrame(frame(step));
  const steps = history.rows.map(({ step }) => step);
  const gaps = new Set(steps.slice(1).map((step, index) => step - (steps[index] ?? 0)));
  expect(steps.length).toBeLessThanOrEqual(2_000);
  expect([...gaps]).toEqual([8]);
});

test('a frame sent again for another sample replaces its row', () => {
  const history = createHistory();
  history.addFrame(frame(1));
  history.addFrame(frame(1, { trail: new Float32Array(0), loss: 5 }));
  expect(history.rows.map(({ step, loss }) => [step, loss])).toEqual([[1, 5]]);
  expect(history.losses).toHaveLength(1);
});

test('dead units are not counted before every sample was seen', () => {
  const history = createHistory();
  const silent = (step: number) => {
    const numbers = new Float32Array(run.start.layout.length);
    numbers.set([step * 10, 0], run.start.layout.sections.find(({ quantity, layer }) => quantity === 'unitSilence' && layer === 1)?.offset);
    return frame(step, { numbers });
  };
  const fractions = [1, 2, 3].map((step) => history.addFrame(silent(step)).layers.map(({ deadFraction }) => deadFraction));
  expect(fractions).toEqual([
    [null, null, null],
    [null, null, null],
    [null, 0.5, null],
  ]);
});

test('what a snapshot holds goes on where it ended', () => {
  const history = createHistory();
  for (let step = 1; step <= 5; step++) history.addFrame(frame(step));
  history.addEpoch({ epoch: 1, step: 3, loss: 1, metrics: {} });
  const restored = createHistory();
  restored.restore(history.snapshot());
  history.addFrame(frame(6));
  restored.addFrame(frame(6));
  expect(restored.snapshot()).toEqual(history.snapshot());
});

function createHistory(): RunHistory {
  return new RunHistory(run.network, run.start.layout, run.start.windowSamples, run.plan.batchSize);
}

function frame(step: number, changes: Partial<Frame> = {}): Frame {
  const numbers = new Float32Array(run.start.layout.length);
  return { step, epoch: step / 3, seconds: 0, loss: 1, learningRate: 0.1, trail: new Float32Array([1]), numbers, ...changes };
}
