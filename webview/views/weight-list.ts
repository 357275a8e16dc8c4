// The table of weights: sortable, filterable, drawn only where it is seen. Small tables stand whole, with the reasons
// spelled out; large ones scroll through rows of one height.
import { reasonText, type WeightChange, type WeightColumn } from '../../src/diagnose/dynamic/weight-changes.ts';
import { formatCount, formatDifference, formatNumber, formatPercent, plural } from '../../src/figures.ts';
import { type Root, setText } from '../section.ts';
import type { ViewContext } from '../view.ts';
import { type Arrangement, arrange } from './weight-order.ts';

/** Up to this many rows are all there, each as high as its text. */
const wholeLimit = 200;
/** Up to this many rows the table does not scroll at all. */
const unscrolledLimit = 30;
const rowHeight = 26;
const visibleRows = 16;
/** Browsers cut elements above about 33 million pixels; beyond this the scroll bar is scaled. */
const heightLimit = 16_000_000;
/** Sorted by a moving column, rows are sorted again this often; never by themselves above `liveSortLimit` rows. */
const sortInterval = 700;
const liveSortLimit = 20_000;

const columns: readonly { readonly key: WeightColumn | 'name' | 'note'; readonly title: string; readonly hint?: string }[] = [
  { key: 'name', title: 'Weight' },
  { key: 'before', title: 'Before' },
  { key: 'now', title: 'Now' },
  { key: 'difference', title: 'Difference', hint: 'Sorted by how far, whichever way' },
  { key: 'percent', title: '%', hint: 'Difference in percent of the value before, sorted by how far' },
  { key: 'note', title: 'Joins · why unchanged' },
];

export class WeightList {
  readonly #context: ViewContext;
  readonly #scroller: Root<HTMLDivElement>;
  readonly #spacer: Root<HTMLDivElement>;
  readonly #rows: Root<HTMLDivElement>;
  readonly #table: Root<HTMLDivElement>;
  readonly #count: Root<HTMLParagraphElement>;
  readonly #pool: Row[] = [];
  #arrangement: Arrangement = { query: '', show: 'all', sort: null };
  #order: Uint32Array | null = null;
  #arrangedAt = 0;
  #unchangedCount = 0;
  /** Kept from the last scroll: asking the browser while drawing would make it lay the page out. */
  #scrolled = 0;
  #pending: ReturnType<typeof setTimeout> | undefined;

  constructor(parent: Root<HTMLDivElement>, context: ViewContext) {
    this.#context = context;
    this.#scroller = parent
      .append('div')
      .attr('class', 'weight-scroller')
      .attr('tabindex', 0)
      .attr('role', 'region')
      .attr('aria-label', 'Rows of weights');
    this.#spacer = this.#scroller.append('div').attr('class', 'weight-spacer');
    this.#table = this.#spacer.append('div').attr('class', 'weight-table').attr('role', 'table').attr('aria-label', 'Weights');
    this.#createHead();
    this.#rows = this.#table.append('div').attr('class', 'weight-rows').attr('role', 'rowgroup');
    this.#count = parent.append('p').attr('class', 'table-count');
    this.#scroller.on('scroll', (event: Event) => {
      this.#scrolled = (event.target as HTMLElement).scrollTop;
      this.#drawRows();
    });
    this.#rows.on('click', (event: MouseEvent) => this.#reveal(event));
  }

  get unchangedCount(): number {
    return this.#unchangedCount;
  }

  filter(change: Partial<Arrangement>): void {
    this.#arrangement = { ...this.#arrangement, ...change };
    this.#arrange();
    this.#drawRows();
  }

  update(): void {
    const { sort, show } = this.#arrangement;
    const moves = show !== 'all' || (sort && sort.column !== 'before');
    const waited = performance.now() - this.#arrangedAt;
    const mayArrange = this.#context.state.weights.count <= liveSortLimit || this.#context.state.status !== 'running';
    clearTimeout(this.#pending);
    if (this.#arrangedAt === 0 || (moves && mayArrange && waited > sortInterval)) this.#arrange();
    // The last frame of a run must be sorted too.
    else if (moves && mayArrange) this.#pending = setTimeout(() => this.filter({}), sortInterval);
    this.#drawRows();
  }

  dispose(): void {
    clearTimeout(this.#pending);
  }

  #createHead(): void {
    const head = this.#table.append('div').attr('role', 'rowgroup').attr('class', 'weight-head').append('div').attr('role', 'row');
    const cells = head
      .attr('class', 'weight-row')
      .selectAll('div')
      .data(columns)
      .join('div')
      .attr('role', 'columnheader')
      .attr('class', ({ key }) => `cell-${key}`);
    cells
      .filter(({ key }) => key === 'note')
      .append('span')
      .text(({ title }) => title);
    cells
      .filter(({ key }) => key !== 'note')
      .append('button')
      .attr('type', 'button')
      .attr('title', ({ hint }) => hint ?? null)
      .text(({ title }) => title)
      .on('click', (_event, { key }) => {
        this.#sortBy(key);
        cells.attr('aria-sort', (column) => this.#ariaSort(column.key));
      });
  }

  #sortBy(key: (typeof columns)[number]['key']): void {
    if (key === 'note') return;
    const { sort } = this.#arrangement;
    // First click: largest first; second: smallest first; third: the network's own order. The name column is that order.
    if (key === 'name') this.filter({ sort: null });
    else if (sort?.column !== key) this.filter({ sort: { column: key, descending: true } });
    else this.filter({ sort: sort.descending ? { column: key, descending: false } : null });
  }

  #ariaSort(key: (typeof columns)[number]['key']): 'ascending' | 'descending' | null {
    const { sort } = this.#arrangement;
    if (!sort) return key === 'name' ? 'ascending' : null;
    if (sort.column !== key) return null;
    return sort.descending ? 'descending' : 'ascending';
  }

  #arrange(): void {
    clearTimeout(this.#pending);
    const { weights } = this.#context.state;
    const unchanged = weights.unchanged();
    this.#unchangedCount = unchanged.reduce((sum, flag) => sum + flag, 0);
    this.#order = arrange(weights, this.#arrangement, unchanged);
    this.#arrangedAt = performance.now();
  }

  #drawRows(): void {
    const { weights } = this.#context.state;
    const total = this.#order?.length ?? weights.count;
    const whole = weights.count <= wholeLimit;
    const height = whole ? null : Math.min(heightLimit, (total + 1) * rowHeight);
    this.#spacer.style('height', height === null ? '' : `${height}px`);
    this.#scroller.classed('unscrolled', weights.count <= unscrolledLimit);
    this.#table.classed('virtual', !whole).attr('aria-rowcount', total + 1);
    const room = whole ? total : Math.min(total, visibleRows + 2);
    let first = 0;
    let shift = 0;
    if (!whole && height !== null) {
      const range = Math.max(1, height - (visibleRows + 1) * rowHeight);
      const hidden = Math.max(0, total - visibleRows);
      const position = Math.min(1, this.#scrolled / range) * hidden;
      first = Math.min(Math.floor(position), Math.max(0, total - room));
      shift = (position - first) * rowHeight;
    }
    this.#rows.style('transform', shift ? `translateY(${-shift.toFixed(1)}px)` : '');
    const limit = this.#largestDifference();
    for (let slot = 0; slot < Math.max(room, this.#pool.length); slot++) {
      const row = this.#rowAt(slot);
      const index = first + slot;
      if (slot >= room) row.hide();
      else row.show(weights.row(this.#order?.[index] ?? index), index, limit, this.#context.state.run.network);
    }
    const text = total === weights.count ? plural(total, 'row') : `${formatCount(total)} of ${plural(weights.count, 'row')}`;
    setText(this.#count.node(), text);
  }

  #rowAt(slot: number): Row {
    const existing = this.#pool[slot];
    if (existing) return existing;
    const row = new Row(this.#rows);
    this.#pool.push(row);
    return row;
  }

  /** For the bars behind differences: among the first ten thousand rows, so that it costs nothing to know. */
  #largestDifference(): number {
    let largest = 0;
    const { weights } = this.#context.state;
    let left = 10_000;
    for (const tensor of weights.tensors) {
      const { before, now } = weights.values(tensor);
      for (let position = 0; now && position < tensor.length && left > 0; position++, left--) {
        const distance = Math.abs((now[position] as number) - (before[position] as number));
        if (distance > largest && distance < Number.POSITIVE_INFINITY) largest = distance;
      }
    }
    return largest;
  }

  #reveal(event: MouseEvent): void {
    const layer = (event.target as Element).closest<HTMLElement>('[data-layer]')?.dataset['layer'];
    if (layer !== undefined && getSelection()?.isCollapsed !== false) this.#context.reveal(Number(layer));
  }
}

/** One row's elements, made once and filled again and again. */
class Row {
  readonly #root: Root<HTMLDivElement>;
  readonly #cells: readonly HTMLDivElement[];
  readonly #short: HTMLElement;
  readonly #name: HTMLElement;
  #share = '';

  constructor(parent: Root<HTMLDivElement>) {
    this.#root = parent.append('div').attr('role', 'row').attr('class', 'weight-row');
    this.#cells = columns.map(({ key }) => {
      const cell = this.#root
        .append('div')
        .attr('role', key === 'name' ? 'rowheader' : 'cell')
        .attr('class', `cell-${key}`);
      return cell.node() as HTMLDivElement;
    });
    const [name] = this.#cells;
    this.#short = document.createElement('b');
    this.#name = document.createElement('span');
    name?.append(this.#short, this.#name);
  }

  hide(): void {
    this.#root.property('hidden', true);
  }

  show(change: WeightChange, index: number, limit: number, network: Parameters<typeof reasonText>[1]): void {
    const [name, before, now, difference, percent, note] = this.#cells;
    if (!name || !before || !now || !difference || !percent || !note) return;
    this.#root
      .property('hidden', false)
      .classed('unchanged', change.unchanged === true)
      .attr('aria-rowindex', index + 2)
      .attr('data-layer', change.tensor.layer);
    setText(this.#short, change.shortName ?? '');
    setText(this.#name, change.name);
    name.title = change.name;
    setText(before, formatNumber(change.before));
    setText(now, formatNumber(change.now));
    setText(difference, change.unchanged ? '=' : formatDifference(change.difference));
    setText(percent, change.unchanged ? '' : formatPercent(change.percent));
    const text = noteText(change, network);
    setText(note, text);
    note.title = text;
    const share = change.difference && limit > 0 ? (change.difference / limit).toFixed(3) : '0';
    if (share === this.#share) return;
    this.#share = share;
    difference.style.setProperty('--share', share);
  }
}

function noteText({ unchanged, reason, connection }: WeightChange, network: Parameters<typeof reasonText>[1]): string {
  if (!unchanged) return connection ?? '';
  const why = reason ? `unchanged: ${reasonText(reason, network)}` : 'unchanged';
  return connection ? `${connection} · ${why}` : why;
}
