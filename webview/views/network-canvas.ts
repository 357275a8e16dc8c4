// The dense part of the network's picture, on one canvas: edges, strips of cells and feature maps.
import { type Grid, largestMagnitude, Raster } from '../charts/raster.ts';
import type { RunState } from '../state.ts';
import { divergingColor, type Palette } from '../theme.ts';
import type { Link, NetworkLayout, Place, PlacedLayer } from './network-layout.ts';

/** A link's weight under the pointer. */
export interface EdgeHit {
  readonly layer: number;
  readonly from: number;
  readonly to: number;
}

/** An edge is hit within this many pixels. */
const reach = 5;

export class NetworkCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  #layout: NetworkLayout | null = null;
  #byLayer: ReadonlyMap<number, PlacedLayer> = new Map();
  #rasters: ReadonlyMap<number, Raster> = new Map();

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('This browser draws no canvas.');
    this.#context = context;
  }

  resize(layout: NetworkLayout): void {
    this.#layout = layout;
    this.#byLayer = new Map(layout.layers.map((placed) => [placed.layer, placed]));
    this.#rasters = new Map(
      layout.layers.flatMap(({ layer, glyph }) => {
        const grid = gridOfGlyph(glyph);
        return grid ? [[layer, new Raster(grid)]] : [];
      }),
    );
    const ratio = window.devicePixelRatio;
    this.#canvas.width = Math.round(layout.width * ratio);
    this.#canvas.height = Math.round(layout.height * ratio);
    this.#canvas.style.width = `${layout.width}px`;
    this.#canvas.style.height = `${layout.height}px`;
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  draw(state: RunState, palette: Palette, hit: EdgeHit | null): void {
    const layout = this.#layout;
    if (!layout) return;
    this.#context.clearRect(0, 0, layout.width, layout.height);
    for (const link of layout.links) this.#drawLink(link, state, palette, hit);
    for (const placed of layout.layers) this.#drawCells(placed, state, palette);
  }

  /** The edge nearest to a place, if one is near. All edges of a link share the curve's course along the network. */
  hit({ x, y }: Place): EdgeHit | null {
    let best: (EdgeHit & { distance: number }) | null = null;
    for (const link of this.#layout?.links ?? []) {
      const [source, target] = [this.#byLayer.get(link.from), this.#byLayer.get(link.to)];
      if (link.kind !== 'kernel' || source?.glyph.kind !== 'units' || target?.glyph.kind !== 'units') continue;
      const right = this.#layout?.direction === 'right';
      const [first, last] = ends(source, target, right);
      const along = ((right ? x : y) - first) / (last - first);
      if (along <= 0 || along >= 1) continue;
      const share = shareAt(along);
      source.glyph.places.forEach((from, fromUnit) => {
        if (target.glyph.kind !== 'units') return;
        target.glyph.places.forEach((to, toUnit) => {
          const [start, end, at] = right ? [from.y, to.y, y] : [from.x, to.x, x];
          const distance = Math.abs(start + (end - start) * share - at);
          if (distance < reach && (!best || distance < best.distance)) best = { layer: link.to, from: fromUnit, to: toUnit, distance };
        });
      });
    }
    return best;
  }

  #drawLink(link: Link, state: RunState, palette: Palette, hit: EdgeHit | null): void {
    const [source, target] = [this.#byLayer.get(link.from), this.#byLayer.get(link.to)];
    if (!source || !target || !this.#layout) return;
    const right = this.#layout.direction === 'right';
    switch (link.kind) {
      case 'kernel':
        this.#drawKernel(source, target, right, kernelOf(state, link.to), palette, hit);
        return;
      case 'same':
        this.#drawSame(source, target, right, palette);
        return;
      case 'fold':
        this.#drawFold(source, target, right, palette);
        return;
      default:
        link.kind satisfies never;
    }
  }

  #drawKernel(
    source: PlacedLayer,
    target: PlacedLayer,
    right: boolean,
    kernel: Float32Array | undefined,
    palette: Palette,
    hit: EdgeHit | null,
  ): void {
    if (source.glyph.kind !== 'units' || target.glyph.kind !== 'units' || !kernel) return;
    const context = this.#context;
    const limit = largestMagnitude(kernel);
    const units = target.glyph.places.length;
    // Where there are few edges even the weakest is seen; among many it would be noise.
    const faintest = kernel.length <= 64 ? 0.2 : 0.03;
    const [first, last] = ends(source, target, right);
    const thickest = Math.max(1.2, Math.min(6, Math.min(source.glyph.radius, target.glyph.radius) * 0.3, (last - first) * 0.06));
    source.glyph.places.forEach((from, fromUnit) => {
      if (target.glyph.kind !== 'units') return;
      target.glyph.places.forEach((to, toUnit) => {
        const weight = kernel[fromUnit * units + toUnit] as number;
        const strength = limit > 0 ? Math.abs(weight) / limit : 0;
        const isHit = hit?.layer === target.layer && hit.from === fromUnit && hit.to === toUnit;
        context.beginPath();
        curve(context, from, to, first, last, right);
        context.lineWidth = (isHit ? 2 : 0.6) + strength * thickest;
        const shown = Math.sign(weight) * Math.max(Math.abs(weight), faintest * limit);
        context.strokeStyle = isHit ? palette.text : weight === 0 ? palette.line : divergingColor(palette, shown, limit);
        context.stroke();
      });
    });
  }

  #drawSame(source: PlacedLayer, target: PlacedLayer, right: boolean, palette: Palette): void {
    if (source.glyph.kind !== 'units' || target.glyph.kind !== 'units') return;
    const context = this.#context;
    const [first, last] = ends(source, target, right);
    const places = target.glyph.places;
    context.strokeStyle = palette.line;
    context.lineWidth = 1;
    context.beginPath();
    source.glyph.places.forEach((from, unit) => {
      const to = places[unit];
      if (to) curve(context, from, to, first, last, right);
    });
    context.stroke();
  }

  /** One ribbon for all that is too much to draw. */
  #drawFold({ box: from }: PlacedLayer, { box: to }: PlacedLayer, right: boolean, palette: Palette): void {
    const context = this.#context;
    const corners = right
      ? [
          { x: from.x + from.width + 3, y: from.y },
          { x: to.x - 3, y: to.y },
          { x: to.x - 3, y: to.y + to.height },
          { x: from.x + from.width + 3, y: from.y + from.height },
        ]
      : [
          { x: from.x, y: from.y + from.height + 3 },
          { x: to.x, y: to.y - 3 },
          { x: to.x + to.width, y: to.y - 3 },
          { x: from.x + from.width, y: from.y + from.height + 3 },
        ];
    const [a, b, c, d] = corners as [Place, Place, Place, Place];
    context.beginPath();
    curve(context, a, b, right ? a.x : a.y, right ? b.x : b.y, right);
    context.lineTo(c.x, c.y);
    curve(context, c, d, right ? c.x : c.y, right ? d.x : d.y, right, true);
    context.closePath();
    context.globalAlpha = 0.22;
    context.fillStyle = palette.line;
    context.fill();
    context.globalAlpha = 1;
  }

  #drawCells({ layer, box, glyph }: PlacedLayer, state: RunState, palette: Palette): void {
    const raster = this.#rasters.get(layer);
    if (!raster || glyph.kind === 'units') return;
    const context = this.#context;
    const values = state.read('sampleActivation', layer) ?? unitMeansFor(glyph, state.read('unitMean', layer));
    context.strokeStyle = palette.line;
    context.lineWidth = 1;
    if (glyph.kind === 'strip' || !values) context.strokeRect(box.x - 1.5, box.y - 1.5, box.width + 3, box.height + 3);
    if (!values) return;
    raster.draw((position) => values[position] ?? 0, largestMagnitude(values), palette);
    context.imageSmoothingEnabled = false;
    context.drawImage(raster.canvas, box.x, box.y, box.width, box.height);
    if (glyph.kind === 'maps') frameMaps(context, box, glyph, palette);
  }
}

/** A kernel's values now, wherever they stand. */
function kernelOf(state: RunState, layer: number): Float32Array | undefined {
  const tensor = state.weights.tensors.find((one) => one.layer === layer && one.weight === 0);
  return tensor && (state.weights.values(tensor).now ?? state.weights.values(tensor).before);
}

/** Where no sample's output is sent, each unit's mean over the batch stands for it. */
function unitMeansFor(glyph: PlacedLayer['glyph'], means: Float32Array | undefined): Float32Array | undefined {
  if (!means || glyph.kind !== 'maps') return means;
  const values = new Float32Array(glyph.mapHeight * glyph.mapWidth * glyph.channels);
  for (let index = 0; index < values.length; index++) values[index] = means[index % glyph.channels] as number;
  return values;
}

function gridOfGlyph(glyph: PlacedLayer['glyph']): Grid | null {
  switch (glyph.kind) {
    case 'units':
      return null;
    case 'strip':
      return {
        width: glyph.columns,
        height: glyph.rows,
        at: (x, y) => (y * glyph.columns + x < glyph.units ? y * glyph.columns + x : -1),
        axes: 'units',
      };
    case 'maps':
      return {
        width: glyph.columns * glyph.mapWidth,
        height: glyph.rows * glyph.mapHeight,
        at(x, y) {
          const channel = Math.floor(y / glyph.mapHeight) * glyph.columns + Math.floor(x / glyph.mapWidth);
          if (channel >= glyph.shown) return -1;
          return ((y % glyph.mapHeight) * glyph.mapWidth + (x % glyph.mapWidth)) * glyph.channels + channel;
        },
        axes: 'one picture a channel',
      };
    default:
      return glyph satisfies never;
  }
}

function frameMaps(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: PlacedLayer['box'],
  { columns, rows, shown }: { columns: number; rows: number; shown: number },
  palette: Palette,
): void {
  const [stepX, stepY] = [width / columns, height / rows];
  context.strokeStyle = palette.background;
  context.lineWidth = 2;
  for (let index = 0; index < shown; index++) {
    context.strokeRect(x + (index % columns) * stepX, y + Math.floor(index / columns) * stepY, stepX, stepY);
  }
  context.strokeStyle = palette.line;
  context.lineWidth = 0.75;
  for (let index = 0; index < shown; index++) {
    context.strokeRect(x + (index % columns) * stepX + 1, y + Math.floor(index / columns) * stepY + 1, stepX - 2, stepY - 2);
  }
}

/** Where edges leave the source's units and reach the target's, along the network. */
function ends(source: PlacedLayer, target: PlacedLayer, right: boolean): readonly [number, number] {
  return right ? [source.box.x + source.box.width, target.box.x] : [source.box.y + source.box.height, target.box.y];
}

function curve(
  context: CanvasRenderingContext2D,
  from: Place,
  to: Place,
  first: number,
  last: number,
  right: boolean,
  isContinued = false,
): void {
  const middle = (first + last) / 2;
  if (right) {
    if (!isContinued) context.moveTo(first, from.y);
    context.bezierCurveTo(middle, from.y, middle, to.y, last, to.y);
  } else {
    if (!isContinued) context.moveTo(from.x, first);
    context.bezierCurveTo(from.x, middle, to.x, middle, to.x, last);
  }
}

/** How far across an edge has gone where it is `along` of its way: its curve's x is 1.5t − 1.5t² + t³, its y 3t² − 2t³. */
export function shareAt(along: number): number {
  let [low, high] = [0, 1];
  for (let round = 0; round < 20; round++) {
    const middle = (low + high) / 2;
    if (1.5 * middle - 1.5 * middle ** 2 + middle ** 3 < along) low = middle;
    else high = middle;
  }
  return 3 * low ** 2 - 2 * low ** 3;
}
