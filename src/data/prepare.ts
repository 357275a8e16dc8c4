// Makes the data of a file go with a network where there is one way to do it that changes no number: another shape for the
// same sample, one-hot rows for class indices. Data that the source itself passes is never changed: there the source must fit.
import { lossKinds } from '../network/losses.ts';
import type { Network } from '../network/network.ts';
import type { Shape } from '../network/shape.ts';
import type { LossName, TrainingPlan } from '../network/training-plan.ts';
import { sizeOf } from './array/shape.ts';
import type { Dataset, NumberArray } from './dataset.ts';
import { oneHotRows } from './targets.ts';

/** The dataset in the shapes that the network takes, where that is possible; its description says what was done. */
export function adaptToNetwork(dataset: Dataset, network: Network, plan: Pick<TrainingPlan, 'loss'>): Dataset {
  const done = new Set<string>();
  const adapt = ({ x, y }: Pick<Dataset, 'x' | 'y'>) => ({
    x: x.map((array, place) => reshaped(array, network.layers[network.inputs[place] ?? -1]?.outputShape, done)),
    y: y.map((array, place) => encoded(array, network.layers[network.outputs[place] ?? -1]?.outputShape, plan.loss.name, done)),
  });
  const { validation, provenance } = dataset;
  const parts = { ...adapt(dataset), ...(validation && { validation: adapt(validation) }) };
  if (done.size === 0) return dataset;
  return { ...dataset, ...parts, provenance: { ...provenance, description: [provenance.description, ...done].join('; ') } };
}

function reshaped(array: NumberArray, wanted: Shape | null | undefined, done: Set<string>): NumberArray {
  const sample = wanted?.slice(1);
  const given = array.shape.slice(1);
  if (!sample || sample.includes(null) || sample.join() === given.join()) return array;
  const sizes = sample.map(Number);
  if (sizeOf(sizes) !== sizeOf(given)) return array;
  done.add(`samples of ${given.join('×') || '1'} as ${sizes.join('×')}`);
  return { shape: [array.shape[0] ?? 0, ...sizes], values: array.values };
}

function encoded(array: NumberArray, output: Shape | null | undefined, loss: LossName, done: Set<string>): NumberArray {
  const units = output?.length === 2 ? output[1] : null;
  const isColumn = array.shape.length === 1 || (array.shape.length === 2 && array.shape[1] === 1);
  if (!units || units < 2 || !isColumn || lossKinds[loss].labels === 'classIndices' || lossKinds[loss].labels === 'numbers') return array;
  if (!array.values.every((value) => Number.isInteger(value) && value >= 0 && value < units)) return array;
  done.add('classes one-hot encoded');
  return oneHotRows(array.values, units);
}
