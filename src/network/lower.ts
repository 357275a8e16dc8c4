// A network whose sizes are known → its program.
import type { LayerType, Lowering, Value } from './layer-type.ts';
import { layerType } from './layer-types.ts';
import type { Layer, Network } from './network.ts';
import type { Operation, Program, ProgramNode, ProgramWeight } from './program.ts';
import { formatShape, product, type Shape } from './shape.ts';

/** Why a network cannot be trained, said of one layer. */
export class LoweringError extends Error {
  readonly layer: number;
  constructor(layer: number, message: string) {
    super(message);
    this.name = 'LoweringError';
    this.layer = layer;
  }
}

/** Throws a LoweringError for a layer of unknown type, unknown size, or one that refuses its input. */
export function lower(network: Network): Program {
  const nodes: ProgramNode[] = [];
  const weights: ProgramWeight[] = [];
  const layers: { output: number; preActivation: number }[] = [];
  const outputs: Value[] = [];

  network.layers.forEach((layer, index) => {
    const known = layerType(layer.type);
    if (!known) throw new LoweringError(index, `Layerscope cannot train a layer of type ${layer.type} yet`);
    if (layer.refusal) throw new LoweringError(index, layer.refusal.message);
    // A configuration value that reading could not know is null.
    if (layer.configuration['activation'] === null) throw new LoweringError(index, 'its activation is not known');
    if (layer.outputShape === null || product(layer.outputShape.slice(1)) === null) {
      const shape = layer.outputShape ? formatShape(layer.outputShape) : 'unknown';
      throw new LoweringError(index, `its output shape is not known (${shape})`);
    }

    const emit = (operation: Operation, inputs: readonly Value[], shape: Shape): Value => {
      nodes.push({ operation, inputs: inputs.map(({ node }) => node), shape: [null, ...shape.slice(1)], layer: index });
      return { node: nodes.length - 1, shape };
    };
    const parameters = new Map<string, Value>();
    layer.weights.forEach((weight, position) => {
      if (weight.initializer === null) throw new LoweringError(index, `the initial values of its ${weight.name} are not known`);
      weights.push({ layer: index, weight: position });
      nodes.push({ operation: { name: 'weight', weight: weights.length - 1 }, inputs: [], shape: weight.shape, layer: index });
      parameters.set(weight.name, { node: nodes.length - 1, shape: weight.shape });
    });

    let preActivation: number | undefined;
    const lowering: Lowering = {
      emit,
      weight(name) {
        const value = parameters.get(name);
        if (!value) throw new Error(`${layer.type} has no weight named ${name}.`);
        return value;
      },
      preActivation(value) {
        preActivation = value.node;
      },
    };
    const inputs = layer.inputs.map((input) => outputs[input] as Value);
    const output =
      layer.type === 'Input'
        ? emit({ name: 'input', input: network.inputs.indexOf(index) }, [], layer.outputShape)
        : lowerLayer(known, layer, inputs, lowering, index);
    outputs.push(output);
    layers.push({ output: output.node, preActivation: preActivation ?? output.node });
  });

  return { nodes, weights, layers, outputs: network.outputs.map((index) => (outputs[index] as Value).node) };
}

/** What a layer type cannot lower it says with an Error, which here learns of which layer it speaks. */
function lowerLayer(known: LayerType, layer: Layer, inputs: readonly Value[], lowering: Lowering, index: number): Value {
  try {
    return known.lower(layer.configuration, inputs, lowering);
  } catch (error) {
    throw new LoweringError(index, error instanceof Error ? error.message : String(error));
  }
}
