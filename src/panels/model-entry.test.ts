import { expect, test } from 'vitest';
import { buildNetwork } from '../network/build.ts';
import { glorotUniform, zeros } from '../network/initializers.ts';
import type { Definition } from '../source/definition.ts';
import { modelEntry } from './model-entry.ts';

const range = { start: { line: 4, character: 0 }, end: { line: 8, character: 1 } };
const dense = {
  units: 3,
  activation: { name: 'softmax' },
  useBias: true,
  kernelInitializer: glorotUniform,
  biasInitializer: zeros,
  kernelRegularizer: null,
  biasRegularizer: null,
  trainable: true,
};

const definition: Definition = {
  id: 'model (2)',
  name: 'model (2)',
  framework: 'keras',
  kind: 'sequential',
  range,
  status: 'partial',
  unknown: [{ reason: 'Attention9 is not a layer that Layerscope knows', range }],
  network: buildNetwork(
    [
      { name: 'input', type: 'Input', configuration: { shape: [2], batchSize: null }, inputs: [] },
      { name: 'output', type: 'Dense', configuration: dense, inputs: [0], range },
      { name: 'attention', type: 'Attention9', configuration: {}, inputs: [1], range },
    ],
    [2],
  ),
  training: null,
  data: null,
};

test('the tree says of every layer what leaves it, and of a model why not all of it is known', () => {
  const entry = modelEntry('file:///model.py', definition);

  expect({ ...entry, layers: entry.layers.map(({ name, description, range: place }) => [name, description, place?.start.line]) }).toEqual({
    uri: 'file:///model.py',
    definition: 'model (2)',
    name: 'model (2)',
    framework: 'keras',
    description: 'partly known',
    unknown: 'Attention9 is not a layer that Layerscope knows',
    range,
    layers: [
      ['input', '2', undefined],
      ['output', '3 · 9 params', 4],
      ['attention', 'shape unknown', 4],
    ],
  });
});
