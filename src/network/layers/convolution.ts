// Conv1D and Conv2D: activation(x ∗ kernel + bias), cross-correlation as in every framework
// (keras/src/layers/convolutional/base_conv.py).
import { type ActivationConfiguration, lowerActivation } from '../activations.ts';
import { defineLayerType, isRefusal, type Lowering, type Value } from '../layer-type.ts';
import type { Refusal } from '../network.ts';
import type { PaddingName } from '../program.ts';
import { type Dimension, product, type Shape } from '../shape.ts';
import { type KernelConfiguration, kernelAndBias } from '../weight.ts';
import { type DataFormat, joinPositions, slide, splitPositions } from '../window.ts';

/** One entry a spatial dimension: `[steps]` or `[height, width]`. */
type ConvolutionConfiguration = KernelConfiguration & {
  readonly filters: number | null;
  readonly kernelSize: readonly Dimension[];
  readonly strides: readonly Dimension[];
  /** `causal` for Conv1D only. */
  readonly padding: PaddingName | 'causal' | null;
  readonly dilationRate: readonly Dimension[];
  /** Input channels are cut into this many groups, each with its own share of the filters. Absent: 1. */
  readonly groups?: number | null;
  readonly dataFormat?: DataFormat | null;
  /** `null` when unknown. */
  readonly activation: ActivationConfiguration | null;
};

export const conv1D = convolution('Conv1D', 1);
export const conv2D = convolution('Conv2D', 2);

function convolution(name: string, rank: 1 | 2) {
  return defineLayerType<ConvolutionConfiguration>({
    name,

    /** `[batch, …positions, channels]` → `[batch, …places, filters]`. */
    outputShape(configuration, [input = []]) {
      const split = splitPositions(input, rank, configuration.dataFormat);
      if ('message' in split) return split;
      if (configuration.filters !== null && configuration.filters < 1) {
        return { message: `needs at least one filter, but has ${configuration.filters}` };
      }
      const places = slide(
        split.positions,
        { ...configuration, size: configuration.kernelSize, dilation: configuration.dilationRate },
        'kernel',
      );
      if (isRefusal(places)) return places;
      return (
        groupRefusal(configuration, split.channels) ?? joinPositions(split.batch, places, configuration.filters, configuration.dataFormat)
      );
    },

    weights: (configuration, [input = []]) =>
      kernelAndBias(configuration, [...configuration.kernelSize, channelsPerGroup(configuration, input), configuration.filters]),

    multiplyAdds(configuration, [input = []], output) {
      return product([...output.slice(1), ...configuration.kernelSize, channelsPerGroup(configuration, input)]);
    },

    arithmetic(configuration, [input = []]) {
      const receptive = [...configuration.kernelSize, channelsPerGroup(configuration, input)].map((size) => size ?? '?').join('·');
      const filters = configuration.filters ?? '?';
      return configuration.useBias ? `(${receptive} + 1)·${filters}` : `${receptive}·${filters}`;
    },

    lower(configuration, [x], lowering) {
      const { activation, useBias, dataFormat, groups = 1 } = configuration;
      if (!x || !activation) throw new Error(`${name} is lowered with an input and a known activation.`);
      if (dataFormat === 'channels_first') throw new Error('channels_first data cannot be trained yet; channels_last can');
      if (groups !== 1) throw new Error(`a convolution in ${groups} groups cannot be trained yet`);
      let value = rank === 1 ? lowerConv1D(configuration, x, lowering) : lowerConv2D(configuration, x, lowering);
      if (useBias) value = lowering.emit({ name: 'addBias' }, [value, lowering.weight('bias')], value.shape);
      return lowerActivation(activation, value, lowering);
    },
  });

  function channelsPerGroup({ groups = 1, dataFormat }: ConvolutionConfiguration, input: Shape): Dimension {
    const split = splitPositions(input, rank, dataFormat);
    return 'message' in split || split.channels === null || groups === null ? null : split.channels / groups;
  }
}

function groupRefusal({ groups = 1, filters }: ConvolutionConfiguration, channels: Dimension): Refusal | null {
  if (groups === null || groups === 1) return null;
  if (channels !== null && channels % groups !== 0) return { message: `${channels} input channels cannot be cut into ${groups} groups` };
  if (filters !== null && filters % groups !== 0) return { message: `${filters} filters cannot be cut into ${groups} groups` };
  return null;
}

function lowerConv1D(
  { kernelSize, strides, padding, dilationRate, filters }: ConvolutionConfiguration,
  x: Value,
  lowering: Lowering,
): Value {
  const [size, stride, dilation] = [known(kernelSize[0]), known(strides[0]), known(dilationRate[0])];
  let input = x;
  if (padding === 'causal') {
    const before = (size - 1) * dilation;
    const [batch = null, steps = null, channels = null] = x.shape;
    input = lowering.emit({ name: 'pad', padding: [[before, 0]] }, [x], [batch, steps === null ? null : steps + before, channels]);
  }
  const used = padding === 'same' ? 'same' : 'valid';
  const places = slide(input.shape.slice(1, 2), { size: [size], strides: [stride], dilation: [dilation], padding: used }, 'kernel');
  if (isRefusal(places)) throw new Error(places.message);
  return lowering.emit({ name: 'conv1d', stride, padding: used, dilation }, [input, lowering.weight('kernel')], [null, ...places, filters]);
}

function lowerConv2D(
  { kernelSize, strides, padding, dilationRate, filters }: ConvolutionConfiguration,
  x: Value,
  lowering: Lowering,
): Value {
  if (padding === 'causal' || padding === null) throw new Error(`padding is ${padding ?? 'not known'}`);
  const places = slide(x.shape.slice(1, 3), { size: kernelSize, strides, dilation: dilationRate, padding }, 'kernel');
  if (isRefusal(places)) throw new Error(places.message);
  const operation = {
    name: 'conv2d',
    strides: [known(strides[0]), known(strides[1])],
    padding,
    dilations: [known(dilationRate[0]), known(dilationRate[1])],
  } as const;
  return lowering.emit(operation, [x, lowering.weight('kernel')], [null, ...places, filters]);
}

function known(size: Dimension | undefined): number {
  if (size === null || size === undefined) throw new Error('a size of its window is not known');
  return size;
}
