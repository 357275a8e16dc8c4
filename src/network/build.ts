// Layers as a source describes them → a network with shapes, weights and costs. Never throws on what a source may
// hold: an unknown type gives an unknown shape, a layer that cannot take its input gives a refusal.

import type { Range } from '../source/range.ts';
import { isRefusal, type LayerType } from './layer-type.ts';
import { layerType } from './layer-types.ts';
import type { Configuration, Layer, Network, Weight } from './network.ts';
import { product, type Shape } from './shape.ts';

/** A layer before its shapes are known. */
export interface LayerSpecification {
  readonly name: string;
  readonly type: string;
  readonly configuration: Configuration;
  /** Indices of earlier specifications. */
  readonly inputs: readonly number[];
  readonly range?: Range;
  /** Its configuration is not known well enough to reckon with: shape and weights stay unknown. */
  readonly opaque?: boolean;
  /** Values that the source gives to the layer's weights (`set_weights`), row-major, in the order of its weights. */
  readonly given?: readonly (readonly number[])[];
}

export function buildNetwork(specifications: readonly LayerSpecification[], outputs: readonly number[]): Network {
  const layers: Layer[] = [];
  for (const specification of specifications) layers.push(buildLayer(specification, layers));
  const inputs = layers.flatMap((layer, index) => (layer.type === 'Input' ? [index] : []));
  return { layers, inputs, outputs };
}

/** Total and trainable number of parameters; `null` if one layer's is unknown. */
export function countParameters(network: Network): { readonly total: number | null; readonly trainable: number | null } {
  let total = 0;
  let trainable = 0;
  for (const layer of network.layers) {
    if (layer.parameters === null) return { total: null, trainable: null };
    total += layer.parameters;
    for (const weight of layer.weights) if (weight.trainable) trainable += product(weight.shape) ?? 0;
  }
  return { total, trainable };
}

/** Multiply-adds of all layers for one sample; `null` if one layer's is unknown. */
export function countMultiplyAdds(network: Network): number | null {
  let total = 0;
  for (const { multiplyAdds } of network.layers) {
    if (multiplyAdds === null) return null;
    total += multiplyAdds;
  }
  return total;
}

function buildLayer(specification: LayerSpecification, earlier: readonly Layer[]): Layer {
  const { name, type, configuration, inputs, range } = specification;
  const inputShapes = inputs.map((index) => earlier[index]?.outputShape ?? null).filter((shape) => shape !== null);
  const base = { name, type, configuration, inputs, inputShapes, ...(range && { range }) };
  const unknown = { ...base, outputShape: null, weights: [], parameters: null, multiplyAdds: null };
  const known = specification.opaque ? undefined : layerType(type);
  const lacksInput = inputShapes.length < inputs.length || (inputs.length === 0 && known?.inputCount !== 0);
  if (!known || lacksInput) return unknown;
  const outputShape = known.outputShape(configuration, inputShapes);
  if (isRefusal(outputShape)) return { ...unknown, refusal: outputShape };
  return { ...base, outputShape, ...costs(known, specification, inputShapes, outputShape) };
}

function costs(
  known: LayerType,
  { configuration, given }: LayerSpecification,
  inputShapes: readonly Shape[],
  outputShape: Shape,
): Pick<Layer, 'weights' | 'parameters' | 'arithmetic' | 'multiplyAdds'> {
  const weights = withGivenValues(known.weights(configuration, inputShapes), given);
  const parameters = weights.reduce<number | null>((sum, { shape }) => {
    const count = product(shape);
    return sum === null || count === null ? null : sum + count;
  }, 0);
  const arithmetic = known.arithmetic?.(configuration, inputShapes);
  return {
    weights,
    parameters,
    multiplyAdds: known.multiplyAdds ? known.multiplyAdds(configuration, inputShapes, outputShape) : 0,
    ...(arithmetic !== undefined && parameters !== null && { arithmetic: `${arithmetic} = ${parameters.toLocaleString('en-US')}` }),
  };
}

function withGivenValues(weights: readonly Weight[], given: LayerSpecification['given']): readonly Weight[] {
  if (!given) return weights;
  return weights.map((weight, index) => {
    const values = given[index];
    return values ? { ...weight, initializer: { kind: 'given', values } } : weight;
  });
}
