import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { connectNodeEngine, type EngineConnection } from '../../../src/engine/node.ts';
import type { RunSummary } from '../../../src/protocol/engine.ts';
import type { Frame } from '../../../src/protocol/frame.ts';
import { allProbes } from '../../../src/runs/run.ts';
import { dyingNetwork, quadraticRun } from './networks.ts';
import { train } from './train.ts';

const worker = new URL('../../../src/engine/node-worker.ts', import.meta.url);
let connection: EngineConnection | undefined;

afterEach(() => connection?.dispose());

test('a worker thread trains as this process does, and sends the same frames', async () => {
  const specification = { ...quadraticRun(dyingNetwork()), probes: allProbes };
  connection = connectNodeEngine(worker);
  const { channel } = connection;
  const frames: Frame[] = [];
  channel.on('frame', (frame) => frames.push(frame));
  const ended = new Promise<RunSummary>((resolve) => channel.on('end', resolve));

  expect(await channel.request('backends', { allowSoftwareAdapter: true })).toEqual([{ name: 'cpu', device: 'TF.js CPU' }]);
  await expect(channel.request('control', 'pause')).rejects.toThrow('No run has been started.');
  const start = await channel.request('start', specification);
  await expect(channel.request('start', specification)).rejects.toThrow('A run is going on here');
  const summary = await ended;

  const here = await train(specification);
  expect(start).toEqual(here.start);
  expect(frames.map(({ numbers }) => numbers)).toEqual(here.frames.map(({ numbers }) => numbers));
  expect(summary.final).toEqual(here.summary.final);
  expect(await channel.request('checkpoint', null)).toEqual(summary.final);
});

test('after the end another run can start, also after a refusal', async () => {
  connection = connectNodeEngine(worker);
  const { channel } = connection;
  const ends: RunSummary[] = [];
  channel.on('end', (summary) => ends.push(summary));
  await expect(channel.request('start', { ...quadraticRun(dyingNetwork()), backend: 'webgpu' })).rejects.toThrow(
    'The backend webgpu does not run here; there is cpu.',
  );
  for (let run = 1; run <= 2; run++) {
    const ended = new Promise((resolve) => channel.on('end', resolve));
    await channel.request('start', quadraticRun(dyingNetwork()));
    await ended;
    expect(ends.length).toBe(run);
  }
});

test('a worker that dies is reported, and what waits for it is rejected', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'layerscope-'));
  const file = path.join(folder, 'worker.mjs');
  writeFileSync(file, "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(3));");
  connection = connectNodeEngine(file);
  const lost = new Promise<string>((resolve) => connection?.lost(resolve));
  await expect(connection.channel.request('checkpoint', null)).rejects.toThrow('ended by itself (exit code 3)');
  expect(await lost).toBe("The engine's worker ended by itself (exit code 3).");
  await rm(folder, { recursive: true });
});
