import { expect, test } from 'vitest';
import { buildNetwork } from '../network/build.ts';
import { glorotUniform, zeros } from '../network/initializers.ts';
import { defaultPlan, planText } from './default-plan.ts';

const samples = 4;
const targets = (...shape: number[]) => [
  { shape: [samples, ...shape], values: new Float32Array(samples * shape.reduce((a, b) => a * b, 1)) },
];

function network(units: number, activation: string) {
  const configuration = {
    units,
    activation: { name: activation },
    useBias: true,
    kernelInitializer: glorotUniform,
    biasInitializer: zeros,
    kernelRegularizer: null,
    biasRegularizer: null,
    trainable: true,
  };
  return buildNetwork(
    [
      { name: 'input', type: 'Input', configuration: { shape: [2], batchSize: null }, inputs: [] },
      { name: 'output', type: 'Dense', configuration, inputs: [0] },
    ],
    [1],
  );
}

test.each([
  ['softmax with a class number a sample', network(3, 'softmax'), targets(1), 'sparseCategoricalCrossentropy', 'sparseCategoricalAccuracy'],
  ['softmax with one-hot rows', network(3, 'softmax'), targets(3), 'categoricalCrossentropy', 'categoricalAccuracy'],
  ['sigmoid', network(1, 'sigmoid'), targets(1), 'binaryCrossentropy', 'binaryAccuracy'],
  ['several sigmoids', network(4, 'sigmoid'), targets(4), 'binaryCrossentropy', 'binaryAccuracy'],
  ['no activation', network(1, 'linear'), targets(1), 'meanSquaredError', 'meanAbsoluteError'],
] as const)('%s asks for its own loss and metric', (_, built, y, loss, metric) => {
  const plan = defaultPlan(built, y);

  expect([plan.loss.name, plan.metrics[0]?.name]).toEqual([loss, metric]);
});

test('before it is taken a person reads what it is', () => {
  expect(planText(defaultPlan(network(1, 'linear'), targets(1)))).toBe('Adam 0.001, mean squared error, 10 epochs of batches of 32');
});
