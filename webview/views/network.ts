// The network as it is now: layers along the way, units as nodes filled by the chosen sample's activation, weights as
// edges, dead units as hollow diamonds. What is dense lies on a canvas beneath.
import { select } from 'd3';
import { canUnitsDie } from '../../src/runs/history.ts';
import { largestMagnitude } from '../charts/raster.ts';
import { formatCount, formatNumber, formatShort, plural } from '../format.ts';
import { type Root, type Section, setText } from '../section.ts';
import { divergingColor, inkOn } from '../theme.ts';
import type { Readout } from '../tooltip.ts';
import { observeWidth, type View, type ViewContext } from '../view.ts';
import { describeLayer, type EdgeHit, NetworkCanvas, shareAt } from './network-canvas.ts';
import { edgeLabelLimit, layOutNetwork, type NetworkLayout, type Place, type PlacedLayer, sampleShape } from './network-layout.ts';
import { createSampleChooser } from './sample-chooser.ts';
import { weightReadout } from './weight-maps.ts';

/** Values stand in nodes of at least this radius: side by side they need more room than one above the other. */
const valueRadius = { right: 12, down: 17 } as const;

export function createNetwork({ body, toolbar, summarize }: Section, context: ViewContext): View {
  const { state } = context;
  const { network } = state.run;
  const chooser = createSampleChooser(toolbar, context);
  const scroller = body.append('div').attr('class', 'network-scroller');
  const picture = scroller.append('div').attr('class', 'network-picture');
  const canvas = new NetworkCanvas(picture.append('canvas').attr('aria-hidden', 'true').node() as HTMLCanvasElement);
  const svg = picture.append('svg').attr('role', 'group').attr('aria-label', 'Network');
  const layersGroup = svg.append('g');
  const edgeLabels = svg.append('g').attr('class', 'edge-labels').attr('aria-hidden', 'true');
  createLegend(body, network.layers.some(canUnitsDie));

  let layout: NetworkLayout | null = null;
  let hit: EdgeHit | null = null;
  const observer = observeWidth(scroller.node() as HTMLDivElement, (width) => {
    layout = layOutNetwork(network, width);
    canvas.resize(layout);
    picture.style('width', `${layout.width}px`).style('height', `${layout.height}px`);
    svg.attr('width', layout.width).attr('height', layout.height).attr('viewBox', `0 0 ${layout.width} ${layout.height}`);
    createLayers(layout);
    update();
  });
  svg.on('pointermove', point).on('pointerleave', () => {
    context.tooltip.hide(svg);
    setHit(null);
  });

  function createLayers({ layers, direction }: NetworkLayout): void {
    layersGroup.selectAll('*').remove();
    for (const placed of layers) createLayer(layersGroup, placed, direction, context);
  }

  function update(): void {
    if (!layout) return;
    canvas.draw(state, context.theme.palette, hit);
    layersGroup.selectAll<SVGGElement, PlacedLayer>('g.layer').each(function (placed) {
      updateLayer(select(this), placed, context);
    });
    drawEdgeLabels(layout);
    chooser.update();
    const text = summaryText();
    summarize(text);
    svg.attr('aria-label', `Network. ${text}`);
  }

  /** The numbers on the edges of small networks. */
  function drawEdgeLabels({ links, layers, direction }: NetworkLayout): void {
    const labels = links.flatMap(({ from, to, kind }) => {
      const [source, target] = [layers.find(({ layer }) => layer === from), layers.find(({ layer }) => layer === to)];
      if (kind !== 'kernel' || source?.glyph.kind !== 'units' || target?.glyph.kind !== 'units') return [];
      const [sources, targets] = [source.glyph.places, target.glyph.places];
      const tensor = state.weights.tensors.find(({ layer, weight }) => layer === to && weight === 0);
      const right = direction === 'right';
      const first = right ? source.box.x + source.box.width : source.box.y + source.box.height;
      const length = (right ? target.box.x : target.box.y) - first;
      // Downwards there is only room beside the edges that meet in one unit.
      if (!tensor || sources.length * targets.length > edgeLabelLimit || length < 56 || (!right && targets.length > 1)) return [];
      return sources.flatMap((start, row) =>
        targets.map((end, column) => {
          const along = targets.length > 1 ? 0.3 : 0.42;
          const { now, before, shortName } = state.weights.row(tensor.start + row * targets.length + column);
          const share = shareAt(along);
          const place = right
            ? { x: first + along * length, y: start.y + (end.y - start.y) * share - 9 }
            : { x: start.x + (end.x - start.x) * share, y: first + along * length };
          return { ...place, text: `${shortName ?? ''} ${formatNumber(now ?? before)}` };
        }),
      );
    });
    edgeLabels
      .selectAll('text')
      .data(labels)
      .join('text')
      .attr('x', ({ x }) => x)
      .attr('y', ({ y }) => y)
      .attr('dy', '0.32em')
      .attr('text-anchor', 'middle')
      .each(function ({ text }) {
        setText(this as Element, text);
      });
  }

  function point(event: PointerEvent): void {
    const bounds = svg.node()?.getBoundingClientRect();
    if (!bounds || !layout) return;
    const place = { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
    const found = unitAt(layout, place);
    const edge = found ? null : canvas.hit(place);
    setHit(edge);
    const readout = found ? unitReadout(context, found) : edge ? edgeReadout(context, edge) : null;
    if (readout) context.tooltip.show(svg, readout, event.clientX, event.clientY);
    else context.tooltip.hide(svg);
  }

  function setHit(edge: EdgeHit | null): void {
    if (edge?.layer === hit?.layer && edge?.from === hit?.from && edge?.to === hit?.to) return;
    hit = edge;
    context.requestDraw();
  }

  function summaryText(): string {
    const dead = network.layers.reduce((sum, layer, index) => sum + (canUnitsDie(layer) ? deadUnits(context, index).length : 0), 0);
    const sizes = network.layers.flatMap((layer) => sampleShape(layer)?.join('×') ?? '?').join(' → ');
    const text = network.layers.length <= 8 ? sizes : plural(network.layers.length, 'layer');
    return dead > 0 ? `${text}. ${plural(dead, 'dead unit')}.` : `${text}.`;
  }

  return {
    update,
    dispose() {
      observer.dispose();
      context.tooltip.hide(svg);
    },
  };
}

interface UnitHit {
  readonly layer: number;
  readonly unit: number;
  /** Place in a feature map: row and column. */
  readonly position?: readonly [number, number];
}

/** Units that fired on none of the window's samples, once a window was seen. */
export function deadUnits({ state }: ViewContext, layer: number): readonly number[] {
  const silence = state.read('unitSilence', layer);
  const { windowSamples } = state.run.start;
  if (!silence || state.samplesSeen < windowSamples) return [];
  const dead: number[] = [];
  silence.forEach((samples, unit) => {
    if (samples >= windowSamples) dead.push(unit);
  });
  return dead;
}

function createLayer(parent: Root<SVGGElement>, placed: PlacedLayer, direction: NetworkLayout['direction'], context: ViewContext): void {
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
    kind.text(shorten(kindText(layer), Math.floor(label.width / 5.6)));
  } else {
    name.append('tspan').text(shorten(layer.name, letters));
    name
      .append('tspan')
      .attr('class', 'layer-kind')
      .attr('dx', 6)
      .text(shorten(kindText(layer), Math.max(0, letters - layer.name.length)));
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
    if (glyph.radius >= valueRadius[direction]) units.append('text').attr('dy', '0.34em').attr('text-anchor', 'middle');
  } else {
    group.append('path').attr('class', 'dead-marks');
    group.append('rect').attr('class', 'hit').attr('x', box.x).attr('y', box.y).attr('width', box.width).attr('height', box.height);
  }
}

function updateLayer(group: Root<SVGGElement>, placed: PlacedLayer, context: ViewContext): void {
  const { state, theme } = context;
  const layer = state.layer(placed.layer);
  if (!layer) return;
  const dead = canUnitsDie(layer) ? deadUnits(context, placed.layer) : [];
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

function unitAt({ layers }: NetworkLayout, { x, y }: Place): UnitHit | null {
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

function unitReadout(context: ViewContext, { layer, unit, position }: UnitHit): Readout {
  const { state } = context;
  const shape = sampleShape(state.layer(layer) as NonNullable<ReturnType<typeof state.layer>>) ?? [1];
  const channels = shape.at(-1) ?? 1;
  const values = state.read('sampleActivation', layer);
  const [row = 0, column = 0] = position ?? [];
  const index = position ? (row * (shape[1] ?? 1) + column) * channels + unit : unit;
  // In a flattened strip the cell is a value of its own; units are what the last dimension counts.
  const channel = unit % channels;
  const silence = state.read('unitSilence', layer)?.[channel];
  const bias = state.weights.tensors.find((tensor) => tensor.layer === layer && tensor.name.endsWith('/bias'));
  const dead = deadUnits(context, layer).includes(channel);
  const at = position ? `, row ${row}, column ${column}` : '';
  const name = state.layer(layer)?.type === 'Input' ? (state.run.featureNames?.[unit] ?? `value ${unit + 1}`) : `unit ${unit + 1}`;
  return {
    title: `${state.layer(layer)?.name}, ${name}${at}`,
    lines: [
      ...(values ? [{ label: `sample ${state.sample}`, value: formatNumber(values[index]) }] : []),
      { label: 'mean over the batch', value: formatNumber(state.read('unitMean', layer)?.[channel]) },
      ...(bias ? [{ label: 'bias', value: formatNumber(state.weights.row(bias.start + channel).now) }] : []),
      ...(silence === undefined ? [] : [{ label: 'silent for', value: plural(silence, 'sample') }]),
    ],
    note: dead ? `Dead: it fired on none of the last ${plural(state.run.start.windowSamples, 'sample')}.` : undefined,
  };
}

function edgeReadout(context: ViewContext, { layer, from, to }: EdgeHit): Readout | null {
  const { weights } = context.state;
  const tensor = weights.tensors.find((one) => one.layer === layer && one.weight === 0);
  return tensor ? weightReadout(context, tensor.start + from * (tensor.shape.at(-1) ?? 1) + to) : null;
}

function createLegend(body: Root<HTMLDivElement>, canDie: boolean): void {
  const legend = body.append('ul').attr('class', 'legend');
  const key = (text: string, draw: (svg: Root<SVGSVGElement>) => void) => {
    const item = legend.append('li');
    draw(item.append('svg').attr('width', 16).attr('height', 12).attr('viewBox', '-8 -6 16 12').attr('aria-hidden', 'true'));
    item.append('span').text(text);
  };
  key('positive', (svg) => svg.append('path').attr('class', 'key-positive').attr('d', 'M-8,0H8'));
  key('negative', (svg) => svg.append('path').attr('class', 'key-negative').attr('d', 'M-8,0H8'));
  if (!canDie) return;
  key('dead: never fires', (svg) => {
    svg.append('path').attr('class', 'key-dead').attr('d', diamond(5.5));
    svg.append('path').attr('class', 'key-dead').attr('d', cross(1.8));
  });
}

function kindText(layer: Parameters<typeof describeLayer>[0]): string {
  const shape = sampleShape(layer)?.join('×') ?? '?';
  return `${describeLayer(layer)} · ${shape}`;
}

function shorten(text: string, letters: number): string {
  return text.length > letters ? `${text.slice(0, Math.max(0, letters - 1))}…` : text;
}

function circle(radius: number): string {
  return `M${-radius},0a${radius},${radius} 0 1,1 ${2 * radius},0a${radius},${radius} 0 1,1 ${-2 * radius},0z`;
}

function diamond(radius: number): string {
  const reach = radius * 1.12;
  return `M0,${-reach}L${reach},0L0,${reach}L${-reach},0z`;
}

function cross(size: number): string {
  return `M${-size},${-size}L${size},${size}M${size},${-size}L${-size},${size}`;
}
