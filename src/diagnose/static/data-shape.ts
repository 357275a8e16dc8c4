// Arrays passed to fit whose shapes, as far as reading knows them, do not go with the network's input or with its loss.
import { targetRefusal } from '../../network/losses.ts';
import { formatSampleShape, formatShape, type Shape } from '../../network/shape.ts';
import type { Definition } from '../../source/definition.ts';
import { consumersOf, layerName } from '../layers.ts';
import type { Observation, StaticRule } from '../rule.ts';

export const dataShape: StaticRule = {
  name: 'data-shape',
  category: 'shape',
  check(definition) {
    const { data, network } = definition;
    // With several inputs or outputs the description does not say which array goes where.
    if (!data || network.inputs.length !== 1 || network.outputs.length !== 1) return [];
    return [...checkInput(definition, data.x.shape), ...checkSampleCounts(definition), ...checkTarget(definition, data.y.shape)];
  },
};

function checkInput({ network, data }: Definition, x: Shape | null): readonly Observation[] {
  const [input = -1] = network.inputs;
  const wanted = network.layers[input]?.outputShape;
  if (!x || !wanted || agrees(wanted.slice(1), x.slice(1))) return [];
  const [first = input] = consumersOf(network, input);
  const taker = network.layers[first];
  if (!taker || !data) return [];
  return [
    {
      severity: 'error',
      message: `${layerName(taker)} is built for samples of ${formatSampleShape(wanted)}, but x has samples of ${formatSampleShape(x)}: its shape is ${formatShape(x)}.`,
      range: data.x.range,
      layer: taker.name,
      evidence: { inputShape: formatShape(wanted), xShape: formatShape(x) },
    },
  ];
}

function checkSampleCounts({ data }: Definition): readonly Observation[] {
  const [x = null, y = null] = [data?.x.shape?.[0], data?.y.shape?.[0]];
  if (!data || x === null || y === null || x === y) return [];
  return [
    {
      severity: 'error',
      message: `x has ${x.toLocaleString('en-US')} samples, but y has ${y.toLocaleString('en-US')}.`,
      range: data.y.range,
      layer: null,
      evidence: { xSamples: x, ySamples: y },
    },
  ];
}

function checkTarget({ network, training, data }: Definition, y: Shape | null): readonly Observation[] {
  const output = network.layers[network.outputs[0] ?? -1];
  const loss = training?.plan?.loss;
  if (!y || !output?.outputShape || !loss || !data) return [];
  const refusal = targetRefusal(loss.name, output.outputShape, y);
  if (!refusal) return [];
  return [
    {
      severity: 'error',
      message: refusal.message,
      range: data.y.range,
      layer: output.name,
      evidence: { loss: loss.name, outputShape: formatShape(output.outputShape), yShape: formatShape(y) },
    },
  ];
}

/** Keras adds a last dimension of 1 to x where it is missing, and takes one away. */
function agrees(wanted: Shape, given: Shape): boolean {
  const [longer, shorter] = wanted.length >= given.length ? [wanted, given] : [given, wanted];
  if (longer.length > shorter.length + 1 || (longer.length > shorter.length && longer.at(-1) !== 1)) return false;
  return shorter.every((size, axis) => size === null || longer[axis] === null || longer[axis] === undefined || size === longer[axis]);
}
