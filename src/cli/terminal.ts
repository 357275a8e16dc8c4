// How the command line looks: colours where they are wanted, tables that fit the width, bars and lines of text.
// Knows nothing of networks.

type Paint = (text: string) => string;

export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly yellow: Paint;
  readonly green: Paint;
  readonly blue: Paint;
  readonly cyan: Paint;
}

/** Where text goes: standard output or standard error. */
export interface TextStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): boolean;
}

const widthWithoutTerminal = 120;

/** One output stream as a terminal or a plain file. https://no-color.org is heeded. */
export class Terminal {
  readonly #stream: TextStream;
  readonly interactive: boolean;
  readonly style: Style;
  #transient = false;

  constructor(stream: TextStream, environment: NodeJS.ProcessEnv = process.env) {
    this.#stream = stream;
    this.interactive = stream.isTTY === true && environment['TERM'] !== 'dumb';
    this.style = styleOf(this.interactive && !environment['NO_COLOR']);
  }

  get width(): number {
    return this.#stream.columns ?? widthWithoutTerminal;
  }

  line(text = ''): void {
    this.clear();
    this.#stream.write(`${text}\n`);
  }

  /** A line that the next one replaces; nothing where there is no terminal. */
  transient(text: string): void {
    if (!this.interactive) return;
    this.#stream.write(`\r${truncate(text, this.width - 1)}\x1b[K`);
    this.#transient = true;
  }

  clear(): void {
    if (this.#transient) this.#stream.write('\r\x1b[K');
    this.#transient = false;
  }

  /** A table whose columns are as wide as they must be, empty ones left out; the one that `gives` is cut where the width is not enough. */
  table({ head, rows, right = [], gives = 0, indent = 2 }: Table): void {
    const filled = head.flatMap((_title, column) => (rows.some((row) => row[column]) ? [column] : []));
    const all = [head, ...rows];
    const widths = new Map(filled.map((column) => [column, Math.max(...all.map((row) => lengthOf(row[column] ?? '')))]));
    const total = [...widths.values()].reduce((sum, width) => sum + width + 2, indent - 2);
    if (total > this.width) widths.set(gives, Math.max(8, (widths.get(gives) ?? 0) - (total - this.width)));
    all.forEach((row, index) => {
      const cells = [...widths].map(([column, width]) => pad(truncate(row[column] ?? '', width), width, right.includes(column)));
      const text = `${' '.repeat(indent)}${cells.join('  ')}`.trimEnd();
      this.line(index === 0 ? this.style.dim(text) : text);
    });
  }
}

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns set to the right: numbers. */
  readonly right?: readonly number[];
  readonly gives?: number;
  readonly indent?: number;
}

const blocks = '▁▂▃▄▅▆▇█';

/** The values as a line of blocks, at most `width` of them, from their smallest to their largest; gaps for what is not a number. */
export function sparkline(values: readonly (number | null)[], width: number): string {
  const shown = reduce(values, width);
  const finite = shown.filter((value) => value !== null);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  return shown
    .map((value) => {
      if (value === null) return ' ';
      const part = high > low ? (value - low) / (high - low) : 0;
      return blocks[Math.min(blocks.length - 1, Math.floor(part * blocks.length))];
    })
    .join('');
}

/** `━━━━━╸───` of this width for a part from 0 to 1. */
export function progressBar(part: number, width: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, part)) * width);
  return '━'.repeat(filled) + '─'.repeat(width - filled);
}

/** `1.2 s`, `3 min 05 s`. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

function reduce(values: readonly (number | null)[], width: number): readonly (number | null)[] {
  const clean = values.map((value) => (value !== null && Number.isFinite(value) ? value : null));
  if (clean.length <= width) return clean;
  return Array.from({ length: width }, (_none, index) => {
    const part = clean.slice(Math.floor((index * clean.length) / width), Math.floor(((index + 1) * clean.length) / width));
    const numbers = part.filter((value) => value !== null);
    return numbers.length > 0 ? numbers.reduce((sum, value) => sum + value, 0) / numbers.length : null;
  });
}

function styleOf(colors: boolean): Style {
  const paint = (open: number, close: number): Paint => (colors ? (text) => `\x1b[${open}m${text}\x1b[${close}m` : (text) => text);
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    yellow: paint(33, 39),
    green: paint(32, 39),
    blue: paint(34, 39),
    cyan: paint(36, 39),
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that starts a colour is one.
const colour = /\x1b\[\d+m/g;

/** Columns that the text takes. Names and figures are narrow characters; combining ones do not occur. */
function lengthOf(text: string): number {
  return [...text.replace(colour, '')].length;
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - lengthOf(text)));
  return right ? space + text : text + space;
}

/** Cut at the end with an ellipsis; coloured texts are left whole. */
function truncate(text: string, width: number): string {
  const characters = [...text];
  if (lengthOf(text) <= width || text.includes('\x1b')) return text;
  return `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}
