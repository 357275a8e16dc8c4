// A run for people: a line of progress while it trains, then tables of its layers and weights, and the findings.
import { reasonText, WeightTable, weightStateOf } from '../diagnose/dynamic/weight-changes.ts';
import type { WeightTensor } from '../diagnose/dynamic/weight-tensors.ts';
import type { Finding } from '../diagnose/finding.ts';
import { formatCount, formatFraction, formatNumber, formatTick } from '../figures.ts';
import { formatSampleShape } from '../network/shape.ts';
import type { EpochRecord, Frame } from '../protocol/frame.ts';
import type { HistoryRow, LayerFigures } from '../runs/history.ts';
import type { Run } from '../runs/run.ts';
import { findingLine, inOrder } from './findings.ts';
import type { Output } from './output.ts';
import { duration, progressBar, sparkline, type Terminal } from './terminal.ts';
import type { Presenter } from './train.ts';

const barWidth = 24;
const sparklineWidth = 16;
/** Without a terminal the epochs come as lines, about this many of them. */
const epochLines = 10;
/** Networks of at most this many parameters show each of them. */
const wholeTable = 99;

export function textPresenter({ terminal }: Output): Presenter {
  return {
    begin(run) {
      printStart(run, terminal);
      run.onFrame((frame) => terminal.transient(progress(run, frame)));
      if (!terminal.interactive) run.onEpoch((record) => printEpoch(run, record, terminal));
    },
    end(run, findings) {
      printEnd(run, terminal);
      printLayers(run, terminal);
      printWeights(run, terminal);
      printFindings(run, findings, terminal);
    },
  };
}

function printStart({ description }: Run, terminal: Terminal): void {
  const { style } = terminal;
  const { name, file, plan, seed, provenance, sampleCount, start } = description;
  terminal.line(`${style.cyan(style.bold(name))}  ${file}`);
  const count = `${formatCount(sampleCount)} ${sampleCount === 1 ? 'sample' : 'samples'}`;
  const data = provenance.description.includes('sample') ? provenance.description : `${provenance.description}, ${count}`;
  terminal.line(`data      ${provenance.kind === 'synthetic' ? style.yellow(`SYNTHETIC ${data}`) : data}`);
  terminal.line(
    `training  ${optimizerText(plan)}, ${plan.loss.name}${plan.loss.fromLogits ? ' from logits' : ''}, ${formatCount(plan.epochs)} epochs of ${formatCount(start.stepsPerEpoch)} steps`,
  );
  terminal.line(`backend   ${start.backend} (${start.device}), seed ${seed}`);
  terminal.line();
}

function optimizerText({ optimizer }: Run['description']['plan']): string {
  return `${optimizer.name} ${formatTick(optimizer.learningRate)}`;
}

function progress({ description, history }: Run, { step, epoch, loss, seconds }: Frame): string {
  const { plan, start } = description;
  const current = Math.min(plan.epochs, Math.floor(epoch) + 1);
  const rate = seconds > 0 ? `  ${formatCount(Math.round(step / seconds))} steps/s` : '';
  const line = sparkline(
    history.losses.map(({ mean }) => (mean > 0 ? Math.log(mean) : null)),
    sparklineWidth,
  );
  const figure = Number.isNaN(loss) ? '' : `  loss ${formatNumber(loss)}`;
  return `epoch ${formatCount(current)}/${formatCount(plan.epochs)}  ${progressBar(step / start.totalSteps, barWidth)}${figure}  ${line}${rate}`;
}

function printEpoch({ description }: Run, { epoch, loss, metrics, validation }: EpochRecord, terminal: Terminal): void {
  const { epochs } = description.plan;
  const every = Math.ceil(epochs / epochLines);
  if (epoch !== epochs && epoch !== 1 && epoch % every !== 0) return;
  const parts: (readonly [string, number])[] = [['loss', loss], ...Object.entries(metrics)];
  if (validation)
    parts.push(
      ['validation loss', validation.loss],
      ...Object.entries(validation.metrics).map(([name, value]) => [`validation ${name}`, value] as const),
    );
  terminal.line(
    `epoch ${formatCount(epoch)}/${formatCount(epochs)}  ${parts.map(([name, value]) => `${name} ${formatNumber(value)}`).join('  ')}`,
  );
}

function printEnd({ end, summary, history }: Run, terminal: Terminal): void {
  const { style } = terminal;
  const steps = summary?.steps ?? history.latest?.step ?? 0;
  const seconds = summary?.seconds ?? history.latest?.seconds ?? 0;
  const words = {
    finished: style.green('finished'),
    stopped: style.yellow('stopped'),
    nonFinite: style.red('stopped'),
    failed: style.red('failed'),
  };
  const rate = seconds > 0 ? `, ${formatCount(Math.round(steps / seconds))} steps/s` : '';
  terminal.line(`${words[end?.reason ?? 'failed']} after ${formatCount(steps)} steps in ${duration(seconds)}${rate}`);
  if (!summary) return;
  const figures = [['loss', summary.loss] as const, ...Object.entries(summary.metrics)];
  const line = sparkline(
    history.losses.map(({ mean }) => (mean > 0 ? Math.log(mean) : null)),
    2 * sparklineWidth,
  );
  terminal.line(
    `${style.bold(figures.map(([name, value]) => `${name} ${formatNumber(value)}`).join('  '))}  over all samples  ${style.dim(line)}`,
  );
}

function printLayers({ description, history }: Run, terminal: Terminal): void {
  const { latest, rows } = history;
  const figures = latest ? history.figures(latest) : [];
  if (!figures.some(isMeasured)) return;
  terminal.line();
  terminal.table({
    head: ['layer', 'output', 'parameters', 'activation', 'dead', 'saturated', 'gradient', '', 'update'],
    rows: description.network.layers.flatMap((layer, index) => {
      const measured = figures[index];
      if (layer.type === 'Input' || !measured) return [];
      return [
        [
          layer.name,
          layer.outputShape ? formatSampleShape(layer.outputShape) : '?',
          formatCount(layer.parameters ?? 0),
          ...figureCells(measured, rows, index),
        ],
      ];
    }),
    right: [2, 4, 5, 6, 8],
    indent: 0,
  });
}

function figureCells(figures: LayerFigures, rows: readonly HistoryRow[], index: number): readonly string[] {
  const { activationMean, activationStd, deadFraction, saturatedFraction, gradientNorm, updateRatio } = figures;
  const gradients = rows.map(({ layers }) => layers[index]?.gradientNorm ?? null);
  const logarithms = gradients.map((norm) => (norm !== null && norm > 0 ? Math.log10(norm) : null));
  return [
    activationMean === null || activationStd === null ? '' : `${formatNumber(activationMean)} ± ${formatNumber(activationStd)}`,
    deadFraction === null ? '' : formatFraction(deadFraction),
    saturatedFraction === null ? '' : formatFraction(saturatedFraction),
    gradientNorm === null ? '' : formatNumber(gradientNorm),
    logarithms.some((value) => value !== null) ? sparkline(logarithms, sparklineWidth) : '',
    updateRatio === null ? '' : formatNumber(updateRatio),
  ];
}

function isMeasured(figures: LayerFigures): boolean {
  return Object.values(figures).some((value) => value !== null);
}

function printWeights({ description, history, summary }: Run, terminal: Terminal): void {
  const table = new WeightTable(weightStateOf(description, history.latest, summary?.final ?? null));
  if (table.count === 0 || !summary) return;
  terminal.line();
  if (table.count <= wholeTable) printEachWeight(table, description.network, terminal);
  else printTensors(table, terminal);
}

function printEachWeight(table: WeightTable, network: Run['description']['network'], terminal: Terminal): void {
  const rows = Array.from({ length: table.count }, (_none, index) => table.row(index));
  // A reason is longer than a column: it is a note, said once.
  const reasons = [...new Set(rows.flatMap(({ reason }) => (reason ? [reasonText(reason, network)] : [])))];
  const note = (reason: (typeof rows)[number]['reason']) => (reason ? superscript(reasons.indexOf(reasonText(reason, network)) + 1) : '');
  terminal.table({
    head: ['weight', 'joins', 'before', 'after', 'change'],
    rows: rows.map(({ shortName, name, connection, before, now, difference, unchanged, reason }) => [
      shortName ?? name,
      connection ?? name,
      formatWeight(before),
      formatWeight(now),
      unchanged ? `unchanged ${note(reason)}` : formatNumber(difference ?? Number.NaN),
    ]),
    right: [2, 3, 4],
    gives: 1,
    indent: 0,
  });
  for (const [index, reason] of reasons.entries()) terminal.line(terminal.style.dim(`${superscript(index + 1)} ${reason}`));
}

function printTensors(table: WeightTable, terminal: Terminal): void {
  const unchanged = table.unchanged();
  terminal.table({
    head: ['weights', 'shape', 'before', 'after', 'moved', 'unchanged'],
    rows: table.tensors.map((tensor) => {
      const { before, now } = table.values(tensor);
      const still = countStill(unchanged, tensor);
      return [
        tensor.name,
        tensor.shape.join('×'),
        momentsText(before),
        now ? momentsText(now) : '',
        now ? formatNumber(distance(before, now)) : '',
        still === 0 ? '' : `${formatCount(still)} of ${formatCount(tensor.length)}${tensor.trainable ? '' : ', frozen'}`,
      ];
    }),
    right: [4, 5],
    indent: 0,
  });
}

function printFindings({ description }: Run, findings: readonly Finding[], terminal: Terminal): void {
  if (findings.length === 0) return;
  terminal.line();
  for (const finding of inOrder(findings)) terminal.line(findingLine(description.file, finding, terminal.style));
}

/** As document and source write weights: decimals, not powers, where they fit. */
function formatWeight(value: number | undefined): string {
  if (value === undefined) return '';
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e6)) return formatNumber(value);
  return String(Number(value.toFixed(4))).replace('-', '−');
}

function momentsText(values: Float32Array): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return `${formatNumber(mean)} ± ${formatNumber(Math.sqrt(variance))}`;
}

function distance(before: Float32Array, now: Float32Array): number {
  return Math.sqrt(now.reduce((sum, value, index) => sum + (value - (before[index] ?? 0)) ** 2, 0));
}

function superscript(number: number): string {
  return [...String(number)].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('');
}

function countStill(unchanged: Uint8Array, { start, length }: WeightTensor): number {
  return unchanged.subarray(start, start + length).reduce((sum, flag) => sum + flag, 0);
}
