// A layer's name that goes to the layer's line.
import type { Root } from '../section.ts';
import type { ViewContext } from '../view.ts';

export function createLayerButton(parent: Root<HTMLDivElement>, layer: number, { state, reveal }: ViewContext): void {
  const name = state.layer(layer)?.name ?? '';
  parent
    .append('button')
    .attr('type', 'button')
    .attr('class', 'layer-button')
    .attr('title', `${name}: go to its line`)
    .text(name)
    .on('click', () => reveal(layer));
}
