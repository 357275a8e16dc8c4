// How every layer's activations are spread over the batch: counts in bins of equal width from the least to the greatest.
import { histogramBins } from '../../protocol/frame.ts';
import { layerOutput, layerSections, type ProbeType } from '../probe.ts';
import { divide, floor, maximum, maximumAll, minimum, minimumAll, multiply, subtract, toInteger } from '../tfjs/arithmetic.ts';
import { concatenate, count, type Kernels, type Tensor } from '../tfjs/kernels.ts';
import { histogramOf } from './in-memory.ts';

/** Where all activations are equal the range is this, so that they fall into the first bin. */
const smallestRange = 1e-30;

export const activationHistogram: ProbeType = {
  quantity: 'activationHistogram',
  init(subject) {
    const sections = layerSections(subject, () => [2 + histogramBins]);
    return {
      sections,
      observe: ({ values }) => sections.map(({ layer }) => histogram(subject.kernels, layerOutput(subject, layer, values))),
    };
  },
};

function histogram(kernels: Kernels, tensor: Tensor): Tensor {
  const values = kernels.peek(tensor);
  if (values) return kernels.tensor([2 + histogramBins], histogramOf(values, histogramBins));
  const x = kernels.reshape(tensor, [count(tensor)]);
  const [low, high] = [minimumAll(kernels, x), maximumAll(kernels, x)];
  const range = maximum(kernels, subtract(kernels, high, low), smallestRange);
  const position = multiply(kernels, divide(kernels, subtract(kernels, x, low), range), histogramBins);
  // The greatest value itself stands at the upper edge, and counts to the last bin.
  const bin = toInteger(kernels, minimum(kernels, floor(kernels, position), histogramBins - 1));
  const noWeights = kernels.constant('no weights', () => ({ shape: [0], values: new Float32Array() }));
  const counts = kernels.run('Bincount', { x: bin, weights: noWeights }, { size: histogramBins });
  return concatenate(kernels, [low, high, counts]);
}
