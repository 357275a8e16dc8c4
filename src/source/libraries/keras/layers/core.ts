// Dense, activations, embedding, normalization, dropout, reshaping and merging: their parameters as Keras 3 orders them.
import { ones, zeros } from '../../../../network/initializers.ts';
import { activation } from '../activations.ts';
import type { LayerRow } from '../layer.ts';
import { required } from '../layer.ts';
import { anything, count, dimensions, flag, margins, number, optionalNumber, sizes, word } from '../reading.ts';
import {
  activationParameter,
  activityRegularizer,
  all,
  centerAndScale,
  constraint,
  format,
  ignored,
  initializerOf,
  kernelAndBias,
  notYetKeywords,
  parameter,
  rate,
  regularizerOf,
  seed,
  uniform,
  units,
  useBias,
} from './parameters.ts';

export const coreLayers: readonly LayerRow[] = [
  { type: 'Dense', parameters: [units, activationParameter, useBias, ...kernelAndBias(), ...notYetKeywords('lora_rank')] },
  {
    type: 'EinsumDense',
    parameters: [
      parameter('equation', word),
      parameter('output_shape', dimensions),
      activationParameter,
      parameter('bias_axes', word, null),
      ...kernelAndBias(),
    ],
  },
  { type: 'Activation', parameters: [parameter('activation', activation)] },
  {
    type: 'ReLU',
    parameters: [
      parameter('max_value', optionalNumber, null),
      parameter('negative_slope', number, 0),
      parameter('threshold', number, 0, 'theta'),
    ],
    spellings: ['ThresholdedReLU'],
  },
  { type: 'LeakyReLU', parameters: [parameter('negative_slope', number, 0.3, 'alpha')] },
  { type: 'ELU', parameters: [parameter('alpha', number, 1)] },
  { type: 'Softmax', parameters: [parameter('axis', anything, -1)] },
  {
    type: 'PReLU',
    parameters: [initializerOf('alpha', zeros), regularizerOf('alpha'), constraint('alpha'), parameter('shared_axes', dimensions, null)],
  },
  {
    type: 'Embedding',
    parameters: [
      parameter('input_dim', count),
      parameter('output_dim', count),
      initializerOf('embeddings', uniform, 'init'),
      regularizerOf('embeddings', 'W_regularizer'),
      constraint('embeddings'),
      parameter('mask_zero', flag, false),
      ...ignored('input_length'),
    ],
  },
  {
    type: 'BatchNormalization',
    parameters: [
      parameter('axis', anything, -1),
      parameter('momentum', number, 0.99),
      parameter('epsilon', number, 0.001),
      ...centerAndScale,
      initializerOf('moving_mean', zeros),
      initializerOf('moving_variance', ones),
      ...notYetKeywords('beta_regularizer', 'gamma_regularizer', 'beta_constraint', 'gamma_constraint', 'renorm'),
      ...ignored('synchronized', 'fused', 'mode', 'virtual_batch_size'),
    ],
    spellings: ['SyncBatchNormalization'],
  },
  {
    type: 'LayerNormalization',
    parameters: [parameter('axis', anything, -1), parameter('epsilon', number, 0.001), ...centerAndScale],
  },
  {
    type: 'GroupNormalization',
    parameters: [parameter('groups', count, 32), parameter('axis', anything, -1), parameter('epsilon', number, 0.001), ...centerAndScale],
  },
  { type: 'RMSNormalization', parameters: [parameter('axis', anything, -1), parameter('epsilon', number, 1e-6)] },
  { type: 'UnitNormalization', parameters: [parameter('axis', anything, -1)] },
  { type: 'SpectralNormalization', parameters: [parameter('layer', anything), parameter('power_iterations', count, 1)] },
  { type: 'Dropout', parameters: [rate, parameter('noise_shape', anything, null), seed] },
  { type: 'AlphaDropout', parameters: [rate, parameter('noise_shape', anything, null), seed] },
  { type: 'GaussianDropout', parameters: [rate, seed] },
  { type: 'GaussianNoise', parameters: [parameter('stddev', number, required, 'sigma'), seed] },
  { type: 'SpatialDropout1D', parameters: [rate, seed] },
  { type: 'SpatialDropout2D', parameters: [rate, format, seed] },
  { type: 'SpatialDropout3D', parameters: [rate, format, seed] },
  { type: 'ActivityRegularization', parameters: [parameter('l1', number, 0), parameter('l2', number, 0)] },
  { type: 'Masking', parameters: [parameter('mask_value', number, 0)] },
  {
    type: 'Lambda',
    parameters: [
      parameter('function', anything),
      parameter('output_shape', anything, null),
      parameter('mask', anything, null),
      parameter('arguments', anything, null),
    ],
  },
  { type: 'Identity', parameters: [] },
  { type: 'Flatten', parameters: [format] },
  { type: 'Reshape', parameters: [parameter('target_shape', dimensions, required, 'dims')] },
  { type: 'Permute', parameters: [parameter('dims', dimensions)] },
  { type: 'RepeatVector', parameters: [parameter('n', count)] },
  { type: 'Cropping1D', parameters: [parameter('cropping', margins(1), [[1, 1]])] },
  {
    type: 'Cropping2D',
    parameters: [
      parameter('cropping', margins(2), [
        [0, 0],
        [0, 0],
      ]),
      format,
    ],
  },
  {
    type: 'Cropping3D',
    parameters: [
      parameter('cropping', margins(3), [
        [1, 1],
        [1, 1],
        [1, 1],
      ]),
      format,
    ],
  },
  { type: 'ZeroPadding1D', parameters: [parameter('padding', margins(1), [[1, 1]]), format] },
  {
    type: 'ZeroPadding2D',
    parameters: [
      parameter('padding', margins(2), [
        [1, 1],
        [1, 1],
      ]),
      format,
    ],
  },
  {
    type: 'ZeroPadding3D',
    parameters: [
      parameter('padding', margins(3), [
        [1, 1],
        [1, 1],
        [1, 1],
      ]),
      format,
    ],
  },
  { type: 'UpSampling1D', parameters: [parameter('size', count, 2)] },
  { type: 'UpSampling2D', parameters: [parameter('size', sizes(2), all(2, 2)), format, parameter('interpolation', word, 'nearest')] },
  { type: 'UpSampling3D', parameters: [parameter('size', sizes(3), all(3, 2)), format] },
  ...['Add', 'Average', 'Maximum', 'Minimum', 'Multiply', 'Subtract'].map((type) => ({ type, parameters: [] })),
  { type: 'Concatenate', parameters: [parameter('axis', anything, -1)] },
  { type: 'Dot', parameters: [parameter('axes', anything), parameter('normalize', flag, false)] },
  {
    type: 'Attention',
    parameters: [parameter('use_scale', flag, false), parameter('score_mode', word, 'dot'), parameter('dropout', number, 0), seed],
  },
  { type: 'AdditiveAttention', parameters: [parameter('use_scale', flag, true), parameter('dropout', number, 0)] },
  {
    type: 'MultiHeadAttention',
    parameters: [
      parameter('num_heads', count),
      parameter('key_dim', count),
      parameter('value_dim', anything, null),
      parameter('dropout', number, 0),
      useBias,
      parameter('output_shape', anything, null),
      parameter('attention_axes', anything, null),
      parameter('flash_attention', anything, null),
      ...kernelAndBias(),
    ],
  },
  { type: 'TimeDistributed', parameters: [parameter('layer', anything)] },
  { type: 'Bidirectional', parameters: [parameter('layer', anything), parameter('merge_mode', word, 'concat'), activityRegularizer] },
];
