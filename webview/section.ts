// One section of the dashboard: a heading that folds it, a summary in words, a toolbar, the view's own body, and the
// same numbers as a table for whoever cannot or will not look at the picture.
import { type Selection, select } from 'd3';
import type { Memory } from './host.ts';

export type Root<E extends Element = HTMLElement> = Selection<E, unknown, null, undefined>;

export interface Remembered {
  recall(key: string): Memory[string] | undefined;
  remember(key: string, value: Memory[string]): void;
}

export interface Section {
  readonly element: HTMLElement;
  readonly toolbar: Root<HTMLDivElement>;
  readonly body: Root<HTMLDivElement>;
  /** One sentence under the heading that says what the picture shows. */
  summarize(text: string): void;
  /** A short word beside the heading: a count. */
  badge(text: string): void;
  /** Whether it is open and on the screen: what is not need not be drawn. */
  isVisible(): boolean;
  open(): void;
}

/** `shown` is called when it has come to be seen. */
export function createSection(
  parent: HTMLElement,
  { id, title, memory, shown }: { id: string; title: string; memory: Remembered; shown: () => void },
): Section {
  const root = select(parent)
    .append('section')
    .attr('id', id)
    .attr('class', `section section-${id}`)
    .attr('aria-labelledby', `${id}-title`);
  const inner = root.append('div').attr('class', 'section-inner');
  const head = inner.append('div').attr('class', 'section-head');
  const button = head
    .append('h2')
    .attr('id', `${id}-title`)
    .append('button')
    .attr('type', 'button')
    .attr('class', 'fold')
    .attr('aria-controls', `${id}-body`);
  button.append('span').attr('class', 'chevron').attr('aria-hidden', 'true');
  button.append('span').text(title);
  const badge = button.append('span').attr('class', 'count');
  const toolbar = head.append('div').attr('class', 'toolbar');
  const content = inner.append('div').attr('id', `${id}-body`).attr('class', 'section-content');
  const summary = content.append('p').attr('class', 'summary');
  const body = content.append('div').attr('class', 'section-body');

  const element = root.node() as HTMLElement;
  let [open, onScreen] = [memory.recall(`open/${id}`) !== false, true];
  const apply = () => {
    button.attr('aria-expanded', String(open));
    content.property('hidden', !open);
    toolbar.property('hidden', !open);
  };
  const set = (value: boolean) => {
    open = value;
    memory.remember(`open/${id}`, open);
    apply();
    if (open) shown();
  };
  apply();
  button.on('click', () => set(!open));
  new IntersectionObserver(
    (entries) => {
      const wasOnScreen = onScreen;
      onScreen = entries.at(-1)?.isIntersecting ?? true;
      if (onScreen && !wasOnScreen) shown();
    },
    { rootMargin: '200px' },
  ).observe(element);

  return {
    element,
    toolbar,
    body,
    summarize: (text) => setText(summary.node(), text),
    badge: (text) => setText(badge.node(), text),
    isVisible: () => open && onScreen,
    open: () => set(true),
  };
}

/** Writes text only where it differs, so that an unchanged frame costs no layout. */
export function setText(node: Element | null, text: string): void {
  if (node && node.textContent !== text) node.textContent = text;
}

export interface TableAlternative {
  /** Fills the table if it is open. */
  update(): void;
}

/** Seconds between two fillings of an open table: it is read, not watched. */
const tableInterval = 1_000;

/** `Show as table`: rows are made only while it is open. The first cell of each row is its heading. */
export function createTableAlternative(
  parent: Root<HTMLDivElement>,
  { caption, columns, rows }: { caption: string; columns: readonly string[]; rows: () => readonly (readonly string[])[] },
): TableAlternative {
  const details = parent.append('details').attr('class', 'as-table');
  details.append('summary').text('Show as table');
  const scroller = details.append('div').attr('class', 'as-table-scroller').attr('tabindex', 0).attr('role', 'region');
  scroller.attr('aria-label', caption);
  const table = scroller.append('table');
  table.append('caption').text(caption);
  table
    .append('thead')
    .append('tr')
    .selectAll('th')
    .data(columns)
    .join('th')
    .attr('scope', 'col')
    .text((column) => column);
  const body = table.append('tbody');
  let filled = 0;
  const fill = () => {
    filled = performance.now();
    body
      .selectAll<HTMLTableRowElement, readonly string[]>('tr')
      .data(rows())
      .join('tr')
      .selectAll<HTMLTableCellElement, string>('th,td')
      .data((row) => row)
      .join((enter) =>
        enter.append((_cell, index) => {
          const cell = document.createElement(index === 0 ? 'th' : 'td');
          if (index === 0) cell.scope = 'row';
          return cell;
        }),
      )
      .each(function (text) {
        setText(this, text);
      });
  };
  details.on('toggle', () => details.property('open') && fill());
  return {
    update() {
      if (details.property('open') && performance.now() - filled > tableInterval) fill();
    },
  };
}
