// Tables in text: comma, semicolon or tab between the cells, quotes around those that hold them (RFC 4180), a header or none.
import { DataFileError } from './data-file-error.ts';

export interface Table {
  /** Names of the columns; `column 1` … where there is no header. */
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Decimal commas: `1,5`. */
  readonly decimalComma: boolean;
}

const delimiters = [',', ';', '\t', '|'];

/** Reads a table. Throws a DataFileError for rows of different lengths. */
export function readTable(text: string, name: string): Table {
  const body = text.replace(/^\uFEFF/, '');
  const delimiter = delimiterOf(body);
  const rows = parseRows(body, delimiter);
  const [first] = rows;
  if (!first) throw new DataFileError(`${name} is empty.`);
  const uneven = rows.findIndex((row) => row.length !== first.length);
  if (uneven >= 0) {
    throw new DataFileError(
      `${name}: row ${uneven + 1} has ${rows[uneven]?.length} cells, the first has ${first.length}. All rows need the same columns.`,
    );
  }
  const decimalComma = delimiter !== ',' && rows.some((row) => row.some((cell) => /^-?\d+,\d+$/.test(cell)));
  const hasHeader = isHeader(first, rows[1], decimalComma);
  const names = hasHeader ? first.map((cell, column) => cell || `column ${column + 1}`) : first.map((_, column) => `column ${column + 1}`);
  return { names, rows: hasHeader ? rows.slice(1) : rows, decimalComma };
}

/** NaN for an empty cell and the usual words for a missing number; undefined for text. */
export function numberInCell(cell: string, decimalComma = false): number | undefined {
  const trimmed = decimalComma ? cell.trim().replace(',', '.') : cell.trim();
  if (/^(|na|n\/a|nan|null|none|\?|-)$/i.test(trimmed)) return Number.NaN;
  if (/^[-+]?inf(inity)?$/i.test(trimmed)) return trimmed.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^(true|false)$/i.test(trimmed)) return trimmed.toLowerCase() === 'true' ? 1 : 0;
  const value = /^[-+]?(\d|\.\d)/.test(trimmed) ? Number(trimmed) : Number.NaN;
  return Number.isNaN(value) ? undefined : value;
}

/** The one that the first lines hold most often, in equal numbers. */
function delimiterOf(text: string): string {
  const lines = text
    .split(/\r?\n/, 20)
    .filter((line) => line.trim() !== '')
    .map((line) => line.replace(/"[^"]*"/g, ''));
  const count = (line: string, delimiter: string) => line.split(delimiter).length - 1;
  const score = (delimiter: string) => {
    const counts = lines.map((line) => count(line, delimiter));
    const [first = 0] = counts;
    return first > 0 && counts.every((other) => other === first) ? 1000 + first : Math.min(...counts, first);
  };
  return delimiters.reduce((best, delimiter) => (score(delimiter) > score(best) ? delimiter : best), ',');
}

function parseRows(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const endRow = () => {
    if (row.length > 1 || row[0]?.trim()) rows.push(row);
    row = [];
  };
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      for (at++; at < text.length; ) {
        const end = text.indexOf('"', at);
        const stop = end < 0 ? text.length : end;
        cell += text.slice(at, stop);
        at = stop + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at++;
      }
    }
    let end = at;
    while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++;
    row.push((cell + text.slice(at, end)).trim());
    at = end;
    if (text[at] === delimiter) {
      at++;
      // A line that ends with the delimiter has an empty last cell.
      if (at >= text.length) row.push('');
      continue;
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
    at++;
    endRow();
  }
  endRow();
  return rows;
}

/** Words where the next row has numbers, or a row without any number above others. */
function isHeader(first: readonly string[], second: readonly string[] | undefined, decimalComma: boolean): boolean {
  const isText = (cell: string | undefined) => cell !== undefined && numberInCell(cell, decimalComma) === undefined;
  if (!second) return first.every(isText);
  return first.some((cell, column) => isText(cell) && !isText(second[column])) || first.every(isText);
}
