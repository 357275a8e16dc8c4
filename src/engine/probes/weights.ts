// The weights themselves: values, gradients, and a summary of each tensor.
import { product } from '../../network/shape.ts';
import { weightLimit } from '../../protocol/frame.ts';
import { type ProbeType, type Subject, weightSections } from '../probe.ts';
import { maximumAll, meanAll, minimumAll, norm, subtract } from '../tfjs/arithmetic.ts';
import { concatenate, type Kernels, type Tensor } from '../tfjs/kernels.ts';
import { distanceBetween, figuresOf } from './in-memory.ts';
import { deviation } from './reduce.ts';

export const weightValues: ProbeType = {
  quantity: 'weightValues',
  init(subject) {
    const sections = wholeWeights(subject);
    return {
      sections: sections.map(withoutIndex),
      observe: ({ after }) => sections.map(({ index }) => after[index] ?? null),
    };
  },
};

export const weightGradient: ProbeType = {
  quantity: 'weightGradient',
  init(subject) {
    const sections = wholeWeights(subject).filter(({ layer, weight = 0 }) => subject.network.layers[layer]?.weights[weight]?.trainable);
    return {
      sections: sections.map(withoutIndex),
      observe: ({ weightGradients }) => sections.map(({ index }) => weightGradients[index] ?? null),
    };
  },
};

export const weightSummary: ProbeType = {
  quantity: 'weightSummary',
  init(subject) {
    const { kernels, initial } = subject;
    const sections = weightSections(subject, () => [6]);
    return {
      sections: sections.map(withoutIndex),
      observe: ({ after }) => sections.map(({ index }) => summarize(kernels, after[index] as Tensor, initial[index] as Tensor)),
    };
  },
};

function summarize(kernels: Kernels, weight: Tensor, start: Tensor): Tensor {
  const [values, first] = [kernels.peek(weight), kernels.peek(start)];
  if (values && first) {
    const { mean, deviation, minimum, maximum, norm } = figuresOf(values);
    return kernels.tensor([6], Float32Array.of(mean, deviation, minimum, maximum, norm, distanceBetween(values, first)));
  }
  const mean = meanAll(kernels, weight);
  return concatenate(kernels, [
    mean,
    deviation(kernels, weight, mean),
    minimumAll(kernels, weight),
    maximumAll(kernels, weight),
    norm(kernels, weight),
    norm(kernels, subtract(kernels, weight, start)),
  ]);
}

function wholeWeights(subject: Subject) {
  return weightSections(subject, (shape) => ((product(shape) ?? 0) <= weightLimit ? shape : null));
}

function withoutIndex({ layer, weight, shape }: ReturnType<typeof weightSections>[number]) {
  return { layer, shape, ...(weight !== undefined && { weight }) };
}
