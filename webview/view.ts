// What every view is: made once a run, told to draw at most once a frame.
import type { RunControl } from '../src/protocol/engine.ts';
import type { Host } from './host.ts';
import type { Remembered, Section } from './section.ts';
import type { RunState } from './state.ts';
import type { Theme } from './theme.ts';
import type { Tooltip } from './tooltip.ts';

/** What a view may use and ask for. */
export interface ViewContext {
  /** The run that the view shows; a view lives as long as its run. */
  readonly state: RunState;
  readonly host: Host['kind'];
  readonly theme: Theme;
  readonly tooltip: Tooltip;
  readonly memory: Remembered;
  /** Goes to the layer's line. */
  reveal(layer: number): void;
  chooseSample(sample: number): void;
  control(control: RunControl | 'restart' | 'train'): void;
  /** Draws all views again, soon. */
  requestDraw(): void;
}

export interface View {
  /** Draws `context.state` as it is now. */
  update(): void;
  dispose?(): void;
}

/** How a section comes to its view: one row of the table in dashboard.ts each. */
export interface SectionType {
  readonly id: string;
  readonly title: string;
  create(section: Section, context: ViewContext): View;
}

/** Calls back with the element's width in CSS pixels, now and when it changes; no view asks for a layout while drawing. */
export function observeWidth(element: Element, changed: (width: number) => void): { dispose(): void } {
  const observer = new ResizeObserver(([entry]) => entry && changed(Math.floor(entry.contentRect.width)));
  observer.observe(element);
  return { dispose: () => observer.disconnect() };
}
