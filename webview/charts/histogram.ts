// A histogram as an outline, with the mean and one deviation either side below it. A bin that towers above the others
// (the zeros of a ReLU) is cut, and shows that it is.
import { formatTick } from '../../src/figures.ts';
import { type Root, setText } from '../section.ts';
import { observeWidth } from '../view.ts';

export interface HistogramData {
  readonly low: number;
  readonly high: number;
  readonly counts: Float32Array;
  readonly mean: number;
  readonly deviation: number;
}

const plotHeight = 56;
const height = 84;
/** A bin may be this many times as high as the next one before it is cut. */
const towering = 2.2;

export class Histogram {
  readonly #root: Root<SVGSVGElement>;
  readonly #outline: Root<SVGPathElement>;
  readonly #cut: Root<SVGPathElement>;
  readonly #spread: Root<SVGPathElement>;
  readonly #mean: Root<SVGCircleElement>;
  readonly #zero: Root<SVGPathElement>;
  readonly #ticks: readonly Root<SVGTextElement>[];
  readonly #base: Root<SVGPathElement>;
  readonly #observer: { dispose(): void };
  #width = 0;
  #latest: readonly [HistogramData, string] | null = null;

  constructor(parent: Root<HTMLDivElement>) {
    this.#root = parent
      .append('svg')
      .attr('class', 'histogram')
      .attr('role', 'img')
      .attr('aria-label', 'Distribution')
      .attr('height', height);
    this.#zero = this.#root.append('path').attr('class', 'zero');
    this.#outline = this.#root.append('path').attr('class', 'outline');
    this.#base = this.#root.append('path').attr('class', 'base');
    this.#cut = this.#root.append('path').attr('class', 'cut');
    this.#spread = this.#root.append('path').attr('class', 'spread');
    this.#mean = this.#root
      .append('circle')
      .attr('class', 'mean')
      .attr('r', 3)
      .attr('cy', plotHeight + 9);
    this.#ticks = (['start', 'middle', 'end'] as const).map((anchor) =>
      this.#root
        .append('text')
        .attr('text-anchor', anchor)
        .attr('y', height - 3),
    );
    this.#observer = observeWidth(parent.node() as HTMLDivElement, (width) => {
      this.#width = width;
      this.#root.attr('width', width);
      this.#base.attr('d', `M0,${plotHeight + 0.5}H${width}`);
      this.#draw();
    });
  }

  update(data: HistogramData, name: string): void {
    this.#latest = [data, name];
    this.#draw();
  }

  dispose(): void {
    this.#observer.dispose();
  }

  #draw(): void {
    const width = this.#width;
    if (!this.#latest || width === 0) return;
    const [{ low, high, counts, mean, deviation }, name] = this.#latest;
    const span = high - low;
    const x = (value: number) => (span > 0 ? ((value - low) / span) * width : width / 2);
    const sorted = counts.toSorted();
    const [second = 0, first = 0] = sorted.slice(-2);
    const isCut = first > towering * second && second > 0;
    const top = isCut ? second * towering : first;
    const step = width / counts.length;
    let outline = `M0,${plotHeight}`;
    let cut = '';
    counts.forEach((count, bin) => {
      const y = top > 0 ? plotHeight - Math.min(1, count / top) * (plotHeight - 3) : plotHeight;
      outline += `V${y.toFixed(1)}H${((bin + 1) * step).toFixed(1)}`;
      if (isCut && count === first) cut += `M${(bin * step - 2).toFixed(1)},11l${(step + 4).toFixed(1)},-4`;
    });
    this.#outline.attr('d', `${outline}V${plotHeight}z`);
    this.#cut.attr('d', cut);
    const spread = [x(mean - deviation), x(mean + deviation)].map((at) => Math.max(0, Math.min(width, at)).toFixed(1));
    this.#spread.attr('d', `M${spread[0]},${plotHeight + 9}H${spread[1]}`);
    this.#mean.attr('cx', Math.max(3, Math.min(width - 3, x(mean))).toFixed(1));
    this.#zero.attr('d', low < 0 && high > 0 ? `M${x(0).toFixed(1)},0V${plotHeight}` : '');
    const texts: readonly [number, string][] = [
      [0, formatTick(low)],
      [x(0), low < 0 && high > 0 && x(0) > 50 && x(0) < width - 50 ? '0' : ''],
      [width, formatTick(high)],
    ];
    texts.forEach(([at, text], index) => {
      this.#ticks[index]?.attr('x', at.toFixed(1));
      setText(this.#ticks[index]?.node() ?? null, text);
    });
    this.#root.attr('aria-label', name);
  }
}
