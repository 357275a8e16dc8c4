// The network as it is now: layers along the way, units as nodes filled by the chosen sample's activation, weights as
// edges, dead units as hollow diamonds. What is dense lies on a canvas beneath.
import { select } from 'd3';
import { formatNumber, plural } from '../../src/figures.ts';
import { canUnitsDie } from '../../src/runs/history.ts';
import { type Root, type Section, setText } from '../section.ts';
import { observeWidth, type View, type ViewContext } from '../view.ts';
import { type EdgeHit, NetworkCanvas, shareAt } from './network-canvas.ts';
import { createLayer, cross, diamond, updateLayer } from './network-layer.ts';
import { edgeLabelLimit, edgeLabelWidth, layOutNetwork, type NetworkLayout, type PlacedLayer, sampleShape } from './network-layout.ts';
import { edgeReadout, unitAt, unitReadout } from './network-readout.ts';
import { createSampleChooser } from './sample-chooser.ts';

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
    if (width === 0) return;
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
      const along = targets.length > 1 ? 0.3 : 0.42;
      const share = shareAt(along);
      // Downwards there is only room beside the edges that meet in one unit, and only where one label leaves the next its place.
      const gap = Math.abs((sources[1]?.x ?? Number.POSITIVE_INFINITY) - (sources[0]?.x ?? 0)) * (1 - share);
      if (!right && gap < edgeLabelWidth) return [];
      if (!tensor || sources.length * targets.length > edgeLabelLimit || length < 56 || (!right && targets.length > 1)) return [];
      return sources.flatMap((start, row) =>
        targets.map((end, column) => {
          const { now, before, shortName } = state.weights.row(tensor.start + row * targets.length + column);
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
    const dead = network.layers.reduce((sum, layer, index) => sum + (canUnitsDie(layer) ? (state.deadUnits(index)?.length ?? 0) : 0), 0);
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
