// What must be true before a run can start, and what it starts from. Every refusal is a sentence for the person who asked.
import type { Dataset, NumberArray } from '../data/dataset.ts';
import { sampleCount } from '../data/dataset.ts';
import { initialValues } from '../network/initializers.ts';
import { checkLoss, labelRefusal, targetRefusal } from '../network/losses.ts';
import { LoweringError, lower } from '../network/lower.ts';
import type { Network } from '../network/network.ts';
import { createRandom } from '../network/random.ts';
import { elementsPerSample, formatSampleShape, type Shape } from '../network/shape.ts';
import type { TrainingPlan } from '../network/training-plan.ts';
import { metricRefusal } from './metrics.ts';
import { programWeights } from './trainer.ts';

/** Streams of one seed, so that weights, shuffling and dropout do not share numbers. */
export const randomStreams = { weights: 0, shuffling: 1, dropout: 2 } as const;

/** Throws an Error that names the layer, where the network cannot be trained. */
export function checkNetwork(network: Network, plan: TrainingPlan): void {
  if (network.outputs.length === 0) throw new Error('The network has no output to train.');
  try {
    lower(network);
    checkLoss(plan.loss, network);
  } catch (error) {
    if (!(error instanceof LoweringError)) throw error;
    const layer = network.layers[error.layer];
    throw new Error(`The layer ${layer?.name ?? error.layer} (${layer?.type ?? 'unknown'}) cannot be trained: ${error.message}.`);
  }
}

/** Throws an Error where plan or data cannot make a batch for this network; gives the data in the shapes of its inputs. */
export function fitDataset(network: Network, plan: TrainingPlan, dataset: Dataset): Dataset {
  if (!Number.isInteger(plan.batchSize) || plan.batchSize < 1)
    throw new Error(`The batch size is ${plan.batchSize}; it must be at least 1.`);
  if (!Number.isInteger(plan.epochs) || plan.epochs < 1) throw new Error(`The plan has ${plan.epochs} epochs; it must have at least 1.`);
  if (!(plan.validationSplit >= 0 && plan.validationSplit < 1)) {
    throw new Error(`The validation split is ${plan.validationSplit}; it must be from 0 to below 1.`);
  }
  const fitted = fitArrays(network, plan, dataset, '');
  const { validation } = dataset;
  return { ...dataset, ...fitted, ...(validation && { validation: fitArrays(network, plan, validation, 'validation ') }) };
}

/** The initial values of every weight of the program, in its order: from the seed, or as the source gives them. */
export function initialWeights(network: Network, seed: number): readonly Float32Array[] {
  const random = createRandom(seed, randomStreams.weights);
  return programWeights(network, lower(network)).map(({ initializer, shape }) => initialValues(initializer, shape, random));
}

function fitArrays(network: Network, plan: TrainingPlan, { x, y }: Pick<Dataset, 'x' | 'y'>, which: string) {
  const samples = sampleCount({ x });
  if (samples === 0) throw new Error(`The ${which}data has no samples.`);
  expectCount(network.inputs.length, x.length, `${which}x`, 'input');
  expectCount(network.outputs.length, y.length, `${which}y`, 'output');
  for (const [name, array] of [...x.map((array) => ['x', array] as const), ...y.map((array) => ['y', array] as const)]) {
    if ((array.shape[0] ?? 0) !== samples) {
      throw new Error(`The ${which}${name} has ${array.shape[0] ?? 0} samples, but the first array of x has ${samples}.`);
    }
  }
  network.outputs.forEach((layer, output) => {
    const shape = network.layers[layer]?.outputShape ?? [];
    const target = y[output];
    if (!target) return;
    const refusal = targetRefusal(plan.loss.name, shape, target.shape) ?? labelRefusal(plan.loss.name, shape, target.values);
    if (refusal) throw new Error(refusal.message);
    for (const metric of plan.metrics) {
      const mismatch = metricRefusal(metric, shape, target.shape);
      if (mismatch) throw new Error(mismatch.message);
    }
  });
  return {
    x: x.map((array, input) => fitInput(array, network.layers[network.inputs[input] ?? -1]?.outputShape ?? [], which)),
    y,
  };
}

/** As Keras does, a last dimension of 1 may be left out or added. */
function fitInput(array: NumberArray, input: Shape, which: string): NumberArray {
  const given = array.shape.slice(1);
  const wanted = input.slice(1).map(Number);
  const trimmed = (sizes: readonly number[]) => (sizes.at(-1) === 1 ? sizes.slice(0, -1) : sizes).join();
  const fits = given.join() === wanted.join() || (Math.abs(given.length - wanted.length) === 1 && trimmed(given) === trimmed(wanted));
  if (!fits) {
    const [has, takes] = [elementsPerSample(array.shape), elementsPerSample(input)];
    const sizes = has === takes ? `the same ${has} values in another shape` : `${has} values against ${takes}`;
    throw new Error(
      `The network takes ${formatSampleShape(input)} a sample, but the ${which}x has ${formatSampleShape(array.shape)} (${sizes}).`,
    );
  }
  return { shape: [array.shape[0] ?? 0, ...wanted], values: array.values };
}

function expectCount(needed: number, given: number, what: string, end: string): void {
  if (needed === given) return;
  throw new Error(`The network has ${needed} ${end}${needed === 1 ? '' : 's'}, but ${what} has ${given} array${given === 1 ? '' : 's'}.`);
}
