// One value a unit, as bars up and down from zero; as cells where there are too many for bars.
import { formatNumber } from '../../src/figures.ts';
import type { Root } from '../section.ts';
import { divergingColor, type Palette } from '../theme.ts';
import { observeWidth, type ViewContext } from '../view.ts';
import { largestMagnitude, Raster } from './raster.ts';

const height = 44;
/** The narrowest bar. */
const barLimit = 3;

export class UnitBars {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: ViewContext;
  readonly #observer: { dispose(): void };
  readonly #title: (unit: number) => string;
  #width = 0;
  #values: Float32Array | undefined;
  #raster: Raster | null = null;

  constructor(parent: Root<HTMLDivElement>, context: ViewContext, title: (unit: number) => string) {
    this.#context = context;
    this.#title = title;
    const canvas = parent.append('canvas').attr('class', 'unit-bars').attr('role', 'img').attr('aria-label', 'Units');
    this.#canvas = canvas.node() as HTMLCanvasElement;
    this.#observer = observeWidth(parent.node() as HTMLDivElement, (width) => {
      this.#width = width;
      const ratio = window.devicePixelRatio;
      this.#canvas.width = Math.round(width * ratio);
      this.#canvas.height = Math.round(height * ratio);
      this.#draw();
    });
    canvas.on('pointermove', (event: PointerEvent) => this.#point(event)).on('pointerleave', () => this.#context.tooltip.hide(this));
  }

  update(values: Float32Array | undefined, name: string): void {
    this.#values = values;
    this.#canvas.setAttribute('aria-label', name);
    this.#draw();
  }

  dispose(): void {
    this.#observer.dispose();
    this.#context.tooltip.hide(this);
  }

  #draw(): void {
    const [context, values, width] = [this.#canvas.getContext('2d'), this.#values, this.#width];
    if (!context || width === 0) return;
    const ratio = window.devicePixelRatio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    if (!values || values.length === 0) return;
    const { palette } = this.#context.theme;
    if (values.length * barLimit > width) this.#drawCells(context, values, palette);
    else drawBars(context, values, width, palette);
  }

  #drawCells(context: CanvasRenderingContext2D, values: Float32Array, palette: Palette): void {
    const { columns, rows } = cells(values.length, this.#width);
    if (this.#raster?.grid.width !== columns || this.#raster.grid.height !== rows) {
      const at = (x: number, y: number) => (y * columns + x < values.length ? y * columns + x : -1);
      this.#raster = new Raster({ width: columns, height: rows, at, axes: 'units' });
    }
    this.#raster.draw((position) => values[position] as number, largestMagnitude(values), palette);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#raster.canvas, 0, 0, this.#width, height);
    context.strokeStyle = palette.line;
    context.strokeRect(0.5, 0.5, this.#width - 1, height - 1);
  }

  #point(event: PointerEvent): void {
    const values = this.#values;
    const bounds = this.#canvas.getBoundingClientRect();
    if (!values || values.length === 0) return;
    const [x, y] = [(event.clientX - bounds.left) / this.#width, (event.clientY - bounds.top) / height];
    const { columns, rows } =
      values.length * barLimit > this.#width ? cells(values.length, this.#width) : { columns: values.length, rows: 1 };
    const unit = Math.floor(Math.min(0.999, Math.max(0, y)) * rows) * columns + Math.floor(Math.min(0.999, Math.max(0, x)) * columns);
    const value = values[unit];
    const { tooltip } = this.#context;
    const lines = [{ label: 'activation', value: formatNumber(value) }];
    if (value === undefined) tooltip.hide(this);
    else tooltip.show(this, { title: this.#title(unit), lines }, event.clientX, event.clientY);
  }
}

function drawBars(context: CanvasRenderingContext2D, values: Float32Array, width: number, palette: Palette): void {
  let [low, high] = [0, 0];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const span = high - low || 1;
  const y = (value: number) => 1 + ((high - value) / span) * (height - 2);
  const step = width / values.length;
  const gap = step > 6 ? Math.min(3, step * 0.2) : step > 4 ? 1 : 0.5;
  const limit = largestMagnitude(values);
  context.fillStyle = palette.line;
  context.fillRect(0, Math.round(y(0)) - 0.5, width, 1);
  const barWidth = Math.min(step - gap, 28);
  values.forEach((value, unit) => {
    context.fillStyle = divergingColor(palette, value, limit);
    const [from, to] = [y(Math.max(0, value)), y(Math.min(0, value))];
    context.fillRect(unit * step + (step - barWidth) / 2, from, barWidth, Math.max(to - from, value === 0 ? 0 : 1));
  });
}

function cells(count: number, width: number): { columns: number; rows: number } {
  const columns = Math.max(1, Math.round(Math.sqrt((count * width) / height)));
  return { columns, rows: Math.ceil(count / columns) };
}
