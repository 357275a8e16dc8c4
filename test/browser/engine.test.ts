// The engine on WebGPU, in a worker of a real Chromium. The adapter is SwiftShader: a processor that plays a graphics card.

import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HostToEngine, RunSpecification, RunSummary } from '../../src/protocol/engine.ts';
import type { Frame, Quantity } from '../../src/protocol/frame.ts';
import { allProbes } from '../../src/runs/run.ts';
import { specificationOf, trainingCases } from '../unit/engine/keras.ts';
import { losses, train } from '../unit/engine/train.ts';
import { launchChromium } from './chromium.ts';
import type { PageRun } from './engine-page.ts';
import { decode, encode } from './plain.ts';
import { type Site, serve } from './serve.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** Relative difference as in test/unit/engine/keras.test.ts. */
const floor = 1e-2;
const tolerance = 1e-4;

let site: Site;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  execFileSync(process.execPath, ['scripts/build.ts', 'webview-engine'], { cwd: root });
  const script = await build({ entryPoints: [path.join(import.meta.dirname, 'engine-page.ts')], bundle: true, write: false });
  site = await serve(path.join(root, 'dist'), {
    '/': '<!doctype html><title>Engine</title><script src="/engine-page.js"></script>',
    '/engine-page.js': script.outputFiles[0]?.text ?? '',
  });
  browser = await launchChromium();
  page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto(site.origin);
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

test('a software adapter counts as none unless it is asked for', async () => {
  expect(await ask('backends', { allowSoftwareAdapter: false })).toEqual([]);
  expect(await ask('backends', { allowSoftwareAdapter: true })).toEqual([{ name: 'webgpu', device: 'SwiftShader (software)' }]);
});

describe.each(trainingCases)('WebGPU, the processor and Keras train alike: $name', (training) => {
  test('losses, metrics, weights', async () => {
    const specification = specificationOf(training);
    const onDevice = await trainInPage({ ...specification, backend: 'webgpu' });
    const onProcessor = await train(specification);

    expect(onDevice.summary.end).toEqual({ reason: 'finished' });
    const weights = ({ summary }: { readonly summary: RunSummary }) => summary.final.weights.flat().flatMap((values) => [...values]);
    const differences = {
      losses: difference(losses(onDevice), losses(onProcessor)),
      weights: difference(weights(onDevice), weights(onProcessor)),
      lossesToKeras: difference(losses(onDevice), training.losses),
      weightsToKeras: difference(weights(onDevice), training.final.flat(2)),
      epochs: difference(figures(onDevice), figures(onProcessor)),
    };
    if (process.env.SHOW) console.log(training.name, differences);
    for (const [what, value] of Object.entries(differences)) expect.soft(value, what).toBeLessThan(tolerance);
  });
});

describe('probes', () => {
  test.each(['cnn sparse adam', 'conv1d causal adagrad'])('give the same frames as on the processor: %s', async (name) => {
    const specification = { ...caseNamed(name), probes: allProbes };
    const onDevice = await trainInPage({ ...specification, backend: 'webgpu' });
    const onProcessor = await train(specification);

    expect(onDevice.start.layout).toEqual(onProcessor.start.layout);
    expect(onDevice.frames.map(({ step }) => step)).toEqual(onProcessor.frames.map(({ step }) => step));
    for (const { quantity, layer, weight, offset, length } of onProcessor.start.layout.sections) {
      // A value at the edge of two bins falls into either; the counts are compared by what they add up to.
      const read = ({ frames }: { readonly frames: readonly Frame[] }) =>
        frames.flatMap(({ numbers }) => summarised(quantity, [...numbers.subarray(offset, offset + length)]));
      expect(difference(read(onDevice), read(onProcessor)), `${quantity} of layer ${layer} weight ${weight}`).toBeLessThan(1e-3);
    }
  });

  test('same seed, same frames, bit for bit', async () => {
    const specification = { ...caseNamed('cnn logits rmsprop'), probes: allProbes, backend: 'webgpu' as const };
    const [first, second] = [await trainInPage(specification), await trainInPage(specification)];
    expect(second.frames.map(({ numbers }) => numbers)).toEqual(first.frames.map(({ numbers }) => numbers));
    expect(losses(second)).toEqual(losses(first));
  });
});

describe('control', () => {
  test('pause holds, step makes one, resume goes on, stop ends', async () => {
    const specification = longRun();
    await ask('start', specification);
    const paused = await ask('control', 'pause');
    await waitForFrame(paused.step);
    await page.waitForTimeout(200);
    expect((await ask('checkpoint', null)).step).toBe(paused.step);

    expect(await ask('control', 'step')).toEqual({ step: paused.step + 1 });
    expect((await received()).frames.at(-1)?.step).toBe(paused.step + 1);

    await ask('control', 'resume');
    await waitForFrame(paused.step + 10);
    const asked = performance.now();
    await ask('control', 'stop');
    await page.waitForFunction(() => JSON.parse(window.received()).ends.length === 1);
    expect(performance.now() - asked).toBeLessThan(5_000);
    expect((await received()).ends[0]?.end).toEqual({ reason: 'stopped' });
  });

  test('frames arrive while it trains, each with the losses since the last', async () => {
    await ask('start', { ...longRun(), frameInterval: 50 });
    await waitForFrame(40);
    await ask('control', 'stop');
    await page.waitForFunction(() => JSON.parse(window.received()).ends.length === 1);
    const { frames } = await received();
    expect(frames.length).toBeGreaterThan(2);
    frames.slice(1).forEach(({ step, trail, loss }, index) => {
      expect(trail.length).toBe(step - (frames[index]?.step ?? 0));
      expect(trail.at(-1)).toBe(loss);
    });
  });

  test('a learning rate that explodes ends the run and says where', async () => {
    const { summary, frames } = await trainInPage({
      ...caseNamed('dense relu mse momentum'),
      plan: {
        ...caseNamed('dense relu mse momentum').plan,
        epochs: 200,
        optimizer: { name: 'sgd', learningRate: 1e6, momentum: 0, nesterov: false },
      },
      backend: 'webgpu',
    });
    expect(summary.end.reason).toBe('nonFinite');
    expect(frames.every(({ numbers, loss, step }) => step === 0 || (Number.isFinite(loss) && numbers.every(Number.isFinite)))).toBe(true);
  });
});

type Ask = HostToEngine['requests'];

async function ask<N extends keyof Ask & string>(name: N, parameters: Ask[N]['parameters']): Promise<Ask[N]['result']> {
  const answer = await page.evaluate(([what, text]) => window.ask(what, text), [name, encode(parameters)] as const);
  return decode(answer) as Ask[N]['result'];
}

async function trainInPage(specification: RunSpecification): Promise<PageRun> {
  return decode(await page.evaluate((text) => window.train(text), encode(specification))) as PageRun;
}

async function received(): Promise<{ readonly frames: readonly Frame[]; readonly ends: readonly RunSummary[] }> {
  return decode(await page.evaluate(() => window.received())) as Awaited<ReturnType<typeof received>>;
}

async function waitForFrame(step: number): Promise<void> {
  await page.waitForFunction((wanted) => (JSON.parse(window.received()).frames.at(-1)?.step ?? -1) >= wanted, step);
}

function caseNamed(name: string): RunSpecification {
  const training = trainingCases.find((candidate) => candidate.name === name);
  if (!training) throw new Error(`No fixture is called ${name}.`);
  return specificationOf(training);
}

/** Long enough to be interrupted. */
function longRun(): RunSpecification {
  const specification = caseNamed('dense relu mse momentum');
  return { ...specification, backend: 'webgpu', frameInterval: 20, plan: { ...specification.plan, epochs: 100_000 } };
}

function figures({ epochs }: Pick<PageRun, 'epochs'>): readonly number[] {
  return epochs.flatMap(({ loss, metrics }) => [loss, ...Object.values(metrics)]);
}

function summarised(quantity: Quantity, numbers: readonly number[]): readonly number[] {
  if (quantity !== 'activationHistogram') return numbers;
  const [low = 0, high = 0, ...counts] = numbers;
  return [low, high, counts.reduce((sum, count) => sum + count, 0)];
}

function difference(ours: readonly number[], theirs: readonly number[]): number {
  expect(ours.length).toBe(theirs.length);
  return Math.max(
    0,
    ...ours.map((value, index) => {
      const other = theirs[index] as number;
      return Object.is(value, other) ? 0 : Math.abs(value - other) / Math.max(Math.abs(other), floor);
    }),
  );
}
