// Files as NumPy, spreadsheets and scripts write them (the .npy and .npz ones by test/fixtures/numpy/make.py).
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Dataset } from '../dataset.ts';
import { checkSize } from './data-file-error.ts';
import { readDataset } from './read-dataset.ts';

const x = { shape: [4, 3], values: [0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1, 1.125, 1.25, 1.375] };
const y = { shape: [4], values: [0, 1, 1, 0] };

describe('NumPy files', () => {
  test.each(['stored.npz', 'deflated.npz'])('%s holds x and y', (name) => {
    const dataset = readFixture(name);

    expect(plain(dataset)).toMatchObject({ x: [x], y: [y] });
    expect(dataset.provenance).toEqual({ kind: 'file', description: `${name}, 4 samples` });
  });

  test('x_test and y_test are held out', () => {
    expect(readFixture('deflated.npz').validation?.y[0]).toEqual({ shape: [2], values: Float32Array.of(0, 1) });
  });

  test.each([
    ['fortran.npy', [0, 0.125, 0.375, 0.5, 0.75, 0.875, 1.125, 1.25], [0.25, 0.625, 1, 1.375]],
    ['big-endian.npy', [0, 0.125, 0.375, 0.5, 0.75, 0.875, 1.125, 1.25], [0.25, 0.625, 1, 1.375]],
    ['half.npy', [0.5, 65504], [-2, 2 ** -24]],
  ])('%s is a table whose last column is y', (name, inputs, targets) => {
    const dataset = plain(readFixture(name));

    expect(dataset.x[0]?.values).toEqual(inputs);
    expect(dataset.y[0]?.values).toEqual(targets);
  });
});

describe('tables', () => {
  test('a header, numbers and a class in words', () => {
    const text = 'sepal length,"petal, width",species\n5.1,0.2,setosa\n7.0,1.4,versicolor\n4.9,.2,setosa\n';

    const dataset = readText('iris.csv', text);

    expect(plain(dataset)).toEqual({
      x: [{ shape: [3, 2], values: [5.1, 0.2, 7, 1.4, 4.9, 0.2].map(Math.fround) }],
      y: [{ shape: [3], values: [0, 1, 0] }],
      featureNames: ['sepal length', 'petal, width'],
      targetNames: ['setosa', 'versicolor'],
      provenance: { kind: 'file', description: 'iris.csv, 3 samples; species is y' },
    });
  });

  test.each([
    ['no header', '1,2,3\n4,5,6', [1, 2, 4, 5], [3, 6]],
    ['semicolons and decimal commas', 'a;b\r\n1,5;2\r\n-0,5;3\r\n', [1.5, -0.5], [2, 3]],
    ['tabs', 'a\tb\n1\t2\n3\t4', [1, 3], [2, 4]],
    ['a byte order mark, empty cells and NA', '\uFEFFa,b,c\n1,,0\nNA,4,1\n', [1, Number.NaN, Number.NaN, 4], [0, 1]],
    ['quotes in quotes and lines in cells', '"a ""b""","c\nd"\n1,2\n3,4', [1, 3], [2, 4]],
    ['numbers as computers write them', 'a,b\n1e-3,+2\n-.5,1E2', [Math.fround(1e-3), -0.5], [2, 100]],
  ])('%s', (_, text, inputs, targets) => {
    const dataset = plain(readText('data.csv', text));

    expect([dataset.x[0]?.values, dataset.y[0]?.values]).toEqual([inputs, targets]);
  });

  test('another column may be the target', () => {
    const dataset = readDataset(new TextEncoder().encode('price,rooms\n10,1\n20,2'), 'houses.csv', { target: 'price' });

    expect(plain(dataset)).toMatchObject({ y: [{ values: [10, 20] }], featureNames: ['rooms'], targetNames: ['price'] });
  });
});

describe('JSON', () => {
  test.each([
    ['x and y', '{"x": [[1, 2], [3, 4]], "y": [0, 1], "note": "hi"}', [1, 2, 3, 4], [0, 1]],
    ['rows', '[[1, 2, 0], [3, 4, 1]]', [1, 2, 3, 4], [0, 1]],
    ['records', '[{"a": 1, "b": true}, {"a": 3, "b": false}]', [1, 3], [1, 0]],
  ])('%s', (_, text, inputs, targets) => {
    const dataset = plain(readText('data.json', text));

    expect([dataset.x[0]?.values, dataset.y[0]?.values]).toEqual([inputs, targets]);
  });
});

describe('says what to do', () => {
  test.each([
    ['unnamed.npz', /holds weights, but no x and y\. Name them: numpy\.savez/],
    ['text.npz', /text\.npz: y\.npy holds text.*astype/],
    ['images.npy', /one array of shape \(2, 3, 3\).*numpy\.savez/],
  ])('%s', (name, message) => {
    expect(() => readFixture(name)).toThrow(message);
  });

  test.each([
    ['data.csv', 'a,b\n1,2\n3', /row 3 has 1 cells, the first has 2/],
    ['data.csv', 'city,y\nOslo,1\nRome,2', /column city holds text \("Oslo" in row 1\)/],
    ['data.csv', 'a\n1\n2', /one column/],
    ['data.csv', '', /data\.csv is empty/],
    ['data.json', '{"x": [[1], [2, 3]], "y": [1, 2]}', /not all of one length/],
    ['data.json', '{x: 1}', /is not JSON/],
    ['data.npz', 'PK but no zip', /is not a \.npz file, or is damaged/],
    ['data.npy', 'hello', /is not a \.npy file/],
    ['model.pkl', 'hello', /\.npz, \.npy, \.csv and \.json/],
  ])('%s with %j', (name, text, message) => {
    expect(() => readText(name, text)).toThrow(message);
  });

  test('a file that is too large', () => {
    expect(() => checkSize(3 * 2 ** 30, 'huge.npz')).toThrow(/huge\.npz has 3 GB; Layerscope reads files up to 200 MB/);
  });

  test('a .npy that ends too early', () => {
    const bytes = fixture('fortran.npy').subarray(0, 150);

    expect(() => readDataset(bytes, 'cut.npy')).toThrow(/ends before its array/);
  });
});

function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`../../../test/fixtures/numpy/${name}`, import.meta.url));
}

function readFixture(name: string): Dataset {
  return readDataset(fixture(name), name);
}

function readText(name: string, text: string): Dataset {
  return readDataset(new TextEncoder().encode(text), name);
}

/** Float32Arrays as lists, which print and compare well. */
function plain(dataset: Dataset) {
  const list = (arrays: Dataset['x']) => arrays.map(({ shape, values }) => ({ shape, values: [...values] }));
  return { ...dataset, x: list(dataset.x), y: list(dataset.y) };
}
