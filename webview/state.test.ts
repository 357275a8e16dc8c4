import { expect, test } from 'vitest';
import { millionWeights } from '../test/browser/million-weights.ts';
import { quadratic } from '../test/browser/recipes.ts';
import { recordRun } from '../test/browser/recorded-run.ts';
import { RunState } from './state.ts';

const recording = await recordRun(quadratic(2));

test('frames that arrive one by one give the same as the whole run at once', () => {
  const live = new RunState(recording.view(1));
  for (const frame of recording.frames.slice(1)) live.addFrame(frame);
  for (const record of recording.epochs) live.addEpoch(record);
  const opened = new RunState(recording.view());
  expect(live.history.snapshot()).toEqual(opened.history.snapshot());
  expect(live.figures).toEqual(opened.figures);
  expect(live.weights.row(0)).toEqual(opened.weights.row(0));
  expect(live.deadUnits(1)).toEqual([0]);
  expect(live.speed).toBeGreaterThan(0);
});

test('another sample of the same step changes what is shown and adds nothing to the history', () => {
  const state = new RunState(recording.view());
  const rows = state.history.rows.length;
  const latest = recording.frames.at(-1);
  if (!latest) throw new Error('No frame was recorded.');
  state.addFrame({ ...latest, sample: 7, trail: new Float32Array() });
  expect([state.sample, state.history.rows.length]).toEqual([7, rows]);
});

test('nothing is called dead before a whole pass over the data', () => {
  expect(new RunState(recording.view(5)).deadUnits(1)).toBeUndefined();
});

test('a report of a network too large for frames shows its final weights', () => {
  const view = millionWeights();
  const { weights } = view.run.start.initial;
  const final = { step: 1, weights: weights.map((layer) => layer.map((values) => values.map((value) => value + 1))) };
  expect(new RunState(view).weights.row(5).now).toBeUndefined();
  expect(new RunState({ ...view, final }).weights.row(5).difference).toBeCloseTo(1);
});
