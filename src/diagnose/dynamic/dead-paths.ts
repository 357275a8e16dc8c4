// Which units' silence concerns a layer's weights: the unit that a kernel column or bias feeds, and the unit whose
// output a kernel row multiplies. Only through layers that certainly keep units apart and zero zero.
import type { Layer, Network } from '../../network/network.ts';
import { canUnitsDie } from '../../runs/history.ts';

/** Samples since each unit of a layer last fired; undefined for layers whose units cannot die. */
export type Silence = (layer: number) => Float32Array | undefined;

/** Channel `c` of a weight belongs to unit `c mod units` of `layer`. */
export interface UnitPath {
  readonly layer: number;
  readonly units: number;
}

/** Layer types whose kernels end in `…, inputs, units` and whose other weights are one a unit. */
export const kernelAxes: ReadonlySet<string> = new Set(['Dense', 'Conv1D', 'Conv2D', 'Conv3D', 'BatchNormalization']);

const pools = ranked('MaxPooling', 'AveragePooling', 'GlobalMaxPooling', 'GlobalAveragePooling', 'ZeroPadding');
const dropouts = ['Dropout', ...ranked('SpatialDropout')];

/** A unit that is zero on every sample stays zero through these, at its own place in the last dimension. */
const keepsZero: ReadonlySet<string> = new Set([...pools, ...dropouts, 'LeakyReLU', 'PReLU', 'ELU']);
/** Without a gradient behind them these pass none on, unit by unit. */
const keepsNoGradient: ReadonlySet<string> = new Set([...pools, ...dropouts, 'BatchNormalization']);
/** Types that are an activation alone. */
const activations: ReadonlySet<string> = new Set(['ReLU', 'Activation']);
/** f(0) = 0. */
const zeroAtZero: ReadonlySet<string> = new Set('linear relu relu6 leakyRelu elu selu gelu silu mish hardSilu tanh softsign'.split(' '));

/** Whose death keeps the gradient from this layer's weights, by their last dimension: its own, or an activation layer's behind it. */
export function deadUnitInto(network: Network, layer: number): UnitPath | null {
  const first = network.layers[layer];
  if (!first || !kernelAxes.has(first.type)) return null;
  let index = layer;
  for (;;) {
    const current = network.layers[index];
    const units = current?.outputShape?.at(-1);
    if (!current || !units || !isChannelsLast(current)) return null;
    if (canUnitsDie(current)) return { layer: index, units };
    const next = onlyConsumer(network, index);
    const following = next === null ? undefined : network.layers[next];
    if (next === null || !following) return null;
    const dies = activations.has(following.type) && canUnitsDie(following);
    if (!dies && !keepsNoGradient.has(following.type)) return null;
    index = next;
  }
}

/** Whose zero output this layer's kernel multiplies, by its last but one dimension. */
export function deadUnitOutOf(network: Network, layer: number): UnitPath | null {
  const first = network.layers[layer];
  if (!first || !kernelAxes.has(first.type) || first.type === 'BatchNormalization') return null;
  let current: Layer = first;
  for (;;) {
    const [input, another] = current.inputs;
    const source = input === undefined ? undefined : network.layers[input];
    if (input === undefined || another !== undefined || !source || !isChannelsLast(source)) return null;
    const units = source.outputShape?.at(-1);
    if (canUnitsDie(source)) return units ? { layer: input, units } : null;
    // Flatten puts positions before units: unit `u` is at every index that is `u` modulo the units.
    if (!keepsZero.has(source.type) && source.type !== 'Flatten' && !isZeroAtZero(source)) return null;
    current = source;
  }
}

function onlyConsumer(network: Network, layer: number): number | null {
  if (network.outputs.includes(layer)) return null;
  const consumers = network.layers.flatMap(({ inputs }, index) => (inputs.includes(layer) ? [index] : []));
  return consumers.length === 1 ? (consumers[0] ?? null) : null;
}

function isZeroAtZero({ type, configuration }: Layer): boolean {
  if (type !== 'Activation') return false;
  const activation = configuration['activation'];
  return !!activation && typeof activation === 'object' && 'name' in activation && zeroAtZero.has(String(activation['name']));
}

function isChannelsLast({ configuration }: Layer): boolean {
  return configuration['dataFormat'] !== 'channelsFirst';
}

function ranked(...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [1, 2, 3].map((rank) => `${name}${rank}D`));
}
