// The vertical scale of line charts and its ticks. Pure.
import { scaleLinear, scaleLog } from 'd3';
import type { LineChartData, LineChartOptions } from './line-chart.ts';

export type Scale = ReturnType<typeof scaleLinear<number, number>> | ReturnType<typeof scaleLog<number, number>>;

/** As far as the lines go, and the healthy region with a margin. */
export function yScale({ series, logarithmic }: LineChartData, healthy: LineChartOptions['healthy']): Scale {
  // Bands reach as far as they like and are cut: one spike must not flatten the line.
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { points } of series) {
    for (const { y } of points) {
      if (!Number.isFinite(y) || (logarithmic && y <= 0)) continue;
      if (y < low) low = y;
      if (y > high) high = y;
    }
  }
  if (healthy) [low, high] = [Math.min(low, healthy.low / 2), Math.max(high, healthy.high * 2)];
  if (low > high) [low, high] = logarithmic ? [0.1, 1] : [0, 1];
  if (logarithmic) return scaleLog().domain(low === high ? [low / 2, high * 2] : [low / 1.15, high * 1.15]);
  if (low >= 0) low = 0;
  if (low === high) high = low + 1;
  return scaleLinear().domain([low, high + (high - low) * 0.04]);
}

/** Powers of ten, thinned; where fewer than two lie in the domain, 1, 2 and 5 times them. */
export function logTicks(domain: readonly [number, number], height: number): readonly number[] {
  const [first, last] = [Math.ceil(Math.log10(domain[0])), Math.floor(Math.log10(domain[1]))];
  const room = Math.max(2, Math.floor(height / 28));
  if (last - first < 1) {
    const powers = [first - 1, first, first + 1].map((exponent) => 10 ** exponent);
    return powers.flatMap((power) => [power, 2 * power, 5 * power]).filter((tick) => tick >= domain[0] && tick <= domain[1]);
  }
  const stride = Math.ceil((last - first + 1) / room);
  return Array.from({ length: Math.floor((last - first) / stride) + 1 }, (_, index) => 10 ** (first + index * stride));
}
