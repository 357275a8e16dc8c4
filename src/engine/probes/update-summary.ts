// How far the last update moved the weights of every layer, against their size.
import { layerSections, type ProbeType, trainedWeights } from '../probe.ts';
import { divide, subtract } from '../tfjs/arithmetic.ts';
import { concatenate, type Tensor } from '../tfjs/kernels.ts';
import { jointNorm } from './reduce.ts';

export const updateSummary: ProbeType = {
  quantity: 'updateSummary',
  init(subject) {
    const { kernels } = subject;
    const sections = layerSections(subject, (layer) => (trainedWeights(subject, layer).length > 0 ? [3] : null));
    const indices = sections.map(({ layer }) => trainedWeights(subject, layer));
    return {
      sections,
      observe({ before, after, updated }) {
        if (!updated) return sections.map(() => null);
        return sections.map((_section, section) => {
          const moved = (indices[section] ?? []).map((index) => subtract(kernels, after[index] as Tensor, before[index] as Tensor));
          const update = jointNorm(kernels, moved);
          const weights = jointNorm(
            kernels,
            (indices[section] ?? []).map((index) => after[index] as Tensor),
          );
          return concatenate(kernels, [update, weights, divide(kernels, update, weights)]);
        });
      },
    };
  },
};
