// A line chart over steps: bands, lines, marks, labels at the lines' ends, a crosshair with a readout for pointer and
// keyboard. It knows nothing of what it shows.
import { area as areaOf, bisector, line as lineOf, scaleLinear } from 'd3';
import { formatCount, formatNumber, formatTick } from '../../src/figures.ts';
import { type Root, setText } from '../section.ts';
import { observeWidth, type ViewContext } from '../view.ts';
import { placeLabels } from './labels.ts';
import { logTicks, type Scale, yScale } from './scales.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
  /** Edges of the band around the line. */
  readonly low?: number;
  readonly high?: number;
}

export interface Series {
  readonly label: string;
  /** A CSS colour. */
  readonly color: string;
  /** In the order of x. What is not a number, or not positive on a log scale, leaves a gap. */
  readonly points: readonly Point[];
  readonly style: 'line' | 'dashed' | 'dotted' | 'marks';
  readonly emphasis?: boolean;
}

export interface LineChartOptions {
  /** The accessible name. */
  readonly name: string;
  readonly height: number;
  /** Letters of the longest label: charts below each other reserve the same room. */
  readonly letters: number;
  /** A region of y that is healthy, shaded. */
  readonly healthy?: { readonly low: number; readonly high: number; readonly label: string };
  /** The readout's heading for a step. */
  readonly heading?: (x: number) => string;
}

export interface LineChartData {
  readonly series: readonly Series[];
  readonly logarithmic: boolean;
  /** The largest x, so that charts of one run share their axis. */
  readonly until: number;
  readonly summary: string;
}

const bottom = 20;
const top = 8;
const left = 44;
/** An average letter's width at the labels' size. */
const letterWidth = 6.1;
let clipCount = 0;
const xBisector = bisector((point: Point) => point.x).center;

export class LineChart {
  readonly #root: Root<SVGSVGElement>;
  readonly #layers: Readonly<Record<'healthy' | 'grid' | 'bands' | 'lines' | 'marks' | 'labels' | 'cross' | 'xAxis', Root<SVGGElement>>>;
  readonly #clip: Root<SVGRectElement>;
  readonly #options: LineChartOptions;
  readonly #context: ViewContext;
  readonly #observer: { dispose(): void };
  #width = 0;
  #data: LineChartData | null = null;
  #x = scaleLinear();
  #y: Scale = scaleLinear();
  /** The x under the crosshair, and where in the window its readout stands. */
  #cross: { x: number; at: readonly [number, number] } | null = null;

  constructor(parent: Root<HTMLDivElement>, context: ViewContext, options: LineChartOptions) {
    this.#options = options;
    this.#context = context;
    this.#root = parent
      .append('svg')
      .attr('class', 'line-chart')
      .attr('role', 'img')
      .attr('tabindex', 0)
      .attr('aria-label', options.name)
      .attr('height', options.height);
    const clipId = `plot-${++clipCount}`;
    this.#clip = this.#root.append('clipPath').attr('id', clipId).append('rect');
    const group = (name: string, clipped = false) =>
      this.#root
        .append('g')
        .attr('class', name)
        .attr('clip-path', clipped ? `url(#${clipId})` : null);
    this.#layers = {
      healthy: group('healthy', true),
      grid: group('grid'),
      xAxis: group('x-axis'),
      bands: group('bands', true),
      lines: group('lines', true),
      marks: group('marks', true),
      cross: group('cross'),
      labels: group('labels'),
    };
    this.#root
      .on('pointermove', (event: PointerEvent) => this.#point(event))
      .on('pointerleave blur', () => this.#leave())
      .on('keydown', (event: KeyboardEvent) => this.#step(event));
    const node = parent.node();
    this.#observer = node
      ? observeWidth(node, (width) => {
          this.#width = width;
          this.#draw();
        })
      : { dispose() {} };
  }

  update(data: LineChartData): void {
    this.#data = data;
    this.#draw();
  }

  /** How many points are worth drawing: about one every one and a half pixels. */
  get resolution(): number {
    return Math.max(50, Math.round(this.#width / 1.5));
  }

  dispose(): void {
    this.#observer.dispose();
    this.#leave();
  }

  #draw(): void {
    const [data, width] = [this.#data, this.#width];
    if (!data || width === 0) return;
    const { height } = this.#options;
    const right = Math.max(24, Math.min(22 + this.#options.letters * letterWidth, width * 0.3));
    this.#root.attr('width', width).attr('viewBox', `0 0 ${width} ${height}`).attr('aria-label', `${this.#options.name}. ${data.summary}`);
    // A mark at the edge keeps its whole round.
    this.#clip
      .attr('x', left - 4)
      .attr('y', 0)
      .attr('width', Math.max(0, width - left - right + 8))
      .attr('height', height - bottom + 1);
    this.#x = scaleLinear([0, Math.max(1, data.until)], [left, width - right]);
    this.#y = yScale(data, this.#options.healthy).range([height - bottom, top]) as Scale;
    this.#drawAxes(data.logarithmic, width - right);
    this.#drawHealthy(width - right);
    this.#drawSeries(data.series);
    this.#drawLabels(data.series, width, right);
    this.#drawCross();
  }

  #drawAxes(logarithmic: boolean, end: number): void {
    const y = this.#y;
    const { height } = this.#options;
    const ticks = logarithmic ? logTicks(y.domain() as [number, number], height) : y.ticks(Math.max(2, Math.floor(height / 40)));
    const rows = this.#layers.grid
      .selectAll<SVGGElement, number>('g')
      .data(ticks)
      .join((enter) => {
        const row = enter.append('g');
        row.append('line');
        row.append('text').attr('dy', '0.32em').attr('text-anchor', 'end');
        return row;
      })
      .attr('transform', (tick) => `translate(0,${y(tick).toFixed(1)})`);
    rows.select('line').attr('x1', left).attr('x2', end);
    rows
      .select('text')
      .attr('x', left - 6)
      .text(formatTick);
    const x = this.#x;
    const count = Math.max(2, Math.floor((end - left) / 70));
    this.#layers.xAxis.attr('transform', `translate(0,${height - 5})`);
    this.#layers.xAxis
      .selectAll<SVGTextElement, number>('text')
      .data(x.ticks(count).filter((tick) => Number.isInteger(tick) && (tick === 0 || x(tick) > left + 56)))
      .join('text')
      .attr('x', (tick) => x(tick))
      .attr('text-anchor', (tick) => (tick === 0 ? 'start' : 'middle'))
      .text((tick) => (tick === 0 ? 'step 0' : formatTick(tick)));
  }

  #drawHealthy(end: number): void {
    const { healthy } = this.#options;
    if (!healthy) return;
    const [high, low] = [this.#y(healthy.high), this.#y(healthy.low)];
    const group = this.#layers.healthy.selectAll('g').data([healthy]);
    const entered = group.enter().append('g');
    entered.append('rect');
    entered.append('text');
    const all = group.merge(entered as never);
    all
      .select('rect')
      .attr('x', left)
      .attr('width', end - left)
      .attr('y', high)
      .attr('height', Math.max(0, low - high));
    all
      .select('text')
      .attr('x', left + 6)
      .attr('y', low - 5)
      .text(healthy.label);
  }

  #drawSeries(series: readonly Series[]): void {
    const [x, y] = [this.#x, this.#y];
    const isDrawn = ({ y: value }: Point) => Number.isFinite(y(value));
    const line = lineOf<Point>(
      (point) => x(point.x),
      (point) => y(point.y),
    )
      .defined(isDrawn)
      .digits(1);
    const [, lowest] = y.range() as [number, number];
    const clampBand = (value: number) => (Number.isFinite(y(value)) ? y(value) : lowest);
    const band = areaOf<Point>()
      .x((point) => x(point.x))
      .y0((point) => clampBand(point.low ?? point.y))
      .y1((point) => clampBand(point.high ?? point.y))
      .defined(isDrawn)
      .digits(1);
    this.#layers.bands
      .selectAll('path')
      .data(series.filter(({ points }) => points[0]?.low !== undefined))
      .join('path')
      .style('fill', ({ color }) => color)
      .attr('d', ({ points }) => band(points as Point[]));
    this.#layers.lines
      .selectAll('path')
      .data(series.filter(({ style }) => style !== 'marks'))
      .join('path')
      .attr('class', ({ style, emphasis }) => `${style}${emphasis ? ' emphasis' : ''}`)
      .style('stroke', ({ color }) => color)
      .attr('d', ({ points }) => line(points as Point[]));
    const marks = series.flatMap(({ style, points, color }) =>
      style === 'marks' || points.length === 1 ? points.filter(isDrawn).map((point) => ({ point, color })) : [],
    );
    this.#layers.marks
      .selectAll('circle')
      .data(marks.length > 160 ? [] : marks)
      .join('circle')
      .attr('r', marks.length > 60 ? 1.5 : 2.5)
      .style('fill', ({ color }) => color)
      .attr('cx', ({ point }) => x(point.x).toFixed(1))
      .attr('cy', ({ point }) => y(point.y).toFixed(1));
  }

  #drawLabels(series: readonly Series[], width: number, right: number): void {
    const { height } = this.#options;
    const wanted = series
      .map((one) => ({ one, last: one.points.findLast(({ y }) => Number.isFinite(this.#y(y))) }))
      .flatMap(({ one, last }) => (last ? [{ ...one, y: this.#y(last.y) }] : []));
    const placed = placeLabels(wanted, 12, top + 4, height - bottom);
    const letters = Math.floor((right - 16) / letterWidth);
    const groups = this.#layers.labels
      .selectAll<SVGGElement, (typeof placed)[number]>('g')
      .data(placed)
      .join((enter) => {
        const group = enter.append('g');
        group.append('line').attr('x1', 4).attr('x2', 12);
        group.append('text').attr('x', 15).attr('dy', '0.32em');
        group.append('title');
        return group;
      })
      .attr('transform', ({ at }) => `translate(${width - right},${at.toFixed(1)})`);
    groups
      .select('line')
      .style('stroke', ({ color }) => color)
      .attr('class', ({ style }) => style);
    groups.select('text').each(function ({ label }) {
      setText(this as Element, label.length > letters ? `${label.slice(0, letters - 1)}…` : label);
    });
    groups.select('title').each(function ({ label }) {
      setText(this as Element, label);
    });
  }

  #drawCross(): void {
    const cross = this.#cross;
    this.#layers.cross
      .selectAll('line')
      .data(cross ? [cross] : [])
      .join('line')
      .attr('x1', ({ x }) => this.#x(x))
      .attr('x2', ({ x }) => this.#x(x))
      .attr('y1', top)
      .attr('y2', this.#options.height - bottom);
    if (!cross || !this.#data) return;
    const near = this.#data.series.flatMap((series) => {
      const point = series.points[xBisector(series.points as Point[], cross.x)];
      return point ? [{ series, point }] : [];
    });
    const ys = near.filter(({ point }) => Number.isFinite(this.#y(point.y)));
    this.#layers.cross
      .selectAll('circle')
      .data(ys)
      .join('circle')
      .attr('r', 3)
      .style('fill', ({ series }) => series.color)
      .attr('cx', ({ point }) => this.#x(point.x))
      .attr('cy', ({ point }) => this.#y(point.y));
    this.#context.tooltip.show(
      this,
      {
        title: this.#options.heading?.(cross.x) ?? `Step ${formatCount(Math.round(cross.x))}`,
        lines: near.map(({ series, point }) => ({ label: series.label, color: series.color, value: rangeText(point) })),
      },
      ...cross.at,
    );
  }

  #point(event: PointerEvent): void {
    const bounds = this.#root.node()?.getBoundingClientRect();
    if (!bounds) return;
    this.#moveTo(this.#x.invert(event.clientX - bounds.left), [event.clientX, event.clientY]);
  }

  #step(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.#leave();
    const direction = { ArrowLeft: -1, ArrowRight: 1, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY }[event.key];
    const bounds = this.#root.node()?.getBoundingClientRect();
    if (direction === undefined || !bounds) return;
    event.preventDefault();
    const [first = 0, last = 1] = this.#x.domain();
    const from = this.#cross?.x ?? last;
    const to = Math.max(first, Math.min(last, from + (direction * (last - first)) / 40));
    this.#moveTo(to, [bounds.left + this.#x(to), bounds.top + this.#options.height / 2]);
  }

  /** The crosshair keeps to steps that the longest series has. */
  #moveTo(x: number, at: readonly [number, number]): void {
    const longest = this.#data?.series.reduce((one, other) => (other.points.length > one.points.length ? other : one));
    const point = longest?.points[xBisector(longest.points as Point[], x)];
    if (!point) return;
    this.#cross = { x: point.x, at };
    this.#drawCross();
  }

  #leave(): void {
    this.#cross = null;
    this.#drawCross();
    this.#context.tooltip.hide(this);
  }
}

function rangeText({ y, low, high }: Point): string {
  if (low === undefined || high === undefined || low === high) return formatNumber(y);
  return `${formatNumber(y)} (${formatNumber(low)} … ${formatNumber(high)})`;
}
