// Points for line charts out of a run's history: as many as can be seen, colours and dashes for layers. Pure.
import type { HistoryRow, LayerFigures, LossBucket } from '../../src/runs/history.ts';
import type { Point, Series } from './line-chart.ts';

/** Colours of the theme in the order that colour-blind people tell neighbours apart best; dashes tell the second round. */
const colors = ['--blue', '--orange', '--green', '--purple', '--red', '--yellow'];
const styles = ['line', 'dashed', 'dotted'] as const;

/** How the `index`-th of several lines looks. */
export function appearance(index: number): Pick<Series, 'color' | 'style'> {
  const style = styles[Math.floor(index / colors.length) % styles.length] ?? 'line';
  return { color: `var(${colors[index % colors.length]})`, style };
}

/** At most about `limit` points of the loss: neighbours merge, the band keeps their lowest and highest. */
export function lossPoints(buckets: readonly LossBucket[], limit: number): readonly Point[] {
  const size = Math.max(1, Math.ceil(buckets.length / limit));
  const points: Point[] = [];
  for (let start = 0; start < buckets.length; start += size) {
    let [low, high, sum, count, step] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0];
    for (let index = start; index < Math.min(start + size, buckets.length); index++) {
      const bucket = buckets[index] as LossBucket;
      low = Math.min(low, bucket.minimum);
      high = Math.max(high, bucket.maximum);
      sum += bucket.mean * bucket.count;
      count += bucket.count;
      step = bucket.step + bucket.count - 1;
    }
    points.push({ x: step, y: sum / count, low, high });
  }
  return points;
}

/** One figure of one layer over the kept rows, thinned to about `limit` points; the newest row always stays. */
export function figurePoints(rows: readonly HistoryRow[], layer: number, figure: keyof LayerFigures, limit: number): readonly Point[] {
  const stride = Math.max(1, Math.ceil(rows.length / limit));
  const points: Point[] = [];
  rows.forEach((row, index) => {
    if (index % stride !== 0 && index !== rows.length - 1) return;
    points.push({ x: row.step, y: row.layers[layer]?.[figure] ?? Number.NaN });
  });
  return points;
}
