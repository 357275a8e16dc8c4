// A program's forward pass in float64, written from the formulas in network/program.ts as plainly as can be: no TF.js,
// nothing shared with the engine but the program itself. Slow, and what the engine is checked against.
import type { ElementwiseActivation, Operation, PaddingName, Program } from '../../../src/network/program.ts';
import { type Random, uniform } from '../../../src/network/random.ts';
import { at, map, mean, type Tensor, tensor } from './tensor.ts';

/** Values by node, in training: batch statistics, and dropout with numbers from `random`. */
export function forward(program: Program, weights: readonly Tensor[], inputs: readonly Tensor[], random: Random): readonly Tensor[] {
  const values: Tensor[] = [];
  for (const { operation, inputs: from } of program.nodes) {
    const given = from.map((index) => values[index] as Tensor);
    values.push(compute(operation, given, weights, inputs, random));
  }
  return values;
}

function compute(
  operation: Operation,
  given: readonly Tensor[],
  weights: readonly Tensor[],
  inputs: readonly Tensor[],
  random: Random,
): Tensor {
  const [x, w] = given as [Tensor, Tensor];
  switch (operation.name) {
    case 'input':
      return inputs[operation.input] as Tensor;
    case 'weight':
      return weights[operation.weight] as Tensor;
    case 'matMul': {
      const [inner, columns] = w.shape as [number, number];
      return tensor([...x.shape.slice(0, -1), columns], (index) => {
        const row = Math.floor(index / columns);
        let sum = 0;
        for (let k = 0; k < inner; k++) sum += (x.values[row * inner + k] as number) * at(w, k, index % columns);
        return sum;
      });
    }
    case 'addBias':
      return map(x, (value, index) => value + (w.values[index % w.values.length] as number));
    case 'add':
      return map(x, (value, index) => value + (w.values[index] as number));
    case 'conv2d':
      return convolve(x, w, operation.strides, operation.padding, operation.dilations);
    case 'conv1d': {
      const [batch, steps, channels] = x.shape as [number, number, number];
      const image = { shape: [batch, 1, steps, channels], values: x.values };
      const filter = { shape: [1, ...w.shape], values: w.values };
      const { shape, values } = convolve(image, filter, [1, operation.stride], operation.padding, [1, operation.dilation]);
      return { shape: [shape[0] as number, ...shape.slice(2)], values };
    }
    case 'maxPool2d':
    case 'averagePool2d': {
      const reduce = operation.name === 'maxPool2d' ? (values: number[]) => Math.max(...values) : mean;
      return pool(x, operation.size, operation.strides, operation.padding, reduce);
    }
    case 'globalAveragePool':
    case 'globalMaxPool': {
      const [batch, channels] = [x.shape[0] as number, x.shape.at(-1) as number];
      const positions = x.values.length / (batch * channels);
      return tensor([batch, channels], (index) => {
        const first = Math.floor(index / channels) * positions * channels + (index % channels);
        const all = Array.from({ length: positions }, (_unused, position) => x.values[first + position * channels] as number);
        return operation.name === 'globalMaxPool' ? Math.max(...all) : mean(all);
      });
    }
    case 'reshape':
      return { shape: [x.shape[0] as number, ...operation.shape], values: x.values };
    case 'pad': {
      const { padding } = operation;
      const sizes = x.shape.map((size, axis) => size + (padding[axis - 1]?.[0] ?? 0) + (padding[axis - 1]?.[1] ?? 0));
      return tensor(sizes, (index) => at(x, ...coordinates(index, sizes).map((place, axis) => place - (padding[axis - 1]?.[0] ?? 0))));
    }
    case 'upSample2d': {
      const [down, across] = operation.size;
      const [batch, height, width, channels] = x.shape as [number, number, number, number];
      const shape = [batch, height * down, width * across, channels];
      return tensor(shape, (index) => {
        const [b, i, j, c] = coordinates(index, shape) as [number, number, number, number];
        return at(x, b, Math.floor(i / down), Math.floor(j / across), c);
      });
    }
    case 'activation':
      return map(x, activation(operation.activation));
    case 'softmax':
      return softmax(x);
    case 'dropout':
      return map(x, (value) => (uniform(random) >= operation.rate ? value / (1 - operation.rate) : 0));
    case 'batchNormalization':
      return normalise(operation, given);
    case 'gather': {
      const columns = w.shape[1] as number;
      return tensor([...x.shape, columns], (index) => at(w, x.values[Math.floor(index / columns)] as number, index % columns));
    }
    default:
      return operation satisfies never;
  }
}

export function softmax(x: Tensor): Tensor {
  const columns = x.shape.at(-1) as number;
  return map(x, (value, index) => {
    const row = x.values.subarray(index - (index % columns), index - (index % columns) + columns);
    const greatest = Math.max(...row);
    return Math.exp(value - greatest) / row.reduce((sum, other) => sum + Math.exp(other - greatest), 0);
  });
}

function activation(activation: ElementwiseActivation): (x: number) => number {
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  const softplus = (x: number) => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0);
  const clamp = (x: number) => Math.min(1, Math.max(0, x / 6 + 0.5));
  switch (activation.name) {
    case 'relu':
      return (x) => Math.max(0, x);
    case 'relu6':
      return (x) => Math.min(6, Math.max(0, x));
    case 'sigmoid':
      return sigmoid;
    case 'tanh':
      return Math.tanh;
    case 'softplus':
      return softplus;
    case 'softsign':
      return (x) => x / (1 + Math.abs(x));
    case 'silu':
      return (x) => x * sigmoid(x);
    case 'exponential':
      return Math.exp;
    case 'hardSigmoid':
      return clamp;
    case 'hardSilu':
      return (x) => x * clamp(x);
    case 'selu':
      return (x) => 1.0507009873554805 * (x >= 0 ? x : 1.6732632423543772 * Math.expm1(x));
    case 'mish':
      return (x) => x * Math.tanh(softplus(x));
    case 'gelu':
      return activation.approximate
        ? (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
        : (x) => 0.5 * x * (1 + erf(x / Math.SQRT2));
    case 'leakyRelu':
      return (x) => (x >= 0 ? x : activation.alpha * x);
    case 'elu':
      return (x) => (x >= 0 ? x : activation.alpha * Math.expm1(x));
    default:
      return activation satisfies never;
  }
}

/** The error function's power series: exact to float64 where |x| < 3. */
function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 80; n++) {
    term *= -(x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

type Pair = readonly [number, number];

function convolve(x: Tensor, filter: Tensor, strides: Pair, padding: PaddingName, dilations: Pair): Tensor {
  const [batch] = x.shape as [number];
  const [rows, columns, channels, filters] = filter.shape as [number, number, number, number];
  const [down, up] = [
    places(x.shape[1] as number, rows, strides[0], padding, dilations[0]),
    places(x.shape[2] as number, columns, strides[1], padding, dilations[1]),
  ];
  const shape = [batch, down.count, up.count, filters];
  return tensor(shape, (index) => {
    const [b, i, j, m] = coordinates(index, shape) as [number, number, number, number];
    let sum = 0;
    for (let r = 0; r < rows; r++)
      for (let s = 0; s < columns; s++)
        for (let c = 0; c < channels; c++)
          sum +=
            at(x, b, i * strides[0] - down.before + r * dilations[0], j * strides[1] - up.before + s * dilations[1], c) *
            at(filter, r, s, c, m);
    return sum;
  });
}

function pool(x: Tensor, size: Pair, strides: Pair, padding: PaddingName, reduce: (values: number[]) => number): Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [down, across] = [places(height, size[0], strides[0], padding, 1), places(width, size[1], strides[1], padding, 1)];
  const shape = [batch, down.count, across.count, channels];
  return tensor(shape, (index) => {
    const [b, i, j, c] = coordinates(index, shape) as [number, number, number, number];
    const inside: number[] = [];
    for (let r = 0; r < size[0]; r++)
      for (let s = 0; s < size[1]; s++) {
        const [row, column] = [i * strides[0] - down.before + r, j * strides[1] - across.before + s];
        if (row >= 0 && row < height && column >= 0 && column < width) inside.push(at(x, b, row, column, c));
      }
    return reduce(inside);
  });
}

/** TensorFlow's SAME: ⌈n/stride⌉ places, the missing positions split evenly, the odd one at the end. */
function places(length: number, size: number, stride: number, padding: PaddingName, dilation: number) {
  const extent = (size - 1) * dilation + 1;
  if (padding === 'valid') return { count: Math.floor((length - extent) / stride) + 1, before: 0 };
  const count = Math.ceil(length / stride);
  return { count, before: Math.floor(Math.max(0, (count - 1) * stride + extent - length) / 2) };
}

function normalise(operation: Extract<Operation, { name: 'batchNormalization' }>, given: readonly Tensor[]): Tensor {
  const { epsilon, scale, center, frozen } = operation;
  const [x, movingMean, movingVariance] = given as [Tensor, Tensor, Tensor];
  const gamma = scale ? given[3] : undefined;
  const beta = center ? given[scale ? 4 : 3] : undefined;
  const channels = x.shape.at(-1) as number;
  const statistics = Array.from({ length: channels }, (_unused, channel) => {
    const values = x.values.filter((_value, index) => index % channels === channel);
    const average = frozen ? (movingMean.values[channel] as number) : mean(values);
    const variance = frozen ? (movingVariance.values[channel] as number) : mean(values.map((value) => (value - average) ** 2));
    return { average, deviation: Math.sqrt(variance + epsilon) };
  });
  return map(x, (value, index) => {
    const channel = index % channels;
    const { average, deviation } = statistics[channel] as (typeof statistics)[number];
    return ((value - average) / deviation) * (gamma?.values[channel] ?? 1) + (beta?.values[channel] ?? 0);
  });
}

function coordinates(index: number, shape: readonly number[]): readonly number[] {
  const result: number[] = [];
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    result[axis] = rest % (shape[axis] as number);
    rest = Math.floor(rest / (shape[axis] as number));
  }
  return result;
}
