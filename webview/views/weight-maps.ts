// Every weight tensor as a heat map: before, now, or the difference. Blue is positive, orange negative, nothing is 0.
import { reasonText } from '../../src/diagnose/dynamic/weight-changes.ts';
import type { WeightTensor } from '../../src/diagnose/dynamic/weight-tensors.ts';
import { formatDifference, formatNumber, formatPercent } from '../../src/figures.ts';
import { gridOf, largestMagnitude, Raster } from '../charts/raster.ts';
import { type Root, setText } from '../section.ts';
import type { Readout } from '../tooltip.ts';
import { observeWidth, type ViewContext } from '../view.ts';

export type MapContent = 'before' | 'now' | 'difference';

/** The longest side of a cell, and the most that a map may be high, in pixels. */
const cellLimit = 26;
const heightLimit = 180;
/** Tensors above this many values are left to the table: their picture would be a blur. */
const valueLimit = 1_000_000;

interface Map {
  readonly tensor: WeightTensor;
  readonly raster: Raster;
  readonly scale: Root<HTMLSpanElement>;
  readonly differences: Float32Array;
}

export class WeightMaps {
  readonly #context: ViewContext;
  readonly #maps: readonly Map[];
  readonly #observer: { dispose(): void };
  #content: MapContent;

  constructor(parent: Root<HTMLDivElement>, context: ViewContext, content: MapContent) {
    this.#context = context;
    this.#content = content;
    const container = parent.append('div').attr('class', 'weight-maps');
    this.#maps = context.state.weights.tensors
      .filter(({ length }) => length > 0 && length <= valueLimit)
      .map((tensor) => this.#create(container, tensor));
    const node = container.node() as HTMLDivElement;
    this.#observer = observeWidth(node, (width) => this.#resize(width));
  }

  get content(): MapContent {
    return this.#content;
  }

  show(content: MapContent): void {
    this.#content = content;
    this.update();
  }

  update(): void {
    const { state, theme } = this.#context;
    for (const { tensor, raster, scale, differences } of this.#maps) {
      const { before, now } = state.weights.values(tensor);
      if (now) for (let index = 0; index < now.length; index++) differences[index] = (now[index] as number) - (before[index] as number);
      const values = { before, now: now ?? new Float32Array(tensor.length).fill(Number.NaN), difference: differences }[this.#content];
      const limit = largestMagnitude(values);
      raster.draw((position) => values[position] as number, limit, theme.palette);
      setText(scale.node(), limit > 0 ? `±${formatNumber(limit)}` : 'all 0');
      const label = `${pictureName(tensor)}, ${this.#content}: ${raster.grid.axes}, largest magnitude ${formatNumber(limit)}`;
      raster.canvas.setAttribute('aria-label', label);
    }
  }

  dispose(): void {
    this.#observer.dispose();
    this.#context.tooltip.hide(this);
  }

  #create(container: Root<HTMLDivElement>, tensor: WeightTensor): Map {
    const figure = container.append('figure').attr('class', 'weight-map');
    const caption = figure.append('figcaption');
    caption.append('span').text(tensor.name);
    caption.append('span').attr('class', 'shape').text(tensor.shape.join('×'));
    const scale = caption.append('span').attr('class', 'scale');
    const raster = new Raster(gridOf(tensor.shape));
    // Named before it is drawn, which waits until it is on the screen.
    figure
      .append(() => raster.canvas)
      .attr('role', 'img')
      .attr('aria-label', pictureName(tensor));
    raster.canvas.addEventListener('pointermove', (event) => this.#point(event, tensor, raster));
    raster.canvas.addEventListener('pointerleave', () => this.#context.tooltip.hide(this));
    return { tensor, raster, scale, differences: new Float32Array(tensor.length) };
  }

  #resize(width: number): void {
    for (const { raster } of this.#maps) {
      const { grid, canvas } = raster;
      const cell = Math.min(cellLimit, width / grid.width);
      const height = Math.min(heightLimit, Math.max(cell, Math.min(10, heightLimit / grid.height)) * grid.height);
      canvas.style.width = `${Math.floor(cell * grid.width)}px`;
      canvas.style.height = `${Math.max(8, Math.floor(height))}px`;
      canvas.classList.toggle('enlarged', cell >= 1);
    }
  }

  #point(event: PointerEvent, tensor: WeightTensor, raster: Raster): void {
    const position = raster.positionAt(event.clientX, event.clientY);
    if (position < 0) this.#context.tooltip.hide(this);
    else this.#context.tooltip.show(this, weightReadout(this.#context, tensor.start + position), event.clientX, event.clientY);
  }
}

function pictureName({ name, shape }: WeightTensor): string {
  return `${name}, ${shape.join(' × ')}`;
}

/** What a tooltip tells of one weight. */
export function weightReadout({ state }: ViewContext, row: number): Readout {
  const { name, shortName, connection, before, now, difference, percent, gradient, unchanged, reason } = state.weights.row(row);
  const why = reason ? `Unchanged: ${reasonText(reason, state.run.network)}.` : unchanged ? 'Unchanged.' : undefined;
  return {
    title: [shortName, name, connection].filter((part) => part !== null).join(' · '),
    lines: [
      { label: 'before', value: formatNumber(before) },
      { label: 'now', value: formatNumber(now) },
      { label: 'difference', value: unchanged ? '= unchanged' : `${formatDifference(difference)} (${formatPercent(percent)})` },
      { label: 'gradient', value: formatNumber(gradient) },
    ],
    note: why,
  };
}
