// Loss of every step (mean and range), of every epoch and of validation; the metrics below it.

import { formatCount, formatNumber } from '../../src/figures.ts';
import { LineChart, type Series } from '../charts/line-chart.ts';
import { appearance, lossPoints } from '../charts/series.ts';
import { createToggle } from '../controls.ts';
import { createTableAlternative, type Section } from '../section.ts';
import type { View, ViewContext } from '../view.ts';

const lossColor = 'var(--blue)';
const validationColor = 'var(--orange)';
const validationLabel = 'validation';

export function createLoss({ body, toolbar, summarize }: Section, context: ViewContext): View {
  const { state, memory } = context;
  const { plan, start } = state.run;
  let logarithmic = memory.recall('loss/logarithmic') === true;
  createToggle(toolbar, 'log', 'log scale', logarithmic, (on) => {
    logarithmic = on;
    memory.remember('loss/logarithmic', on);
    update();
  });

  const labels = plan.metrics.map(({ label }) => label);
  const letters = Math.max(validationLabel.length, ...labels.map((label) => label.length + 4));
  const heading = (step: number) => {
    const epoch = Math.max(1, Math.ceil(step / start.stepsPerEpoch));
    return `Step ${formatCount(Math.round(step))} · epoch ${formatCount(epoch)}`;
  };
  const loss = new LineChart(body.append('div').attr('class', 'chart'), context, { name: 'Loss', height: 190, letters, heading });
  const metrics =
    plan.metrics.length > 0
      ? new LineChart(body.append('div').attr('class', 'chart'), context, { name: 'Metrics', height: 110, letters, heading })
      : null;
  const table = createTableAlternative(body, {
    caption: 'Loss and metrics of each epoch',
    columns: ['Epoch', 'Loss', ...labels, 'Validation loss', ...labels.map((label) => `Validation ${label}`)],
    rows: () =>
      state.history.epochs.map(({ epoch, loss: mean, metrics: values, validation }) => [
        formatCount(epoch),
        formatNumber(mean),
        ...labels.map((label) => formatNumber(values[label])),
        formatNumber(validation?.loss),
        ...labels.map((label) => formatNumber(validation?.metrics[label])),
      ]),
  });

  function update(): void {
    const { epochs, losses } = state.history;
    const validation = epochs.flatMap(({ step, validation: held }) => (held ? [{ x: step, y: held.loss }] : []));
    const series: Series[] = [
      { label: 'batch', color: lossColor, points: lossPoints(losses, loss.resolution), style: 'line' },
      { label: 'epoch', color: 'var(--text)', points: epochs.map((record) => ({ x: record.step, y: record.loss })), style: 'line' },
      ...(validation.length > 0 ? [{ label: validationLabel, color: validationColor, points: validation, style: 'dashed' as const }] : []),
    ];
    const text = summaryText();
    loss.update({ series: series.filter(({ points }) => points.length > 0), logarithmic, until: state.frame?.step ?? 0, summary: text });
    summarize(text);
    metrics?.update({ series: metricSeries(), logarithmic: false, until: state.frame?.step ?? 0, summary: metricText() });
    table.update();
  }

  function metricSeries(): readonly Series[] {
    const { epochs } = state.history;
    return labels.flatMap((label, index) => {
      const { color } = appearance(index + 2);
      const train = epochs.map(({ step, metrics: values }) => ({ x: step, y: values[label] ?? Number.NaN }));
      const held = epochs.flatMap(({ step, validation }) => (validation ? [{ x: step, y: validation.metrics[label] ?? Number.NaN }] : []));
      return [
        { label, color, points: train, style: 'line' as const },
        ...(held.length > 0 ? [{ label: `val ${label}`, color, points: held, style: 'dashed' as const }] : []),
      ];
    });
  }

  function summaryText(): string {
    const { frame, history } = state;
    if (!frame || history.losses.length === 0) return 'No step was made yet.';
    const first = history.losses[0]?.mean;
    const epoch = history.epochs.at(-1);
    const now = `Loss ${formatNumber(frame.loss)} at step ${formatCount(frame.step)}, ${formatNumber(first)} at the start`;
    const held = epoch?.validation ? `; validation ${formatNumber(epoch.validation.loss)}` : '';
    return `${now}${held}.`;
  }

  function metricText(): string {
    const last = state.history.epochs.at(-1);
    if (!last) return 'No epoch has ended yet.';
    return `${labels.map((label) => `${label} ${formatNumber(last.metrics[label])}`).join(', ')} after epoch ${formatCount(last.epoch)}.`;
  }

  return {
    update,
    dispose() {
      loss.dispose();
      metrics?.dispose();
    },
  };
}
