// What the editor says of a model, as a person reads it.
import { describe, expect, test } from 'vitest';
import { buildNetwork, type LayerSpecification } from '../../network/build.ts';
import { glorotUniform, zeros } from '../../network/initializers.ts';
import type { Definition } from '../../source/definition.ts';
import type { Range } from '../../source/range.ts';
import { layerHints } from './layer-hint.ts';
import { layerMarkdown, type TrainedLayer } from './layer-hover.ts';
import { parametersTitle } from './lens.ts';
import { sparkline } from './sparkline.ts';

const style = { colour: '#888888', width: 96, height: 18 };

const at = (line: number, character = 4): Range => ({ start: { line, character }, end: { line, character: character + 20 } });
const input: LayerSpecification = {
  name: 'input',
  type: 'Input',
  configuration: { shape: [4], batchSize: null },
  inputs: [],
  range: at(1),
};
const dense = (name: string, units: number | null, range: Range, from: number): LayerSpecification => ({
  name,
  type: 'Dense',
  configuration: {
    units,
    activation: { name: 'relu' },
    useBias: true,
    kernelInitializer: glorotUniform,
    biasInitializer: zeros,
    kernelRegularizer: null,
    biasRegularizer: null,
    trainable: true,
  },
  inputs: [from],
  range,
});
const unknownType = (name: string, range: Range, from: number): LayerSpecification => ({
  name,
  type: 'MyLayer',
  configuration: {},
  inputs: [from],
  range,
});

function definition(...layers: LayerSpecification[]): Definition {
  return {
    id: 'model',
    name: 'model',
    framework: 'keras',
    kind: 'sequential',
    range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
    status: 'complete',
    unknown: [],
    network: buildNetwork(layers, [layers.length - 1]),
    training: null,
    data: null,
  };
}

const hintsOf = (...definitions: Definition[]) => layerHints(definitions, undefined).map(({ line, text }) => `${line}: ${text}`);

describe('hints', () => {
  test('each line that makes a layer says the shape that leaves it and its parameters', () => {
    expect(hintsOf(definition(input, dense('a', 16, at(2), 0), dense('b', 1, at(3), 1)))).toEqual([
      '1: 4',
      '2: 16 · 80 params',
      '3: 1 · 17 params',
    ]);
  });

  test('a few layers of one line follow each other, many are summed up', () => {
    const two = definition(input, dense('a', 16, at(2), 0), dense('b', 1, at(2, 30), 1));
    const loop = definition(input, ...[0, 1, 2, 3, 4].map((index) => dense(`d${index}`, 4, at(2), index)));

    expect(hintsOf(two)).toContain('2: 16 · 80 params  →  1 · 17 params');
    expect(hintsOf(loop)).toContain('2: 5 layers · 4 · 100 params');
  });

  test('of a builder that is called twice, what agrees is said once', () => {
    const small = definition(input, dense('a', 16, at(2), 0));
    const wide = definition(input, dense('a', 32, at(2), 0));

    expect(hintsOf(small, small)).toEqual(['1: 4', '2: 16 · 80 params']);
    expect(hintsOf(small, wide)).toEqual(['1: 4', '2: 16 · 80 params  or  32 · 160 params']);
  });

  test('what is not known is said where it begins, and not guessed behind it', () => {
    expect(hintsOf(definition(input, unknownType('mine', at(2), 0), dense('b', 1, at(3), 1)))).toEqual(['1: 4', '2: shape unknown']);
  });
});

test('above a model stands how many parameters it has, or why nobody can know', () => {
  expect(parametersTitle([definition(input, dense('a', 16, at(2), 0))])).toEqual({ title: '80 parameters', tooltip: '80 parameters' });
  const unread: Definition = {
    ...definition(input, unknownType('mine', at(2), 0)),
    unknown: [{ reason: 'MyLayer is not a layer that Layerscope knows', range: at(2) }],
  };
  expect(parametersTitle([unread])).toEqual({ title: 'parameters unknown', tooltip: 'MyLayer is not a layer that Layerscope knows' });
});

test('models that the same lines make share what stands above them', () => {
  const [first, second] = [definition(input, dense('a', 16, at(2), 0)), definition(input, dense('a', 8, at(2), 0))];
  expect(parametersTitle([first, first]).title).toBe('80 parameters, 2 models');
  expect(parametersTitle([first, second])).toEqual({
    title: '80 parameters or 40 parameters, 2 models',
    tooltip: `${first.name}: 80 parameters\n${second.name}: 40 parameters`,
  });
});

test('a hover gives shapes, arithmetic and cost, and after training how the layer does', () => {
  const [, layer] = definition(input, dense('hidden_1', 16, at(2), 0)).network.layers;
  if (!layer) throw new Error('The network has two layers.');
  const figures = {
    activationMean: 0.41234,
    activationStd: 0.5,
    deadFraction: 0.25,
    saturatedFraction: null,
    gradientNorm: 0.0000123,
    updateRatio: 0.001,
  };
  const rows = [1, 2, 3].map((step) => ({ step, epoch: 0, loss: 1 / step, learningRate: 0.1, layers: [figures, figures] }));
  const trained: TrainedLayer = {
    layer: 1,
    rows,
    figures,
    units: 16,
    step: 1200,
    status: 'finished',
    stale: true,
    synthetic: 'random numbers of shape (100, 4)',
  };

  expect(layerMarkdown(layer, null, style)).toBe(
    '**hidden\\_1** · Dense · `4 → 16`\n\n`(4 + 1)·16 = 80` parameters · 64 multiply-adds a sample',
  );
  const lines = layerMarkdown(layer, trained, style)
    .split('\n')
    .slice(4)
    .map((line) => line.replaceAll(/!\[.*?\]\(.*?\)/g, '~').replaceAll('&emsp;', ''));
  expect(lines).toEqual([
    '---',
    '',
    '*Trained, finished at step 1,200 · out of date: the source has changed since*',
    '',
    '$(warning) Synthetic data: random numbers of shape \\(100, 4\\)',
    '',
    '| | | |',
    '|:--|:--|:--|',
    '| Activation, mean ± std | 0.412 ± 0.500 | ~ |',
    '| Dead units | 4 of 16 · 25% | ~ |',
    '| Gradient norm | 1.23e-5 | ~ |',
    '| Update ratio | 0.00100 | ~ |',
  ]);
});

test('a sparkline scales to its range, leaves gaps open and needs two points', () => {
  const uri = sparkline([0, null, 1, 2], style) ?? '';
  const svg = decodeURIComponent(uri.slice(uri.indexOf(',') + 1));

  expect(svg).toContain('d="M1 16.5M62.3 9L93 1.5"');
  expect(sparkline([null, 1], style)).toBeUndefined();
  // Markdown ends an image's address at a parenthesis or a space.
  expect(uri).not.toMatch(/[() ]/);
});
