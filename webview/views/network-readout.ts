// What the picture of the network tells under the pointer: of a unit, of a place in a feature map, of a weight.
import { formatNumber, plural } from '../../src/figures.ts';
import type { Readout } from '../tooltip.ts';
import type { ViewContext } from '../view.ts';
import type { EdgeHit } from './network-canvas.ts';
import { type NetworkLayout, type Place, sampleShape } from './network-layout.ts';
import { weightReadout } from './weight-maps.ts';

export interface UnitHit {
  readonly layer: number;
  readonly unit: number;
  /** Place in a feature map: row and column. */
  readonly position?: readonly [number, number];
}

/** What of the layers lies at a place of the picture. */
export function unitAt({ layers }: NetworkLayout, { x, y }: Place): UnitHit | null {
  for (const { layer, box, glyph } of layers) {
    if (glyph.kind === 'units') {
      const unit = glyph.places.findIndex((place) => Math.hypot(place.x - x, place.y - y) <= glyph.radius + 2);
      if (unit >= 0) return { layer, unit };
      continue;
    }
    const [column, row] = [((x - box.x) / box.width) * glyph.columns, ((y - box.y) / box.height) * glyph.rows];
    if (column < 0 || row < 0 || column >= glyph.columns || row >= glyph.rows) continue;
    const unit = Math.floor(row) * glyph.columns + Math.floor(column);
    if (glyph.kind === 'strip') return unit < glyph.units ? { layer, unit } : null;
    const position = [Math.floor((row % 1) * glyph.mapHeight), Math.floor((column % 1) * glyph.mapWidth)] as const;
    return unit < glyph.shown ? { layer, unit, position } : null;
  }
  return null;
}

export function unitReadout(context: ViewContext, { layer, unit, position }: UnitHit): Readout {
  const { state } = context;
  const own = state.layer(layer);
  const shape = (own && sampleShape(own)) ?? [1];
  const channels = shape.at(-1) ?? 1;
  const values = state.read('sampleActivation', layer);
  const [row = 0, column = 0] = position ?? [];
  const index = position ? (row * (shape[1] ?? 1) + column) * channels + unit : unit;
  // In a strip of a sequence each cell is one unit at one place.
  const channel = unit % channels;
  const silence = state.read('unitSilence', layer)?.[channel];
  const bias = state.weights.tensors.find((tensor) => tensor.layer === layer && tensor.name.endsWith('/bias'));
  const dead = state.deadUnits(layer)?.includes(channel) ?? false;
  const at = position ? `, row ${row}, column ${column}` : shape.length > 1 ? `, place ${Math.floor(unit / channels)}` : '';
  const name = own?.type === 'Input' && shape.length === 1 ? (state.run.featureNames?.[unit] ?? `x${unit + 1}`) : `unit ${channel + 1}`;
  return {
    title: `${own?.name}, ${name}${at}`,
    lines: [
      ...(values ? [{ label: `sample ${state.sample}`, value: formatNumber(values[index]) }] : []),
      { label: 'mean over the batch', value: formatNumber(state.read('unitMean', layer)?.[channel]) },
      ...(bias ? [{ label: 'bias', value: formatNumber(state.weights.row(bias.start + channel).now) }] : []),
      ...(silence === undefined ? [] : [{ label: 'silent for', value: plural(silence, 'sample') }]),
    ],
    note: dead ? `Dead: it fired on none of the last ${plural(state.run.start.windowSamples, 'sample')}.` : undefined,
  };
}

export function edgeReadout(context: ViewContext, { layer, from, to }: EdgeHit): Readout | null {
  const { weights } = context.state;
  const tensor = weights.tensors.find((one) => one.layer === layer && one.weight === 0);
  return tensor ? weightReadout(context, tensor.start + from * (tensor.shape.at(-1) ?? 1) + to) : null;
}
