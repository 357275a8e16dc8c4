// Optimizers as pure pairs: what a weight's state starts from, and one update of weight and state. Formulas as in Keras 3
// (keras/src/optimizers/*.py); weight decay is decoupled and comes before the update (base_optimizer.py).
import type { Optimizer } from '../network/training-plan.ts';
import { absolute, add, divide, maximum, multiply, reciprocalSquareRoot, square, squareRoot, subtract } from './tfjs/arithmetic.ts';
import type { Kernels, Tensor } from './tfjs/kernels.ts';

export interface Update {
  readonly weight: Tensor;
  /** As many as `slots`, in their order. */
  readonly slots: readonly Tensor[];
}

/** One update of one weight, from its gradient. */
type UpdateWeight = (kernels: Kernels, weight: Tensor, gradient: Tensor, slots: readonly Tensor[]) => Update;

export interface OptimizerKernels {
  /** What each of a weight's state tensors is filled with at first; they have the weight's shape. */
  readonly slots: readonly number[];
  /** Prepares update number `step` (1 for the first): makes, once for all weights, the factors that depend on the step. */
  begin(kernels: Kernels, step: number): UpdateWeight;
}

export function optimizerKernels(optimizer: Optimizer): OptimizerKernels {
  switch (optimizer.name) {
    case 'sgd':
      return sgd(optimizer);
    case 'adam':
    case 'adamW':
      return decayed(optimizer, adam(optimizer));
    case 'nadam':
      return decayed(optimizer, nadam(optimizer));
    case 'adamax':
      return decayed(optimizer, adamax(optimizer));
    case 'rmsprop':
      return rmsprop(optimizer);
    case 'adagrad':
      return adagrad(optimizer);
    case 'adadelta':
      return adadelta(optimizer);
    default:
      return optimizer satisfies never;
  }
}

type Named<N extends Optimizer['name']> = Extract<Optimizer, { readonly name: N }>;
type AdamFamily = Exclude<Optimizer, { readonly name: 'sgd' | 'rmsprop' | 'adagrad' | 'adadelta' }>;

/** m ← momentum·m − lr·g; w ← w + m, or with Nesterov w + momentum·m − lr·g. */
function sgd({ learningRate, momentum, nesterov }: Named<'sgd'>): OptimizerKernels {
  if (momentum === 0) {
    return {
      slots: [],
      begin: () => (k, w, g) => ({ weight: subtract(k, w, multiply(k, g, learningRate)), slots: [] }),
    };
  }
  return {
    slots: [0],
    begin:
      () =>
      (k, w, g, [m = w]) => {
        const push = multiply(k, g, learningRate);
        const velocity = subtract(k, multiply(k, m, momentum), push);
        const change = nesterov ? subtract(k, multiply(k, velocity, momentum), push) : velocity;
        return { weight: add(k, w, change), slots: [velocity] };
      },
  };
}

/** w ← w − lr·√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m/(√v + ε). */
function adam({ learningRate, beta1, beta2, epsilon }: AdamFamily): OptimizerKernels {
  return {
    slots: [0, 0],
    begin(kernels, step) {
      const alpha = factor(kernels, (learningRate * Math.sqrt(1 - power(beta2, step))) / (1 - power(beta1, step)));
      return (k, w, g, [m = w, v = w]) => {
        const mean = approach(k, m, g, beta1);
        const variance = approach(k, v, square(k, g), beta2);
        const change = divide(k, multiply(k, mean, alpha), add(k, squareRoot(k, variance), epsilon));
        return { weight: subtract(k, w, change), slots: [mean, variance] };
      };
    },
  };
}

/** Adam with Nesterov momentum; μₜ = β₁(1 − ½·0.96ᵗ). */
function nadam({ learningRate, beta1, beta2, epsilon }: AdamFamily): OptimizerKernels {
  const momentumAt = (step: number) => beta1 * (1 - 0.5 * 0.96 ** step);
  let product = 1;
  let productStep = 0;
  return {
    slots: [0, 0],
    begin(kernels, step) {
      // Π μ up to this step; kept, since steps come one after the other.
      if (step <= productStep) [product, productStep] = [1, 0];
      while (productStep < step) product *= momentumAt(++productStep);
      const next = momentumAt(step + 1);
      const ahead = factor(kernels, (learningRate * next) / (1 - product * next));
      const now = factor(kernels, (learningRate * (1 - momentumAt(step))) / (1 - product));
      const correction = factor(kernels, 1 / (1 - power(beta2, step)));
      return (k, w, g, [m = w, v = w]) => {
        const mean = approach(k, m, g, beta1);
        const variance = approach(k, v, square(k, g), beta2);
        const direction = add(k, multiply(k, mean, ahead), multiply(k, g, now));
        const scale = add(k, squareRoot(k, multiply(k, variance, correction)), epsilon);
        return { weight: subtract(k, w, divide(k, direction, scale)), slots: [mean, variance] };
      };
    },
  };
}

/** u ← max(β₂·u, |g|); w ← w − lr/(1 − β₁ᵗ) · m/(u + ε). */
function adamax({ learningRate, beta1, beta2, epsilon }: AdamFamily): OptimizerKernels {
  return {
    slots: [0, 0],
    begin(kernels, step) {
      const alpha = factor(kernels, learningRate / (1 - power(beta1, step)));
      return (k, w, g, [m = w, u = w]) => {
        const mean = approach(k, m, g, beta1);
        const bound = maximum(k, multiply(k, u, beta2), absolute(k, g));
        return { weight: subtract(k, w, divide(k, multiply(k, mean, alpha), add(k, bound, epsilon))), slots: [mean, bound] };
      };
    },
  };
}

/** v ← ρv + (1 − ρ)g²; step lr·g/√(v + ε), centred: √(v − mean² + ε); with momentum the steps accumulate. */
function rmsprop({ learningRate, rho, momentum, epsilon, centered }: Named<'rmsprop'>): OptimizerKernels {
  return {
    slots: [0, ...(centered ? [0] : []), ...(momentum > 0 ? [0] : [])],
    begin: () => (k, w, g, slots) => {
      const [v = w] = slots;
      const variance = average(k, v, square(k, g), rho);
      const kept = [variance];
      let denominator = add(k, variance, epsilon);
      if (centered) {
        const mean = average(k, slots[1] ?? w, g, rho);
        kept.push(mean);
        denominator = subtract(k, denominator, square(k, mean));
      }
      let change = multiply(k, multiply(k, g, learningRate), reciprocalSquareRoot(k, denominator));
      if (momentum > 0) {
        change = add(k, multiply(k, slots[centered ? 2 : 1] ?? w, momentum), change);
        kept.push(change);
      }
      return { weight: subtract(k, w, change), slots: kept };
    },
  };
}

/** a ← a + g²; w ← w − lr·g/√(a + ε). */
function adagrad({ learningRate, epsilon, initialAccumulator }: Named<'adagrad'>): OptimizerKernels {
  return {
    slots: [initialAccumulator],
    begin:
      () =>
      (k, w, g, [a = w]) => {
        const accumulator = add(k, a, square(k, g));
        const change = divide(k, multiply(k, g, learningRate), squareRoot(k, add(k, accumulator, epsilon)));
        return { weight: subtract(k, w, change), slots: [accumulator] };
      },
  };
}

/** Δ = −g·√(d + ε)/√(a + ε), where a and d are moving averages of g² and Δ²; w ← w + lr·Δ. */
function adadelta({ learningRate, rho, epsilon }: Named<'adadelta'>): OptimizerKernels {
  return {
    slots: [0, 0],
    begin:
      () =>
      (k, w, g, [a = w, d = w]) => {
        const gradients = average(k, a, square(k, g), rho);
        const ratio = divide(k, squareRoot(k, add(k, d, epsilon)), squareRoot(k, add(k, gradients, epsilon)));
        const delta = multiply(k, g, ratio);
        const deltas = average(k, d, square(k, delta), rho);
        return { weight: subtract(k, w, multiply(k, delta, learningRate)), slots: [gradients, deltas] };
      },
  };
}

/** w ← w − lr·decay·w before the update. */
function decayed({ learningRate, weightDecay }: AdamFamily, inner: OptimizerKernels): OptimizerKernels {
  if (weightDecay === 0) return inner;
  return {
    slots: inner.slots,
    begin(kernels, step) {
      const update = inner.begin(kernels, step);
      return (k, w, g, slots) => update(k, subtract(k, w, multiply(k, w, learningRate * weightDecay)), g, slots);
    },
  };
}

/**
 * βᵗ in float32, as Keras has it: 1 − 0.999ᵗ loses half its digits that way, and the first steps are longer by some 10⁻⁵
 * than they would be in exact arithmetic.
 */
function power(beta: number, step: number): number {
  return Math.fround(Math.fround(beta) ** step);
}

/** A number that belongs to one step. */
function factor(kernels: Kernels, value: number): Tensor {
  return kernels.tensor([], Float32Array.of(value));
}

/** old + (new − old)·(1 − decay), as Keras writes Adam's averages. */
function approach(kernels: Kernels, old: Tensor, value: Tensor, decay: number): Tensor {
  return add(kernels, old, multiply(kernels, subtract(kernels, value, old), 1 - decay));
}

/** decay·old + (1 − decay)·new. */
function average(kernels: Kernels, old: Tensor, value: Tensor, decay: number): Tensor {
  return add(kernels, multiply(kernels, old, decay), multiply(kernels, value, 1 - decay));
}
