import { describe, expect, test } from 'vitest';
import { buildNetwork, type LayerSpecification } from '../../network/build.ts';
import { glorotUniform, zeros } from '../../network/initializers.ts';
import type { Layer, Network } from '../../network/network.ts';
import { product } from '../../network/shape.ts';
import { reasonText, type WeightState, WeightTable } from './weight-changes.ts';

const dense = (name: string, units: number, activation: string): LayerSpecification => ({
  name,
  type: 'Dense',
  configuration: {
    units,
    activation: { name: activation },
    useBias: true,
    kernelInitializer: glorotUniform,
    biasInitializer: zeros,
    trainable: true,
  },
  inputs: [],
});
const sequential = (input: number[], ...layers: LayerSpecification[]): Network =>
  buildNetwork(
    [
      { name: 'input', type: 'Input', configuration: { shape: input, batchSize: null }, inputs: [] },
      ...layers.map((layer, index) => ({ ...layer, inputs: [index] })),
    ],
    [layers.length],
  );

/** A moment in which every weight is 1, was 1 before, except those that `moved` names. */
function moment(network: Network, silence: Record<string, number[]>, moved: Record<string, number[]> = {}): WeightState {
  const tensor = (layer: Layer, weight: number, change: boolean) => {
    const values = new Float32Array(product(layer.weights[weight]?.shape ?? []) ?? 0).fill(1);
    const name = `${layer.name}/${layer.weights[weight]?.name}`;
    if (change) for (const position of moved[name] ?? []) values[position] = 1.5;
    return values;
  };
  return {
    network,
    initial: { step: 0, weights: network.layers.map((layer) => layer.weights.map((_weight, index) => tensor(layer, index, false))) },
    current: (layer, weight) => tensor(network.layers[layer] as Layer, weight, true),
    silence: (layer) => {
      const units = silence[network.layers[layer]?.name ?? ''];
      return units && new Float32Array(units);
    },
    step: 100,
    windowSamples: 300,
    samplesSeen: 3000,
  };
}

const explained = (table: WeightTable, network: Network) =>
  Array.from({ length: table.count }, (_, index) => {
    const { name, reason } = table.row(index);
    return reason && `${name} ${reasonText(reason, network)}`;
  }).filter((line) => line !== null);

describe('a 2-2-1 ReLU network whose first hidden unit never fires', () => {
  const network = sequential([2], dense('hidden', 2, 'relu'), dense('out', 1, 'linear'));
  const moved = { 'hidden/kernel': [1, 3], 'hidden/bias': [1], 'out/kernel': [1], 'out/bias': [0] };
  const state = moment(network, { hidden: [3000, 4] }, moved);

  test('gives nine numbered rows that say what they join', () => {
    const table = new WeightTable(state);
    const rows = Array.from({ length: table.count }, (_, index) => table.row(index));
    expect(rows.map(({ shortName, name, connection }) => `${shortName} ${name} ${connection}`)).toEqual([
      'W1 hidden/kernel[0,0] x1 → hidden 1',
      'W2 hidden/kernel[0,1] x1 → hidden 2',
      'W3 hidden/kernel[1,0] x2 → hidden 1',
      'W4 hidden/kernel[1,1] x2 → hidden 2',
      'W5 out/kernel[0,0] hidden 1 → out',
      'W6 out/kernel[1,0] hidden 2 → out',
      'B1 hidden/bias[0] hidden 1',
      'B2 hidden/bias[1] hidden 2',
      'B3 out/bias[0] out',
    ]);
    expect(rows[1]).toMatchObject({ before: 1, now: 1.5, difference: 0.5, percent: 50, unchanged: false, reason: null });
  });

  test('explains W1, W3 and B1 as feeding it and W5 as carrying its zero', () => {
    const table = new WeightTable(state);
    const unchanged = Array.from({ length: table.count }, (_, index) => table.row(index)).filter((row) => row.unchanged);
    expect(unchanged.map(({ shortName, reason }) => `${shortName} ${reason && reasonText(reason, network)}`)).toEqual([
      'W1 feeds unit 1 of hidden, which fires on none of the last 300 samples',
      'W3 feeds unit 1 of hidden, which fires on none of the last 300 samples',
      'W5 carries the zero output of unit 1 of hidden',
      'B1 feeds unit 1 of hidden, which fires on none of the last 300 samples',
    ]);
    expect([...table.unchanged()]).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 0]);
  });

  test('gives no reason before a whole window was seen', () => {
    expect(explained(new WeightTable({ ...state, samplesSeen: 288 }), network)).toEqual([]);
  });

  test('says only what is certain where values or silence are missing', () => {
    const table = new WeightTable({ ...state, silence: () => undefined });
    expect(explained(table, network)).toEqual([]);
    table.update({ ...state, current: () => undefined });
    expect(table.row(0)).toMatchObject({ before: 1, now: undefined, difference: undefined, unchanged: undefined, reason: null });
    expect(table.column('difference')[0]).toBeNaN();
  });
});

test('a dead unit is followed through Dropout into the next kernel, never through what moves zero', () => {
  const between = (type: string, configuration = {}): LayerSpecification => ({ name: 'between', type, configuration, inputs: [] });
  const withShapes = (network: Network): Network => ({
    ...network,
    layers: network.layers.map((layer, index) =>
      index < 2 ? layer : { ...layer, inputShapes: [[null, 2]], outputShape: [null, index === 3 ? 1 : 2], weights: outWeights(index) },
    ),
  });
  const outWeights = (index: number) =>
    index === 3 ? [{ name: 'kernel', shape: [2, 1], initializer: glorotUniform, trainable: true }] : [];
  const through = (type: string, configuration = {}) => {
    const network = withShapes(sequential([1], dense('hidden', 2, 'relu'), between(type, configuration), dense('out', 1, 'linear')));
    return explained(new WeightTable(moment(network, { hidden: [0, 500] }, { 'hidden/kernel': [0, 1], 'hidden/bias': [0, 1] })), network);
  };
  const carries = ['out/kernel[1,0] carries the zero output of unit 2 of hidden'];
  expect(through('Dropout', { rate: 0.5 })).toEqual(carries);
  expect(through('Activation', { activation: { name: 'tanh' } })).toEqual(carries);
  expect(through('Activation', { activation: { name: 'sigmoid' } })).toEqual([]);
  expect(through('BatchNormalization')).toEqual([]);
});

test('a dead filter is followed through pooling and Flatten to every position of its channel', () => {
  const weight = (name: string, shape: number[]) => ({ name, shape, initializer: glorotUniform, trainable: true });
  const layer = (name: string, type: string, index: number, outputShape: (number | null)[], weights: Layer['weights'] = []): Layer => ({
    name,
    type,
    configuration: name === 'conv' ? { activation: { name: 'relu' } } : {},
    inputs: index === 0 ? [] : [index - 1],
    inputShapes: [],
    outputShape,
    weights,
    parameters: 0,
    multiplyAdds: 0,
  });
  const network: Network = {
    layers: [
      layer('input', 'Input', 0, [null, 4, 4, 1]),
      layer('conv', 'Conv2D', 1, [null, 4, 4, 3], [weight('kernel', [1, 1, 1, 3]), weight('bias', [3])]),
      layer('pool', 'MaxPooling2D', 2, [null, 1, 2, 3]),
      layer('flatten', 'Flatten', 3, [null, 6]),
      layer('out', 'Dense', 4, [null, 2], [weight('kernel', [6, 2])]),
    ],
    inputs: [0],
    outputs: [4],
  };
  expect(explained(new WeightTable(moment(network, { conv: [0, 0, 300] })), network)).toEqual([
    'conv/kernel[0,0,0,2] feeds unit 3 of conv, which fires on none of the last 300 samples',
    'out/kernel[2,0] carries the zero output of unit 3 of conv',
    'out/kernel[2,1] carries the zero output of unit 3 of conv',
    'out/kernel[5,0] carries the zero output of unit 3 of conv',
    'out/kernel[5,1] carries the zero output of unit 3 of conv',
    'conv/bias[2] feeds unit 3 of conv, which fires on none of the last 300 samples',
  ]);
});
