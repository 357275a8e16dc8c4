// Preprocessing and augmentation: their parameters as Keras 3 orders them.
import type { LayerRow } from '../layer.ts';
import { required } from '../layer.ts';
import { anything, count, flag, number, word } from '../reading.ts';
import { format, ignored, parameter, seed } from './parameters.ts';

const factor = parameter('factor', anything);
const interpolation = parameter('interpolation', word, 'bilinear');
const fillMode = parameter('fill_mode', word, 'reflect');
const fillValue = parameter('fill_value', number, 0);
const valueRange = parameter('value_range', anything, [0, 255]);
const outputMode = parameter('output_mode', word, 'int');
const sparse = parameter('sparse', flag, false);

export const preprocessingLayers: readonly LayerRow[] = [
  { type: 'Rescaling', parameters: [parameter('scale', anything), parameter('offset', anything, 0)] },
  {
    type: 'Normalization',
    parameters: [
      parameter('axis', anything, -1),
      parameter('mean', anything, null),
      parameter('variance', anything, null),
      parameter('invert', flag, false),
    ],
  },
  {
    type: 'Resizing',
    parameters: [
      parameter('height', count),
      parameter('width', count),
      interpolation,
      parameter('crop_to_aspect_ratio', flag, false),
      ...ignored('pad_to_aspect_ratio', 'fill_mode', 'fill_value', 'antialias', 'data_format'),
    ],
  },
  { type: 'CenterCrop', parameters: [parameter('height', count), parameter('width', count), format] },
  { type: 'RandomCrop', parameters: [parameter('height', count), parameter('width', count), seed, format] },
  { type: 'RandomFlip', parameters: [parameter('mode', word, 'horizontal_and_vertical'), seed, format] },
  { type: 'RandomRotation', parameters: [factor, fillMode, interpolation, seed, fillValue, format] },
  {
    type: 'RandomZoom',
    parameters: [
      parameter('height_factor', anything, required, 'factor'),
      parameter('width_factor', anything, null),
      fillMode,
      interpolation,
      seed,
      fillValue,
      format,
    ],
  },
  {
    type: 'RandomTranslation',
    parameters: [
      parameter('height_factor', anything),
      parameter('width_factor', anything),
      fillMode,
      interpolation,
      seed,
      fillValue,
      format,
    ],
  },
  { type: 'RandomHeight', parameters: [factor, interpolation, seed] },
  { type: 'RandomWidth', parameters: [factor, interpolation, seed] },
  {
    type: 'RandomShear',
    parameters: [parameter('x_factor', anything, 0), parameter('y_factor', anything, 0), interpolation, fillMode, fillValue, format, seed],
  },
  ...['RandomContrast', 'RandomBrightness', 'RandomHue', 'RandomSaturation', 'RandomSharpness', 'RandomPosterization'].map((type) => ({
    type,
    parameters: [factor, valueRange, seed],
  })),
  { type: 'RandomGrayscale', parameters: [parameter('factor', anything, 0.5), format, seed] },
  { type: 'RandomInvert', parameters: [parameter('factor', anything, 1), valueRange, seed] },
  {
    type: 'RandomErasing',
    parameters: [parameter('factor', anything, 1), ...ignored('scale', 'fill_value', 'value_range', 'data_format')],
  },
  {
    type: 'RandAugment',
    parameters: [valueRange, parameter('num_ops', count, 2), parameter('factor', anything, 0.5), interpolation, seed],
  },
  { type: 'CategoryEncoding', parameters: [parameter('num_tokens', count), parameter('output_mode', word, 'multi_hot'), sparse] },
  {
    type: 'Discretization',
    parameters: [
      parameter('bin_boundaries', anything, null),
      parameter('num_bins', anything, null),
      parameter('epsilon', number, 0.01),
      outputMode,
      sparse,
    ],
  },
  {
    type: 'Hashing',
    parameters: [
      parameter('num_bins', count),
      parameter('mask_value', anything, null),
      parameter('salt', anything, null),
      outputMode,
      sparse,
    ],
  },
  { type: 'HashedCrossing', parameters: [parameter('num_bins', count), outputMode, sparse] },
  ...['IntegerLookup', 'StringLookup'].map((type) => ({
    type,
    parameters: [
      parameter('max_tokens', anything, null),
      parameter('num_oov_indices', count, 1),
      parameter('mask_token', anything, null),
      parameter('oov_token', anything, null),
      parameter('vocabulary', anything, null),
      ...ignored('vocabulary_dtype', 'idf_weights', 'invert', 'output_mode', 'sparse', 'pad_to_max_tokens', 'encoding'),
    ],
  })),
  {
    type: 'TextVectorization',
    parameters: [
      parameter('max_tokens', anything, null),
      parameter('standardize', anything, 'lower_and_strip_punctuation'),
      parameter('split', anything, 'whitespace'),
      parameter('ngrams', anything, null),
      outputMode,
      parameter('output_sequence_length', anything, null),
      ...ignored('pad_to_max_tokens', 'vocabulary', 'idf_weights', 'sparse', 'ragged', 'encoding'),
    ],
  },
];
