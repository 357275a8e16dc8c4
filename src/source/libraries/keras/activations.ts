// Keras's activations: by name, as functions, as layers given for one.
import type { ActivationConfiguration } from '../../../network/activations.ts';
import type { LibraryCall } from '../../evaluate/value.ts';
import { layer } from './layer.ts';
import { type Reader, Unreadable, unreadable } from './reading.ts';

/** Names that Keras 3 takes as `activation="…"`, with the constants that it defaults to. */
export const activationNames: Readonly<Record<string, ActivationConfiguration>> = {
  linear: { name: 'linear' },
  relu: { name: 'relu' },
  relu6: { name: 'relu6' },
  leaky_relu: { name: 'leakyRelu', alpha: 0.2 },
  elu: { name: 'elu', alpha: 1 },
  selu: { name: 'selu' },
  gelu: { name: 'gelu', approximate: false },
  silu: { name: 'silu' },
  swish: { name: 'silu' },
  mish: { name: 'mish' },
  sigmoid: { name: 'sigmoid' },
  hard_sigmoid: { name: 'hardSigmoid' },
  hard_silu: { name: 'hardSilu' },
  hard_swish: { name: 'hardSilu' },
  tanh: { name: 'tanh' },
  softplus: { name: 'softplus' },
  softsign: { name: 'softsign' },
  exponential: { name: 'exponential' },
  softmax: { name: 'softmax' },
};

/** An `activation=` argument. None is linear. */
export const activation: Reader = (value) => {
  if (value.kind === 'none') return { name: 'linear' };
  if (value.kind === 'string')
    return activationNames[value.value.toLowerCase()] ?? new Unreadable(`Layerscope does not know the activation ${value.value} yet`);
  if (value.kind === 'function') {
    const name = value.name.slice(value.name.lastIndexOf('.') + 1);
    return activationNames[name.toLowerCase()] ?? new Unreadable(`Layerscope does not know the activation ${value.name} yet`);
  }
  if (layer.is(value))
    return (
      ofLayer(value.state.type, value.state.configuration) ??
      new Unreadable(`Layerscope does not know ${value.state.type} as an activation yet`)
    );
  if (value.kind === 'closure') return new Unreadable('Layerscope does not read activations that the source defines itself yet');
  return unreadable(value, 'an activation');
};

function ofLayer(type: string, configuration: Readonly<Record<string, unknown>>): ActivationConfiguration | null {
  const slope = configuration['negativeSlope'];
  const alpha = configuration['alpha'];
  switch (type) {
    case 'ReLU':
      if (configuration['maxValue'] === 6) return { name: 'relu6' };
      if (configuration['maxValue'] !== null || configuration['threshold'] !== 0) return null;
      return slope === 0 ? { name: 'relu' } : typeof slope === 'number' ? { name: 'leakyRelu', alpha: slope } : null;
    case 'LeakyReLU':
      return typeof slope === 'number' ? { name: 'leakyRelu', alpha: slope } : null;
    case 'ELU':
      return typeof alpha === 'number' ? { name: 'elu', alpha } : null;
    case 'Softmax':
      return { name: 'softmax' };
    case 'Activation':
      return (configuration['activation'] as ActivationConfiguration | null) ?? null;
    default:
      return null;
  }
}

const result: LibraryCall = ({ range }, context) => context.unknown('what an activation gives here is not known', range);

/** The functions, under every name that people take them from. */
export const activationRows: Readonly<Record<string, LibraryCall>> = Object.fromEntries(
  Object.keys(activationNames).flatMap((name) =>
    ['keras.activations', 'keras.backend', 'keras.ops', 'keras.ops.nn', 'tensorflow.nn', 'tensorflow.math', 'tensorflow'].map((module) => [
      `${module}.${name}`,
      result,
    ]),
  ),
);
