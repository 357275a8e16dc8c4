// Size of the gradient in every layer with weights: over its weights, and by what it gives on.
import { layerSections, type ProbeType, trainedWeights } from '../probe.ts';
import { absolute, add, maximum, maximumAll, multiply, norm, sumAll } from '../tfjs/arithmetic.ts';
import { concatenate, count, type Tensor } from '../tfjs/kernels.ts';
import { jointNorm, notANumber } from './reduce.ts';

export const gradientSummary: ProbeType = {
  quantity: 'gradientSummary',
  init(subject) {
    const { kernels, program } = subject;
    const sections = layerSections(subject, (layer) => (trainedWeights(subject, layer).length > 0 ? [4] : null));
    const indices = sections.map(({ layer }) => trainedWeights(subject, layer));
    return {
      sections,
      observe: ({ weightGradients, gradients }) =>
        sections.map(({ layer }, section) => {
          const parts = (indices[section] ?? []).map((index) => weightGradients[index]).filter((part) => part !== undefined);
          if (parts.length === 0) return null;
          const magnitudes = parts.map((part) => absolute(kernels, part));
          const total = magnitudes.map((part) => sumAll(kernels, part)).reduce((sum, part) => add(kernels, sum, part));
          const values = parts.reduce((sum, part) => sum + count(part), 0);
          const greatest = magnitudes.map((part) => maximumAll(kernels, part)).reduce((first, second) => maximum(kernels, first, second));
          const places = program.layers[layer];
          // A loss that reads the scores before the last activation has no gradient by its output: theirs stands for it.
          const byOutput: Tensor | undefined = gradients[places?.output ?? -1] ?? gradients[places?.preActivation ?? -1];
          return concatenate(kernels, [
            jointNorm(kernels, parts),
            multiply(kernels, total, 1 / values),
            greatest,
            byOutput ? norm(kernels, byOutput) : notANumber(kernels),
          ]);
        }),
    };
  },
};
