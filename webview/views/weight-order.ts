// Which rows of the weight table show, and in which order. Pure; made for a million rows.
import type { WeightColumn, WeightTable } from '../../src/diagnose/dynamic/weight-changes.ts';

export interface Arrangement {
  readonly query: string;
  readonly show: 'all' | 'moved' | 'unchanged';
  /** `null`: the network's own order. */
  readonly sort: { readonly column: WeightColumn; readonly descending: boolean } | null;
}

/** Differences are sorted by how far a weight moved, whichever way. */
const byMagnitude: ReadonlySet<WeightColumn> = new Set(['difference', 'percent', 'gradient']);

/** Indices of the rows to show, in order; `null` for all rows in their own order. */
export function arrange(table: WeightTable, { query, show, sort }: Arrangement, unchanged: Uint8Array): Uint32Array | null {
  const wanted = query.trim().toLowerCase();
  if (wanted === '' && show === 'all' && !sort) return null;
  const rows = matching(table, wanted, show, unchanged);
  if (!sort) return rows;
  const values = table.column(sort.column);
  if (byMagnitude.has(sort.column)) for (let index = 0; index < values.length; index++) values[index] = Math.abs(values[index] as number);
  const direction = sort.descending ? -1 : 1;
  return rows.sort((first, second) => {
    const [a, b] = [values[first] as number, values[second] as number];
    // What is not known comes last either way.
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b)) || first - second;
    return direction * (a - b) || first - second;
  });
}

function matching(table: WeightTable, query: string, show: Arrangement['show'], unchanged: Uint8Array): Uint32Array {
  const rows = new Uint32Array(table.count);
  let count = 0;
  const wantedFlag = show === 'unchanged' ? 1 : 0;
  for (const tensor of table.tensors) {
    const name = tensor.name.toLowerCase();
    const whole = name.includes(query);
    // A million names are only spelled out where one of them can match: `kernel[3,` or, in numbered networks, `w3`.
    const part = !whole && (query.startsWith(`${name}[`) || table.count <= 10_000);
    if (!whole && !part) continue;
    for (let row = tensor.start; row < tensor.start + tensor.length; row++) {
      if (show !== 'all' && unchanged[row] !== wantedFlag) continue;
      if (whole || rowMatches(table, row, query)) rows[count++] = row;
    }
  }
  return rows.slice(0, count);
}

function rowMatches(table: WeightTable, row: number, query: string): boolean {
  const { name, shortName, connection } = table.row(row);
  return name.toLowerCase().includes(query) || shortName?.toLowerCase() === query || !!connection?.toLowerCase().includes(query);
}
