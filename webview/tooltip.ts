// The one floating readout: a title and lines of label and value, beside the pointer or the focused mark.
import { type Selection, select } from 'd3';

export interface Readout {
  readonly title: string;
  readonly lines: readonly { readonly label: string; readonly value: string; readonly color?: string }[];
  /** A sentence below the lines. */
  readonly note?: string | undefined;
}

const gap = 14;

export class Tooltip {
  readonly #root: Selection<HTMLDivElement, unknown, null, undefined>;
  #owner: unknown = null;

  constructor(parent: HTMLElement) {
    this.#root = select(parent).append('div').attr('class', 'tooltip').attr('role', 'tooltip').property('hidden', true);
  }

  /** Shows `readout` at a place in the window. `owner` is who may hide it again. */
  show(owner: unknown, readout: Readout, x: number, y: number): void {
    this.#owner = owner;
    const root = this.#root;
    root.property('hidden', false);
    root
      .selectAll('strong')
      .data([readout.title])
      .join((enter) => enter.insert('strong', ':first-child'))
      .text((title) => title);
    const list = root.selectAll<HTMLDListElement, Readout>('dl').data([readout]).join('dl');
    const lines = list
      .selectAll<HTMLDivElement, Readout['lines'][number]>('div')
      .data(readout.lines)
      .join((enter) => {
        const line = enter.append('div');
        line.append('dt');
        line.append('dd');
        return line;
      });
    lines
      .select('dt')
      .text(({ label }) => label)
      .style('--key', ({ color }) => color ?? null)
      .classed('keyed', ({ color }) => color !== undefined);
    lines.select('dd').text(({ value }) => value);
    root
      .selectAll('p')
      .data(readout.note ? [readout.note] : [])
      .join('p')
      .text((note) => note);
    this.#place(x, y);
  }

  hide(owner: unknown): void {
    if (owner !== this.#owner) return;
    this.#owner = null;
    this.#root.property('hidden', true);
  }

  #place(x: number, y: number): void {
    const element = this.#root.node();
    if (!element) return;
    const { offsetWidth: width, offsetHeight: height } = element;
    const left = x + gap + width > window.innerWidth ? x - gap - width : x + gap;
    const top = Math.min(y + gap, window.innerHeight - height - 4);
    this.#root.style('left', `${Math.max(4, Math.min(left, window.innerWidth - width - 4))}px`).style('top', `${Math.max(4, top)}px`);
  }
}
