// conv2d and conv1d; a sequence is an image of height 1.
import type { PaddingName } from '../../../network/program.ts';
import type { Kernels, Tensor } from '../kernels.ts';
import { inputOf, type KernelsOf, type OperationNamed } from '../operation.ts';

type Convolution = Omit<OperationNamed<'conv2d'>, 'name'>;

export const conv2d: KernelsOf<'conv2d'> = {
  forward: (kernels, operation, inputs) => convolve(kernels, operation, inputOf(inputs, 0), inputOf(inputs, 1)),
  backward(kernels, operation, dy, { inputs, wants }) {
    const [x, filter] = [inputOf(inputs, 0), inputOf(inputs, 1)];
    return [
      wants(0) ? inputGradient(kernels, operation, dy, x.shape, filter) : null,
      wants(1) ? filterGradient(kernels, operation, dy, x, filter.shape) : null,
    ];
  },
};

export const conv1d: KernelsOf<'conv1d'> = {
  forward(kernels, operation, inputs) {
    const [x, filter] = [asImage(kernels, inputOf(inputs, 0)), asFilter(kernels, inputOf(inputs, 1))];
    return asSequence(kernels, convolve(kernels, inTwoDimensions(operation), x, filter));
  },
  backward(kernels, operation, dy, { inputs, wants }) {
    const [x, filter] = [asImage(kernels, inputOf(inputs, 0)), asFilter(kernels, inputOf(inputs, 1))];
    const [convolution, gradient] = [inTwoDimensions(operation), asImage(kernels, dy)];
    return [
      wants(0) ? asSequence(kernels, inputGradient(kernels, convolution, gradient, x.shape, filter)) : null,
      wants(1) ? kernels.reshape(filterGradient(kernels, convolution, gradient, x, filter.shape), filter.shape.slice(1)) : null,
    ];
  },
};

function convolve(kernels: Kernels, { strides, padding, dilations }: Convolution, x: Tensor, filter: Tensor): Tensor {
  return kernels.run('Conv2D', { x, filter }, attributes(strides, padding, dilations));
}

/** TF.js's gradient kernels know no dilation: a dilated filter is a larger one with zeros between. */
function inputGradient(
  kernels: Kernels,
  { strides, padding, dilations }: Convolution,
  dy: Tensor,
  inputShape: number[],
  filter: Tensor,
): Tensor {
  const used = dilate(kernels, filter, dilations);
  return kernels.run('Conv2DBackpropInput', { dy, filter: used }, { ...attributes(strides, padding), inputShape });
}

function filterGradient(
  kernels: Kernels,
  { strides, padding, dilations }: Convolution,
  dy: Tensor,
  x: Tensor,
  filterShape: number[],
): Tensor {
  const [height = 1, width = 1, ...channels] = filterShape;
  const dilated = [(height - 1) * dilations[0] + 1, (width - 1) * dilations[1] + 1, ...channels];
  const gradient = kernels.run('Conv2DBackpropFilter', { x, dy }, { ...attributes(strides, padding), filterShape: dilated });
  if (dilations[0] === 1 && dilations[1] === 1) return gradient;
  const strided = { begin: [0, 0, 0, 0], end: dilated, strides: [...dilations, 1, 1] };
  const masks = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 };
  return kernels.run('StridedSlice', { x: gradient }, { ...strided, ...masks });
}

/** `[h, w, c, m]` → `[(h − 1)·d + 1, (w − 1)·d + 1, c, m]` with zeros between. */
function dilate(kernels: Kernels, filter: Tensor, [down, across]: readonly [number, number]): Tensor {
  if (down === 1 && across === 1) return filter;
  const [height = 1, width = 1, channels = 1, filters = 1] = filter.shape;
  const spaced = kernels.reshape(filter, [height, 1, width, channels * filters]);
  const rows = pad(kernels, spaced, [
    [0, 0],
    [0, down - 1],
    [0, 0],
    [0, 0],
  ]);
  const columns = pad(kernels, kernels.reshape(rows, [height * down, width, 1, channels * filters]), [
    [0, 0],
    [0, 0],
    [0, across - 1],
    [0, 0],
  ]);
  const full = kernels.reshape(columns, [height * down, width * across, channels, filters]);
  const size = [(height - 1) * down + 1, (width - 1) * across + 1, channels, filters];
  return kernels.run('Slice', { x: full }, { begin: [0, 0, 0, 0], size });
}

function pad(kernels: Kernels, x: Tensor, paddings: readonly (readonly [number, number])[]): Tensor {
  return kernels.run('PadV2', { x }, { paddings, constantValue: 0 });
}

function attributes(strides: readonly [number, number], pad: PaddingName, dilations: readonly [number, number] = [1, 1]) {
  return { strides, pad, dataFormat: 'NHWC', dilations };
}

function inTwoDimensions({ stride, padding, dilation }: OperationNamed<'conv1d'>): Convolution {
  return { strides: [1, stride], padding, dilations: [1, dilation] };
}

/** `[b, n, c]` → `[b, 1, n, c]`. */
function asImage(kernels: Kernels, x: Tensor): Tensor {
  const [batch = 1, ...rest] = x.shape;
  return kernels.reshape(x, [batch, 1, ...rest]);
}

/** `[b, 1, n, c]` → `[b, n, c]`. */
function asSequence(kernels: Kernels, x: Tensor): Tensor {
  const [batch = 1, , ...rest] = x.shape;
  return kernels.reshape(x, [batch, ...rest]);
}

function asFilter(kernels: Kernels, filter: Tensor): Tensor {
  return kernels.reshape(filter, [1, ...filter.shape]);
}
