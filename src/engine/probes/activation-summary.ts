// Mean, deviation, extremes, zeros and saturation of every layer's activations over the batch.
import { type ActivationName, saturationBounds } from '../../network/activations.ts';
import { layerOutput, layerSections, type ProbeType, type Subject } from '../probe.ts';
import { absolute, add, atLeast, atMost, maximumAll, meanAll, minimumAll, positive, subtract } from '../tfjs/arithmetic.ts';
import { concatenate, type Kernels, type Tensor } from '../tfjs/kernels.ts';
import { figuresOf, outsideFraction, zeroFraction } from './in-memory.ts';
import { deviation, notANumber } from './reduce.ts';

export const activationSummary: ProbeType = {
  quantity: 'activationSummary',
  init(subject) {
    const { kernels } = subject;
    const sections = layerSections(subject, () => [6]);
    const bounds = sections.map(({ layer }) => boundsOf(subject, layer));
    return {
      sections,
      observe: ({ values }) =>
        sections.map(({ layer }, index) => summarize(kernels, layerOutput(subject, layer, values), bounds[index] ?? null)),
    };
  },
};

function summarize(kernels: Kernels, x: Tensor, bounds: Bounds): Tensor {
  const values = kernels.peek(x);
  if (values) {
    const { mean, deviation, minimum, maximum } = figuresOf(values);
    const flat = bounds ? outsideFraction(values, bounds.low, bounds.high) : Number.NaN;
    return kernels.tensor([6], Float32Array.of(mean, deviation, minimum, maximum, zeroFraction(values), flat));
  }
  const mean = meanAll(kernels, x);
  return concatenate(kernels, [
    mean,
    deviation(kernels, x, mean),
    minimumAll(kernels, x),
    maximumAll(kernels, x),
    subtract(kernels, 1, meanAll(kernels, positive(kernels, absolute(kernels, x)))),
    saturated(kernels, x, bounds),
  ]);
}

type Bounds = ReturnType<typeof saturationBounds>;

function boundsOf({ program }: Subject, layer: number): Bounds {
  const operation = program.nodes[program.layers[layer]?.output ?? -1]?.operation;
  const name: ActivationName = operation?.name === 'activation' ? operation.activation.name : 'linear';
  return saturationBounds(name);
}

function saturated(kernels: Kernels, x: Tensor, bounds: Bounds): Tensor {
  if (!bounds) return notANumber(kernels);
  return meanAll(kernels, add(kernels, atMost(kernels, x, bounds.low), atLeast(kernels, x, bounds.high)));
}
