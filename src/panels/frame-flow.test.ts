import { expect, test } from 'vitest';
import type { Frame } from '../protocol/frame.ts';
import { FrameFlow } from './frame-flow.ts';

const frame = (step: number, ...trail: number[]): Frame => ({
  step,
  epoch: 0,
  seconds: 0,
  loss: trail.at(-1) ?? Number.NaN,
  learningRate: 0.1,
  trail: new Float32Array(trail),
  numbers: new Float32Array(0),
});

function flow(visible = true) {
  const sent: (readonly number[] | string)[] = [];
  const frames = new FrameFlow(
    {
      sendFrame: ({ step, trail }) => sent.push([step, ...trail]),
      sendEpochs: (records) => sent.push(`epochs ${records.map(({ epoch }) => epoch).join()}`),
      sendAll: () => sent.push('all'),
    },
    visible,
  );
  return { frames, sent };
}

test('while a few frames are under way the next ones wait, and only the newest is sent, with every loss', () => {
  const { frames, sent } = flow();

  for (const step of [1, 2, 3, 4, 5]) frames.offer(frame(step, step * 10));
  frames.offer(frame(7, 60, 70));
  expect(sent).toEqual([
    [1, 10],
    [2, 20],
    [3, 30],
  ]);

  // The dashboard drew the second without the first: both are done with.
  frames.drawn(2);
  expect(sent.slice(3)).toEqual([[7, 40, 50, 60, 70]]);
});

test('a hidden dashboard gets nothing until it is seen again', () => {
  const { frames, sent } = flow(false);

  frames.offer(frame(1, 10));
  frames.offer(frame(2, 20));
  expect(sent).toEqual([]);

  frames.setVisible(true);
  expect(sent).toEqual([[2, 10, 20]]);
});

test('after a long absence the whole run is sent anew', () => {
  const { frames, sent } = flow(false);
  for (let step = 1; step <= 30_000; step++) frames.offer(frame(step, 1));

  frames.setVisible(true);
  frames.offer(frame(30_001, 5));

  expect(sent).toEqual(['all', [30_001, 5]]);
});

test('epochs go with the next frame, however many ended since the last', () => {
  const { frames, sent } = flow();
  for (const epoch of [1, 2]) frames.offerEpoch({ epoch, step: epoch, loss: 1, metrics: {} });
  frames.offer(frame(2, 10, 20));
  frames.offerEpoch({ epoch: 3, step: 3, loss: 1, metrics: {} });
  frames.flushEpochs();

  expect(sent).toEqual(['epochs 1,2', [2, 10, 20], 'epochs 3']);
});

test('epochs that nobody sees do not pile up', () => {
  const { frames, sent } = flow(false);
  for (let epoch = 1; epoch <= 30_000; epoch++) frames.offerEpoch({ epoch, step: epoch, loss: 1, metrics: {} });

  frames.setVisible(true);

  expect(sent).toEqual(['all']);
});
