// Convolutions and poolings for the processor, over images `[batch, height, width, channels]`. TF.js's gradient kernels look
// up every element by its coordinates; these loops run along the channels, and take a twentieth of the time.
import { backend_util, type KernelFunc } from '@tensorflow/tfjs-core';
import { inputOf, result, valuesOf } from './memory.ts';

type Parameters_ = Parameters<KernelFunc>[0];
type Pair = [number, number];
/** What of TF.js's convolution and pooling geometry these need. */
type Geometry = ReturnType<typeof backend_util.computePool2DInfo>;

export const windows: Readonly<Record<string, KernelFunc>> = {
  Conv2D(parameters) {
    const [input, kernel] = [inputOf(parameters, 'x'), inputOf(parameters, 'filter')];
    const geometry = convolution(parameters, input.shape, kernel.shape);
    const [x, filter] = [valuesOf(parameters, input), valuesOf(parameters, kernel)];
    const { inChannels, outChannels } = geometry;
    const out = new Float32Array(product(geometry.outShape));
    const sums = new Float64Array(outChannels);
    forEachPlace(geometry, (place, image, row, column) => {
      sums.fill(0);
      forEachInside(geometry, row, column, (position, offset) => {
        const from = (image + position) * inChannels;
        for (let channel = 0; channel < inChannels; channel++) {
          const value = x[from + channel] as number;
          const weights = (offset * inChannels + channel) * outChannels;
          for (let m = 0; m < outChannels; m++) sums[m] = (sums[m] as number) + value * (filter[weights + m] as number);
        }
      });
      out.set(sums, place * outChannels);
    });
    return result(parameters, geometry.outShape, out);
  },

  Conv2DBackpropFilter(parameters) {
    const [input, gradient] = [inputOf(parameters, 'x'), inputOf(parameters, 'dy')];
    const { filterShape } = parameters.attrs as unknown as { readonly filterShape: readonly number[] };
    const geometry = convolution(parameters, input.shape, filterShape);
    const [x, dy] = [valuesOf(parameters, input), valuesOf(parameters, gradient)];
    const { inChannels, outChannels } = geometry;
    const sums = new Float64Array(product(filterShape));
    forEachPlace(geometry, (place, image, row, column) => {
      const to = place * outChannels;
      forEachInside(geometry, row, column, (position, offset) => {
        const from = (image + position) * inChannels;
        for (let channel = 0; channel < inChannels; channel++) {
          const value = x[from + channel] as number;
          const weights = (offset * inChannels + channel) * outChannels;
          for (let m = 0; m < outChannels; m++) sums[weights + m] = (sums[weights + m] as number) + value * (dy[to + m] as number);
        }
      });
    });
    return result(parameters, filterShape, new Float32Array(sums));
  },

  Conv2DBackpropInput(parameters) {
    const [gradient, kernel] = [inputOf(parameters, 'dy'), inputOf(parameters, 'filter')];
    const { inputShape } = parameters.attrs as unknown as { readonly inputShape: readonly number[] };
    const geometry = convolution(parameters, inputShape, kernel.shape);
    const [dy, filter] = [valuesOf(parameters, gradient), valuesOf(parameters, kernel)];
    const { inChannels, outChannels } = geometry;
    const sums = new Float64Array(product(inputShape));
    forEachPlace(geometry, (place, image, row, column) => {
      const from = place * outChannels;
      forEachInside(geometry, row, column, (position, offset) => {
        const to = (image + position) * inChannels;
        for (let channel = 0; channel < inChannels; channel++) {
          const weights = (offset * inChannels + channel) * outChannels;
          let sum = 0;
          for (let m = 0; m < outChannels; m++) sum += (dy[from + m] as number) * (filter[weights + m] as number);
          sums[to + channel] = (sums[to + channel] as number) + sum;
        }
      });
    });
    return result(parameters, inputShape, new Float32Array(sums));
  },

  MaxPool(parameters) {
    const input = inputOf(parameters, 'x');
    const geometry = pooling(parameters, input.shape);
    const x = valuesOf(parameters, input);
    const { inChannels } = geometry;
    const out = new Float32Array(product(geometry.outShape)).fill(Number.NEGATIVE_INFINITY);
    forEachPlace(geometry, (place, image, row, column) => {
      const to = place * inChannels;
      forEachInside(geometry, row, column, (position) => {
        const from = (image + position) * inChannels;
        for (let c = 0; c < inChannels; c++) out[to + c] = Math.max(out[to + c] as number, x[from + c] as number);
      });
    });
    return result(parameters, geometry.outShape, out);
  },

  /** The gradient goes to the first of the greatest values in a window, as TensorFlow's. */
  MaxPoolGrad(parameters) {
    const [gradient, input, output] = [inputOf(parameters, 'dy'), inputOf(parameters, 'input'), inputOf(parameters, 'output')];
    const geometry = pooling(parameters, input.shape);
    const [dy, x, y] = [valuesOf(parameters, gradient), valuesOf(parameters, input), valuesOf(parameters, output)];
    const { inChannels } = geometry;
    const dx = new Float32Array(x.length);
    const given = new Uint8Array(inChannels);
    forEachPlace(geometry, (place, image, row, column) => {
      const from = place * inChannels;
      given.fill(0);
      forEachInside(geometry, row, column, (position) => {
        const to = (image + position) * inChannels;
        for (let c = 0; c < inChannels; c++) {
          if (given[c] !== 0 || x[to + c] !== y[from + c]) continue;
          given[c] = 1;
          dx[to + c] = (dx[to + c] as number) + (dy[from + c] as number);
        }
      });
    });
    return result(parameters, input.shape, dx);
  },

  /** Divides by the whole window, as TF.js's own. */
  AvgPoolGrad(parameters) {
    const [gradient, input] = [inputOf(parameters, 'dy'), inputOf(parameters, 'input')];
    const geometry = pooling(parameters, input.shape);
    const dy = valuesOf(parameters, gradient);
    const { inChannels, filterHeight, filterWidth } = geometry;
    const share = 1 / (filterHeight * filterWidth);
    const dx = new Float32Array(product(input.shape));
    forEachPlace(geometry, (place, image, row, column) => {
      const from = place * inChannels;
      forEachInside(geometry, row, column, (position) => {
        const to = (image + position) * inChannels;
        for (let c = 0; c < inChannels; c++) dx[to + c] = (dx[to + c] as number) + share * (dy[from + c] as number);
      });
    });
    return result(parameters, input.shape, dx);
  },
};

function convolution({ attrs }: Parameters_, input: readonly number[], filter: readonly number[]) {
  const { strides, pad, dilations } = attrs as unknown as {
    readonly strides: Pair;
    readonly pad: 'same' | 'valid';
    readonly dilations: Pair;
  };
  return backend_util.computeConv2DInfo(input as never, filter as never, strides, dilations, pad);
}

function pooling({ attrs }: Parameters_, input: readonly number[]): Geometry {
  const { filterSize, strides, pad } = attrs as unknown as {
    readonly filterSize: Pair;
    readonly strides: Pair;
    readonly pad: 'same' | 'valid';
  };
  return backend_util.computePool2DInfo(input as never, filterSize, strides, 1, pad);
}

/** Every place of the window: its number, the first position of its image, and the row and column of its first corner. */
function forEachPlace(geometry: Geometry, visit: (place: number, image: number, row: number, column: number) => void): void {
  const { batchSize, outHeight, outWidth, inHeight, inWidth, strideHeight, strideWidth, padInfo } = geometry;
  let place = 0;
  for (let batch = 0; batch < batchSize; batch++)
    for (let i = 0; i < outHeight; i++)
      for (let j = 0; j < outWidth; j++)
        visit(place++, batch * inHeight * inWidth, i * strideHeight - padInfo.top, j * strideWidth - padInfo.left);
}

/** Every position of a window that lies in the image: its number there, and its offset within the window. */
function forEachInside(geometry: Geometry, row: number, column: number, visit: (position: number, offset: number) => void): void {
  const { filterHeight, filterWidth, inHeight, inWidth, dilationHeight, dilationWidth } = geometry;
  for (let r = 0; r < filterHeight; r++) {
    const i = row + r * dilationHeight;
    if (i < 0 || i >= inHeight) continue;
    for (let s = 0; s < filterWidth; s++) {
      const j = column + s * dilationWidth;
      if (j >= 0 && j < inWidth) visit(i * inWidth + j, r * filterWidth + s);
    }
  }
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}
