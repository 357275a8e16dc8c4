// Convolutions and poolings: their parameters as Keras 3 orders them.

import { zeros } from '../../../../network/initializers.ts';
import type { Arguments } from '../../../evaluate/arguments.ts';
import { tuple } from '../../../evaluate/value.ts';
import type { LayerRow, Parameter } from '../layer.ts';
import { anything, count, flag, sizes } from '../reading.ts';
import {
  activationParameter,
  activityRegularizer,
  all,
  constraint,
  dilation,
  filters,
  format,
  initializerOf,
  kernelAndBias,
  kernelSize,
  padding,
  parameter,
  poolStrides,
  regularizerOf,
  strides,
  useBias,
} from './parameters.ts';

const depthMultiplier = parameter('depth_multiplier', count, 1);

export const convolutionLayers: readonly LayerRow[] = [
  ...[1, 2, 3].flatMap((dimensions): LayerRow[] => [
    convolution(`Conv${dimensions}D`, dimensions, [
      strides(dimensions),
      padding,
      format,
      dilation(dimensions),
      parameter('groups', count, 1),
    ]),
    // Keras 1 spelled the class out and gave rows and columns one by one.
    {
      ...convolution(`Conv${dimensions}D`, dimensions, [
        strides(dimensions),
        padding,
        format,
        dilation(dimensions),
        parameter('groups', count, 1),
      ]),
      spellings: [`Convolution${dimensions}D`, ...(dimensions === 2 ? ['AtrousConvolution2D'] : [])],
      modernize: (args) => oneKernel(args, dimensions),
    },
    {
      ...convolution(`Conv${dimensions}DTranspose`, dimensions, [
        strides(dimensions),
        padding,
        ...(dimensions === 3 ? [format, outputPadding(dimensions)] : [outputPadding(dimensions), format]),
        dilation(dimensions),
      ]),
      spellings: [`Conv${dimensions}DTranspose`, `Convolution${dimensions}DTranspose`, ...(dimensions === 2 ? ['Deconvolution2D'] : [])],
    },
  ]),
  ...[1, 2].flatMap((dimensions): LayerRow[] => [
    {
      type: `SeparableConv${dimensions}D`,
      spellings: [`SeparableConv${dimensions}D`, `SeparableConvolution${dimensions}D`],
      parameters: [
        filters,
        kernelSize(dimensions),
        strides(dimensions),
        padding,
        format,
        dilation(dimensions),
        depthMultiplier,
        activationParameter,
        useBias,
        initializerOf('depthwise'),
        initializerOf('pointwise'),
        initializerOf('bias', zeros),
        regularizerOf('depthwise'),
        regularizerOf('pointwise'),
        regularizerOf('bias'),
        activityRegularizer,
        constraint('depthwise'),
        constraint('pointwise'),
        constraint('bias'),
      ],
    },
    {
      type: `DepthwiseConv${dimensions}D`,
      parameters: [
        kernelSize(dimensions),
        strides(dimensions),
        padding,
        depthMultiplier,
        format,
        dilation(dimensions),
        activationParameter,
        useBias,
        ...kernelAndBias('depthwise'),
      ],
    },
  ]),
  ...[1, 2, 3].flatMap((dimensions): LayerRow[] => [
    pooling(`MaxPooling${dimensions}D`, [`MaxPooling${dimensions}D`, `MaxPool${dimensions}D`], dimensions),
    pooling(`AveragePooling${dimensions}D`, [`AveragePooling${dimensions}D`, `AvgPool${dimensions}D`], dimensions),
    globalPooling(`GlobalMaxPooling${dimensions}D`, `GlobalMaxPool${dimensions}D`),
    globalPooling(`GlobalAveragePooling${dimensions}D`, `GlobalAvgPool${dimensions}D`),
    ...['Max', 'Average'].map((kind) => ({
      type: `Adaptive${kind}Pooling${dimensions}D`,
      parameters: [parameter('output_size', sizes(dimensions)), format],
    })),
  ]),
];

function convolution(type: string, dimensions: number, middle: readonly Parameter[]): LayerRow {
  return { type, parameters: [filters, kernelSize(dimensions), ...middle, activationParameter, useBias, ...kernelAndBias()] };
}

function outputPadding(dimensions: number): Parameter {
  return parameter('output_padding', (value, context) => (value.kind === 'none' ? null : sizes(dimensions)(value, context)), null);
}

function pooling(type: string, spellings: readonly string[], dimensions: number): LayerRow {
  return {
    type,
    spellings,
    complete: (configuration) => ({ ...configuration, strides: configuration['strides'] ?? configuration['poolSize'] ?? null }),
    parameters: [parameter('pool_size', sizes(dimensions), all(dimensions, 2), 'pool_length'), poolStrides(dimensions), padding, format],
  };
}

function globalPooling(type: string, spelling: string): LayerRow {
  return { type, spellings: [type, spelling], parameters: [format, parameter('keepdims', flag, false), parameter('name', anything, null)] };
}

/** `Convolution2D(32, 3, 3)` and `nb_row=3, nb_col=3` → one kernel size. */
function oneKernel(args: Arguments, dimensions: number): Arguments {
  const { positional, keywords } = args;
  const [filterCount, ...others] = positional;
  const byPosition = others.slice(0, dimensions);
  if (dimensions > 1 && filterCount && byPosition.length === dimensions && byPosition.every(({ kind }) => kind === 'integer')) {
    return { ...args, positional: [filterCount, tuple(byPosition), ...others.slice(dimensions)] };
  }
  const byName = ['nb_row', 'nb_col'].map((name) => keywords.get(name));
  const [rows, columns] = byName;
  if (!rows || !columns) return args;
  const rest = new Map([...keywords].filter(([name]) => name !== 'nb_row' && name !== 'nb_col'));
  return { ...args, keywords: rest.set('kernel_size', tuple([rows, columns])) };
}
