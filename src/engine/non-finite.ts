// Where a number that is not finite first shows: in the data, a weight, a layer's activations, a gradient.
import type { Dataset, NumberArray } from '../data/dataset.ts';
import type { Kernels, Tensor } from './tfjs/kernels.ts';
import type { Step, Trainer } from './trainer.ts';

/** One sentence. `step` holds the values of the step that went wrong, or of a later one. */
export async function describeNonFinite(trainer: Trainer, dataset: Dataset, step: Step): Promise<string> {
  const data = inData(dataset);
  if (data) return data;
  const { kernels, network, program } = trainer;
  for (const [index, { layer, weight }] of program.weights.entries()) {
    const found = await firstBad(kernels, step.before[index] as Tensor);
    const owner = network.layers[layer];
    if (found) return `${found} in the ${owner?.weights[weight]?.name} of ${owner?.name}: the updates before it were too large.`;
  }
  for (const [layer, { output, preActivation }] of program.layers.entries()) {
    const name = network.layers[layer]?.name;
    if (preActivation !== output) {
      const before = await firstBad(kernels, step.values[preActivation] as Tensor);
      if (before) return `${before} in ${name}, before its activation.`;
    }
    const found = await firstBad(kernels, step.values[output] as Tensor);
    if (found) return `${found} in the output of ${name}.`;
  }
  for (const [index, { layer, weight }] of program.weights.entries()) {
    const gradient = step.weightGradients[index];
    const found = gradient && (await firstBad(kernels, gradient));
    const owner = network.layers[layer];
    if (found) return `${found} in the gradient of the ${owner?.weights[weight]?.name} of ${owner?.name}.`;
  }
  return step.updated
    ? 'Values and gradients are finite before the update: it is the update that overflows.'
    : 'All weights and activations are finite: it is the loss itself that overflows.';
}

function inData({ x, y }: Dataset): string | null {
  for (const [name, arrays] of [['x', x] as const, ['y', y] as const]) {
    for (const { shape, values } of arrays satisfies readonly NumberArray[]) {
      const index = values.findIndex((value) => !Number.isFinite(value));
      if (index === -1) continue;
      const sample = Math.floor(index / (values.length / (shape[0] ?? 1)));
      return `It is in the data: ${name} has ${values[index]} in sample ${sample}.`;
    }
  }
  return null;
}

async function firstBad(kernels: Kernels, tensor: Tensor): Promise<string | null> {
  const values = await kernels.read([tensor]);
  const bad = values.find((value) => !Number.isFinite(value));
  return bad === undefined ? null : `${bad} first shows`;
}
