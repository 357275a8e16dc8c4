// Jupyter notebooks: the code cells in order, each parsed by itself with its index on every range. What IPython adds to Python
// (magics, shell lines, trailing question marks) is blanked, so that lines and columns stay what they are.
import type { Grammar } from './parser.ts';
import { readPython } from './python.ts';
import type { Statement } from './tree.ts';

export interface CodeCell {
  /** Among all cells, of any kind. */
  readonly index: number;
  readonly text: string;
}

/** The code cells of a notebook's JSON; null when it is not one. Formats 3 (cells inside worksheets) and 4. */
export function codeCells(json: string): readonly CodeCell[] | null {
  let notebook: unknown;
  try {
    notebook = JSON.parse(json);
  } catch {
    return null;
  }
  const cells = cellsOf(notebook);
  return cells?.flatMap((cell, index) => (isRecord(cell) && cell['cell_type'] === 'code' ? [{ index, text: sourceOf(cell) }] : [])) ?? null;
}

/** All cells' statements one after the other; a cell that cannot be parsed in time is left out. */
export function readNotebook(json: string, grammar: Grammar, milliseconds: number): readonly Statement[] | null {
  return codeCells(json)?.flatMap(({ index, text }) => readPython(blankMagics(text), grammar, milliseconds, index) ?? []) ?? null;
}

/** Cell magics after which the cell is still Python. */
const pythonMagics = /^%%(time|timeit|capture|prun|tensorflow_version|skip|notify)\b/;

/** The cell's text with IPython's lines as spaces. */
export function blankMagics(text: string): string {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first >= 0 && (lines[first] ?? '').startsWith('%%') && !pythonMagics.test(lines[first] ?? '')) return lines.map(blank).join('\n');
  let continues = false;
  return lines
    .map((line) => {
      const isMagic = continues || /^\s*(%|!|\?|#!)/.test(line) || /^\s*[\w.]+\?{1,2}\s*$/.test(line);
      continues = isMagic && line.endsWith('\\');
      if (isMagic) return blank(line);
      // `files = !ls` and `result = %timeit -o f()`: the value is not known.
      return line.replace(/^(\s*[\w, ]+=\s*)[!%].*$/, '$1...');
    })
    .join('\n');
}

function blank(line: string): string {
  return ' '.repeat(line.length);
}

function cellsOf(notebook: unknown): readonly unknown[] | null {
  if (!isRecord(notebook)) return null;
  if (Array.isArray(notebook['cells'])) return notebook['cells'];
  const worksheets = notebook['worksheets'];
  if (!Array.isArray(worksheets)) return null;
  return worksheets.flatMap((worksheet: unknown) => (isRecord(worksheet) && Array.isArray(worksheet['cells']) ? worksheet['cells'] : []));
}

function sourceOf(cell: Readonly<Record<string, unknown>>): string {
  const source = cell['source'] ?? cell['input'] ?? '';
  return Array.isArray(source) ? source.join('') : String(source);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
