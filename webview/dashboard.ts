// The dashboard's room: header, sections in columns, tooltip and announcements. Makes the views of a run and tells
// those that are on the screen to draw.
import { select } from 'd3';
import { plural } from '../src/figures.ts';
import type { RunStatus } from '../src/protocol/dashboard.ts';
import { Header } from './header.ts';
import { createSection, type Section } from './section.ts';
import type { RunState } from './state.ts';
import { Theme } from './theme.ts';
import { Tooltip } from './tooltip.ts';
import type { SectionType, View, ViewContext } from './view.ts';
import { createActivations } from './views/activations.ts';
import { createDeadUnits } from './views/dead-units.ts';
import { createFindings } from './views/findings.ts';
import { createGradients } from './views/gradients.ts';
import { createLoss } from './views/loss.ts';
import { createNetwork } from './views/network.ts';
import { createWeights } from './views/weights.ts';

/** One line a view, in reading order. How wide each may be stands in style.css. */
const sectionTypes: readonly SectionType[] = [
  { id: 'network', title: 'Network', create: createNetwork },
  { id: 'loss', title: 'Loss and metrics', create: createLoss },
  { id: 'dead-units', title: 'Dead units', create: createDeadUnits },
  { id: 'activations', title: 'Activations', create: createActivations },
  { id: 'gradients', title: 'Gradients and updates', create: createGradients },
  { id: 'weights', title: 'Weights', create: createWeights },
  { id: 'findings', title: 'Findings', create: createFindings },
];

interface Shown {
  readonly id: string;
  readonly section: Section;
  readonly view: View;
  /** The state has changed since it was drawn. */
  stale: boolean;
  /** When it was drawn last: who waited longest comes first. */
  turn: number;
}

/** Milliseconds of one frame of the screen that drawing may take; what is left is drawn in the next one. */
const budget = 4;

type Surroundings = Omit<ViewContext, 'state' | 'theme' | 'tooltip'>;

export class Dashboard {
  readonly #surroundings: Surroundings;
  readonly #header: Header;
  readonly #grid: HTMLElement;
  readonly #theme: Theme;
  readonly #tooltip: Tooltip;
  readonly #live: HTMLElement;
  readonly #heights: ResizeObserver;
  #shown: readonly Shown[] = [];
  #turn = 0;

  constructor(parent: HTMLElement, surroundings: Surroundings) {
    this.#surroundings = surroundings;
    const root = select(parent).classed('dashboard', true);
    this.#header = new Header(root, surroundings, () => this.#openFindings());
    this.#grid = root.append('div').attr('class', 'sections').node() as HTMLElement;
    this.#live = root.append('p').attr('class', 'announcements').attr('role', 'status').attr('aria-live', 'polite').node() as HTMLElement;
    this.#tooltip = new Tooltip(parent);
    this.#theme = new Theme(surroundings.requestDraw);
    // Sections of different heights stand in columns without holes: each spans as many thin rows as it is high.
    this.#heights = new ResizeObserver((entries) => {
      for (const { target, borderBoxSize } of entries) {
        const height = borderBoxSize[0]?.blockSize ?? 0;
        (target.parentElement as HTMLElement).style.setProperty('--rows', String(Math.ceil(height)));
      }
    });
  }

  /** Shows another run, or that there is none. */
  show(state: RunState | null): void {
    for (const { view } of this.#shown) view.dispose?.();
    this.#heights.disconnect();
    this.#grid.replaceChildren();
    this.#header.show(state);
    const context = state && { ...this.#surroundings, state, theme: this.#theme, tooltip: this.#tooltip };
    this.#shown = context
      ? sectionTypes.map(({ id, title, create }) => {
          const section = createSection(this.#grid, { id, title, memory: context.memory, shown: context.requestDraw });
          const inner = section.element.firstElementChild;
          if (inner) this.#heights.observe(inner);
          return { id, section, view: create(section, context), stale: true, turn: 0 };
        })
      : [];
  }

  /** The state has changed: every view is drawn again when its turn comes. */
  invalidate(): void {
    for (const shown of this.#shown) shown.stale = true;
  }

  /** Draws what can be seen and has changed, as far as the budget of one frame goes. True: something is left to draw. */
  update(): boolean {
    const start = performance.now();
    this.#header.update();
    const waiting = this.#shown.filter(({ stale, section }) => stale && section.isVisible());
    waiting.sort((first, second) => first.turn - second.turn);
    for (const [position, shown] of waiting.entries()) {
      shown.view.update();
      shown.stale = false;
      shown.turn = ++this.#turn;
      if (performance.now() - start > budget) return position + 1 < waiting.length;
    }
    return false;
  }

  /** Whether the weights are being looked at: only then are the large ones asked for. */
  showsWeights(): boolean {
    return this.#shown.some(({ id, section }) => id === 'weights' && section.isVisible());
  }

  /** Says the start and the end of a run, nothing between. */
  announce(before: RunStatus, now: RunStatus): void {
    const text = announcements[now];
    if (before !== now && text) this.#live.textContent = text;
  }

  announceFindings(count: number): void {
    this.#live.textContent = `${plural(count, 'finding')}.`;
  }

  #openFindings(): void {
    const section = this.#shown.find(({ id }) => id === 'findings')?.section;
    section?.open();
    section?.element.scrollIntoView({ block: 'nearest' });
  }
}

const announcements: Readonly<Partial<Record<RunStatus, string>>> = {
  running: 'Training is running.',
  finished: 'Training has finished.',
  stopped: 'Training was stopped.',
  failed: 'Training failed.',
  interrupted: 'Training was interrupted.',
};
