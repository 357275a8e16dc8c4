// Parameters that many layers share.
import { glorotUniform, type Initializer, ones, zeros } from '../../../../network/initializers.ts';
import type { ConfigurationValue } from '../../../../network/network.ts';
import { activation } from '../activations.ts';
import { initializer } from '../initializers.ts';
import { type Parameter, required } from '../layer.ts';
import { anything, count, dataFormat, flag, lowerWord, notYet, number, optionalSizes, type Reader, sizes } from '../reading.ts';
import { regularizer } from '../regularizers.ts';

/** Keras 3's name, how it is read, what it is when left out, and older names. */
export function parameter(name: string, read: Reader, fallback: ConfigurationValue = required, ...legacy: string[]): Parameter {
  return { name, read, fallback, legacy };
}

/** Only by name, and only in older versions or without effect on training. */
export function ignored(...names: readonly string[]): readonly Parameter[] {
  return names.map((name) => ({ name, read: anything, fallback: null, legacy: [], keywordOnly: true }));
}

/** Only by name; what is passed changes training in a way that is not followed. */
export function notYetKeywords(...names: readonly string[]): readonly Parameter[] {
  return names.map((name) => ({ name, read: notYet, fallback: null, legacy: [], keywordOnly: true }));
}

export const uniform: Initializer = { kind: 'uniform', minimum: -0.05, maximum: 0.05 };
export const orthogonal: Initializer = { kind: 'orthogonal', gain: 1 };
export const linear: ConfigurationValue = { name: 'linear' };

export const name = parameter('name', anything, null);
export const seed = parameter('seed', anything, null);
export const filters = parameter('filters', count, required, 'nb_filter');
export const units = parameter('units', count, required, 'output_dim');
export const useBias = parameter('use_bias', flag, true, 'bias');
export const format = parameter('data_format', dataFormat, 'channels_last', 'dim_ordering');
export const padding = parameter('padding', lowerWord, 'valid', 'border_mode');
export const activationParameter = parameter('activation', activation, linear);
export const constraint = (of: string) => parameter(`${of}_constraint`, notYet, null);
export const activityRegularizer = parameter('activity_regularizer', notYet, null);

export function kernelSize(dimensions: number): Parameter {
  return parameter('kernel_size', sizes(dimensions), required, 'filter_length', 'filter_size');
}

export function strides(dimensions: number): Parameter {
  return parameter('strides', sizes(dimensions), all(dimensions, 1), 'subsample', 'subsample_length', 'stride');
}

export function dilation(dimensions: number): Parameter {
  return parameter('dilation_rate', sizes(dimensions), all(dimensions, 1), 'atrous_rate');
}

export function poolStrides(dimensions: number): Parameter {
  return parameter('strides', optionalSizes(dimensions), null, 'stride');
}

export function initializerOf(of: string, fallback: Initializer = glorotUniform, ...legacy: string[]): Parameter {
  return parameter(`${of}_initializer`, initializer, fallback, ...legacy);
}

export function regularizerOf(of: string, ...legacy: string[]): Parameter {
  return parameter(`${of}_regularizer`, regularizer, null, ...legacy);
}

/** `kernel_initializer` … `bias_constraint`, as every layer with a kernel and a bias ends. */
export function kernelAndBias(kernel = 'kernel'): readonly Parameter[] {
  return [
    initializerOf(kernel, glorotUniform, 'init'),
    initializerOf('bias', zeros),
    regularizerOf(kernel, 'W_regularizer'),
    regularizerOf('bias', 'b_regularizer'),
    activityRegularizer,
    constraint(kernel),
    constraint('bias'),
  ];
}

/** `beta_initializer` … `gamma_constraint` of the normalizations. */
export const centerAndScale: readonly Parameter[] = [
  parameter('center', flag, true),
  parameter('scale', flag, true),
  initializerOf('beta', zeros),
  initializerOf('gamma', ones),
];

export const rate = parameter('rate', number, required, 'p');

export function all(dimensions: number, size: number): readonly number[] {
  return Array.from({ length: dimensions }, () => size);
}
