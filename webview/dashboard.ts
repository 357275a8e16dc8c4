// The dashboard's room: header, sections in columns, tooltip and announcements. Makes the views of a run and tells
// those that are on the screen to draw.
import { select } from 'd3';
import type { RunStatus } from '../src/protocol/dashboard.ts';
import { plural } from './format.ts';
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

type Surroundings = Omit<ViewContext, 'state' | 'theme' | 'tooltip'>;

export class Dashboard {
  readonly #surroundings: Surroundings;
  readonly #header: Header;
  readonly #grid: HTMLElement;
  readonly #theme: Theme;
  readonly #tooltip: Tooltip;
  readonly #live: HTMLElement;
  readonly #heights: ResizeObserver;
  #shown: readonly { readonly section: Section; readonly view: View; readonly id: string }[] = [];

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
          return { id, section, view: create(section, context) };
        })
      : [];
  }

  /** Draws what can be seen. */
  update(): void {
    this.#header.update();
    for (const { section, view } of this.#shown) if (section.isVisible()) view.update();
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
