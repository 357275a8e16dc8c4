import { describe, expect, test } from 'vitest';
import { buildNetwork } from '../../../src/network/build.ts';
import type { Configuration } from '../../../src/network/network.ts';
import type { Shape } from '../../../src/network/shape.ts';
import { chain, layerCases } from '../engine/keras.ts';

describe('Shapes and weights are those of real Keras', () => {
  test.each(layerCases.map((layerCase, index) => ({ index, ...layerCase })))(
    '$index $type of $inputShape',
    ({ inputShape, outputShape, weights, refused, ...layer }) => {
      const built = chain(inputShape, [layer]).layers[1];
      if (refused) {
        expect(built?.refusal?.message).toBeTruthy();
        return;
      }
      expect(built?.refusal).toBeUndefined();
      expect(built?.outputShape).toEqual(outputShape);
      expect(built?.weights.map(({ shape }) => shape)).toEqual(weights);
    },
  );
});

describe('A layer that cannot take its input says what it needs and what it gets', () => {
  const window = { filters: 4, padding: 'valid', strides: [1, 1], dilationRate: [1, 1], useBias: true };
  test.each<[string, Shape, Configuration, string]>([
    ['Conv2D', [null, 5408], { ...window, kernelSize: [3, 3] }, 'takes images [batch, height, width, channels], but gets (?, 5408)'],
    ['Conv2D', [null, 3, 3, 1], { ...window, kernelSize: [5, 5] }, 'kernel 5×5 does not fit in 3×3 with valid padding'],
    ['Conv2D', [null, 4, 4, 3], { ...window, kernelSize: [2, 2], groups: 2 }, '3 input channels cannot be cut into 2 groups'],
    [
      'Conv2D',
      [null, 4, 4, 1],
      { ...window, kernelSize: [3, 3], dilationRate: [2, 2] },
      'kernel 5×5 (3×3 dilated by 2×2) does not fit in 4×4 with valid padding',
    ],
    [
      'MaxPooling2D',
      [null, 1, 8, 2],
      { poolSize: [2, 2], strides: [2, 2], padding: 'valid' },
      'pool 2×2 does not fit in 1×8 with valid padding',
    ],
    ['Conv1D', [null, 7], { ...window, kernelSize: [3] }, 'takes sequences [batch, steps, channels], but gets (?, 7)'],
    ['Dense', [null], { units: 3 }, 'needs at least two dimensions (batch, features), but gets (?)'],
    ['Reshape', [null, 7, 3], { targetShape: [5, -1] }, 'cannot make (5, −1) of 7×3: that is 21 values a sample, it needs a multiple of 5'],
    ['Dropout', [null, 7], { rate: 1.5 }, 'needs a rate from 0 to below 1, but has 1.5'],
  ])('%s of %j', (type, inputShape, configuration, message) => {
    expect(chain(inputShape, [{ name: 'layer', type, configuration }]).layers[1]?.refusal?.message).toBe(message);
  });
});

describe('What is not known stays unknown', () => {
  test('a kernel size that could not be read leaves only the filters', () => {
    const configuration = { filters: 8, kernelSize: [null, null], strides: [1, 1], padding: 'valid', dilationRate: [1, 1], useBias: true };
    const layer = chain([null, 28, 28, 1], [{ name: 'c', type: 'Conv2D', configuration }]).layers[1];
    expect(layer).toMatchObject({ outputShape: [null, null, null, 8], parameters: null });
  });

  test('an unknown layer type hides the shapes behind it, not the layers', () => {
    const network = chain(
      [null, 4],
      [
        { name: 'a', type: 'Mystery', configuration: {} },
        { name: 'b', type: 'Flatten', configuration: {} },
      ],
    );
    expect(network.layers.map(({ outputShape }) => outputShape)).toEqual([[null, 4], null, null]);
  });
});

test('The first example: shapes, parameters and their arithmetic', () => {
  const network = chain(
    [null, 28, 28, 1],
    [
      {
        name: 'conv',
        type: 'Conv2D',
        configuration: { filters: 32, kernelSize: [3, 3], strides: [1, 1], padding: 'valid', dilationRate: [1, 1], useBias: true },
      },
      { name: 'pool', type: 'MaxPooling2D', configuration: { poolSize: [2, 2], strides: [2, 2], padding: 'valid' } },
      { name: 'flatten', type: 'Flatten', configuration: {} },
      { name: 'dense', type: 'Dense', configuration: { units: 10, useBias: true } },
    ],
  );
  expect(network.layers.map(({ outputShape, arithmetic, multiplyAdds }) => [outputShape, arithmetic, multiplyAdds])).toEqual([
    [[null, 28, 28, 1], undefined, 0],
    [[null, 26, 26, 32], '(3·3·1 + 1)·32 = 320', 26 * 26 * 32 * 9],
    [[null, 13, 13, 32], undefined, 0],
    [[null, 5408], undefined, 0],
    [[null, 10], '(5408 + 1)·10 = 54,090', 54_080],
  ]);
});

test('Two branches of different shapes cannot be added', () => {
  const network = buildNetwork(
    [
      { name: 'a', type: 'Input', configuration: { shape: [4], batchSize: null }, inputs: [] },
      { name: 'b', type: 'Input', configuration: { shape: [5], batchSize: null }, inputs: [] },
      { name: 'sum', type: 'Add', configuration: {}, inputs: [0, 1] },
    ],
    [2],
  );
  expect(network.layers[2]?.refusal?.message).toBe('adds inputs of one shape, but gets (?, 4) and (?, 5)');
});
