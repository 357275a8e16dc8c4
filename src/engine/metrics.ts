// Metrics over one batch, as in Keras 3 (keras/src/metrics): means over all outputs of all samples.
import type { Refusal } from '../network/network.ts';
import { elementsPerSample, formatSampleShape, formatShape, type Shape } from '../network/shape.ts';
import type { Metric, MetricName } from '../network/training-plan.ts';
import { absolute, asMatrix, equal, meanAll, positive, square, subtract, toFloat } from './tfjs/arithmetic.ts';
import type { Kernels, Tensor } from './tfjs/kernels.ts';

/** `output` `[batch, …]`, `target` of as many numbers (class indices: one a row) → `[1]`. */
export function computeMetric(kernels: Kernels, name: MetricName, output: Tensor, target: Tensor): Tensor {
  switch (name) {
    case 'binaryAccuracy': {
      const decided = positive(kernels, subtract(kernels, output, 0.5));
      return meanAll(kernels, equal(kernels, decided, kernels.reshape(target, output.shape)));
    }
    case 'categoricalAccuracy':
      return meanAll(kernels, equal(kernels, greatest(kernels, output), greatest(kernels, kernels.reshape(target, output.shape))));
    case 'sparseCategoricalAccuracy': {
      const found = greatest(kernels, output);
      return meanAll(kernels, equal(kernels, found, kernels.reshape(target, found.shape)));
    }
    case 'meanSquaredError':
      return meanAll(kernels, square(kernels, subtract(kernels, output, kernels.reshape(target, output.shape))));
    case 'meanAbsoluteError':
      return meanAll(kernels, absolute(kernels, subtract(kernels, output, kernels.reshape(target, output.shape))));
    default:
      return name satisfies never;
  }
}

/** Why targets of this shape (`[samples, …]`) do not go with the metric; `null` when they do. */
export function metricRefusal({ name, label }: Metric, output: Shape, target: Shape): Refusal | null {
  const indices = name === 'sparseCategoricalAccuracy';
  const wanted = elementsPerSample(indices ? output.slice(0, -1) : output);
  if (wanted === null || wanted === elementsPerSample(target)) return null;
  const what = indices ? 'one class index' : `${formatSampleShape(output)} numbers`;
  return {
    message: `The metric ${label} (${name}) needs ${what} for each sample, but y has shape ${formatShape([null, ...target.slice(1)])}.`,
  };
}

/** Index of the greatest number of each row, as a float. */
function greatest(kernels: Kernels, x: Tensor): Tensor {
  return toFloat(kernels, kernels.run('ArgMax', { x: asMatrix(kernels, x) }, { axis: 1 }));
}
