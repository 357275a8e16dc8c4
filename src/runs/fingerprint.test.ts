import { expect, test } from 'vitest';
import type { Dataset } from '../data/dataset.ts';
import { buildNetwork } from '../network/build.ts';
import { type Initializer, zeros } from '../network/initializers.ts';
import { dataFingerprint, fingerprint } from './fingerprint.ts';

const uniform = (limit: number): Initializer => ({ kind: 'uniform', minimum: -limit, maximum: limit });

function definition({ units = 2, line = 3, limit = 10, learningRate = 0.1, x = 'X' } = {}) {
  const range = { start: { line, character: 0 }, end: { line, character: 10 } };
  const configuration = {
    units,
    activation: { name: 'relu' },
    useBias: true,
    kernelInitializer: uniform(limit),
    biasInitializer: zeros,
    kernelRegularizer: null,
    biasRegularizer: null,
    trainable: true,
  };
  const network = buildNetwork(
    [
      { name: 'input', type: 'Input', configuration: { shape: [2], batchSize: null }, inputs: [] },
      { name: 'hidden', type: 'Dense', configuration, inputs: [0], range },
    ],
    [1],
  );
  const plan = {
    loss: { name: 'meanSquaredError', fromLogits: false },
    optimizer: { name: 'sgd', learningRate, momentum: 0, nesterov: false },
    metrics: [],
    epochs: 1,
    batchSize: 32,
    shuffle: true,
    validationSplit: 0,
    seed: 7,
  } as const;
  const place = { compileRange: range, fitRange: null };
  const data = { status: 'evaluated', x: { shape: [4, 2], source: x, range }, y: { shape: [4, 2], source: 'y', range } } as const;
  return { network, data, training: { plan, optimizer: null, loss: null, metrics: [], epochs: 1, batchSize: 32, ...place } };
}

test('a comment above the model changes no run; another width, start or learning rate does', () => {
  const trained = fingerprint(definition(), true);

  expect(fingerprint(definition({ line: 40 }), true)).toBe(trained);
  for (const edit of [{ units: 3 }, { limit: 1 }, { learningRate: 0.01 }]) expect(fingerprint(definition(edit), true)).not.toBe(trained);
});

test('another array in the call to fit changes a run on it, and none on other data', () => {
  const edited = definition({ x: 'X / 2' });

  expect(fingerprint(edited, true)).not.toBe(fingerprint(definition(), true));
  expect(fingerprint(edited, false)).toBe(fingerprint(definition(), false));
});

test('the numbers of the data tell one from another: order, sign and shape count', () => {
  const data = (values: readonly number[], shape = [values.length, 1]): Dataset => ({
    x: [{ shape, values: Float32Array.from(values) }],
    y: [{ shape: [values.length, 1], values: new Float32Array(values.length) }],
    provenance: { kind: 'evaluated', description: 'computed from example.py' },
  });
  const trained = dataFingerprint(data([1, -1, 2, 3]));

  expect(dataFingerprint(data([1, -1, 2, 3]))).toBe(trained);
  for (const other of [data([-1, 1, 2, 3]), data([1, -1, 3, 2]), data([1, -1, 2, 3.000001]), data([1, -1, 2, 3], [2, 2])])
    expect(dataFingerprint(other)).not.toBe(trained);
  // Data that is too large is not compared.
  expect(dataFingerprint(data(new Array<number>(300_000).fill(0)))).toBeNull();
});
