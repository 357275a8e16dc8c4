// Data sets that Layerscope makes, and whether data goes with a network.
import { describe, expect, test } from 'vitest';
import type { LossName } from '../network/training-plan.ts';
import type { Dataset, NumberArray } from './dataset.ts';
import { denseNetwork, embeddingNetwork, planWith } from './example-networks.ts';
import { fitProblems } from './fit-check.ts';
import { generateDataset, generatorNamed, generators, suitableGenerators } from './generators.ts';
import { adaptToNetwork } from './prepare.ts';
import { syntheticDataset } from './synthetic.ts';

describe('generators', () => {
  test.each([
    [
      'the plane, one unit, crossentropy',
      denseNetwork([2], 1),
      'binaryCrossentropy',
      ['two-spirals', 'circles', 'xor', 'two-gaussians', 'moons', 'blobs'],
    ],
    [
      'the plane, one unit, squared error',
      denseNetwork([2], 1),
      'meanSquaredError',
      ['two-spirals', 'circles', 'xor', 'two-gaussians', 'moons', 'quadratic', 'blobs'],
    ],
    ['one number, squared error', denseNetwork([1], 1), 'meanSquaredError', ['sine', 'blobs']],
    ['the plane, three classes', denseNetwork([2], 3), 'categoricalCrossentropy', ['blobs']],
    ['images of digits', denseNetwork([28, 28, 1], 10), 'sparseCategoricalCrossentropy', ['digits']],
    ['images without channels', denseNetwork([28, 28], 10), 'categoricalCrossentropy', ['digits']],
    ['flat images', denseNetwork([784], 10), 'categoricalCrossentropy', ['blobs', 'digits']],
    ['traces', denseNetwork([187, 1], 2), 'categoricalCrossentropy', ['ecg']],
    ['longer traces', denseNetwork([500, 1], 1), 'binaryCrossentropy', ['ecg']],
    ['tokens', embeddingNetwork(5, 100, 2), 'categoricalCrossentropy', []],
    ['images in colour', denseNetwork([32, 32, 3], 10), 'categoricalCrossentropy', []],
  ] as const)('for %s', (_, network, loss, expected) => {
    const plan = planWith(loss);

    const suitable = suitableGenerators(network, plan);

    expect(suitable.map(({ name }) => name)).toEqual(expected);
    for (const generator of suitable) expect(fitProblems(network, plan, generateDataset(generator, network, plan))).toEqual([]);
  });

  test.each(generators.map((generator) => [generator.name, generator] as const))(
    '%s: the same seed, the same samples; classes in balance',
    (_, generator) => {
      const classes = generator.classes ?? 3;
      const network = denseNetwork(generator.sampleShape ?? [2], classes === 0 || classes === 2 ? 1 : classes);
      const plan = planWith(classes === 0 ? 'meanSquaredError' : classes === 2 ? 'binaryCrossentropy' : 'sparseCategoricalCrossentropy');

      const [first, again, other] = [1, 1, 2].map((seed) => generateDataset(generator, network, plan, { count: 120, seed }));

      expect(first).toEqual(again);
      expect(first?.x[0]?.values).not.toEqual(other?.x[0]?.values);
      expect(first?.provenance.description).toContain(`${generator.title}, 120 samples`);
      if (classes > 0) {
        const labels = [...(first?.y[0]?.values ?? [])];
        // Also at the end, which a validation split holds out.
        for (const part of [labels, labels.slice(-60)]) expect(new Set(part).size).toBe(Math.min(classes, new Set(labels).size));
        expect(new Set(labels).size).toBe(classes);
      }
    },
  );

  test('a straight line separates the two clouds, and not the spirals', () => {
    expect(linearAccuracy('two-gaussians')).toBeGreaterThan(0.95);
    expect(linearAccuracy('two-spirals')).toBeLessThan(0.75);
  });

  test('x₁² + x₂ is what it says', () => {
    const { x, y } = generateDataset(generator('quadratic'), denseNetwork([2], 1), planWith('meanSquaredError'));
    const inputs = x[0]?.values ?? [];

    for (const [row, target] of y[0]?.values.entries() ?? []) {
      expect(target).toBeCloseTo((inputs[2 * row] ?? 0) ** 2 + (inputs[2 * row + 1] ?? 0), 5);
    }
  });

  test('a set that does not fit says what it needs', () => {
    const make = () => generateDataset(generator('digits'), denseNetwork([2], 1), planWith('binaryCrossentropy'));

    expect(make).toThrow('The set Digits does not fit this network: it needs an input of 28×28×1 and 10 outputs with a loss for classes.');
  });
});

describe('synthetic data', () => {
  test.each([
    ['meanSquaredError', [8, 4]],
    ['meanAbsoluteError', [8, 4]],
    ['huber', [8, 4]],
    ['binaryCrossentropy', [8, 4]],
    ['categoricalCrossentropy', [8, 4]],
    ['sparseCategoricalCrossentropy', [8]],
  ] as const)('goes with %s', (loss, shape) => {
    const network = denseNetwork([6, 3], 4);

    const dataset = syntheticDataset(network, planWith(loss), { count: 8 });

    expect(dataset.x[0]?.shape).toEqual([8, 6, 3]);
    expect(dataset.y[0]?.shape).toEqual(shape);
    expect(dataset.provenance).toEqual({ kind: 'synthetic', description: 'random numbers of the right shape, 8 samples' });
    expect(fitProblems(network, planWith(loss), dataset)).toEqual([]);
  });

  test('gives an Embedding integers within its table', () => {
    const network = embeddingNetwork(5, 20, 3);

    const dataset = syntheticDataset(network, planWith('sparseCategoricalCrossentropy'), { count: 200 });

    const tokens = [...(dataset.x[0]?.values ?? [])];
    expect(tokens.every(Number.isInteger)).toBe(true);
    expect([Math.min(...tokens), Math.max(...tokens)]).toEqual([0, 19]);
    expect(new Set(dataset.y[0]?.values).size).toBe(3);
  });
});

describe('data that does not fit says where and what to do', () => {
  const images = denseNetwork([28, 28, 1], 10);
  const plane = denseNetwork([2], 1);
  test.each<[string, ReturnType<typeof denseNetwork>, LossName, Pick<Dataset, 'x' | 'y'>, RegExp]>([
    [
      'flat images',
      images,
      'sparseCategoricalCrossentropy',
      { x: [zeros(5, 784)], y: [zeros(5)] },
      /The Flatten "flatten" takes 28×28×1 per sample, x has 784: its shape is \(5, 784\)\. Reshape it: x\.reshape\(-1, 28, 28, 1\)\./,
    ],
    [
      'channels first',
      denseNetwork([8, 8, 3], 10),
      'sparseCategoricalCrossentropy',
      { x: [zeros(5, 3, 8, 8)], y: [zeros(5)] },
      /takes 8×8×3 per sample, x has 3×8×8: its shape is \(5, 3, 8, 8\)\. Its channels stand first: x\.transpose\(0, 2, 3, 1\)\./,
    ],
    [
      'counts that differ',
      plane,
      'meanSquaredError',
      { x: [zeros(5, 2)], y: [zeros(4)] },
      /There are 5 samples in x, but 4 in y: each sample needs its target/,
    ],
    ['no samples', plane, 'meanSquaredError', { x: [zeros(0, 2)], y: [zeros(0)] }, /no samples/],
    ['two arrays for one input', plane, 'meanSquaredError', { x: [zeros(5, 2), zeros(5, 2)], y: [zeros(5)] }, /1 input, but x is 2 arrays/],
    [
      'class indices for one-hot rows',
      denseNetwork([2], 3),
      'categoricalCrossentropy',
      { x: [zeros(5, 2)], y: [array([5], [0, 1, 2, 0, 1])] },
      /to_categorical\(y, 3\), or take sparse_categorical_crossentropy/,
    ],
    [
      'more classes than units',
      denseNetwork([2], 3),
      'sparseCategoricalCrossentropy',
      { x: [zeros(5, 2)], y: [array([5], [0, 1, 2, 3, 1])] },
      /y\[3\] is 3\. The last layer needs 4 units for classes 0 to 3/,
    ],
    [
      'labels that are not integers',
      denseNetwork([2], 3),
      'sparseCategoricalCrossentropy',
      { x: [zeros(2, 2)], y: [array([2], [0, 1.5])] },
      /class indices from 0 to 2 .* but y\[1\] is 1\.5/,
    ],
    [
      'NaN in a column',
      plane,
      'meanSquaredError',
      { x: [array([3, 2], [1, Number.NaN, 2, Number.NaN, 3, 4])], y: [zeros(3)] },
      /In x 2 numbers are not finite \(NaN or infinity\), all in column 1 \("age"\)/,
    ],
    [
      'infinity in y',
      plane,
      'meanSquaredError',
      { x: [zeros(2, 2)], y: [array([2], [0, Number.POSITIVE_INFINITY])] },
      /In y 1 number is not finite.*sample 1/,
    ],
    [
      'tokens beyond the table',
      embeddingNetwork(2, 10, 1),
      'meanSquaredError',
      { x: [array([1, 2], [3, 12])], y: [zeros(1)] },
      /integers from 0 to 9, x holds 12\. Make input_dim at least 13/,
    ],
    [
      'labels −1 and 1',
      plane,
      'binaryCrossentropy',
      { x: [zeros(2, 2)], y: [array([2], [-1, 1])] },
      /targets from 0 to 1, y holds -1: \(y \+ 1\) \/ 2/,
    ],
    [
      'rows that are not one-hot',
      denseNetwork([2], 2),
      'categoricalCrossentropy',
      { x: [zeros(2, 2)], y: [array([2, 2], [1, 0, 1, 1])] },
      /row 1 of y adds up to 2/,
    ],
  ])('%s', (_, network, loss, part, message) => {
    const dataset: Dataset = { ...part, featureNames: ['height', 'age'], provenance: { kind: 'file', description: 'test' } };

    const [first] = fitProblems(network, planWith(loss), dataset);

    expect(first?.message).toMatch(message);
  });

  test('validation data is checked too', () => {
    const good = { x: [zeros(3, 2)], y: [zeros(3)] };
    const dataset: Dataset = {
      ...good,
      validation: { x: [zeros(3, 5)], y: [zeros(3)] },
      provenance: { kind: 'file', description: 'test' },
    };

    expect(fitProblems(plane, planWith('meanSquaredError'), dataset).map(({ message }) => message)).toEqual([
      'The Dense "output" takes 2 per sample, validation x has 5: its shape is (3, 5).',
    ]);
  });
});

test('a file is made to fit where no number changes', () => {
  const network = denseNetwork([28, 28, 1], 3);
  const plan = planWith('categoricalCrossentropy');
  const dataset: Dataset = {
    x: [zeros(2, 784)],
    y: [array([2], [2, 0])],
    provenance: { kind: 'file', description: 'digits.csv, 2 samples' },
  };

  const adapted = adaptToNetwork(dataset, network, plan);

  expect(adapted.x[0]?.shape).toEqual([2, 28, 28, 1]);
  expect(adapted.y[0]).toEqual({ shape: [2, 3], values: Float32Array.of(0, 0, 1, 1, 0, 0) });
  expect(adapted.provenance.description).toBe('digits.csv, 2 samples; samples of 784 as 28×28×1; classes one-hot encoded');
  expect(fitProblems(network, plan, adapted)).toEqual([]);
});

function generator(name: string) {
  const found = generatorNamed(name);
  if (!found) throw new Error(name);
  return found;
}

/** Accuracy of the best of many straight lines through the plane. */
function linearAccuracy(name: string): number {
  const { x, y } = generateDataset(generator(name), denseNetwork([2], 1), planWith('binaryCrossentropy'));
  const [inputs, labels] = [x[0]?.values ?? [], [...(y[0]?.values ?? [])]];
  let best = 0;
  for (let angle = 0; angle < 2 * Math.PI; angle += 0.1) {
    for (let offset = -1; offset <= 1; offset += 0.1) {
      const side = (row: number) => (inputs[2 * row] ?? 0) * Math.cos(angle) + (inputs[2 * row + 1] ?? 0) * Math.sin(angle) > offset;
      best = Math.max(best, labels.filter((label, row) => side(row) === (label === 1)).length / labels.length);
    }
  }
  return best;
}

function zeros(...shape: number[]): NumberArray {
  return { shape, values: new Float32Array(shape.reduce((product, size) => product * size, 1)) };
}

function array(shape: readonly number[], values: readonly number[]): NumberArray {
  return { shape, values: Float32Array.from(values) };
}
