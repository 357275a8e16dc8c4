// Grids of numbers as pictures: one pixel a number on a canvas, scaled up by the browser.
import type { Palette } from '../theme.ts';
import { divergingIndex } from '../theme.ts';

/** Where each number of a tensor stands in its picture. */
export interface Grid {
  readonly width: number;
  readonly height: number;
  /** Position in the tensor at this pixel; −1 for none (a gap between tiles). */
  at(x: number, y: number): number;
  /** What the picture's directions are, in words. */
  readonly axes: string;
}

/**
 * A weight tensor as a grid. `[n]` is one row; `[inputs, units]` stands as NumPy prints it, or on its side where it is
 * much taller than wide; `[h, w, inputs, units]` is one tile a filter: units across, inputs down.
 */
export function gridOf(shape: readonly number[]): Grid {
  const units = shape.at(-1) ?? 1;
  const inputs = shape.at(-2) ?? 1;
  if (shape.length <= 1) return { width: units, height: 1, at: (x) => x, axes: 'units across' };
  if (shape.length === 2) {
    if (inputs > 3 * units) return { width: inputs, height: units, at: (x, y) => x * units + y, axes: 'inputs across, units down' };
    return { width: units, height: inputs, at: (x, y) => y * units + x, axes: 'units across, inputs down' };
  }
  const tileHeight = shape.length > 3 ? shape.slice(0, -3).reduce((one, other) => one * other, 1) : 1;
  const tileWidth = shape.at(-3) ?? 1;
  const [stepX, stepY] = [tileWidth + 1, tileHeight + 1];
  return {
    width: units * stepX - 1,
    height: inputs * stepY - 1,
    at(x, y) {
      const [unit, column] = [Math.floor(x / stepX), x % stepX];
      const [input, row] = [Math.floor(y / stepY), y % stepY];
      if (column === tileWidth || row === tileHeight) return -1;
      return ((row * tileWidth + column) * inputs + input) * units + unit;
    },
    axes: 'one tile a filter: units across, inputs down',
  };
}

/** A canvas that shows one grid, redrawn in place. */
export class Raster {
  readonly canvas: HTMLCanvasElement;
  readonly grid: Grid;
  readonly #context: CanvasRenderingContext2D;
  readonly #image: ImageData;
  readonly #pixels: Uint32Array;
  /** Position in the tensor of each pixel, so that drawing is one pass. */
  readonly #positions: Int32Array;

  constructor(grid: Grid, canvas = document.createElement('canvas')) {
    this.grid = grid;
    this.canvas = canvas;
    canvas.width = grid.width;
    canvas.height = grid.height;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('This browser draws no canvas.');
    this.#context = context;
    this.#image = context.createImageData(grid.width, grid.height);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
    this.#positions = new Int32Array(grid.width * grid.height);
    for (let y = 0; y < grid.height; y++) for (let x = 0; x < grid.width; x++) this.#positions[y * grid.width + x] = grid.at(x, y);
  }

  /** Draws `value(position)` on a scale from −`limit` to `limit`. */
  draw(value: (position: number) => number, limit: number, { diverging }: Palette): void {
    for (let pixel = 0; pixel < this.#positions.length; pixel++) {
      const position = this.#positions[pixel] as number;
      this.#pixels[pixel] = position < 0 ? 0 : (diverging[divergingIndex(value(position), limit)] as number);
    }
    this.#context.putImageData(this.#image, 0, 0);
  }

  /** The position in the tensor under a place in the window; −1 for none. */
  positionAt(clientX: number, clientY: number): number {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const x = Math.floor(((clientX - left) / width) * this.grid.width);
    const y = Math.floor(((clientY - top) / height) * this.grid.height);
    if (x < 0 || y < 0 || x >= this.grid.width || y >= this.grid.height) return -1;
    return this.grid.at(x, y);
  }
}

/** The largest finite magnitude; 0 for none. */
export function largestMagnitude(values: ArrayLike<number>): number {
  let largest = 0;
  for (let index = 0; index < values.length; index++) {
    const magnitude = Math.abs(values[index] as number);
    if (magnitude > largest && magnitude < Number.POSITIVE_INFINITY) largest = magnitude;
  }
  return largest;
}
