// What rules ask of a network: activations, neighbours, names for people. Not a place for thresholds.
import type { ActivationName } from '../network/activations.ts';
import type { Layer, Network } from '../network/network.ts';

/** Layers that are an activation alone, by type. */
const activationTypes: Readonly<Record<string, ActivationName>> = { ReLU: 'relu', LeakyReLU: 'leakyRelu', ELU: 'elu', Softmax: 'softmax' };

/** The activation that a layer's output comes from; `linear` for none, null when it is not known. */
export function activationOf({ type, configuration }: Layer): ActivationName | null {
  const own = activationTypes[type];
  if (own) return own;
  const activation = configuration['activation'];
  if (activation === undefined) return 'linear';
  const name = activation && typeof activation === 'object' && 'name' in activation ? activation['name'] : null;
  return typeof name === 'string' ? (name as ActivationName) : null;
}

/** The layers that take this one's output. */
export function consumersOf({ layers }: Network, layer: number): readonly number[] {
  return layers.flatMap(({ inputs }, index) => (inputs.includes(layer) ? [index] : []));
}

/** The one layer that takes this one's output; undefined when there are more, none, or it is an output as well. */
export function onlyConsumer(network: Network, layer: number): number | undefined {
  const [consumer, another] = consumersOf(network, layer);
  return another === undefined && !network.outputs.includes(layer) ? consumer : undefined;
}

/** `Dense "hidden"`. */
export function layerName({ type, name }: Pick<Layer, 'type' | 'name'>): string {
  return `${type} "${name}"`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly (string | number)[]): string {
  const last = names.at(-1);
  return names.length < 2 ? String(last ?? '') : `${names.slice(0, -1).join(', ')} and ${last}`;
}
