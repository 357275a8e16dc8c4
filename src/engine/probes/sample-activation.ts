// Every layer's output for one chosen sample, whole: an inference forward of that sample, made for a frame only.
import { product } from '../../network/shape.ts';
import { sampleLimit } from '../../protocol/frame.ts';
import { layerOutput, layerSections, type ProbeType } from '../probe.ts';

export const sampleActivation: ProbeType = {
  quantity: 'sampleActivation',
  init(subject) {
    const sections = layerSections(subject, (layer) => {
      const shape = (subject.network.layers[layer]?.outputShape ?? []).slice(1).map(Number);
      return (product(shape) ?? 0) <= sampleLimit ? shape : null;
    });
    return {
      sections,
      observe() {
        const values = subject.inferSample();
        return sections.map(({ layer }) => layerOutput(subject, layer, values));
      },
    };
  },
};
