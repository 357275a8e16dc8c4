// A loss that does not go with what the network's output is: probabilities given as scores, scores as probabilities, or an
// output that the loss cannot tell classes by.
import type { ActivationName } from '../../network/activations.ts';
import { lossKinds } from '../../network/losses.ts';
import type { Layer } from '../../network/network.ts';
import type { Loss } from '../../network/training-plan.ts';
import type { Definition } from '../../source/definition.ts';
import type { Fix, Severity } from '../finding.ts';
import { activationOf, layerName } from '../layers.ts';
import type { Observation, StaticRule, TextAt } from '../rule.ts';
import { activationFix, fromLogitsFix } from './source-edit.ts';

/**
 * Their values leave [0, 1] or are all zero: the logarithm of a crossentropy is clipped there and gives no gradient.
 * Not softplus and exponential: Keras divides them by their sum, which is a softmax in two parts.
 */
const notProbabilities: ReadonlySet<ActivationName> = new Set<ActivationName>([
  'linear',
  'relu',
  'relu6',
  'leakyRelu',
  'elu',
  'selu',
  'gelu',
  'silu',
  'mish',
  'hardSilu',
  'tanh',
  'softsign',
]);

interface Fault {
  readonly severity: Severity;
  readonly message: string;
  readonly fixes: readonly Fix[];
}

export const lossOutputMismatch: StaticRule = {
  name: 'loss-output-mismatch',
  category: 'loss',
  check(definition, textAt) {
    const { network, training } = definition;
    const loss = training?.plan?.loss;
    if (!loss) return [];
    return network.outputs.flatMap((index): readonly Observation[] => {
      const output = network.layers[index];
      const activation = output ? outputActivation(definition, output) : null;
      const fault = output && activation && faultOf(loss, output, activation, definition, textAt);
      if (!fault) return [];
      return [
        {
          ...fault,
          range: output.range ?? null,
          layer: output.name,
          evidence: { activation, loss: loss.name, fromLogits: loss.fromLogits, units: output.outputShape?.at(-1) ?? null },
        },
      ];
    });
  },
};

function faultOf(loss: Loss, output: Layer, activation: ActivationName, { training }: Definition, textAt: TextAt): Fault | null {
  const { activation: own } = lossKinds[loss.name];
  const name = layerName(output);
  const units = output.outputShape?.at(-1) ?? null;
  if (activation === 'softmax' && units === 1) {
    return {
      severity: 'error',
      message: `${name} is a softmax over one unit, whose output is always 1: one probability is a sigmoid.`,
      fixes: activationFix(output, 'sigmoid', textAt),
    };
  }
  if (own === 'softmax' && units === 1) {
    return {
      severity: 'error',
      message: `${name} has one unit, but ${loss.name} compares classes and needs a unit for each: with one unit its loss is always 0. For two classes use binaryCrossentropy.`,
      fixes: [],
    };
  }
  if (own === null) return null;
  if (loss.fromLogits && (activation === 'softmax' || activation === 'sigmoid')) {
    return {
      severity: 'warning',
      message: `${name} already gives probabilities (${activation}), but ${loss.name} is told that they are scores (from_logits=True) and applies ${own} a second time.`,
      fixes: [...fromLogitsFix(training?.compileRange ?? null, false, textAt), ...activationFix(output, 'linear', textAt)],
    };
  }
  if (!loss.fromLogits && notProbabilities.has(activation)) {
    const what = activation === 'linear' ? 'has no activation' : `ends in ${activation}`;
    return {
      severity: activation === 'linear' ? 'error' : 'warning',
      message: `${name} ${what}, but ${loss.name} takes its output for probabilities: use ${own}, or say from_logits=True${activation === 'linear' ? '' : ' without an activation'}.`,
      fixes: [
        ...activationFix(output, own, textAt),
        ...(activation === 'linear' ? fromLogitsFix(training?.compileRange ?? null, true, textAt) : []),
      ],
    };
  }
  return null;
}

/** Through layers that only arrange or drop values; null when it is not known. */
function outputActivation({ network }: Definition, output: Layer): ActivationName | null {
  let layer: Layer | undefined = output;
  while (layer && ['Flatten', 'Reshape', 'Dropout'].includes(layer.type)) layer = network.layers[layer.inputs[0] ?? -1];
  if (!layer || !knownOutputs.has(layer.type)) return null;
  return activationOf(layer);
}

/** Layer types whose output is their activation's and nothing else; others (a pooling, a sum) may well give probabilities. */
const knownOutputs: ReadonlySet<string> = new Set(['Dense', 'Conv1D', 'Conv2D', 'Activation', 'ReLU', 'LeakyReLU', 'ELU', 'Softmax']);
