import { expect, test } from 'vitest';
import type { Dataset } from '../../data/dataset.ts';
import { buildNetwork, type LayerSpecification } from '../../network/build.ts';
import { denseSpecifications } from '../dynamic/example-run.ts';
import { checkDataset } from './index.ts';

const films = [
  [1, 120, 2020],
  [0, 90, 2019],
  [1, 110, 2021],
  [0, 100, 2018],
];
const network = buildNetwork(
  denseSpecifications(3, [
    { units: 8, activation: 'relu' },
    { units: 4, activation: 'sigmoid' },
  ]),
  [2],
);

test('the year and the minutes of four films are named with their numbers, and four films are few', () => {
  expect(checkDataset(datasetOf(films, ['keyword', 'minutes', 'year']), network)).toEqual([
    {
      rule: 'unnormalized-features',
      category: 'data',
      severity: 'warning',
      message:
        "x is not normalized: year (mean 2,020, standard deviation 1.12) and minutes (mean 105, standard deviation 11.2), beside features around 0.707. Subtract each feature's mean and divide by its standard deviation.",
      range: null,
      layer: null,
      evidence: {
        features: 'year, minutes',
        means: [0.5, 105, 2019.5],
        standardDeviations: [0.5, expect.closeTo(11.18, 2), expect.closeTo(1.118, 3)],
      },
      fixes: [],
    },
    {
      rule: 'tiny-dataset',
      category: 'data',
      severity: 'warning',
      message:
        'There are 4 samples for 68 parameters: the network can learn them by heart, and what it says of new ones means nothing yet.',
      range: null,
      layer: null,
      evidence: { samples: 4, parameters: 68 },
      fixes: [],
    },
  ]);
});

test('the same films with each feature standardized are only few', () => {
  const standardized = films.map((row) => row.map((value, column) => (value - mean(column)) / deviation(column)));
  expect(rules(datasetOf(standardized))).toEqual(['tiny-dataset']);
});

test('features of some tens are no fault, nor is a rare one-hot column beside them', () => {
  const rows = Array.from({ length: 60 }, (_none, index) => [index - 30, index % 30 === 0 ? 1 : 0, 20]);
  expect(rules(datasetOf(rows))).toEqual([]);
});

test('a network that normalizes or looks up its input takes any numbers', () => {
  const specifications: readonly LayerSpecification[] = [
    { name: 'input', type: 'Input', configuration: { shape: [3], batchSize: null }, inputs: [] },
    { name: 'normalization', type: 'BatchNormalization', configuration: {}, inputs: [0] },
  ];
  const years = Array.from({ length: 60 }, (_none, index) => [0, 90, 1960 + index]);
  expect(rules(datasetOf(years), buildNetwork(specifications, [1]))).toEqual([]);
});

test('raw image bytes are told to be divided by 255', () => {
  const values = Float32Array.from({ length: 60 * 4 * 4 }, (_none, index) => (index * 37) % 256);
  const images: Dataset = { ...datasetOf([]), x: [{ shape: [60, 4, 4, 1], values }], y: [] };
  const [finding, ...others] = checkDataset(images, network);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ rule: 'unnormalized-features', evidence: { largest: 255 } });
  expect(finding?.message).toContain('Divide by 255.');
});

test('XOR is four samples and all that there is; three of them are few', () => {
  const xor = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ];
  expect(rules(datasetOf(xor))).toEqual([]);
  expect(rules(datasetOf(xor.slice(1)))).toEqual(['tiny-dataset']);
});

test('nothing is said of synthetic data', () => {
  expect(rules({ ...datasetOf(films), provenance: { kind: 'synthetic', description: 'random numbers' } })).toEqual([]);
});

function rules(dataset: Dataset, of = network): readonly string[] {
  return checkDataset(dataset, of).map(({ rule }) => rule);
}

function datasetOf(rows: readonly (readonly number[])[], featureNames?: readonly string[]): Dataset {
  return {
    x: [{ shape: [rows.length, rows[0]?.length ?? 0], values: Float32Array.from(rows.flat()) }],
    y: [{ shape: [rows.length, 1], values: new Float32Array(rows.length) }],
    provenance: { kind: 'evaluated', description: 'computed from example.py' },
    ...(featureNames && { featureNames }),
  };
}

function mean(column: number): number {
  return films.reduce((sum, row) => sum + (row[column] ?? 0), 0) / films.length;
}

function deviation(column: number): number {
  return Math.sqrt(films.reduce((sum, row) => sum + ((row[column] ?? 0) - mean(column)) ** 2, 0) / films.length);
}
