// Poolings over windows and over everything, zero padding, upsampling: what moves between positions without weights.
import { equal, multiply, sumRows } from '../arithmetic.ts';
import { count, type Kernels, type Tensor } from '../kernels.ts';
import { inputOf, type KernelsOf, type OperationNamed } from '../operation.ts';

type Pool = OperationNamed<'maxPool2d'>;

export const maxPool2d: KernelsOf<'maxPool2d'> = {
  forward: (kernels, operation, inputs) => kernels.run('MaxPool', { x: inputOf(inputs, 0) }, attributes(operation)),
  backward: (kernels, operation, dy, { inputs, output }) => [
    kernels.run('MaxPoolGrad', { dy, input: inputOf(inputs, 0), output }, attributes(operation)),
  ],
};

export const averagePool2d: KernelsOf<'averagePool2d'> = {
  forward: (kernels, operation, inputs) => kernels.run('AvgPool', { x: inputOf(inputs, 0) }, attributes(operation)),
  backward(kernels, operation, dy, { inputs }) {
    const input = inputOf(inputs, 0);
    const used = operation.padding === 'same' ? multiply(kernels, dy, paddingCorrection(kernels, operation, input, dy)) : dy;
    return [kernels.run('AvgPoolGrad', { dy: used, input }, attributes(operation))];
  },
};

/** dx = dy/positions at every position. */
export const globalAveragePool: KernelsOf<'globalAveragePool'> = {
  forward(kernels, _operation, inputs) {
    const x = inputOf(inputs, 0);
    const { batch, positions, channels } = sizes(x);
    return kernels.reshape(multiply(kernels, sumPositions(kernels, x), 1 / positions), [batch, channels]);
  },
  backward(kernels, _operation, dy, { inputs }) {
    const x = inputOf(inputs, 0);
    return [spreadPositions(kernels, multiply(kernels, dy, 1 / sizes(x).positions), x)];
  },
};

/** The gradient goes to the greatest value of each channel; where several are equally great, in equal parts. */
export const globalMaxPool: KernelsOf<'globalMaxPool'> = {
  forward(kernels, _operation, inputs) {
    const x = inputOf(inputs, 0);
    const { batch, positions, channels } = sizes(x);
    const flat = kernels.reshape(x, [batch, positions, channels]);
    return kernels.run('Max', { x: flat }, { reductionIndices: [1], keepDims: false });
  },
  backward(kernels, _operation, dy, { inputs, output }) {
    const x = inputOf(inputs, 0);
    const { batch, channels } = sizes(x);
    const isGreatest = equal(kernels, x, spreadPositions(kernels, output, x));
    const greatest = kernels.reshape(sumPositions(kernels, isGreatest), [batch, channels]);
    const share = kernels.run('RealDiv', { a: dy, b: greatest });
    return [multiply(kernels, isGreatest, spreadPositions(kernels, share, x))];
  },
};

export const pad: KernelsOf<'pad'> = {
  forward: (kernels, { padding }, inputs) =>
    kernels.run('PadV2', { x: inputOf(inputs, 0) }, { paddings: [[0, 0], ...padding, [0, 0]], constantValue: 0 }),
  backward: (kernels, { padding }, dy, { inputs }) => [
    kernels.run('Slice', { x: dy }, { begin: [0, ...padding.map(([before]) => before), 0], size: inputOf(inputs, 0).shape }),
  ],
};

export const upSample2d: KernelsOf<'upSample2d'> = {
  forward(kernels, { size }, inputs) {
    const x = inputOf(inputs, 0);
    const [, height = 1, width = 1] = x.shape;
    const enlarged = { size: [height * size[0], width * size[1]], alignCorners: false, halfPixelCenters: false };
    return kernels.run('ResizeNearestNeighbor', { images: x }, enlarged);
  },
  // Every position of x got `size` copies: their gradients add up, which is the window's average times its size.
  backward(kernels, { size }, dy) {
    const window = { filterSize: size, strides: size, pad: 'valid' };
    return [multiply(kernels, kernels.run('AvgPool', { x: dy }, window), size[0] * size[1])];
  },
};

function attributes({ size, strides, padding }: Omit<Pool, 'name'>) {
  return { filterSize: size, strides, pad: padding };
}

/**
 * TF.js's gradient divides by the whole window also where part of it is padding; its average does not count padding.
 * `[1, h′, w′, c]`: whole window / positions in the image.
 */
function paddingCorrection(kernels: Kernels, operation: Omit<Pool, 'name'>, input: Tensor, dy: Tensor): Tensor {
  const [batch = 1, height = 1, width = 1] = input.shape;
  const [, rows = 1, columns = 1, channels = 1] = dy.shape;
  const { size, strides } = operation;
  return kernels.constant(`window share ${[batch, height, width, channels, size, strides]}`, () => {
    const values = new Float32Array(batch * rows * columns * channels);
    const vertical = shares(height, rows, size[0], strides[0]);
    const horizontal = shares(width, columns, size[1], strides[1]);
    let at = 0;
    for (let image = 0; image < batch; image++)
      for (const down of vertical)
        for (const across of horizontal) for (let channel = 0; channel < channels; channel++) values[at++] = down * across;
    return { shape: [batch, rows, columns, channels], values };
  });
}

/** Window length / positions of it that lie in the image, for each place along one dimension with same padding. */
function shares(length: number, places: number, size: number, stride: number): readonly number[] {
  const before = Math.floor(Math.max(0, (places - 1) * stride + size - length) / 2);
  return Array.from({ length: places }, (_unused, place) => {
    const start = place * stride - before;
    return size / (Math.min(start + size, length) - Math.max(start, 0));
  });
}

function sizes(x: Tensor): { readonly batch: number; readonly positions: number; readonly channels: number } {
  const batch = x.shape[0] ?? 1;
  const channels = x.shape.at(-1) ?? 1;
  return { batch, channels, positions: count(x) / (batch * channels) };
}

/** `[b, …, c]` → `[b, c]`: sums over the positions. */
function sumPositions(kernels: Kernels, x: Tensor): Tensor {
  const { batch, positions, channels } = sizes(x);
  if (batch === 1) return kernels.reshape(sumRows(kernels, x), [1, channels]);
  return kernels.run('Sum', { x: kernels.reshape(x, [batch, positions, channels]) }, { axis: [1], keepDims: false });
}

/** `[b, c]` → the shape of `like` `[b, …, c]`, the same at every position. */
function spreadPositions(kernels: Kernels, x: Tensor, like: Tensor): Tensor {
  const { batch, positions, channels } = sizes(like);
  const column = kernels.reshape(kernels.ones(positions), [1, positions, 1]);
  const rows = kernels.run('Multiply', { a: kernels.reshape(x, [batch, 1, channels]), b: column });
  return kernels.reshape(rows, like.shape);
}
