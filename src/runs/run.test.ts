import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { denseSpecifications } from '../diagnose/dynamic/example-run.ts';
import { serveEngine } from '../engine/serve.ts';
import { cpuDevice, openCpu } from '../engine/tfjs/cpu.ts';
import { buildNetwork } from '../network/build.ts';
import { Channel, type Port } from '../protocol/channel.ts';
import type { Frame } from '../protocol/frame.ts';
import { allProbes, type EngineConnection, Run, type RunRequest } from './run.ts';

/** 30 points; the first hidden unit's bias keeps it silent on all of them. */
const samples = 30;
const x = Float32Array.from({ length: samples * 2 }, (_none, index) => (index % 7) / 7);
const y = Float32Array.from({ length: samples }, (_none, index) => (x[2 * index] ?? 0) - (x[2 * index + 1] ?? 0));
const given = [
  undefined,
  [
    [-1, 1, -1, 0.5],
    [-1, 0.1],
  ],
  [[1, 1], [0]],
];
const network = buildNetwork(
  denseSpecifications(2, [
    { units: 2, activation: 'relu' },
    { units: 1, activation: 'linear' },
  ]).map((specification, index) => ({ ...specification, ...(given[index] && { given: given[index] }) })),
  [2],
);
const request: RunRequest = {
  name: 'model',
  file: 'example.py',
  network,
  plan: {
    loss: { name: 'meanSquaredError', fromLogits: false },
    optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false },
    metrics: [],
    epochs: 4,
    batchSize: 10,
    shuffle: false,
    validationSplit: 0,
    seed: null,
  },
  dataset: {
    x: [{ shape: [samples, 2], values: x }],
    y: [{ shape: [samples, 1], values: y }],
    provenance: { kind: 'evaluated', description: 'computed from example.py' },
  },
  backend: 'cpu',
  probes: allProbes,
  frameInterval: 0,
};

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

test('a run keeps every step that the engine makes and ends with what the rules find in it', async () => {
  const { engine } = connect();
  const run = await Run.start(request, engine);
  const frames: Frame[] = [];
  run.onFrame((frame) => frames.push(frame));
  expect(run.description.seed).toBeGreaterThanOrEqual(0);
  expect(await run.ended()).toEqual({ reason: 'finished' });
  expect({ status: run.status, active: run.active, steps: run.summary?.steps }).toEqual({ status: 'finished', active: false, steps: 12 });
  expect(run.history.epochs.map(({ epoch, step }) => [epoch, step])).toEqual([
    [1, 3],
    [2, 6],
    [3, 9],
    [4, 12],
  ]);
  expect(run.history.losses.reduce((sum, { count }) => sum + count, 0)).toBe(12);
  expect(run.history.latest?.step).toBe(12);
  expect(run.findings.map(({ rule, layer }) => [rule, layer])).toEqual([
    ['tiny-dataset', null],
    ['dead-units', 'hidden1'],
  ]);
  expect(run.view().findings).toBe(run.findings);
});

test('findings are told when they change, not at every look', async () => {
  const { engine } = connect();
  const run = await Run.start({ ...request, plan: { ...request.plan, epochs: 50 } }, engine);
  const told: number[] = [];
  run.onFindings((findings) => told.push(findings.length));
  await run.ended();
  expect(told.length).toBeGreaterThan(0);
  expect(told.length).toBeLessThan(10);
  const before = told.length;
  run.setFindings([...run.findings]);
  expect(told.length).toBe(before);
});

test('it pauses before the first step, makes one, goes on, and stops between two', async () => {
  const { engine } = connect();
  const run = await Run.start({ ...request, plan: { ...request.plan, epochs: 100_000 }, paused: true }, engine);
  expect(run.status).toBe('paused');
  await run.control('step');
  await until(() => run.history.latest?.step === 1);
  expect(run.status).toBe('paused');
  await run.control('resume');
  expect(run.status).toBe('running');
  await until(() => (run.history.latest?.step ?? 0) > 5);
  await run.control('stop');
  expect(await run.ended()).toEqual({ reason: 'stopped' });
  expect(run.summary?.final.step).toBe(run.summary?.steps);
  // After the end a control does nothing, and the last weights are there without asking the engine.
  await run.control('resume');
  expect(run.status).toBe('stopped');
  expect(await run.checkpoint()).toBe(run.summary?.final);
});

test('a view of an ended run holds the final weights where its frames leave tensors out, and only there', async () => {
  const whole = await Run.start(request, connect().engine);
  await whole.ended();
  const lean = await Run.start({ ...request, probes: ['activationSummary'] }, connect().engine);
  await lean.ended();
  expect([whole.view().final, lean.view().final]).toEqual([undefined, lean.summary?.final]);
});

test('an engine that dies fails the run with its history kept', async () => {
  const { engine, die } = connect();
  const run = await Run.start({ ...request, plan: { ...request.plan, epochs: 100_000 } }, engine);
  await until(() => (run.history.latest?.step ?? 0) > 3);
  const kept = run.history.latest?.step ?? 0;
  die('The engine has gone.');
  const end = await run.ended();
  expect(end).toEqual({ reason: 'failed', message: expect.stringMatching(/^The engine has gone\. The history up to step \d+ is kept\.$/) });
  expect(run.status).toBe('failed');
  expect(run.history.latest?.step).toBeGreaterThanOrEqual(kept);
  run.dispose();
});

test('an engine that dies before the run has begun rejects the start with the reason', async () => {
  const { engine, die, disposed } = connect();
  const starting = Run.start(request, engine);
  die('The dashboard was closed.');
  await expect(starting).rejects.toThrow(/^The dashboard was closed\.$/);
  expect(disposed()).toBe(true);
});

test('nothing that is asked of a dead engine waits for ever', async () => {
  const { engine, die } = connect();
  const run = await Run.start({ ...request, plan: { ...request.plan, epochs: 100_000 }, paused: true }, engine);
  const asked = [run.control('resume'), run.checkpoint(), run.chooseSample(1), run.predict({ shape: [1, 2], values: new Float32Array(2) })];
  const answers = Promise.allSettled(asked);
  die('The engine has gone.');
  expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
  // What is asked later: a control and a sample have nothing to act on, weights are not there to be had.
  await run.control('resume');
  await run.chooseSample(2);
  await expect(run.checkpoint()).rejects.toThrow();
  expect(run.status).toBe('failed');
});

test('a run that is given up has ended, with its engine, and keeps its history', async () => {
  const { engine, disposed } = connect();
  const run = await Run.start({ ...request, plan: { ...request.plan, epochs: 100_000 } }, engine);
  run.giveUp('The engine did not stop.');
  expect(disposed()).toBe(true);
  expect(await run.ended()).toEqual({
    reason: 'failed',
    message: expect.stringMatching(/^The engine did not stop\. The history up to step/),
  });
});

test('a run that cannot start says why and lets go of its engine', async () => {
  const { engine, disposed } = connect();
  const wrong = { ...request, dataset: { ...request.dataset, x: [{ shape: [samples, 3], values: new Float32Array(samples * 3) }] } };
  await expect(Run.start(wrong, engine)).rejects.toThrow(/3/);
  expect(disposed()).toBe(true);
});

test('the source that changes and changes back marks the run and unmarks it', async () => {
  const { engine } = connect();
  const run = await Run.start(request, engine);
  await run.ended();
  const told: boolean[] = [];
  run.onStatus(() => told.push(run.stale));
  run.markStale(true);
  run.markStale(true);
  run.markStale(false);
  expect(told).toEqual([true, false]);
});

/** The engine itself, in this thread. */
function connect(): { engine: EngineConnection; die(reason: string): void; disposed(): boolean } {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const served = serveEngine(portOf(port2), [{ name: 'cpu', detect: async () => cpuDevice, open: async () => openCpu() }]);
  const listeners: ((reason: string) => void)[] = [];
  const channel: EngineConnection['channel'] = new Channel(portOf(port1), {});
  let disposed = false;
  return {
    engine: {
      channel,
      lost(listener) {
        listeners.push(listener);
        return { dispose: () => listeners.splice(listeners.indexOf(listener), 1) };
      },
      dispose() {
        disposed = true;
        channel.dispose();
      },
    },
    die(reason) {
      served.dispose(reason);
      for (const listener of [...listeners]) listener(reason);
    },
    disposed: () => disposed,
  };
}

function portOf(port: MessagePort): Port {
  return {
    post: (message, transfer = []) => port.postMessage(message, [...transfer]),
    listen(listener) {
      port.on('message', listener);
      return { dispose: () => port.off('message', listener) };
    },
  };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
