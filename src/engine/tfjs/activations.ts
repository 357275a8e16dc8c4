// Element-wise activations as TF.js kernels: value and derivative of each. Formulas in network/activations.ts.
import type { ElementwiseActivation } from '../../network/program.ts';
import { absolute, add, atLeast, clip, divide, exponential, multiply, positive, square, subtract } from './arithmetic.ts';
import type { Kernels, Tensor } from './kernels.ts';

interface ActivationKernels<A extends ElementwiseActivation = ElementwiseActivation> {
  value(kernels: Kernels, x: Tensor, activation: A): Tensor;
  /** f′ at x, where y = f(x). */
  derivative(kernels: Kernels, x: Tensor, y: Tensor, activation: A): Tensor;
}

type Named<N extends ElementwiseActivation['name']> = ElementwiseActivation extends infer A
  ? A extends { readonly name: infer M }
    ? N extends M
      ? A
      : never
    : never
  : never;

type Table = { readonly [N in ElementwiseActivation['name']]: ActivationKernels<Named<N>> };

/** 1 / √(2π). */
const gaussianPeak = 0.3989422804014327;
/** √(2/π). */
const tanhGeluScale = 0.7978845608028654;
const seluScale = 1.0507009873554805;
const seluAlphaScale = 1.7580993408473766;

const table: Table = {
  relu: {
    value: (k, x) => k.run('Relu', { x }),
    derivative: (k, _x, y) => positive(k, y),
  },
  relu6: {
    value: (k, x) => k.run('Relu6', { x }),
    derivative: (k, x, y) => multiply(k, positive(k, y), positive(k, subtract(k, 6, x))),
  },
  leakyRelu: {
    value: (k, x, { alpha }) => k.run('LeakyRelu', { x }, { alpha }),
    derivative: (k, x, _y, { alpha }) => k.run('Step', { x }, { alpha }),
  },
  elu: {
    value: (k, x, { alpha }) => negativeBranch(k, x, k.scalar(1), alpha),
    // α·eˣ = y + α below zero.
    derivative: (k, x, y, { alpha }) => choose(k, x, k.scalar(1), add(k, y, alpha)),
  },
  selu: {
    value: (k, x) => negativeBranch(k, x, k.scalar(seluScale), seluAlphaScale),
    derivative: (k, x, y) => choose(k, x, k.scalar(seluScale), add(k, y, seluAlphaScale)),
  },
  gelu: {
    value: (k, x, { approximate }) => multiply(k, x, approximate ? tanhGate(k, x) : gaussian(k, x)),
    derivative(k, x, _y, { approximate }) {
      if (!approximate) {
        const density = multiply(k, exponential(k, multiply(k, square(k, x), -0.5)), gaussianPeak);
        return add(k, gaussian(k, x), multiply(k, x, density));
      }
      // g = (1 + t)/2, t = tanh(c(x + 0.044715x³)): g + x·(1 − t²)/2·c(1 + 0.134145x²).
      const gate = tanhGate(k, x);
      const slope = multiply(k, gate, subtract(k, 1, gate));
      const inner = multiply(k, add(k, multiply(k, square(k, x), 0.134145), 1), 2 * tanhGeluScale);
      return add(k, gate, multiply(k, x, multiply(k, slope, inner)));
    },
  },
  silu: {
    value: (k, x) => multiply(k, x, sigmoid(k, x)),
    // σ + y(1 − σ).
    derivative(k, x, y) {
      const gate = sigmoid(k, x);
      return add(k, gate, multiply(k, y, subtract(k, 1, gate)));
    },
  },
  mish: {
    value: (k, x) => multiply(k, x, tanh(k, softplus(k, x))),
    // t + x(1 − t²)σ, t = tanh(softplus(x)).
    derivative(k, x) {
      const t = tanh(k, softplus(k, x));
      return add(k, t, multiply(k, multiply(k, x, subtract(k, 1, square(k, t))), sigmoid(k, x)));
    },
  },
  sigmoid: {
    value: sigmoid,
    derivative: (k, _x, y) => multiply(k, y, subtract(k, 1, y)),
  },
  tanh: {
    value: tanh,
    derivative: (k, _x, y) => subtract(k, 1, square(k, y)),
  },
  hardSigmoid: {
    value: hardSigmoid,
    derivative: (k, _x, y) => multiply(k, inside(k, y), 1 / 6),
  },
  hardSilu: {
    value: (k, x) => multiply(k, x, hardSigmoid(k, x)),
    derivative(k, x) {
      const gate = hardSigmoid(k, x);
      return add(k, gate, multiply(k, multiply(k, x, 1 / 6), inside(k, gate)));
    },
  },
  softplus: {
    value: softplus,
    derivative: (k, x) => sigmoid(k, x),
  },
  softsign: {
    value: (k, x) => divide(k, x, add(k, absolute(k, x), 1)),
    // 1/(1 + |x|)² = (1 − |y|)².
    derivative: (k, _x, y) => square(k, subtract(k, 1, absolute(k, y))),
  },
  exponential: {
    value: exponential,
    derivative: (_k, _x, y) => y,
  },
};

export function activate(kernels: Kernels, activation: ElementwiseActivation, x: Tensor): Tensor {
  return (table[activation.name] as ActivationKernels).value(kernels, x, activation);
}

/** dy·f′(x), where y = f(x). */
export function activationGradient(kernels: Kernels, activation: ElementwiseActivation, dy: Tensor, x: Tensor, y: Tensor): Tensor {
  return multiply(kernels, dy, (table[activation.name] as ActivationKernels).derivative(kernels, x, y, activation));
}

export function sigmoid(kernels: Kernels, x: Tensor): Tensor {
  return kernels.run('Sigmoid', { x });
}

function tanh(kernels: Kernels, x: Tensor): Tensor {
  return kernels.run('Tanh', { x });
}

function softplus(kernels: Kernels, x: Tensor): Tensor {
  return kernels.run('Softplus', { x });
}

function hardSigmoid(kernels: Kernels, x: Tensor): Tensor {
  return clip(kernels, add(kernels, multiply(kernels, x, 1 / 6), 0.5), 0, 1);
}

/** 1 where 0 < y < 1. */
function inside(kernels: Kernels, y: Tensor): Tensor {
  return multiply(kernels, positive(kernels, y), positive(kernels, subtract(kernels, 1, y)));
}

/** Φ(x): the standard normal's distribution function. */
function gaussian(kernels: Kernels, x: Tensor): Tensor {
  return multiply(kernels, add(kernels, kernels.run('Erf', { x: multiply(kernels, x, Math.SQRT1_2) }), 1), 0.5);
}

/** (1 + tanh(√(2/π)(x + 0.044715x³)))/2. */
function tanhGate(kernels: Kernels, x: Tensor): Tensor {
  const inner = multiply(kernels, x, add(kernels, multiply(kernels, square(kernels, x), 0.044715), 1));
  return multiply(kernels, add(kernels, tanh(kernels, multiply(kernels, inner, tanhGeluScale)), 1), 0.5);
}

/** scale·x for x ≥ 0, factor·(eˣ − 1) below. */
function negativeBranch(kernels: Kernels, x: Tensor, scale: Tensor, factor: number): Tensor {
  // min(x, 0), so that eˣ does not overflow where it is not used.
  const below = subtract(kernels, exponential(kernels, kernels.run('Minimum', { a: x, b: kernels.scalar(0) })), 1);
  return add(kernels, multiply(kernels, kernels.run('Relu', { x }), scale), multiply(kernels, below, factor));
}

/** `above` (a scalar) where x ≥ 0, else `below`. */
function choose(kernels: Kernels, x: Tensor, above: Tensor, below: Tensor): Tensor {
  const isAbove = atLeast(kernels, x, 0);
  return add(kernels, multiply(kernels, isAbove, above), multiply(kernels, subtract(kernels, 1, isAbove), below));
}
