// A definition as `inspect --json` writes it: the contract that other programs rely on.

import { activationOf } from '../diagnose/layers.ts';
import { countMultiplyAdds, countParameters } from '../network/build.ts';
import type { Layer } from '../network/network.ts';
import type { Shape } from '../network/shape.ts';
import type { ArrayDescription, Definition } from '../source/definition.ts';

export function modelJson(definition: Definition) {
  const { name, framework, kind, range, status, unknown, network, training, data } = definition;
  const shapesOf = (indices: readonly number[]): readonly (Shape | null)[] =>
    indices.map((index) => network.layers[index]?.outputShape ?? null);
  return {
    name,
    framework,
    kind,
    range,
    status,
    unknown,
    inputs: shapesOf(network.inputs),
    outputs: shapesOf(network.outputs),
    parameters: countParameters(network),
    multiplyAdds: countMultiplyAdds(network),
    layers: network.layers.filter(isShown).map(layerJson),
    training: training && {
      optimizer: training.optimizer,
      loss: training.loss,
      metrics: training.metrics,
      epochs: training.epochs,
      batchSize: training.batchSize,
    },
    data: data && { status: data.status, x: arrayJson(data.x), y: arrayJson(data.y) },
  };
}

/** An input that the source does not write as a layer stands in `inputs` only. */
export function isShown(layer: Layer): boolean {
  return layer.type !== 'Input' || layer.range !== undefined;
}

function layerJson(layer: Layer) {
  const { name, type, range = null, inputShapes, outputShape, parameters } = layer;
  return {
    name,
    type,
    range,
    inputShape: inputShapes.length > 1 ? inputShapes : (inputShapes[0] ?? null),
    outputShape,
    parameters,
    activation: 'activation' in layer.configuration || isActivation(layer) ? activationOf(layer) : null,
  };
}

function isActivation({ type }: Layer): boolean {
  return ['ReLU', 'LeakyReLU', 'ELU', 'Softmax'].includes(type);
}

function arrayJson({ shape, source }: ArrayDescription) {
  return { shape, source };
}
