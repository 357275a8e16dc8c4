// Kernels that start from one value keep all units of a layer alike, or dead. Only where it certainly does: a constant
// kernel before random ones is broken up by them in the first step, and a constant output layer is common and harmless.
import { canDie } from '../../network/activations.ts';
import type { Layer, Network } from '../../network/network.ts';
import { activationOf, consumersOf, layerName, listed } from '../layers.ts';
import type { Observation, StaticRule } from '../rule.ts';

export const zeroInitialization: StaticRule = {
  name: 'zero-initialization',
  category: 'initialization',
  check({ network }) {
    const faults = network.layers.flatMap((layer, index) => {
      const fault = faultOf(network, layer, index);
      return fault ? [{ layer, fault }] : [];
    });
    const [first] = faults;
    if (!first) return [];
    const alike = faults.filter(({ fault }) => fault === 'alike').map(({ layer }) => layer);
    const dead = faults.filter(({ fault }) => fault === 'dead').map(({ layer }) => layer);
    const sentences = [
      ...(alike.length > 0
        ? [`all units of ${listed(alike.map(layerName))} start alike and get the same gradient, so they stay alike and count as one`]
        : []),
      ...(dead.length > 0 ? [`${listed(dead.map(layerName))} gives only zeros and gets no gradient, so it never learns`] : []),
    ];
    const value = constantKernel(first.layer);
    const observation: Observation = {
      severity: 'error',
      message: `With every weight starting at ${value}, ${sentences.join('; ')}. Random initial weights tell units apart.`,
      range: first.layer.range ?? null,
      layer: first.layer.name,
      evidence: { initialValue: value, layers: faults.map(({ layer }) => layer.name).join(', ') },
    };
    return [observation];
  },
};

function faultOf(network: Network, layer: Layer, index: number): 'alike' | 'dead' | null {
  const value = constantKernel(layer);
  const units = layer.outputShape?.at(-1);
  if (value === null || network.outputs.includes(index)) return null;
  const activation = activationOf(layer);
  if (value === 0 && activation && canDie(activation) && constantBias(layer) <= 0) return 'dead';
  const consumers = consumersOf(network, index).map((consumer) => network.layers[consumer]);
  const keptAlike = consumers.length > 0 && consumers.every((consumer) => consumer && constantKernel(consumer) !== null);
  return typeof units === 'number' && units > 1 && !Number.isNaN(constantBias(layer)) && keptAlike ? 'alike' : null;
}

/** The one value of all entries of a trainable kernel; null when they differ or there is none. */
function constantKernel(layer: Layer): number | null {
  const kernel = layer.weights.find(({ name, trainable }) => name === 'kernel' && trainable);
  return kernel ? constantOf(kernel.initializer) : null;
}

/** 0 without a bias, NaN for one whose values differ. */
function constantBias(layer: Layer): number {
  const bias = layer.weights.find(({ name }) => name === 'bias');
  return bias ? (constantOf(bias.initializer) ?? Number.NaN) : 0;
}

/** An initializer that reading could not know is null, as every configuration value. */
function constantOf(initializer: Layer['weights'][number]['initializer'] | null): number | null {
  if (initializer === null) return null;
  if (initializer.kind === 'constant') return initializer.value;
  if (initializer.kind !== 'given') return null;
  const [first = null] = initializer.values;
  return initializer.values.every((value) => value === first) ? first : null;
}
