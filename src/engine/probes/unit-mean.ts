// Mean activation of every unit over the batch and all positions.
import { layerOutput, layerSections, type ProbeType, unitCount } from '../probe.ts';
import { multiply, sumRows } from '../tfjs/arithmetic.ts';
import { count } from '../tfjs/kernels.ts';

export const unitMean: ProbeType = {
  quantity: 'unitMean',
  init(subject) {
    const { kernels } = subject;
    const sections = layerSections(subject, (layer) => [unitCount(subject, layer)]);
    return {
      sections,
      observe: ({ values }) =>
        sections.map(({ layer, shape }) => {
          const x = layerOutput(subject, layer, values);
          const units = shape[0] ?? 1;
          return multiply(kernels, sumRows(kernels, kernels.reshape(x, [count(x) / units, units])), units / count(x));
        }),
    };
  },
};
