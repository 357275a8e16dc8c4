// activation, softmax, dropout.
import { type Random, uniform } from '../../../network/random.ts';
import { activate, activationGradient } from '../activations.ts';
import { asMatrix, multiply, spreadColumns, subtract, sumColumns } from '../arithmetic.ts';
import { count } from '../kernels.ts';
import { inputOf, type KernelsOf } from '../operation.ts';

export const activation: KernelsOf<'activation'> = {
  forward: (kernels, operation, inputs) => activate(kernels, operation.activation, inputOf(inputs, 0)),
  backward: (kernels, operation, dy, { inputs, output }) => [
    activationGradient(kernels, operation.activation, dy, inputOf(inputs, 0), output),
  ],
};

/** dx = p·(dy − Σ dy·p). */
export const softmax: KernelsOf<'softmax'> = {
  forward(kernels, _operation, inputs) {
    const x = inputOf(inputs, 0);
    const probabilities = kernels.run('Softmax', { logits: asMatrix(kernels, x) }, { dim: 1 });
    return kernels.reshape(probabilities, x.shape);
  },
  backward(kernels, _operation, dy, { output }) {
    const [p, gradient] = [asMatrix(kernels, output), asMatrix(kernels, dy)];
    const shared = sumColumns(kernels, multiply(kernels, gradient, p));
    const centred = subtract(kernels, gradient, spreadColumns(kernels, shared, p.shape[1] ?? 1));
    return [kernels.reshape(multiply(kernels, p, centred), output.shape)];
  },
};

/** The mask is drawn here, not by the backend, so that every backend drops the same units. */
export const dropout: KernelsOf<'dropout'> = {
  forward(kernels, { rate }, inputs, { training, random, saved }) {
    const x = inputOf(inputs, 0);
    if (!training) return x;
    const mask = kernels.tensor(x.shape, drawMask(random, rate, count(x)));
    saved.push(mask);
    return multiply(kernels, x, mask);
  },
  backward: (kernels, _operation, dy, { saved }) => [multiply(kernels, dy, inputOf(saved, 0))],
};

function drawMask(random: Random, rate: number, length: number): Float32Array {
  const mask = new Float32Array(length);
  const scale = 1 / (1 - rate);
  for (let index = 0; index < length; index++) if (uniform(random) >= rate) mask[index] = scale;
  return mask;
}
