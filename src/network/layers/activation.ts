// Activations that stand as layers of their own: Activation, ReLU, LeakyReLU, ELU, Softmax (keras/src/layers/activations).
import { type ActivationConfiguration, lowerActivation } from '../activations.ts';
import { defineLayerType } from '../layer-type.ts';
import type { Configuration } from '../network.ts';
import { formatShape } from '../shape.ts';

export const activation = activationLayer<{ readonly activation: ActivationConfiguration | null }>(
  'Activation',
  ({ activation }) => activation ?? 'its activation is not known',
);

/** Keras's `max_value=None` is `null`: no upper limit. Absent keys are Keras's defaults. */
export const reLU = activationLayer<{ readonly maxValue?: number | null; readonly negativeSlope?: number; readonly threshold?: number }>(
  'ReLU',
  ({ maxValue = null, negativeSlope = 0, threshold = 0 }) => {
    if (threshold === 0 && negativeSlope === 0 && maxValue === null) return { name: 'relu' };
    if (threshold === 0 && negativeSlope === 0 && maxValue === 6) return { name: 'relu6' };
    if (threshold === 0 && maxValue === null) return { name: 'leakyRelu', alpha: negativeSlope };
    return `a ReLU with max_value ${maxValue}, negative_slope ${negativeSlope} and threshold ${threshold} cannot be trained yet`;
  },
);

export const leakyReLU = activationLayer<{ readonly negativeSlope: number | null }>('LeakyReLU', ({ negativeSlope }) =>
  negativeSlope === null ? 'its negative slope is not known' : { name: 'leakyRelu', alpha: negativeSlope },
);

export const eLU = activationLayer<{ readonly alpha: number | null }>('ELU', ({ alpha }) =>
  alpha === null ? 'its alpha is not known' : { name: 'elu', alpha },
);

/** Over the last dimension; `axis` names another one only by counting from the front. */
export const softmax = defineLayerType<{ readonly axis?: number | null }>({
  name: 'Softmax',
  outputShape: (_configuration, [input = []]) => input,
  weights: () => [],
  lower({ axis = -1 }, [x], lowering) {
    if (!x) throw new Error('Softmax is lowered with an input.');
    if (axis !== -1 && axis !== x.shape.length - 1) {
      throw new Error(`a softmax over axis ${axis} of ${formatShape(x.shape)} cannot be trained yet, only over the last one`);
    }
    return lowerActivation({ name: 'softmax' }, x, lowering);
  },
});

/** A layer that is one activation; `choose` gives it, or the sentence that says why it cannot be trained. */
function activationLayer<C extends Configuration>(name: string, choose: (configuration: C) => ActivationConfiguration | string) {
  return defineLayerType<C>({
    name,
    outputShape: (_configuration, [input = []]) => input,
    weights: () => [],
    lower(configuration, [x], lowering) {
      const chosen = choose(configuration);
      if (typeof chosen === 'string') throw new Error(chosen);
      if (!x) throw new Error(`${name} is lowered with an input.`);
      return lowerActivation(chosen, x, lowering);
    },
  });
}
