// One layer in the picture of the network: its name, its units as nodes, its dead units marked.
import { select } from 'd3';
import { formatCount, formatShort } from '../../src/figures.ts';
import type { Layer } from '../../src/network/network.ts';
import { canUnitsDie } from '../../src/runs/history.ts';
import { largestMagnitude } from '../charts/raster.ts';
import { type Root, setText } from '../section.ts';
import { divergingColor, inkOn } from '../theme.ts';
import type { ViewContext } from '../view.ts';
import { type NetworkLayout, type Place, type PlacedLayer, sampleShape } from './network-layout.ts';

/** Values stand in nodes of at least this radius: side by side they need more room than one above the other. */
const valueRadius = { right: 12, down: 17 } as const;

/** A layer's frame (a button that goes to its line), its two lines of text, and its units. */
export function createLayer(
  parent: Root<SVGGElement>,
  placed: PlacedLayer,
  direction: NetworkLayout['direction'],
  context: ViewContext,
): void {
  const { box, glyph, label } = placed;
  const layer = context.state.layer(placed.layer);
  if (!layer) return;
  const group = parent.append('g').datum(placed).attr('class', 'layer');
  group.on('click', () => context.reveal(placed.layer));
  const top = Math.min(box.y, label.y - 14) - 4;
  const left = label.anchor === 'middle' ? label.x - label.width / 2 : Math.min(label.x, box.x) - 2;
  const right = label.anchor === 'middle' ? label.x + label.width / 2 : Math.max(label.x + label.width, box.x + box.width);
  group
    .append('rect')
    .attr('class', 'focus-frame')
    .attr('role', 'button')
    .attr('tabindex', 0)
    .on('keydown', (event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      context.reveal(placed.layer);
    })
    .attr('rx', 6)
    .attr('x', left)
    .attr('y', top)
    .attr('width', right - left)
    .attr('height', box.y + box.height + 6 - top);
  const name = group.append('text').attr('class', 'layer-name').attr('x', label.x).attr('y', label.y).attr('text-anchor', label.anchor);
  const letters = Math.floor(label.width / 6.6);
  if (label.anchor === 'middle') {
    name.text(shorten(layer.name, letters));
    const kind = group
      .append('text')
      .attr('class', 'layer-kind')
      .attr('x', label.x)
      .attr('y', label.y + 14)
      .attr('text-anchor', 'middle');
    kind.text(kindTextWithin(layer, Math.floor(label.width / 5.6)));
  } else {
    name.append('tspan').text(shorten(layer.name, letters));
    name
      .append('tspan')
      .attr('class', 'layer-kind')
      .attr('dx', 6)
      .text(kindTextWithin(layer, Math.max(0, letters - layer.name.length)));
  }
  name.append('title').text(`${layer.name}: ${kindText(layer)}`);
  if (glyph.kind === 'units') {
    const units = group
      .selectAll('g.unit')
      .data(glyph.places)
      .join('g')
      .attr('class', 'unit')
      .attr('transform', ({ x, y }) => `translate(${x},${y})`);
    units.append('path').attr('class', 'unit-base');
    units.append('path').attr('class', 'unit-fill');
    units.append('path').attr('class', 'unit-cross');
    if (glyph.radius >= valueRadius[direction]) {
      units
        .append('text')
        .attr('dy', '0.34em')
        .attr('text-anchor', 'middle')
        .style('font-size', `${Math.min(11, glyph.radius * 0.7).toFixed(1)}px`);
    }
  } else {
    group.append('path').attr('class', 'dead-marks');
    group.append('rect').attr('class', 'hit').attr('x', box.x).attr('y', box.y).attr('width', box.width).attr('height', box.height);
  }
}

/** Fills the units with the newest frame's values, and marks the dead ones. */
export function updateLayer(group: Root<SVGGElement>, placed: PlacedLayer, context: ViewContext): void {
  const { state, theme } = context;
  const layer = state.layer(placed.layer);
  if (!layer) return;
  const dead = canUnitsDie(layer) ? (state.deadUnits(placed.layer) ?? []) : [];
  group.classed('focus', state.focus === placed.layer);
  const deadText = dead.length > 0 ? `, ${formatCount(dead.length)} dead` : '';
  group.select('.focus-frame').attr('aria-label', `${layer.name}: ${kindText(layer)}${deadText}. Go to its line`);
  const { glyph } = placed;
  if (glyph.kind !== 'units') {
    drawDeadMarks(group, placed, dead);
    return;
  }
  const values = state.read('sampleActivation', placed.layer) ?? state.read('unitMean', placed.layer);
  const limit = values ? largestMagnitude(values) : 0;
  const isDead = new Set(dead);
  group.selectAll<SVGGElement, Place>('g.unit').each(function (_place, unit) {
    const value = values?.[unit] ?? Number.NaN;
    const unitGroup = select(this);
    const wasDead = unitGroup.classed('dead');
    if (wasDead !== isDead.has(unit) || !unitGroup.attr('data-drawn')) {
      unitGroup.classed('dead', isDead.has(unit)).attr('data-drawn', 'true');
      const outline = isDead.has(unit) ? diamond(glyph.radius) : circle(glyph.radius);
      unitGroup.select('.unit-base').attr('d', outline);
      unitGroup.select('.unit-fill').attr('d', outline);
      unitGroup.select('.unit-cross').attr('d', isDead.has(unit) ? cross(glyph.radius * 0.34) : '');
    }
    unitGroup.select('.unit-fill').style('fill', isDead.has(unit) ? 'none' : divergingColor(theme.palette, value, limit));
    const text = unitGroup.select<SVGTextElement>('text').node();
    setText(text, isDead.has(unit) || Number.isNaN(value) ? '' : formatShort(value));
    if (text) text.style.fill = inkOn(theme.palette, value, limit);
  });
}

/** Dead channels and cells are crossed out, where there is room for a cross. */
function drawDeadMarks(group: Root<SVGGElement>, { box, glyph }: PlacedLayer, dead: readonly number[]): void {
  if (glyph.kind === 'units') return;
  const [width, height] = [box.width / glyph.columns, box.height / glyph.rows];
  const shown = glyph.kind === 'maps' ? glyph.shown : glyph.units;
  const size = Math.min(width, height) * 0.28;
  const marks = dead
    .filter((unit) => unit < shown && size > 1.2)
    .map((unit) => {
      const [x, y] = [box.x + ((unit % glyph.columns) + 0.5) * width, box.y + (Math.floor(unit / glyph.columns) + 0.5) * height];
      return `M${x - size},${y - size}l${2 * size},${2 * size}m0,${-2 * size}l${-2 * size},${2 * size}`;
    });
  group.select('.dead-marks').attr('d', marks.join(''));
}

/** `Dense relu · 16`, `Conv2D relu · 26×26×32`: what a layer is, and its output. */
function kindText(layer: Layer): string {
  const activation = activationOf(layer);
  return `${activation ? `${layer.type} ${activation}` : layer.type} · ${shapeText(layer)}`;
}

/** The same in at most so many letters: without the type, then without the activation. */
function kindTextWithin(layer: Layer, letters: number): string {
  const shape = shapeText(layer);
  return [kindText(layer), `${activationOf(layer) ?? layer.type} · ${shape}`].find((text) => text.length <= letters) ?? shape;
}

function shapeText(layer: Layer): string {
  return sampleShape(layer)?.join('×') ?? '?';
}

function activationOf({ configuration }: Layer): string | null {
  const activation = configuration['activation'];
  const name = activation && typeof activation === 'object' && 'name' in activation ? String(activation['name']) : null;
  return name === 'linear' ? null : name;
}

function shorten(text: string, letters: number): string {
  return text.length > letters ? `${text.slice(0, Math.max(0, letters - 1))}…` : text;
}

function circle(radius: number): string {
  return `M${-radius},0a${radius},${radius} 0 1,1 ${2 * radius},0a${radius},${radius} 0 1,1 ${-2 * radius},0z`;
}

export function diamond(radius: number): string {
  const reach = radius * 1.12;
  return `M0,${-reach}L${reach},0L0,${reach}L${-reach},0z`;
}

export function cross(size: number): string {
  return `M${-size},${-size}L${size},${size}M${size},${-size}L${-size},${size}`;
}
