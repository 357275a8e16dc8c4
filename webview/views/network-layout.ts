// Where layers and their units stand in the picture of the network. Pure: sizes in, places out.
// Wide pictures run from left to right, narrow ones from top to bottom.
import type { Layer, Network } from '../../src/network/network.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Place {
  readonly width: number;
  readonly height: number;
}

/** How a layer is drawn: each unit, a strip of cells, or one small picture a channel. */
export type Glyph =
  | { readonly kind: 'units'; readonly places: readonly Place[]; readonly radius: number }
  | { readonly kind: 'strip'; readonly units: number; readonly columns: number; readonly rows: number }
  | {
      readonly kind: 'maps';
      readonly mapHeight: number;
      readonly mapWidth: number;
      readonly channels: number;
      /** How many of the channels have room. */
      readonly shown: number;
      readonly columns: number;
      readonly rows: number;
    };

export interface PlacedLayer {
  readonly layer: number;
  readonly box: Box;
  readonly glyph: Glyph;
  /** Where the layer's two lines of text begin (`start`) or are centred (`middle`), and how wide they may be. */
  readonly label: Place & { readonly anchor: 'start' | 'middle'; readonly width: number };
}

export interface Link {
  readonly from: number;
  readonly to: number;
  /** Every unit to every unit by a kernel, each unit to its like, or too much to draw one by one. */
  readonly kind: 'kernel' | 'same' | 'fold';
}

export interface NetworkLayout {
  readonly direction: 'right' | 'down';
  readonly width: number;
  readonly height: number;
  readonly layers: readonly PlacedLayer[];
  readonly links: readonly Link[];
}

/** Layers up to this many units show each of them. */
export const unitLimit = 32;
/** Weights stand beside their edges in links of at most this many. */
export const edgeLabelLimit = 8;
/** Room for `W12 −0.123`, in pixels. */
export const edgeLabelWidth = 60;
/** Below this width the picture runs downwards. */
const narrowWidth = 460;
const narrowestColumn = 62;
const labelHeight = 36;
const margin = 10;
/** The smallest side of a feature map. */
const mapLimit = 18;

/** `width`: what there is; a deep network may need more and is then scrolled. */
export function layOutNetwork(network: Network, width: number): NetworkLayout {
  const depths = depthsOf(network);
  const columns: number[][] = [];
  depths.forEach((depth, layer) => {
    columns[depth] = [...(columns[depth] ?? []), layer];
  });
  const placed = width < narrowWidth ? placeDown(network, columns, width) : placeRight(network, columns, width);
  return { ...placed, links: linksOf(network, placed.layers) };
}

/** The last dimension's size and what comes before it, of one sample; null where a size is not known. */
export function sampleShape({ outputShape }: Layer): readonly number[] | null {
  const sample = outputShape?.slice(1) ?? [];
  return sample.length > 0 && sample.every((size) => size !== null) ? (sample as number[]) : null;
}

function placeRight(network: Network, columns: readonly number[][], available: number): Omit<NetworkLayout, 'links'> {
  const most = Math.max(1, ...network.layers.map((layer) => (isUnits(layer) ? (sampleShape(layer)?.at(-1) ?? 1) : 8)));
  const room = Math.max(170, Math.min(380, most * (most <= 4 ? 88 : 34)));
  const width = Math.max(available, columns.length * narrowestColumn);
  const step = width / columns.length;
  const layers = columns.flatMap((column, depth) => {
    const share = room / column.length;
    return column.map((layer, position) => {
      const center = { x: (depth + 0.5) * step, y: labelHeight + margin + (position + 0.5) * share };
      const [along, across] = [Math.min(step * 0.78, 190), share - (column.length > 1 ? labelHeight : 0)];
      const { glyph, box } = glyphOf(network.layers[layer] as Layer, center, along, across, 'right');
      const label = { x: center.x, y: column.length > 1 ? box.y - labelHeight + 4 : 12, anchor: 'middle' as const, width: step - 8 };
      return { layer, box, glyph, label };
    });
  });
  return { direction: 'right', width, height: room + labelHeight + 2 * margin, layers };
}

function placeDown(network: Network, columns: readonly number[][], width: number): Omit<NetworkLayout, 'links'> {
  let y = 4;
  const layers = columns.flatMap((column, depth) => {
    const share = width / column.length;
    const heights = column.map((layer) => heightDown(network.layers[layer] as Layer, share));
    const height = Math.max(...heights);
    const top = y + 18;
    y = top + height + (depth === columns.length - 1 ? margin : gapDown(network, column, columns[depth + 1] ?? []));
    return column.map((layer, position) => {
      const center = { x: (position + 0.5) * share, y: top + height / 2 };
      const { glyph, box } = glyphOf(network.layers[layer] as Layer, center, height, share - 12, 'down');
      return { layer, box, glyph, label: { x: position * share + 2, y: top - 7, anchor: 'start' as const, width: share - 8 } };
    });
  });
  return { direction: 'down', width, height: y, layers };
}

function heightDown(layer: Layer, width: number): number {
  const shape = sampleShape(layer);
  if (!shape) return 14;
  const units = shape.at(-1) ?? 1;
  if (isUnits(layer)) return 2 * radiusOf(Math.min(110, (width - 12) / units)) + 4;
  if (shape.length === 3) return Math.max(40, Math.min(130, Math.ceil(units / Math.floor(width / 34)) * 34));
  return units > 256 ? 40 : 26;
}

/** Room for the edges into the next layers: more where they are drawn one by one, most where each carries its number. */
function gapDown(network: Network, here: readonly number[], next: readonly number[]): number {
  const numbered = next.some((layer) => {
    const shape = network.layers[layer]?.weights[0]?.shape ?? [];
    return network.layers[layer]?.type === 'Dense' && shape[1] === 1 && (shape[0] ?? 0) <= edgeLabelLimit;
  });
  const single = [...here, ...next].every((layer) => isUnits(network.layers[layer] as Layer));
  return numbered ? 60 : single ? 48 : 24;
}

/** `along`: the room in the direction of the network, `across`: at right angles to it. */
function glyphOf(layer: Layer, center: Place, along: number, across: number, direction: 'right' | 'down'): { glyph: Glyph; box: Box } {
  const shape = sampleShape(layer);
  const units = shape?.at(-1) ?? 1;
  const [width, height] = direction === 'right' ? [along, across] : [across, along];
  if (shape && isUnits(layer)) {
    const spacing = Math.min(110, across / units);
    const radius = radiusOf(spacing);
    const places = Array.from({ length: units }, (_, unit) => {
      const offset = (unit - (units - 1) / 2) * spacing;
      return direction === 'right' ? { x: center.x, y: center.y + offset } : { x: center.x + offset, y: center.y };
    });
    const extent = (units - 1) * spacing + 2 * radius;
    const [boxWidth, boxHeight] = direction === 'right' ? [2 * radius, extent] : [extent, 2 * radius];
    return { glyph: { kind: 'units', places, radius }, box: around(center, boxWidth, boxHeight) };
  }
  if (shape?.length === 3) {
    const [mapHeight = 1, mapWidth = 1] = shape;
    const fit = fitTiles(units, width, height, mapWidth / mapHeight);
    const side = Math.min(width / fit.columns, (height / fit.rows) * (mapWidth / mapHeight), 64);
    const box = around(center, side * fit.columns, ((side * mapHeight) / mapWidth) * fit.rows);
    return { glyph: { kind: 'maps', mapHeight, mapWidth, channels: units, ...fit }, box };
  }
  const count = shape ? shape.reduce((one, other) => one * other, 1) : 0;
  const strip = direction === 'right' ? { width: Math.min(width, count > 512 ? 46 : 26), height } : { width, height };
  const { columns, rows } = fitCells(Math.max(1, count), strip.width, strip.height);
  const cell = Math.min(strip.width / columns, strip.height / rows, 16);
  return { glyph: { kind: 'strip', units: count, columns, rows }, box: around(center, cell * columns, cell * rows) };
}

function isUnits(layer: Layer): boolean {
  const shape = sampleShape(layer);
  return shape?.length === 1 && (shape[0] ?? 0) <= unitLimit;
}

function radiusOf(spacing: number): number {
  return Math.max(2.5, Math.min(21, spacing * 0.4));
}

function around(center: Place, width: number, height: number): Box {
  return { x: center.x - width / 2, y: center.y - height / 2, width, height };
}

/** Square cells, as large as they can be. */
function fitCells(count: number, width: number, height: number): { columns: number; rows: number } {
  const columns = Math.max(1, Math.min(count, Math.round(Math.sqrt((count * width) / height))));
  return { columns, rows: Math.ceil(count / columns) };
}

/** As many pictures as have room at a size that one can still read. */
function fitTiles(count: number, width: number, height: number, ratio: number): { shown: number; columns: number; rows: number } {
  const room = Math.max(1, Math.floor(width / mapLimit)) * Math.max(1, Math.floor(height / (mapLimit / ratio)));
  const shown = Math.min(count, room);
  const columns = Math.max(1, Math.min(shown, Math.floor(width / mapLimit), Math.ceil(Math.sqrt((shown * width) / (height * ratio)))));
  return { shown, columns, rows: Math.ceil(shown / columns) };
}

/** The longest way from an input: residual branches join where the longer one ends. */
function depthsOf(network: Network): readonly number[] {
  const depths: number[] = [];
  for (const { inputs } of network.layers)
    depths.push(inputs.length === 0 ? 0 : 1 + Math.max(...inputs.map((input) => depths[input] ?? 0)));
  return depths;
}

function linksOf(network: Network, placed: readonly PlacedLayer[]): readonly Link[] {
  const glyphs = new Map(placed.map(({ layer, glyph }) => [layer, glyph]));
  return network.layers.flatMap((layer, to) =>
    layer.inputs.map((from): Link => {
      const [source, target] = [glyphs.get(from), glyphs.get(to)];
      if (source?.kind !== 'units' || target?.kind !== 'units') return { from, to, kind: 'fold' };
      const [inputs, units] = layer.weights[0]?.shape ?? [];
      if (layer.type === 'Dense' && inputs === source.places.length && units === target.places.length) return { from, to, kind: 'kernel' };
      return { from, to, kind: source.places.length === target.places.length ? 'same' : 'fold' };
    }),
  );
}
