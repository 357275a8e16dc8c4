// Recurrent layers and their cells: their parameters as Keras 3 orders them.
import { glorotUniform, zeros } from '../../../../network/initializers.ts';
import { activation } from '../activations.ts';
import type { LayerRow, Parameter } from '../layer.ts';
import { anything, flag, number } from '../reading.ts';
import {
  activityRegularizer,
  constraint,
  dilation,
  filters,
  format,
  ignored,
  initializerOf,
  kernelSize,
  orthogonal,
  padding,
  parameter,
  regularizerOf,
  seed,
  strides,
  units,
  useBias,
} from './parameters.ts';

const tanh = parameter('activation', activation, { name: 'tanh' });
const recurrentActivation = parameter('recurrent_activation', activation, { name: 'sigmoid' }, 'inner_activation');
const unitForgetBias = parameter('unit_forget_bias', flag, true);
const initializers: readonly Parameter[] = [
  initializerOf('kernel', glorotUniform, 'init'),
  initializerOf('recurrent', orthogonal, 'inner_init'),
  initializerOf('bias', zeros),
];
const regularizers: readonly Parameter[] = [
  regularizerOf('kernel', 'W_regularizer'),
  regularizerOf('recurrent', 'U_regularizer'),
  regularizerOf('bias', 'b_regularizer'),
];
const constraints: readonly Parameter[] = [constraint('kernel'), constraint('recurrent'), constraint('bias')];
const dropouts: readonly Parameter[] = [
  parameter('dropout', number, 0, 'dropout_W'),
  parameter('recurrent_dropout', number, 0, 'dropout_U'),
];
const sequence: readonly Parameter[] = [
  parameter('return_sequences', flag, false),
  parameter('return_state', flag, false),
  parameter('go_backwards', flag, false),
  parameter('stateful', flag, false),
];
const unroll = parameter('unroll', flag, false);
const resetAfter = parameter('reset_after', flag, true);
const old = ignored('implementation', 'time_major', 'use_cudnn', 'consume_less', 'zero_output_for_mask');

export const recurrentLayers: readonly LayerRow[] = [
  {
    type: 'SimpleRNN',
    parameters: [
      units,
      tanh,
      useBias,
      ...initializers,
      ...regularizers,
      activityRegularizer,
      ...constraints,
      ...dropouts,
      ...sequence,
      unroll,
      seed,
      ...old,
    ],
  },
  {
    type: 'GRU',
    parameters: [
      units,
      tanh,
      recurrentActivation,
      useBias,
      ...initializers,
      ...regularizers,
      activityRegularizer,
      ...constraints,
      ...dropouts,
      seed,
      ...sequence,
      unroll,
      resetAfter,
      ...old,
    ],
    spellings: ['GRU', 'CuDNNGRU'],
  },
  {
    type: 'LSTM',
    parameters: [
      units,
      tanh,
      recurrentActivation,
      useBias,
      ...initializers,
      unitForgetBias,
      ...regularizers,
      activityRegularizer,
      ...constraints,
      ...dropouts,
      seed,
      ...sequence,
      unroll,
      ...old,
    ],
    spellings: ['LSTM', 'CuDNNLSTM'],
  },
  { type: 'SimpleRNNCell', parameters: [units, tanh, useBias, ...initializers, ...regularizers, ...constraints, ...dropouts, seed] },
  {
    type: 'GRUCell',
    parameters: [
      units,
      tanh,
      recurrentActivation,
      useBias,
      ...initializers,
      ...regularizers,
      ...constraints,
      ...dropouts,
      resetAfter,
      seed,
    ],
  },
  {
    type: 'LSTMCell',
    parameters: [
      units,
      tanh,
      recurrentActivation,
      useBias,
      ...initializers,
      unitForgetBias,
      ...regularizers,
      ...constraints,
      ...dropouts,
      seed,
    ],
  },
  { type: 'RNN', parameters: [parameter('cell', anything), ...sequence, unroll, ...old] },
  { type: 'StackedRNNCells', parameters: [parameter('cells', anything)] },
  ...[1, 2, 3].map((dimensions) => ({
    type: `ConvLSTM${dimensions}D`,
    parameters: [
      filters,
      kernelSize(dimensions),
      strides(dimensions),
      padding,
      format,
      dilation(dimensions),
      tanh,
      recurrentActivation,
      useBias,
      ...initializers,
      unitForgetBias,
      ...regularizers,
      activityRegularizer,
      ...constraints,
      ...dropouts,
      seed,
      ...sequence,
    ],
  })),
];
