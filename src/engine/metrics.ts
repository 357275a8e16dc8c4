// Metrics over one batch, as in Keras 3 (keras/src/metrics): means over all outputs of all samples.
import type { MetricName } from '../network/training-plan.ts';
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

/** Whether the metric takes targets of as many numbers as the output, or one class index a row. */
export function takesClassIndices(name: MetricName): boolean {
  return name === 'sparseCategoricalAccuracy';
}

/** Index of the greatest number of each row, as a float. */
function greatest(kernels: Kernels, x: Tensor): Tensor {
  return toFloat(kernels, kernels.run('ArgMax', { x: asMatrix(kernels, x) }, { axis: 1 }));
}
