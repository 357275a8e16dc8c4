// Does a dataset go with a network and its plan? Every problem names the layer that refuses it and says what to do. Looks at
// shapes, counts and whether the numbers can be what the loss takes; how good the data is, is diagnosed elsewhere.
import type { Category, Finding, Severity } from '../diagnose/finding.ts';
import { labelRefusal, lossKinds, targetRefusal } from '../network/losses.ts';
import type { Layer, Network } from '../network/network.ts';
import { formatSampleShape, type Shape } from '../network/shape.ts';
import type { LossName, TrainingPlan } from '../network/training-plan.ts';
import type { Definition } from '../source/definition.ts';
import { type Dataset, type NumberArray, sampleCount } from './dataset.ts';

export interface FitProblem {
  readonly category: Category;
  /** An error: training cannot start, or could only give NaN. */
  readonly severity: Severity;
  /** One sentence or two: what does not fit, and what to do. */
  readonly message: string;
  /** Name of the layer that refuses. */
  readonly layer: string | null;
  /** Which of the arrays. */
  readonly array: 'x' | 'y' | null;
}

/** The problems as findings at their places in the source, errors first. */
export function checkFit(definition: Definition, dataset: Dataset, plan: TrainingPlan): readonly Finding[] {
  const { network, data, training } = definition;
  return fitProblems(network, plan, dataset).map(({ category, severity, message, layer, array }) => {
    const place = array === 'x' ? data?.x.range : array === 'y' ? data?.y.range : null;
    const own = network.layers.find(({ name }) => name === layer)?.range;
    // The data's own place, where the source passes it; a chosen file or generator has none there.
    const range = (dataset.provenance.kind === 'evaluated' ? place : null) ?? own ?? training?.fitRange ?? definition.range;
    return { rule: 'data-fit', category, severity, message, range, layer, evidence: {}, fixes: [] };
  });
}

/** All problems, errors first; none when training can start. */
export function fitProblems(network: Network, plan: TrainingPlan, dataset: Dataset): readonly FitProblem[] {
  const problems = [
    ...partProblems(network, plan, dataset, ''),
    ...(dataset.validation ? partProblems(network, plan, dataset.validation, 'validation ') : []),
  ];
  return problems.sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
}

type Part = Pick<Dataset, 'x' | 'y' | 'featureNames'>;

function partProblems(network: Network, plan: TrainingPlan, part: Part, which: string): readonly FitProblem[] {
  const samples = sampleCount(part);
  if (samples === 0) return [problem('data', `The ${which}data has no samples: there is nothing to train on.`)];
  const counts = countProblems(network, part, which);
  if (counts.length > 0) return counts;
  return [
    ...network.inputs.flatMap((index, place) => inputProblems(network, index, part.x[place], which, part.featureNames)),
    ...network.outputs.flatMap((index, place) => targetProblems(network, index, plan.loss.name, part.y[place], which)),
  ];
}

function countProblems({ inputs, outputs }: Network, { x, y }: Part, which: string): readonly FitProblem[] {
  const samples = sampleCount({ x });
  const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
  const problems: FitProblem[] = [];
  if (x.length !== inputs.length) {
    problems.push(
      problem('shape', `The network has ${plural(inputs.length, 'input')}, but ${which}x is ${plural(x.length, 'array')}.`, 'x'),
    );
  }
  if (y.length !== outputs.length) {
    problems.push(
      problem('shape', `The network has ${plural(outputs.length, 'output')}, but ${which}y is ${plural(y.length, 'array')}.`, 'y'),
    );
  }
  for (const [name, arrays] of [['x', x] as const, ['y', y] as const]) {
    for (const { shape } of arrays) {
      const [count = 1] = shape;
      if (count === samples) continue;
      const message = `There are ${plural(samples, 'sample')} in ${which}x, but ${count} in ${which}${name}: each sample needs its target.`;
      problems.push(problem('shape', message, name));
    }
  }
  return problems;
}

function inputProblems(
  network: Network,
  index: number,
  array: NumberArray | undefined,
  which: string,
  columns: readonly string[] | undefined,
): readonly FitProblem[] {
  const layer = network.layers[index];
  const wanted = layer?.outputShape;
  if (!array || !layer || !wanted) return [];
  if (!sameSample(wanted, array.shape)) {
    const taker = consumer(network, index) ?? layer;
    const message = `The ${taker.type} "${taker.name}" takes ${formatSampleShape(wanted)} per sample, ${which}x has ${formatSampleShape(array.shape)}: its shape is ${tuple(array.shape)}.${reshapeHint('x', wanted, array)}`;
    return [problem('shape', message, 'x', taker.name)];
  }
  const embedding = network.layers.find(({ type, inputs }) => type === 'Embedding' && inputs.includes(index));
  return [...nonFiniteProblems(array, `${which}x`, 'x', columns, layer.name), ...(embedding ? indexProblems(array, embedding, which) : [])];
}

/** Tokens must be rows of the table. */
function indexProblems({ values }: NumberArray, { name, configuration }: Layer, which: string): readonly FitProblem[] {
  const rows = configuration['inputDim'];
  if (typeof rows !== 'number') return [];
  const wrong = values.find((value) => Number.isFinite(value) && !(value >= 0 && value < rows && Number.isInteger(value)));
  if (wrong === undefined) return [];
  const hint = Number.isInteger(wrong) && wrong >= rows ? ` Make input_dim at least ${wrong + 1}.` : '';
  return [problem('data', `The Embedding "${name}" takes integers from 0 to ${rows - 1}, ${which}x holds ${wrong}.${hint}`, 'x', name)];
}

function targetProblems(
  network: Network,
  index: number,
  loss: LossName,
  array: NumberArray | undefined,
  which: string,
): readonly FitProblem[] {
  const layer = network.layers[index];
  const output = layer?.outputShape;
  if (!array || !layer || !output) return [];
  const refusal = targetRefusal(loss, output, array.shape) ?? labelRefusal(loss, output, array.values);
  if (refusal) return [problem('shape', `${refusal.message}${targetHint(loss, output, array)}`, 'y', layer.name)];
  return [...nonFiniteProblems(array, `${which}y`, 'y', undefined, layer.name), ...rangeProblems(loss, array, layer, which)];
}

/** Targets that a loss computes with but is not made for. */
function rangeProblems(loss: LossName, { shape, values }: NumberArray, { name }: Layer, which: string): readonly FitProblem[] {
  const { labels } = lossKinds[loss];
  if (labels === 'probabilities') {
    const outside = values.find((value) => value < 0 || value > 1);
    if (outside === undefined) return [];
    const hint = values.every((value) => value === -1 || value === 1) ? ': (y + 1) / 2 makes them so' : '';
    return [problem('data', `${loss} takes targets from 0 to 1, ${which}y holds ${outside}${hint}.`, 'y', name, 'warning')];
  }
  if (labels !== 'oneHot') return [];
  const width = shape.at(-1) ?? 1;
  for (let start = 0; start + width <= values.length; start += width) {
    let sum = 0;
    for (let place = start; place < start + width; place++) sum += values[place] ?? 0;
    if (Math.abs(sum - 1) <= 1e-3 || Number.isNaN(sum)) continue;
    const row = start / width;
    const message = `${loss} takes rows that add up to 1 (one-hot), row ${row} of ${which}y adds up to ${Number(sum.toPrecision(6))}.`;
    return [problem('data', message, 'y', name, 'warning')];
  }
  return [];
}

function nonFiniteProblems(
  { shape, values }: NumberArray,
  label: string,
  array: 'x' | 'y',
  columns: readonly string[] | undefined,
  layer: string,
): readonly FitProblem[] {
  const first = values.findIndex((value) => !Number.isFinite(value));
  if (first < 0) return [];
  const width = values.length / (shape[0] ?? 1);
  const counts = new Map<number, number>();
  let total = 0;
  for (let place = first; place < values.length; place++) {
    if (Number.isFinite(values[place])) continue;
    total++;
    counts.set(place % width, (counts.get(place % width) ?? 0) + 1);
  }
  const [worst = 0] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
  const column = columns?.[worst] === undefined ? `column ${worst}` : `column ${worst} ("${columns[worst]}")`;
  const where =
    shape.length !== 2 || width === 1
      ? `the first in sample ${Math.floor(first / width)}`
      : counts.size === 1
        ? `all in ${column}`
        : `in ${counts.size} columns, most (${counts.get(worst)}) in ${column}`;
  const numbers = total === 1 ? '1 number is' : `${total.toLocaleString('en-US')} numbers are`;
  const message = `In ${label} ${numbers} not finite (NaN or infinity), ${where}: the loss would be NaN from the first step. Drop those samples or fill them in.`;
  return [problem('data', message, array, layer)];
}

/** As Keras does, a last dimension of 1 may be left out or added. */
function sameSample(wanted: Shape, given: Shape): boolean {
  const [a, b] = [wanted.slice(1), given.slice(1)];
  const matches = (left: Shape, right: Shape) =>
    left.length === right.length && left.every((size, axis) => size === null || right[axis] === null || size === right[axis]);
  const squeezed = (shape: Shape) => (shape.at(-1) === 1 ? shape.slice(0, -1) : shape);
  return matches(a, b) || (Math.abs(a.length - b.length) === 1 && matches(squeezed(a), squeezed(b)));
}

function reshapeHint(name: string, wanted: Shape, { shape, values }: NumberArray): string {
  const sample = wanted.slice(1);
  const known = sample.reduce<number>((product, size) => product * (size ?? Number.NaN), 1);
  const own = values.length / (shape[0] ?? 1);
  if (sample.length === 3 && shape.length === 4 && sample[0] === shape[2] && sample[2] === shape[1]) {
    return ` Its channels stand first: ${name}.transpose(0, 2, 3, 1).`;
  }
  if (known === own) return ` Reshape it: ${name}.reshape(-1, ${sample.join(', ')}).`;
  return '';
}

function targetHint(loss: LossName, output: Shape, { shape, values }: NumberArray): string {
  const units = output.at(-1);
  const { labels } = lossKinds[loss];
  const isColumn = shape.length === 1 || (shape.length === 2 && shape[1] === 1);
  if (labels === 'oneHot' && isColumn && typeof units === 'number') {
    return ` One-hot encode it: to_categorical(y, ${units}), or take sparse_categorical_crossentropy.`;
  }
  if (labels === 'classIndices' && isColumn && typeof units === 'number') {
    const largest = values.reduce((most, value) => Math.max(most, value), 0);
    if (Number.isInteger(largest) && largest >= units) return ` The last layer needs ${largest + 1} units for classes 0 to ${largest}.`;
  }
  return '';
}

/** The first layer that works on an input. */
function consumer({ layers }: Network, input: number): Layer | undefined {
  return layers.find(({ inputs }) => inputs.includes(input));
}

function problem(
  category: Category,
  message: string,
  array: FitProblem['array'] = null,
  layer: string | null = null,
  severity: Severity = 'error',
): FitProblem {
  return { category, severity, message, layer, array };
}

function tuple(shape: readonly number[]): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}
