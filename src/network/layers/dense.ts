// Dense: activation(x·kernel + bias) over the last dimension of what comes in (keras/src/layers/core/dense.py).
import { type ActivationConfiguration, lowerActivation } from '../activations.ts';
import { defineLayerType } from '../layer-type.ts';
import { formatShape, product, type Shape } from '../shape.ts';
import { type KernelConfiguration, kernelAndBias } from '../weight.ts';

type DenseConfiguration = KernelConfiguration & {
  readonly units: number | null;
  /** `null` when unknown. */
  readonly activation: ActivationConfiguration | null;
};

export const dense = defineLayerType<DenseConfiguration>({
  name: 'Dense',

  /** `[batch, …, n]` → `[batch, …, units]`. */
  outputShape({ units }, [input = []]) {
    if (input.length < 2) {
      return { message: `needs at least two dimensions (batch, features), but gets ${formatShape(input)}` };
    }
    if (units !== null && units < 1) return { message: `needs at least one unit, but has ${units}` };
    return [...input.slice(0, -1), units];
  },

  weights: (configuration, [input = []]) => kernelAndBias(configuration, kernelShape(configuration, input)),

  multiplyAdds: ({ units }, [input = []]) => product([...input.slice(1), units]),

  arithmetic({ units, useBias }, [input = []]) {
    const inputs = input.at(-1) ?? '?';
    return useBias ? `(${inputs} + 1)·${units ?? '?'}` : `${inputs}·${units ?? '?'}`;
  },

  lower({ units, useBias, activation }, [x], lowering) {
    if (!x || !activation) throw new Error('Dense is lowered with an input and a known activation.');
    const shape = [...x.shape.slice(0, -1), units];
    let value = lowering.emit({ name: 'matMul' }, [x, lowering.weight('kernel')], shape);
    if (useBias) value = lowering.emit({ name: 'addBias' }, [value, lowering.weight('bias')], shape);
    return lowerActivation(activation, value, lowering);
  },
});

function kernelShape({ units }: DenseConfiguration, input: Shape): Shape {
  return [input.at(-1) ?? null, units];
}
