// Reductions that several probes share.
import { add, meanAll, square, squareRoot, subtract, sumAll } from '../tfjs/arithmetic.ts';
import { count, type Kernels, type Tensor } from '../tfjs/kernels.ts';

/** √ of the mean squared distance to `mean` `[1]`: `[1]`. */
export function deviation(kernels: Kernels, x: Tensor, mean: Tensor): Tensor {
  return squareRoot(kernels, meanAll(kernels, square(kernels, subtract(kernels, kernels.reshape(x, [count(x)]), mean))));
}

/** Root of the sum of all squares of several tensors: `[1]`. */
export function jointNorm(kernels: Kernels, tensors: readonly Tensor[]): Tensor {
  const sums = tensors.map((tensor) => sumAll(kernels, square(kernels, tensor)));
  return squareRoot(
    kernels,
    sums.reduce((sum, part) => add(kernels, sum, part)),
  );
}

export function notANumber(kernels: Kernels): Tensor {
  return kernels.constant('NaN', () => ({ shape: [1], values: Float32Array.of(Number.NaN) }));
}
