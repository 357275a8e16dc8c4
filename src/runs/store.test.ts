import { expect, test } from 'vitest';
import { buildNetwork } from '../network/build.ts';
import { glorotUniform, zeros } from '../network/initializers.ts';
import { Channel, type Port } from '../protocol/channel.ts';
import { Emitter } from '../protocol/emitter.ts';
import type { EngineToHost, HostToEngine } from '../protocol/engine.ts';
import type { Frame } from '../protocol/frame.ts';
import { RestoredRun } from './restored-run.ts';
import { type EngineConnection, Run } from './run.ts';
import { RunStore, type Storage } from './store.ts';

const network = buildNetwork(
  [
    { name: 'input', type: 'Input', configuration: { shape: [2], batchSize: null }, inputs: [] },
    {
      name: 'out',
      type: 'Dense',
      configuration: {
        units: 1,
        activation: { name: 'linear' },
        useBias: true,
        kernelInitializer: glorotUniform,
        biasInitializer: zeros,
        kernelRegularizer: null,
        biasRegularizer: null,
        trainable: true,
      },
      inputs: [0],
    },
  ],
  [1],
);

test('after its host is gone a run is there again, with its history, as interrupted', async () => {
  const files = memory();
  const { run, sendFrame } = await startedRun();
  const store = new RunStore<{ uri: string }>(files, fail);
  store.keep(run, { uri: 'file:///model.py' });
  sendFrame({ step: 1, loss: 0.5 });
  sendFrame({ step: 2, loss: Number.NaN });
  await store.flush();

  const kept = await new RunStore<{ uri: string }>(files, fail).load();
  if (!kept) throw new Error('Nothing was kept.');
  const restored = new RestoredRun(kept.view);

  expect(kept.origin).toEqual({ uri: 'file:///model.py' });
  expect(restored.status).toBe('interrupted');
  expect(restored.description).toEqual(run.description);
  expect(restored.history.snapshot()).toEqual(run.history.snapshot());
  expect(restored.history.losses.map(({ mean }) => mean)).toEqual([0.5, Number.NaN]);
});

test('a write that was cut off in the middle loses nothing of what was written before', async () => {
  const files = memory();
  const { run, sendFrame } = await startedRun();
  const store = new RunStore<null>(files, () => {});
  store.keep(run, null);
  sendFrame({ step: 1, loss: 0.5 });
  await store.flush();
  files.full = true;
  sendFrame({ step: 2, loss: 0.25 });
  await store.flush();

  const kept = await new RunStore<null>(files, fail).load();

  expect(kept?.view.history.latest?.step).toBe(1);
});

function memory(): Storage & { full: boolean } {
  const texts = new Map<string, string>();
  return {
    full: false,
    read: async (name) => texts.get(name),
    async write(name, text) {
      if (this.full) throw new Error('No space left.');
      texts.set(name, text);
    },
  };
}

function fail(error: unknown): never {
  throw error;
}

/** A run on an engine that says what the test makes it say. */
async function startedRun() {
  const [hostEnd, engineEnd] = ports();
  const layout = { sections: [], length: 0 };
  const engine = new Channel<EngineToHost, HostToEngine>(engineEnd, {
    start: ({ backend }) => ({
      backend,
      device: 'test',
      layout,
      stepsPerEpoch: 10,
      totalSteps: 10,
      windowSamples: 10,
      initial: { step: 0, weights: [[], [new Float32Array([1, 2]), new Float32Array([0])]] },
    }),
    backends: () => [],
    control: () => ({ step: 0 }),
    checkpoint: () => ({ step: 0, weights: [] }),
    chooseSample: () => null,
    predict: () => [],
  });
  const connection: EngineConnection = { channel: new Channel(hostEnd, {}), lost: new Emitter<string>().event, dispose: () => {} };
  const run = await Run.start(
    {
      name: 'model',
      file: 'model.py',
      network,
      plan: {
        loss: { name: 'meanSquaredError', fromLogits: false },
        optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false },
        metrics: [],
        epochs: 1,
        batchSize: 1,
        shuffle: true,
        validationSplit: 0,
        seed: 7,
      },
      dataset: {
        x: [{ shape: [10, 2], values: new Float32Array(20) }],
        y: [{ shape: [10, 1], values: new Float32Array(10) }],
        provenance: { kind: 'evaluated', description: 'computed from model.py' },
      },
      backend: 'cpu',
      probes: [],
      frameInterval: 0,
    },
    connection,
  );
  const sendFrame = (part: Pick<Frame, 'step' | 'loss'>) =>
    engine.emit('frame', {
      epoch: part.step / 10,
      seconds: part.step,
      learningRate: 0.1,
      trail: new Float32Array([part.loss]),
      numbers: new Float32Array(0),
      ...part,
    });
  return { run, sendFrame };
}

/** Two ends that hear each other at once. */
function ports(): readonly [Port, Port] {
  const [first, second] = [new Emitter<unknown>(), new Emitter<unknown>()];
  const port = (mine: Emitter<unknown>, theirs: Emitter<unknown>): Port => ({
    post: (message) => theirs.fire(message),
    listen: mine.event,
  });
  return [port(first, second), port(second, first)];
}
