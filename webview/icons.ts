// Icons as inline SVG, drawn in the text's colour. 16 × 16.
import type { Root } from './section.ts';

const paths = {
  pause: 'M4.5 3h2.2v10H4.5zM9.3 3h2.2v10H9.3z',
  resume: 'M4.5 2.6v10.8L13 8z',
  step: 'M3.5 2.6v10.8L10 8zM11 3h1.8v10H11z',
  stop: 'M3.8 3.8h8.4v8.4H3.8z',
  restart: 'M8 3.2a4.8 4.8 0 1 1-4.6 3.4l1.3.4A3.4 3.4 0 1 0 8 4.6V7L4.6 3.9 8 .8z',
  error: 'M8 1.6a6.4 6.4 0 1 1 0 12.8A6.4 6.4 0 0 1 8 1.6zM7.3 4.4v4.4h1.4V4.4zm0 5.6v1.5h1.4V10z',
  warning: 'M8 1.5 15 14H1zM7.3 6v4h1.4V6zm0 4.9v1.4h1.4v-1.4z',
  information: 'M8 1.6a6.4 6.4 0 1 1 0 12.8A6.4 6.4 0 0 1 8 1.6zM7.3 4.5V6h1.4V4.5zm0 2.7v4.3h1.4V7.2z',
  previous: 'M10.4 3.2 5.6 8l4.8 4.8-1 1L3.6 8l5.8-5.8z',
  next: 'm5.6 3.2 4.8 4.8-4.8 4.8 1 1L12.4 8 6.6 2.2z',
} as const;

export type IconName = keyof typeof paths;

/** Adds an icon that says nothing to a screen reader: its button or text does. */
export function appendIcon<E extends HTMLElement>(parent: Root<E>, name: IconName): void {
  parent
    .append('svg')
    .attr('class', `icon icon-${name}`)
    .attr('viewBox', '0 0 16 16')
    .attr('aria-hidden', 'true')
    .append('path')
    .attr('fill-rule', 'evenodd')
    .attr('d', paths[name]);
}
