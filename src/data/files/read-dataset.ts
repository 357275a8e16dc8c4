// A data file → a dataset: .npz, .npy, .csv (.tsv, .txt) and .json. What is x and what is y follows from names, or is the last
// column. Every error says what to do.
import { sizeOf } from '../array/shape.ts';
import type { Dataset, NumberArray } from '../dataset.ts';
import { numberInCell, readTable, type Table } from './csv.ts';
import { checkSize, DataFileError } from './data-file-error.ts';
import { readNpy } from './npy.ts';
import { readNpz } from './npz.ts';

export interface ReadOptions {
  /** In a table: name or index of the column that is predicted; the last by default. */
  readonly target?: string | number;
}

/** Endings of the files that can be read, for dialogs. */
export const dataFileEndings = ['npz', 'npy', 'csv', 'tsv', 'txt', 'json'] as const;

/** `name` is the file's, without its folder: it decides the format. Throws a DataFileError. */
export function readDataset(bytes: Uint8Array, name: string, options: ReadOptions = {}): Dataset {
  checkSize(bytes.byteLength, name);
  if (bytes.byteLength === 0) throw new DataFileError(`${name} is empty.`);
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  switch (ending) {
    case 'npz':
      return fromNamedArrays(readNpz(bytes, name), name);
    case 'npy':
      return fromOneArray(readNpy(bytes, name), name);
    case 'csv':
    case 'tsv':
    case 'txt':
      return fromTable(readTable(textIn(bytes, name), name), name, options);
    case 'json':
      return fromJson(textIn(bytes, name), name, options);
    default:
      throw new DataFileError(
        `${name}: data is read from .npz, .npy, .csv and .json files. Save it with numpy.savez('data.npz', x=x, y=y).`,
      );
  }
}

/** Names that go together, most telling first; case does not matter. */
const pairs = [
  ['x_train', 'y_train'],
  ['train_x', 'train_y'],
  ['train_images', 'train_labels'],
  ['x', 'y'],
  ['data', 'labels'],
  ['data', 'target'],
  ['images', 'labels'],
  ['features', 'targets'],
  ['features', 'labels'],
  ['inputs', 'targets'],
  ['arr_0', 'arr_1'],
] as const;

const heldOutPairs = [
  ['x_val', 'y_val'],
  ['x_valid', 'y_valid'],
  ['x_test', 'y_test'],
  ['test_x', 'test_y'],
  ['test_images', 'test_labels'],
] as const;

type Arrays = ReadonlyMap<string, () => NumberArray>;

function fromNamedArrays(arrays: Arrays, name: string): Dataset {
  const training = findPair(arrays, pairs);
  if (!training) {
    const names = [...arrays.keys()].join(', ') || 'no arrays';
    throw new DataFileError(
      `${name} holds ${names}, but no x and y. Name them: numpy.savez('data.npz', x=x, y=y), or x_train, y_train, x_test, y_test.`,
    );
  }
  const heldOut = findPair(arrays, heldOutPairs);
  return { ...training, ...(heldOut && { validation: heldOut }), provenance: provenance(name, training.x[0]?.shape[0] ?? 0) };
}

function findPair(arrays: Arrays, names: readonly (readonly [string, string])[]): Pick<Dataset, 'x' | 'y'> | null {
  const named = new Map([...arrays].map(([key, read]) => [key.toLowerCase(), read]));
  for (const [xName, yName] of names) {
    const [x, y] = [named.get(xName), named.get(yName)];
    if (x && y) return { x: [x()], y: [y()] };
  }
  return null;
}

/** One table of numbers: its last column is y. */
function fromOneArray(array: NumberArray, name: string): Dataset {
  const [rows = 0, columns = 0] = array.shape;
  if (array.shape.length !== 2 || columns < 2) {
    throw new DataFileError(
      `${name} holds one array of shape (${array.shape.join(', ')}), but training needs x and y. Save both in one file: numpy.savez('data.npz', x=x, y=y).`,
    );
  }
  const [x, y] = splitColumn(array.values, rows, columns, columns - 1);
  return { x: [x], y: [y], provenance: provenance(name, rows, 'the last column is y') };
}

function fromTable({ names, rows, decimalComma }: Table, name: string, { target }: ReadOptions): Dataset {
  if (rows.length === 0) throw new DataFileError(`${name} has a header but no rows.`);
  if (names.length < 2) throw new DataFileError(`${name} has one column: training needs at least one for x and one for y.`);
  const column = typeof target === 'number' ? target : target === undefined ? names.length - 1 : names.indexOf(target);
  if (!names[column]) throw new DataFileError(`${name} has no column ${target}; it has ${names.join(', ')}.`);
  const cells = new Float32Array(rows.length * names.length);
  const { values: targets, classes } = targetColumn(
    rows.map((row) => row[column] ?? ''),
    decimalComma,
  );
  for (const [row, line] of rows.entries()) {
    for (const [place, cell] of line.entries()) {
      if (place === column) continue;
      const value = numberInCell(cell, decimalComma);
      if (value === undefined) {
        throw new DataFileError(
          `${name}: the column ${names[place]} holds text ("${cell.slice(0, 30)}" in row ${row + 1}). x takes numbers: encode that column or leave it out.`,
        );
      }
      cells[row * names.length + place] = value;
    }
  }
  const [x] = splitColumn(cells, rows.length, names.length, column);
  return {
    x: [x],
    y: [{ shape: [rows.length], values: targets }],
    featureNames: names.filter((_, place) => place !== column),
    targetNames: classes ?? [names[column] ?? ''],
    provenance: provenance(name, rows.length, `${names[column]} is y`),
  };
}

/** Numbers as they are; words as class indices in alphabetical order, with their names. */
function targetColumn(cells: readonly string[], decimalComma: boolean): { values: Float32Array; classes: readonly string[] | null } {
  const numbers = cells.map((cell) => numberInCell(cell, decimalComma));
  if (numbers.every((value) => value !== undefined)) return { values: Float32Array.from(numbers), classes: null };
  const classes = [...new Set(cells)].sort();
  const index = new Map(classes.map((label, place) => [label, place]));
  return { values: Float32Array.from(cells, (cell) => index.get(cell) ?? 0), classes };
}

function fromJson(text: string, name: string, options: ReadOptions): Dataset {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new DataFileError(`${name} is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (Array.isArray(parsed) && parsed.length > 0 && parsed.every(isRecord)) return fromTable(recordTable(parsed), name, options);
  if (Array.isArray(parsed)) return fromOneArray(arrayIn(parsed, name), name);
  if (!isRecord(parsed)) throw new DataFileError(`${name} holds no arrays: write {"x": [[…], …], "y": [[…], …]}.`);
  const arrays = Object.entries(parsed).filter(([, value]) => Array.isArray(value));
  return fromNamedArrays(new Map(arrays.map(([key, value]) => [key, () => arrayIn(value, `${name}: ${key}`)])), name);
}

function recordTable(records: readonly Readonly<Record<string, unknown>>[]): Table {
  const names = Object.keys(records[0] ?? {});
  return { names, rows: records.map((record) => names.map((key) => String(record[key] ?? ''))), decimalComma: false };
}

function arrayIn(nested: unknown, name: string): NumberArray {
  const shape: number[] = [];
  for (let level = nested; Array.isArray(level); level = level[0]) shape.push(level.length);
  const values = new Float32Array(sizeOf(shape));
  let count = 0;
  const collect = (part: unknown, depth: number): void => {
    if (Array.isArray(part)) {
      if (part.length !== shape[depth]) throw new DataFileError(`${name}: its lists are not all of one length.`);
      for (const inner of part) collect(inner, depth + 1);
      return;
    }
    const value = part === null ? Number.NaN : typeof part === 'boolean' ? Number(part) : part;
    if (typeof value !== 'number') throw new DataFileError(`${name} holds ${JSON.stringify(part).slice(0, 30)} where a number belongs.`);
    if (depth !== shape.length) throw new DataFileError(`${name}: its lists are not all of one depth.`);
    values[count++] = value;
  };
  collect(nested, 0);
  return { shape, values };
}

/** A table without one of its columns, and that column. */
function splitColumn(values: Float32Array, rows: number, columns: number, column: number): readonly [NumberArray, NumberArray] {
  const x = new Float32Array(rows * (columns - 1));
  const y = new Float32Array(rows);
  let next = 0;
  for (const [place, value] of values.entries()) {
    if (place % columns === column) y[Math.floor(place / columns)] = value;
    else x[next++] = value;
  }
  return [
    { shape: [rows, columns - 1], values: x },
    { shape: [rows], values: y },
  ];
}

function textIn(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DataFileError(`${name} is not text in UTF-8: save it as UTF-8, or as .npz.`);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function provenance(name: string, samples: number, remark?: string): Dataset['provenance'] {
  return { kind: 'file', description: `${name}, ${samples.toLocaleString('en-US')} samples${remark ? `; ${remark}` : ''}` };
}
