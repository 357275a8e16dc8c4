import { expect, test } from 'vitest';
import { quadratic } from '../../test/browser/recipes.ts';
import { recordRun } from '../../test/browser/recorded-run.ts';
import { RunState } from '../state.ts';
import { type Arrangement, arrange } from './weight-order.ts';

const table = new RunState((await recordRun(quadratic(2))).view()).weights;
const names = (change: Partial<Arrangement>) => {
  const order = arrange(table, { query: '', show: 'all', sort: null, ...change }, table.unchanged());
  return order && [...order].map((index) => table.row(index).shortName);
};

test('all rows in their own order need no arrangement', () => {
  expect(names({})).toBeNull();
});

test('names, connections and short names are found, in any case', () => {
  expect(names({ query: 'HIDDEN/kernel' })).toEqual(['W1', 'W2', 'W3', 'W4']);
  expect(names({ query: 'kernel[0,1]' })).toEqual(['W2']);
  expect(names({ query: 'b3' })).toEqual(['B3']);
  expect(names({ query: 'x2 →' })).toEqual(['W3', 'W4']);
  expect(names({ query: 'nothing' })).toEqual([]);
});

test('differences sort by how far, values by what they are', () => {
  const distance = (order: readonly (string | null)[] | null) => order?.slice(-4);
  expect(distance(names({ sort: { column: 'difference', descending: true } }))).toEqual(['W1', 'W3', 'W5', 'B1']);
  expect(names({ sort: { column: 'before', descending: false } })?.[0]).toBe('B1');
  expect(names({ show: 'unchanged', sort: { column: 'now', descending: true } })).toEqual(['W5', 'W3', 'W1', 'B1']);
});
