// batchNormalization, over all but the last dimension (keras/src/layers/normalization/batch_normalization.py).
import { add, asMatrix, divide, multiply, reciprocalSquareRoot, square, subtract, sumRows } from '../arithmetic.ts';
import type { Kernels, Tensor } from '../kernels.ts';
import { inputOf, type KernelsOf, type OperationNamed } from '../operation.ts';

/**
 * With x̂ = (x − mean)/√(variance + ε) and g = dy·gamma, over n rows:
 * dx = (g − mean(g) − x̂·mean(g·x̂))/√(variance + ε), dgamma = Σ dy·x̂, dbeta = Σ dy.
 * With moving statistics mean and variance are constants: dx = g/√(variance + ε).
 */
export const batchNormalization: KernelsOf<'batchNormalization'> = {
  forward(kernels, operation, inputs, node) {
    const x = asMatrix(kernels, inputOf(inputs, 0));
    const { gamma, beta } = parameters(operation, inputs);
    let [mean, variance] = [inputOf(inputs, 1), inputOf(inputs, 2)];
    if (usesBatch(operation, node.training)) {
      const rows = x.shape[0] ?? 1;
      const [movingMean, movingVariance] = [mean, variance];
      mean = multiply(kernels, sumRows(kernels, x), 1 / rows);
      variance = multiply(kernels, sumRows(kernels, square(kernels, subtract(kernels, x, mean))), 1 / rows);
      node.moveWeight(1, follow(kernels, movingMean, mean, operation.momentum));
      node.moveWeight(2, follow(kernels, movingVariance, variance, operation.momentum));
    }
    const scale = reciprocalSquareRoot(kernels, add(kernels, variance, operation.epsilon));
    const normalised = multiply(kernels, subtract(kernels, x, mean), scale);
    node.saved.push(normalised, scale);
    let result = gamma ? multiply(kernels, normalised, gamma) : normalised;
    if (beta) result = add(kernels, result, beta);
    return kernels.reshape(result, inputOf(inputs, 0).shape);
  },

  backward(kernels, operation, dy, { inputs, saved, wants }) {
    const gradient = asMatrix(kernels, dy);
    const [normalised, scale] = [inputOf(saved, 0), inputOf(saved, 1)];
    const { gamma, gammaInput, betaInput } = parameters(operation, inputs);
    const gradients: (Tensor | null)[] = inputs.map(() => null);
    if (gammaInput !== null && wants(gammaInput)) gradients[gammaInput] = sumRows(kernels, multiply(kernels, gradient, normalised));
    if (betaInput !== null && wants(betaInput)) gradients[betaInput] = sumRows(kernels, gradient);
    if (wants(0)) {
      const scaled = gamma ? multiply(kernels, gradient, gamma) : gradient;
      const inner = usesBatch(operation, true) ? withoutMoments(kernels, scaled, normalised) : scaled;
      gradients[0] = kernels.reshape(multiply(kernels, inner, scale), dy.shape);
    }
    return gradients;
  },
};

type BatchNormalization = OperationNamed<'batchNormalization'>;

function usesBatch({ frozen }: BatchNormalization, training: boolean): boolean {
  return training && !frozen;
}

function parameters({ scale, center }: BatchNormalization, inputs: readonly Tensor[]) {
  const gammaInput = scale ? 3 : null;
  const betaInput = center ? (scale ? 4 : 3) : null;
  return {
    gammaInput,
    betaInput,
    gamma: gammaInput === null ? null : inputOf(inputs, gammaInput),
    beta: betaInput === null ? null : inputOf(inputs, betaInput),
  };
}

/** moving·momentum + batch·(1 − momentum). */
function follow(kernels: Kernels, moving: Tensor, batch: Tensor, momentum: number): Tensor {
  return add(kernels, multiply(kernels, moving, momentum), multiply(kernels, batch, 1 - momentum));
}

/** g − mean(g) − x̂·mean(g·x̂). */
function withoutMoments(kernels: Kernels, gradient: Tensor, normalised: Tensor): Tensor {
  const rows = kernels.scalar(gradient.shape[0] ?? 1);
  const mean = divide(kernels, sumRows(kernels, gradient), rows);
  const correlation = divide(kernels, sumRows(kernels, multiply(kernels, gradient, normalised)), rows);
  return subtract(kernels, subtract(kernels, gradient, mean), multiply(kernels, normalised, correlation));
}
