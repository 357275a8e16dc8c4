import { describe, expect, test } from 'vitest';
import { Run } from '../../../src/engine/run.ts';
import { openCpu } from '../../../src/engine/tfjs/cpu.ts';
import type { RunSpecification, RunSummary } from '../../../src/protocol/engine.ts';
import type { Frame } from '../../../src/protocol/frame.ts';
import { allProbes } from '../../../src/runs/run.ts';
import { dyingNetwork, imageRun, quadraticRun, smallCnn } from './networks.ts';
import { losses, train } from './train.ts';

describe('frames', () => {
  test('one before the first step, one for each step at interval 0, the losses without a gap', async () => {
    const { frames, start } = await train(quadraticRun(dyingNetwork()));
    expect(start).toMatchObject({ stepsPerEpoch: 5, totalSteps: 25, windowSamples: 36, backend: 'cpu' });
    expect(frames.map(({ step }) => step)).toEqual(Array.from({ length: 26 }, (_unused, step) => step));
    expect(frames[0]).toMatchObject({ loss: Number.NaN, trail: new Float32Array() });
    expect(frames.slice(1).every(({ trail, loss }) => trail.length === 1 && trail[0] === loss)).toBe(true);
    expect(frames.map(({ epoch }) => epoch)).toContain(2.4);
  });

  test('with a long interval only the first and the last step have one, and the last has all losses', async () => {
    const specification = quadraticRun(dyingNetwork());
    const every = await train(specification);
    const { frames } = await train({ ...specification, frameInterval: 60_000 });
    expect(frames.map(({ step }) => step)).toEqual([0, 25]);
    expect([...(frames[1]?.trail ?? [])]).toEqual(losses(every));
  });
});

describe('what is trained', () => {
  test('the same seed gives the same frames and weights, bit for bit', async () => {
    const specification = { ...imageRun(smallCnn()), probes: allProbes };
    const [first, second] = [await train(specification), await train(specification)];
    expect(second.frames.map(withoutTime)).toEqual(first.frames.map(withoutTime));
    expect(second.summary.final).toEqual(first.summary.final);
    const other = await train({ ...specification, seed: 4 });
    expect(other.summary.final).not.toEqual(first.summary.final);
  });

  test('all probes and none: weights after 50 steps are equal, bit for bit', async () => {
    const specification = imageRun(smallCnn(), { epochs: 10 });
    const [none, all] = [await train(specification), await train({ ...specification, probes: allProbes })];
    expect(none.summary.steps).toBe(50);
    expect(none.start.layout.length).toBe(0);
    expect(all.summary.final).toEqual(none.summary.final);
    expect(losses(all)).toEqual(losses(none));
  });

  test('a sample can still be chosen when the run is over', async () => {
    const run = new Run(
      openCpu(),
      { ...imageRun(smallCnn(), { epochs: 1 }), probes: allProbes },
      { frame: () => {}, epoch: () => {}, end: () => {} },
    );
    await run.conduct();
    const [third, fourth] = [await run.chooseSample(2), await run.chooseSample(3)];
    expect([third?.sample, fourth?.sample, third?.step]).toEqual([2, 3, fourth?.step]);
    expect(third?.numbers).not.toEqual(fourth?.numbers);
    run.dispose();
    expect(await run.chooseSample(2)).toBeNull();
  });

  test('nothing stays on the device: not from step to step, not after the end', async () => {
    const kernels = openCpu();
    const counts: number[] = [];
    let summary: RunSummary | undefined;
    const run = new Run(
      kernels,
      { ...imageRun(smallCnn(), { epochs: 24 }), probes: allProbes },
      {
        frame: ({ step }) => step > 10 && step % 5 !== 0 && counts.push(kernels.liveTensors()),
        epoch: () => {},
        end: (end) => {
          summary = end;
        },
      },
    );
    await run.conduct();
    expect(summary?.steps).toBe(120);
    expect(counts.length).toBeGreaterThan(80);
    expect(new Set(counts).size).toBe(1);
    run.dispose();
    expect(kernels.liveTensors()).toBe(0);
    await run.predict({ shape: [1, 6, 6, 1], values: new Float32Array(36) });
    kernels.releaseConstants();
    expect(kernels.liveTensors()).toBe(0);
  });

  test('a validation split takes the last samples, which are not trained on', async () => {
    const { start, epochs } = await train(imageRun(smallCnn(), { validationSplit: 0.25, epochs: 2 }));
    expect(start).toMatchObject({ stepsPerEpoch: 4, windowSamples: 27 });
    expect(epochs.map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 4],
      [2, 8],
    ]);
    for (const { validation, metrics } of epochs) {
      expect(validation?.loss).toBeGreaterThan(0);
      expect(Object.keys(validation?.metrics ?? {})).toEqual(['accuracy']);
      expect((metrics['accuracy'] ?? 0) * 27).toBeCloseTo(Math.round((metrics['accuracy'] ?? 0) * 27), 4);
    }
  });

  test('the summary is over the whole set, and predictions go on after the end', async () => {
    const specification = quadraticRun(dyingNetwork());
    const { summary, run } = await train(specification);
    const [x, y] = [specification.dataset.x[0], specification.dataset.y[0]];
    const [output] = await run.predict({ shape: x?.shape ?? [], values: x?.values ?? new Float32Array() });
    const squares = [...(output?.values ?? [])].map((value, index) => (value - (y?.values[index] ?? 0)) ** 2);
    expect(summary.loss).toBeCloseTo(squares.reduce((sum, square) => sum + square, 0) / squares.length, 5);
    expect(await run.checkpoint()).toEqual(summary.final);
  });
});

describe('control', () => {
  test('paused from the start, single steps, going on, stopping', async () => {
    const { run, frames, ended } = start({ ...quadraticRun(dyingNetwork(), { epochs: 1_000_000 }), paused: true, frameInterval: 5 });
    await settle();
    expect(frames.map(({ step }) => step)).toEqual([0]);
    expect(await run.control('step')).toEqual({ step: 1 });
    expect(await run.control('step')).toEqual({ step: 2 });
    await settle();
    expect(frames.map(({ step }) => step)).toEqual([0, 1, 2]);

    await run.control('resume');
    await settle(50);
    const { step } = await run.control('pause');
    expect(step).toBeGreaterThan(2);
    await settle();
    expect((await run.checkpoint()).step).toBe(step);
    expect(frames.at(-1)?.step).toBe(step);

    await run.control('stop');
    const summary = await ended;
    expect(summary).toMatchObject({ end: { reason: 'stopped' }, steps: step });
    expect(summary.loss).toBeGreaterThan(0);
    expect(await run.control('resume')).toEqual({ step });
  });

  test('takes effect within 50 ms while training', async () => {
    const { run, ended } = start({ ...imageRun(smallCnn(), { epochs: 100_000 }), frameInterval: 20, probes: allProbes });
    await settle(100);
    const asked = performance.now();
    await run.control('pause');
    const { step } = await run.checkpoint();
    expect(performance.now() - asked).toBeLessThan(50);
    await settle(30);
    expect((await run.checkpoint()).step).toBe(step);
    await run.control('stop');
    await ended;
  });

  test('another sample gives a fresh frame of the same step', async () => {
    const { run, frames, ended } = start({ ...quadraticRun(dyingNetwork()), paused: true, probes: ['sampleActivation'] });
    await settle();
    const frame = await run.chooseSample(7);
    expect(frame?.step).toBe(0);
    expect(frame?.numbers).not.toEqual(frames[0]?.numbers);
    await expect(run.chooseSample(36)).rejects.toThrow('There is no sample 36: the data has 36, counted from 0.');
    await run.control('stop');
    await ended;
  });
});

test('a device that is lost ends the run with its reason', async () => {
  const { run, ended } = start({ ...quadraticRun(dyingNetwork(), { epochs: 1_000_000 }), frameInterval: 20 });
  await settle();
  run.fail('The graphics device was lost.');
  expect(await ended).toMatchObject({ end: { reason: 'failed', message: 'The graphics device was lost.' }, loss: Number.NaN, metrics: {} });
});

describe('numbers that are not finite', () => {
  test('a learning rate that explodes: the last good frame is kept and the layer named', async () => {
    const optimizer = { name: 'sgd', learningRate: 1e9, momentum: 0, nesterov: false } as const;
    const { summary, frames } = await train({
      ...quadraticRun(dyingNetwork(), { optimizer }),
      probes: ['weightValues'],
      frameInterval: 60_000,
    });
    expect(summary.end).toMatchObject({ reason: 'nonFinite' });
    const message = summary.end.reason === 'nonFinite' ? summary.end.message : '';
    expect(message).toMatch(/^Step \d+: the loss is (NaN|Infinity)\. /);
    expect(message).toMatch(/hidden|output/);
    expect(frames.length).toBe(2);
    expect(frames.at(-1)?.step).toBe(summary.steps);
    expect(frames.at(-1)?.numbers.every(Number.isFinite)).toBe(true);
  });

  test('NaN in the data is said to be in the data', async () => {
    const specification = quadraticRun(dyingNetwork());
    const x = specification.dataset.x[0];
    x?.values.set([Number.NaN], 2 * 17 + 1);
    const { summary } = await train(specification);
    expect(summary.end).toEqual({
      reason: 'nonFinite',
      message: expect.stringContaining('the loss is NaN. It is in the data: x has NaN in sample 17.'),
    });
  });
});

describe('what cannot be trained is refused in a sentence', () => {
  const specification = imageRun(smallCnn());
  test.each<[string, RunSpecification, string]>([
    [
      'data of another shape',
      { ...specification, dataset: { ...specification.dataset, x: [{ shape: [36, 36], values: new Float32Array(36 * 36) }] } },
      'The network takes 6×6×1 a sample, but the x has 36 (the same 36 values in another shape).',
    ],
    [
      'a label beyond the classes',
      { ...specification, dataset: { ...specification.dataset, y: [{ shape: [36], values: new Float32Array(36).fill(3) }] } },
      'The loss sparseCategoricalCrossentropy needs class indices from 0 to 2 to go with the output (?, 3), but y[0] is 3.',
    ],
    [
      'class indices for one-hot rows',
      { ...specification, plan: { ...specification.plan, loss: { name: 'categoricalCrossentropy', fromLogits: false } } },
      'The loss categoricalCrossentropy needs 3 numbers for each sample to go with the output (?, 3), but y has shape (?); class indices go with sparseCategoricalCrossentropy.',
    ],
    [
      'a metric that does not go with the targets',
      { ...specification, plan: { ...specification.plan, metrics: [{ name: 'categoricalAccuracy', label: 'accuracy' }] } },
      'The metric accuracy (categoricalAccuracy) needs 3 numbers for each sample, but y has shape (?).',
    ],
    [
      'no samples',
      { ...specification, dataset: { ...specification.dataset, x: [{ shape: [0, 6, 6, 1], values: new Float32Array() }] } },
      'The data has no samples.',
    ],
    [
      'x and y of different length',
      { ...specification, dataset: { ...specification.dataset, y: [{ shape: [35], values: new Float32Array(35) }] } },
      'The y has 35 samples, but the first array of x has 36.',
    ],
  ])('%s', (_name, wrong, message) => {
    expect(() => new Run(openCpu(), wrong, { frame: () => {}, epoch: () => {}, end: () => {} })).toThrow(message);
  });
});

function start(specification: RunSpecification) {
  const frames: Frame[] = [];
  let end: (summary: RunSummary) => void = () => {};
  const ended = new Promise<RunSummary>((resolve) => {
    end = resolve;
  });
  const run = new Run(openCpu(), specification, { frame: (frame) => frames.push(frame), epoch: () => {}, end: (summary) => end(summary) });
  void run.conduct();
  return { run, frames, ended };
}

function settle(milliseconds = 20): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function withoutTime({ seconds: _seconds, ...frame }: Frame) {
  return frame;
}
