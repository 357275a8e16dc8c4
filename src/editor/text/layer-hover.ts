// What a hover says of a layer: what it is, and, once trained, how it does. Pure: the result is Markdown.

import { formatCount, formatFraction, formatNumber, formatParameters } from '../../figures.ts';
import type { Layer } from '../../network/network.ts';
import { formatSampleShape } from '../../network/shape.ts';
import type { RunStatus } from '../../protocol/dashboard.ts';
import type { HistoryRow, LayerFigures } from '../../runs/history.ts';
import { type SparklineStyle, sparkline } from './sparkline.ts';

/** What a hover needs of the run that trained the layer. */
export interface TrainedLayer {
  /** Index of the layer in the run's network. */
  readonly layer: number;
  readonly rows: readonly HistoryRow[];
  /** Figures of the newest frame. */
  readonly figures: LayerFigures;
  /** Units of the layer that can die; `null` where they cannot. */
  readonly units: number | null;
  readonly step: number;
  readonly status: RunStatus;
  readonly stale: boolean;
  /** `null` unless the data is synthetic. */
  readonly synthetic: string | null;
}

/** `**conv2d** · Conv2D · 28×28×1 → 26×26×32` and the lines below it. */
export function layerMarkdown(layer: Layer, trained: TrainedLayer | null, style: SparklineStyle): string {
  const { name, type, refusal } = layer;
  const lines = [`**${escapeMarkdown(name)}** · ${escapeMarkdown(type)} · \`${flow(layer)}\``];
  const remark = refusal ? `$(error) ${escapeMarkdown(refusal.message)}` : costs(layer);
  if (remark !== '') lines.push('', remark);
  if (trained) lines.push('', '---', '', ...trainedLines(trained, style));
  return lines.join('\n');
}

function flow({ inputShapes, outputShape }: Layer): string {
  const output = outputShape ? formatSampleShape(outputShape) : 'shape unknown';
  return inputShapes.length > 0 ? `${inputShapes.map(formatSampleShape).join(', ')} → ${output}` : output;
}

/** `(3·3·1 + 1)·32 = 320 parameters · 194,688 multiply-adds a sample`. */
function costs({ type, parameters, arithmetic, multiplyAdds }: Layer): string {
  if (type === 'Input') return '';
  const parts = [];
  if (parameters === null) parts.push('parameters unknown');
  else if (parameters === 0) parts.push('no parameters');
  else parts.push(arithmetic ? `\`${arithmetic}\` ${parameters === 1 ? 'parameter' : 'parameters'}` : formatParameters(parameters));
  if (multiplyAdds) parts.push(`${formatCount(multiplyAdds)} multiply-adds a sample`);
  return parts.join(' · ');
}

function trainedLines(trained: TrainedLayer, style: SparklineStyle): readonly string[] {
  const { figures, units, layer, rows } = trained;
  const series = (key: keyof LayerFigures) => rows.map((row) => row.layers[layer]?.[key] ?? null);
  const table: string[] = [];
  const add = (label: string, value: string, line: string | undefined) =>
    table.push(`| ${label}&emsp; | ${value}&emsp; | ${line ? `![over the run](${line})` : ''} |`);
  if (figures.activationMean !== null && figures.activationStd !== null) {
    const value = `${formatNumber(figures.activationMean)} ± ${formatNumber(figures.activationStd)}`;
    add('Activation, mean ± std', value, sparkline(series('activationMean'), style));
  }
  if (figures.deadFraction !== null && units !== null) {
    const value = `${formatCount(Math.round(figures.deadFraction * units))} of ${formatCount(units)} · ${formatFraction(figures.deadFraction)}`;
    add('Dead units', value, sparkline(series('deadFraction'), style));
  }
  if (figures.saturatedFraction !== null) {
    add('Saturated', formatFraction(figures.saturatedFraction), sparkline(series('saturatedFraction'), style));
  }
  if (figures.gradientNorm !== null)
    add('Gradient norm', formatNumber(figures.gradientNorm), sparkline(series('gradientNorm'), style, true));
  if (figures.updateRatio !== null) add('Update ratio', formatNumber(figures.updateRatio), sparkline(series('updateRatio'), style, true));
  const heading = `${statusText[trained.status]} at step ${formatCount(trained.step)}${trained.stale ? ' · out of date: the source has changed since' : ''}`;
  const lines = [`*${heading}*`];
  if (trained.synthetic !== null) lines.push('', `$(warning) Synthetic data: ${escapeMarkdown(trained.synthetic)}`);
  if (table.length > 0) lines.push('', '| | | |', '|:--|:--|:--|', ...table);
  return lines;
}

const statusText: Readonly<Record<RunStatus, string>> = {
  starting: 'Starting',
  running: 'Training,',
  paused: 'Paused',
  finished: 'Trained, finished',
  stopped: 'Stopped',
  failed: 'Failed',
  interrupted: 'Interrupted',
};

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>$~]/g, '\\$&');
}
