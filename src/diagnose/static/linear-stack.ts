// A Dense without activation directly before another Dense: the product of two matrices is one matrix, so the first layer
// adds parameters and no expressive power. A layer narrower than both its sides is left alone: it limits the rank on
// purpose, as a linear autoencoder's code or a factorised projection does.
import type { Layer } from '../../network/network.ts';
import { activationOf, layerName, onlyConsumer } from '../layers.ts';
import type { Observation, StaticRule } from '../rule.ts';
import { activationFix } from './source-edit.ts';

export const linearStack: StaticRule = {
  name: 'linear-stack',
  category: 'activation',
  check({ network }, textAt) {
    return network.layers.flatMap((layer, index): readonly Observation[] => {
      const next = network.layers[onlyConsumer(network, index) ?? -1];
      if (!isLinearDense(layer) || next?.type !== 'Dense' || next.inputs.length !== 1 || isBottleneck(layer, next)) return [];
      return [
        {
          severity: 'warning',
          message: `${layerName(layer)} has no activation and feeds ${layerName(next)}: together they compute no more than one layer could.`,
          range: layer.range ?? null,
          layer: layer.name,
          evidence: { next: next.name, units: layer.outputShape?.at(-1) ?? null },
          fixes: activationFix(layer, 'relu', textAt),
        },
      ];
    });
  },
};

function isLinearDense(layer: Layer): boolean {
  return layer.type === 'Dense' && activationOf(layer) === 'linear';
}

/** True also where a size is not known: it could be one. */
function isBottleneck(layer: Layer, next: Layer): boolean {
  const [input, units, output] = [layer.inputShapes[0]?.at(-1), layer.outputShape?.at(-1), next.outputShape?.at(-1)];
  if (typeof units !== 'number') return true;
  const known = [input, output].filter((size) => typeof size === 'number');
  return known.length < 2 ? !known.some((size) => units >= size) : known.every((size) => units < size);
}
