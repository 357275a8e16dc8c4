// Losses and their gradients as TF.js kernels. Formulas, and what each reads, in network/losses.ts.
import { huberDelta, probabilityEpsilon } from '../../network/losses.ts';
import type { LossName } from '../../network/training-plan.ts';
import { sigmoid } from './activations.ts';
import {
  absolute,
  add,
  asMatrix,
  atLeast,
  atMost,
  clip,
  divide,
  exponential,
  logarithm,
  logarithm1p,
  meanAll,
  minimum,
  multiply,
  negate,
  sign,
  spreadColumns,
  square,
  subtract,
  sumAll,
  sumColumns,
  toInteger,
} from './arithmetic.ts';
import { count, type Kernels, type Tensor } from './kernels.ts';

export interface LossResult {
  /** Mean over the batch: `[1]`. */
  readonly value: Tensor;
  /** Gradient by what the loss read, of its shape. */
  gradient(): Tensor;
}

export interface LossArguments {
  readonly name: LossName;
  /** What the loss reads, `[batch, …]`: the output, or its scores. */
  readonly read: Tensor;
  readonly fromLogits: boolean;
  /** sigmoid or softmax of `read` where the network computes it anyway. */
  readonly probabilities?: Tensor;
  /** As many numbers as `read`; for sparse labels one a row. */
  readonly target: Tensor;
}

export function computeLoss(kernels: Kernels, { name, read, fromLogits, probabilities, target }: LossArguments): LossResult {
  switch (name) {
    case 'meanSquaredError':
    case 'meanAbsoluteError':
    case 'huber':
      return regression(kernels, name, read, kernels.reshape(target, read.shape));
    case 'binaryCrossentropy': {
      const y = kernels.reshape(target, read.shape);
      return fromLogits ? binaryFromScores(kernels, read, y, probabilities) : binary(kernels, read, y);
    }
    case 'categoricalCrossentropy': {
      const y = kernels.reshape(target, asMatrix(kernels, read).shape);
      return fromLogits ? categoricalFromScores(kernels, read, y, false, probabilities) : categorical(kernels, read, y, true);
    }
    case 'sparseCategoricalCrossentropy': {
      const y = oneHot(kernels, target, read.shape.at(-1) ?? 1);
      return fromLogits ? categoricalFromScores(kernels, read, y, true, probabilities) : categorical(kernels, read, y, false);
    }
    default:
      return name satisfies never;
  }
}

function regression(kernels: Kernels, name: 'meanSquaredError' | 'meanAbsoluteError' | 'huber', read: Tensor, y: Tensor): LossResult {
  const error = subtract(kernels, read, y);
  const share = 1 / count(error);
  switch (name) {
    case 'meanSquaredError':
      return { value: meanAll(kernels, square(kernels, error)), gradient: () => multiply(kernels, error, 2 * share) };
    case 'meanAbsoluteError':
      return { value: meanAll(kernels, absolute(kernels, error)), gradient: () => multiply(kernels, sign(kernels, error), share) };
    case 'huber': {
      // With c = min(|e|, δ): c·(|e| − c/2).
      const size = absolute(kernels, error);
      const inner = minimum(kernels, size, huberDelta);
      return {
        value: meanAll(kernels, multiply(kernels, inner, subtract(kernels, size, multiply(kernels, inner, 0.5)))),
        gradient: () => multiply(kernels, clip(kernels, error, -huberDelta, huberDelta), share),
      };
    }
    default:
      return name satisfies never;
  }
}

/** max(z, 0) − z·y + ln(1 + e^−|z|), as TensorFlow's sigmoid_cross_entropy_with_logits. Gradient: σ(z) − y. */
function binaryFromScores(kernels: Kernels, z: Tensor, y: Tensor, probabilities: Tensor | undefined): LossResult {
  const tail = logarithm1p(kernels, exponential(kernels, negate(kernels, absolute(kernels, z))));
  const linear = subtract(kernels, kernels.run('Relu', { x: z }), multiply(kernels, z, y));
  return {
    value: meanAll(kernels, add(kernels, linear, tail)),
    gradient: () => multiply(kernels, subtract(kernels, probabilities ?? sigmoid(kernels, z), y), 1 / count(z)),
  };
}

/** −y·ln p − (1 − y)·ln(1 − p) with p clipped; where it is clipped the gradient is zero. */
function binary(kernels: Kernels, read: Tensor, y: Tensor): LossResult {
  const p = clip(kernels, read, probabilityEpsilon, 1 - probabilityEpsilon);
  const rest = subtract(kernels, 1, p);
  const yes = multiply(kernels, y, logarithm(kernels, p));
  const no = multiply(kernels, subtract(kernels, 1, y), logarithm(kernels, rest));
  return {
    value: negate(kernels, meanAll(kernels, add(kernels, yes, no))),
    gradient() {
      const slope = divide(kernels, subtract(kernels, p, y), multiply(kernels, p, rest));
      return multiply(kernels, multiply(kernels, slope, insideClip(kernels, read)), 1 / count(read));
    },
  };
}

/**
 * Σy·ln Σ e^z − Σ y·z. Gradient: softmax(z)·Σy − y. (TensorFlow's kernel leaves out Σy, which is only right where the
 * targets of a sample sum to 1; so does this where `sumsToOne`.)
 */
function categoricalFromScores(kernels: Kernels, read: Tensor, y: Tensor, sumsToOne: boolean, known: Tensor | undefined): LossResult {
  const z = asMatrix(kernels, read);
  const [rows = 1, classes = 1] = z.shape;
  const greatest = kernels.run('Max', { x: z }, { reductionIndices: [1], keepDims: false });
  const shifted = subtract(kernels, z, spreadColumns(kernels, greatest, classes));
  const total = logarithm(kernels, sumColumns(kernels, exponential(kernels, shifted)));
  const mass = sumsToOne ? null : sumColumns(kernels, y);
  const all = sumAll(kernels, mass ? multiply(kernels, total, mass) : total);
  return {
    value: multiply(kernels, subtract(kernels, all, sumAll(kernels, multiply(kernels, y, shifted))), 1 / rows),
    gradient() {
      const p = known ? asMatrix(kernels, known) : kernels.run('Softmax', { logits: z }, { dim: 1 });
      const expected = mass ? multiply(kernels, p, spreadColumns(kernels, mass, classes)) : p;
      return kernels.reshape(multiply(kernels, subtract(kernels, expected, y), 1 / rows), read.shape);
    },
  };
}

/**
 * −Σ y·ln q, where the outputs are made to sum to 1 and clipped: q = clip(p/Σp) for one-hot targets (`divideFirst`), and
 * q = clip(p)/Σ clip(p) for class indices, as Keras on TensorFlow does the one and the other.
 */
function categorical(kernels: Kernels, read: Tensor, y: Tensor, divideFirst: boolean): LossResult {
  const p = asMatrix(kernels, read);
  const [rows = 1, classes = 1] = p.shape;
  const normalise = (x: Tensor) => {
    const total = spreadColumns(kernels, sumColumns(kernels, x), classes);
    return { total, result: divide(kernels, x, total) };
  };
  const clipped = (x: Tensor) => clip(kernels, x, probabilityEpsilon, 1 - probabilityEpsilon);
  const { total, result } = normalise(divideFirst ? p : clipped(p));
  const q = divideFirst ? clipped(result) : result;
  return {
    value: multiply(kernels, sumAll(kernels, multiply(kernels, y, logarithm(kernels, q))), -1 / rows),
    gradient() {
      let slope = multiply(kernels, divide(kernels, y, q), -1 / rows);
      if (divideFirst) slope = multiply(kernels, slope, insideClip(kernels, result));
      // Through x/Σx: (g − Σ g·result)/Σx.
      const shared = spreadColumns(kernels, sumColumns(kernels, multiply(kernels, slope, result)), classes);
      slope = divide(kernels, subtract(kernels, slope, shared), total);
      if (!divideFirst) slope = multiply(kernels, slope, insideClip(kernels, p));
      return kernels.reshape(slope, read.shape);
    },
  };
}

/** 1 where clipping changes nothing. */
function insideClip(kernels: Kernels, p: Tensor): Tensor {
  return multiply(kernels, atLeast(kernels, p, probabilityEpsilon), atMost(kernels, p, 1 - probabilityEpsilon));
}

/** Class indices `[rows]` → `[rows, classes]`. */
function oneHot(kernels: Kernels, target: Tensor, classes: number): Tensor {
  const indices = toInteger(kernels, kernels.reshape(target, [count(target)]));
  return kernels.run('OneHot', { indices }, { depth: classes, onValue: 1, offValue: 0, dtype: 'float32' });
}
