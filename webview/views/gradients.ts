// Gradients and updates of each layer over time, on log scales: whether learning reaches the first layers, and whether
// steps are of a healthy size.

import { formatCount, formatNumber } from '../../src/figures.ts';
import { LineChart, type Series } from '../charts/line-chart.ts';
import { appearance, figurePoints } from '../charts/series.ts';
import { createTableAlternative, type Section } from '../section.ts';
import type { View, ViewContext } from '../view.ts';

/**
 * Norm of a step's update over the norm of the weights: about a thousandth is healthy; far less learns nothing, far
 * more forgets at every step (cs231n, "Ratio of weights:updates").
 */
const healthyRatio = { low: 1e-4, high: 1e-2, label: 'healthy: 1e-4 … 1e-2' };

export function createGradients({ body, summarize }: Section, context: ViewContext): View {
  const { state } = context;
  const layers = state.run.network.layers.flatMap((layer, index) =>
    layer.weights.some(({ trainable }) => trainable) && state.index.section('gradientSummary', index) ? [{ name: layer.name, index }] : [],
  );
  if (layers.length === 0) return { update: () => summarize('No gradients are measured in this run.') };
  const letters = Math.max(...layers.map(({ name }) => name.length));
  const chart = (title: string, height: number, healthy?: typeof healthyRatio) => {
    body.append('h3').text(title);
    return new LineChart(body.append('div').attr('class', 'chart'), context, { name: title, height, letters, ...(healthy && { healthy }) });
  };
  const gradient = chart('Gradient norm', 160);
  const ratio = chart('Update ∕ weight norm', 150, healthyRatio);
  const table = createTableAlternative(body, {
    caption: 'Gradient norm and update ratio of each layer now',
    columns: ['Layer', 'Gradient norm', 'Update ratio'],
    rows: () =>
      layers.map(({ name, index }) => {
        const figures = state.figures[index];
        return [name, formatNumber(figures?.gradientNorm), formatNumber(figures?.updateRatio)];
      }),
  });

  function seriesOf(figure: 'gradientNorm' | 'updateRatio', limit: number): readonly Series[] {
    return layers.map(({ name, index }, position) => ({
      label: name,
      ...appearance(position),
      emphasis: state.focus === index,
      points: figurePoints(state.history.rows, index, figure, limit),
    }));
  }

  function summaryText(): string {
    const norms = layers.flatMap(({ name, index }) => {
      const norm = state.figures[index]?.gradientNorm;
      return norm === null || norm === undefined ? [] : [{ name, norm }];
    });
    const [first, last] = [norms[0], norms.at(-1)];
    if (!first || !last || !state.frame?.step) return 'No gradient was computed yet.';
    if (first === last) return `Gradient norm of ${first.name}: ${formatNumber(first.norm)}.`;
    if (first.norm === 0) return `No gradient reaches ${first.name}: its norm is 0.`;
    const times = last.norm / first.norm;
    const comparison = times >= 1 ? `${formatNumber(times)} times smaller` : `${formatNumber(1 / times)} times larger`;
    return `${first.name} ${formatNumber(first.norm)}, ${last.name} ${formatNumber(last.norm)}: the first layer's is ${comparison}.`;
  }

  return {
    update() {
      const text = summaryText();
      const until = state.frame?.step ?? 0;
      summarize(text);
      gradient.update({ series: seriesOf('gradientNorm', gradient.resolution), logarithmic: true, until, summary: text });
      const outside = layers.filter(({ index }) => {
        const value = state.figures[index]?.updateRatio;
        return typeof value === 'number' && (value < healthyRatio.low || value > healthyRatio.high);
      });
      const health = outside.length === 0 ? 'All within the healthy band.' : `${formatCount(outside.length)} outside the healthy band.`;
      ratio.update({ series: seriesOf('updateRatio', ratio.resolution), logarithmic: true, until, summary: health });
      table.update();
    },
    dispose() {
      gradient.dispose();
      ratio.dispose();
    },
  };
}
