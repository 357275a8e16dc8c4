// A layer that cannot take what the layers before it send.
import { formatShape } from '../../network/shape.ts';
import { layerName, listed } from '../layers.ts';
import type { Observation, StaticRule } from '../rule.ts';

export const shapeMismatch: StaticRule = {
  name: 'shape-mismatch',
  category: 'shape',
  check({ network: { layers }, range }) {
    return layers.flatMap((layer): readonly Observation[] => {
      if (!layer.refusal) return [];
      const senders = layer.inputs.map((index) => layers[index]).filter((sender) => sender !== undefined);
      const from = senders.length > 0 ? `, from ${listed(senders.map(layerName))}` : '';
      return [
        {
          severity: 'error',
          message: `${layerName(layer)} ${layer.refusal.message}${from}.`,
          range: layer.range ?? range,
          layer: layer.name,
          evidence: {
            inputShapes: layer.inputShapes.map(formatShape).join(', '),
            senders: senders.map(({ name }) => name).join(', '),
          },
        },
      ];
    });
  },
};
