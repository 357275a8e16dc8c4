import { expect, test } from 'vitest';
import { buildNetwork } from '../network/build.ts';
import { type Initializer, zeros } from '../network/initializers.ts';
import { fingerprint } from './fingerprint.ts';

const uniform = (limit: number): Initializer => ({ kind: 'uniform', minimum: -limit, maximum: limit });

function definition({ units = 2, line = 3, limit = 10, learningRate = 0.1 } = {}) {
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
  return { network, training: { plan, optimizer: null, loss: null, metrics: [], epochs: 1, batchSize: 32, ...place } };
}

test('a comment above the model changes no run; another width, start or learning rate does', () => {
  const trained = fingerprint(definition());

  expect(fingerprint(definition({ line: 40 }))).toBe(trained);
  for (const edit of [{ units: 3 }, { limit: 1 }, { learningRate: 0.01 }]) expect(fingerprint(definition(edit))).not.toBe(trained);
});
