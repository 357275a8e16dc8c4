// `layerscope inspect`: what is read in these files, without training anything.

import { activationOf } from '../diagnose/layers.ts';
import { formatBytes, formatCount, formatParameters, formatTick } from '../figures.ts';
import { countMultiplyAdds, countParameters } from '../network/build.ts';
import type { Layer } from '../network/network.ts';
import { formatSampleShape, formatShape } from '../network/shape.ts';
import { trainingBytes, weightBytes } from '../runs/memory.ts';
import type { ArrayDescription, Definition } from '../source/definition.ts';
import { findingLine, inOrder, placeOf } from './findings.ts';
import { isShown, modelJson } from './model-json.ts';
import type { Output } from './output.ts';
import { type FileReading, readAll } from './reading.ts';

/** Returns the exit code. */
export async function inspect({ paths, json }: { paths: readonly string[]; json: boolean }, output: Output): Promise<number> {
  const { readings, problems } = await readAll(paths, output, json ? () => {} : (reading) => printFile(reading, output));
  if (json) {
    const files = readings.map(({ file, milliseconds, definitions, findings }) => ({
      file,
      milliseconds,
      models: definitions.map(modelJson),
      findings,
    }));
    output.json({ files });
  } else if (readings.every(({ definitions }) => definitions.length === 0) && problems === 0) {
    output.terminal.line(`No model in ${readings.length === 1 ? '1 file' : `${formatCount(readings.length)} files`}.`);
  }
  return problems > 0 ? 2 : 0;
}

function printFile({ file, definitions, findings, milliseconds }: FileReading, { terminal }: Output): void {
  if (definitions.length === 0) return;
  terminal.line(`${terminal.style.bold(file)}  ${terminal.style.dim(`${Math.round(milliseconds)} ms`)}`);
  for (const definition of definitions) printModel(file, definition, terminal);
  for (const finding of inOrder(findings)) terminal.line(`  ${findingLine(file, finding, terminal.style)}`);
  if (findings.length > 0) terminal.line();
}

function printModel(file: string, definition: Definition, terminal: Output['terminal']): void {
  const { style } = terminal;
  const { name, framework, kind, range, network, unknown, status } = definition;
  terminal.line();
  terminal.line(
    `  ${style.cyan(style.bold(name))}  ${framework} ${kind}, ${placeOf(file, range)}${status === 'partial' ? style.yellow('  partly read') : ''}`,
  );
  terminal.line();
  const layers = network.layers.filter((layer) => isShown(layer) || layer.type === 'Input');
  terminal.table({
    head: ['layer', 'type', 'output', 'parameters', 'line'],
    rows: layers.map((layer) => [
      layer.name,
      typeOf(layer),
      shapeOf(layer),
      parametersOf(layer),
      layer.range ? String(layer.range.start.line + 1) : '',
    ]),
    right: [4],
    gives: 0,
    indent: 4,
  });
  terminal.line();
  for (const [label, text] of facts(definition)) terminal.line(`    ${style.dim(label.padEnd(10))}  ${text}`);
  for (const { reason, range: place } of unknown)
    terminal.line(`    ${style.yellow('not known'.padEnd(10))}  ${reason} (line ${place.start.line + 1})`);
  terminal.line();
}

function typeOf(layer: Layer): string {
  const activation = 'activation' in layer.configuration ? activationOf(layer) : 'linear';
  const kind = layer.type === 'Activation' ? '' : `${layer.type} `;
  return `${kind}${activation === null ? 'activation not known' : activation === 'linear' ? '' : activation}`.trim() || layer.type;
}

function shapeOf({ refusal, outputShape }: Layer): string {
  return refusal ? 'does not fit' : outputShape ? formatSampleShape(outputShape) : '?';
}

function parametersOf({ type, parameters, arithmetic }: Layer): string {
  if (type === 'Input' || parameters === 0) return '';
  return parameters === null ? '?' : (arithmetic ?? formatCount(parameters));
}

function facts(definition: Definition): readonly (readonly [string, string])[] {
  const { network, training, data } = definition;
  const { total, trainable } = countParameters(network);
  const multiplyAdds = countMultiplyAdds(network);
  const rows: [string, string][] = [];
  rows.push([
    'parameters',
    total === null
      ? 'not known'
      : `${formatParameters(total)}${total === trainable ? '' : `, ${formatCount(trainable ?? 0)} of them trainable`}`,
  ]);
  if (multiplyAdds !== null) rows.push(['cost', `${formatCount(multiplyAdds)} multiply-adds a sample`]);
  const memory = memoryText(definition);
  if (memory) rows.push(['memory', memory]);
  if (training) rows.push(['training', trainingText(training)]);
  if (data) rows.push(['data', `x ${arrayText(data.x)}`], ['', `y ${arrayText(data.y)}`]);
  if (data?.status === 'unknown' && data.reason) rows.push(['', `not known: ${data.reason}`]);
  return rows;
}

function memoryText({ network, training }: Definition): string | null {
  const weights = weightBytes(network);
  if (weights === null) return null;
  const plan = training?.plan;
  const step = plan ? trainingBytes(network, plan.optimizer, plan.batchSize) : null;
  return `${formatBytes(weights)} of weights${step === null || !plan ? '' : `, about ${formatBytes(step)} to train with batches of ${plan.batchSize}`}`;
}

function trainingText({ optimizer, loss, metrics, epochs, batchSize }: NonNullable<Definition['training']>): string {
  const parts = [
    ...(optimizer
      ? [`${optimizer.name}${optimizer.learningRate === null ? '' : `, learning rate ${formatTick(optimizer.learningRate)}`}`]
      : []),
    ...(loss ? [loss] : []),
    ...(epochs === null ? [] : [`${formatCount(epochs)} ${epochs === 1 ? 'epoch' : 'epochs'}`]),
    ...(batchSize === null ? [] : [`batches of ${formatCount(batchSize)}`]),
    ...(metrics.length > 0 ? [`metrics ${metrics.join(', ')}`] : []),
  ];
  return parts.join(' · ');
}

function arrayText({ shape, source }: ArrayDescription): string {
  return `${shape ? formatShape(shape) : 'of unknown shape'}  ${source}`;
}
