// Losses: formulas, the targets that they take, and why a network or a dataset does not fit one. Pure; the engine computes them.
//
// Values are Keras 3's on TensorFlow (keras/src/losses/losses.py, keras/src/backend/tensorflow/nn.py): the mean over all
// but, for the categorical crossentropies, the last dimension. Probabilities are clipped to [ε, 1 − ε], ε = 10⁻⁷, before
// a logarithm, except where they come straight from a sigmoid or softmax: then the loss is computed from what went into
// that activation, which has the same value, cannot overflow and does not stop learning when a probability reaches ε.
import { LoweringError } from './lower.ts';
import type { Network, Refusal } from './network.ts';
import type { Program } from './program.ts';
import { type Dimension, formatSampleShape, formatShape, type Shape } from './shape.ts';
import type { Loss, LossName } from './training-plan.ts';

/** Keras's `backend.epsilon()`. */
export const probabilityEpsilon = 1e-7;
/** Where Huber's loss goes from quadratic to linear: Keras's default. */
export const huberDelta = 1;

interface LossKind {
  /** For one value, or one sample where it says Σ. y is the target, p the output, z the score before the activation. */
  readonly formula: string;
  /** The targets that it takes. */
  readonly labels: 'numbers' | 'probabilities' | 'oneHot' | 'classIndices';
  /** The activation that turns scores into what it takes. */
  readonly activation: 'sigmoid' | 'softmax' | null;
}

export const lossKinds: Readonly<Record<LossName, LossKind>> = {
  meanSquaredError: { formula: '(y − p)²', labels: 'numbers', activation: null },
  meanAbsoluteError: { formula: '|y − p|', labels: 'numbers', activation: null },
  huber: { formula: '½(y − p)² for |y − p| ≤ 1, |y − p| − ½ above', labels: 'numbers', activation: null },
  binaryCrossentropy: { formula: '−y·ln p − (1 − y)·ln(1 − p)', labels: 'probabilities', activation: 'sigmoid' },
  categoricalCrossentropy: { formula: '−Σ y·ln p', labels: 'oneHot', activation: 'softmax' },
  sparseCategoricalCrossentropy: { formula: '−ln p of the class y', labels: 'classIndices', activation: 'softmax' },
};

/** How one output meets its targets in a program. */
export interface LossInput {
  /** The node that the loss reads. */
  readonly node: number;
  /** That node holds scores before the sigmoid or softmax. */
  readonly fromLogits: boolean;
}

/**
 * What the loss reads for output number `output` of `program`. As Keras on TensorFlow (`_get_logits`), a crossentropy
 * takes the scores of a last sigmoid or softmax, whichever of the two it is and whatever `fromLogits` says.
 */
export function lossInput(loss: Loss, program: Program, output: number): LossInput {
  const node = program.outputs[output];
  const last = node === undefined ? undefined : program.nodes[node];
  if (node === undefined || !last) throw new RangeError(`The program has no output ${output}.`);
  if (lossKinds[loss.name].activation === null) return { node, fromLogits: false };
  const { operation } = last;
  const name = operation.name === 'activation' ? operation.activation.name : operation.name;
  const scores = last.inputs[0];
  if ((name === 'sigmoid' || name === 'softmax') && scores !== undefined) return { node: scores, fromLogits: true };
  return { node, fromLogits: loss.fromLogits };
}

/**
 * The shape of the targets that go with an output of this shape. Sparse labels are one class index in place of the last
 * dimension.
 */
export function targetShape(name: LossName, output: Shape): Shape {
  return lossKinds[name].labels === 'classIndices' ? output.slice(0, -1) : output;
}

/**
 * Why targets of shape `target` (`[samples, …]`) do not go with an output; `null` when they do. As Keras does, a last
 * dimension of 1 may be left out or added.
 */
export function targetRefusal(name: LossName, output: Shape, target: Shape): Refusal | null {
  const wanted = targetShape(name, output);
  if (matches(wanted.slice(1), target.slice(1)) || matches(squeeze(wanted), squeeze(target))) return null;
  const what = lossKinds[name].labels === 'classIndices' ? 'one class index' : `${formatSampleShape(wanted)} numbers`;
  return {
    message: `The loss ${name} needs ${what} for each sample to go with the output ${formatShape(output)}, but y has shape ${formatShape([null, ...target.slice(1)])}${hint(name, output, target)}.`,
  };
}

/** Why the values of these targets do not go with an output of this shape; `null` when they do. Only looks at class indices. */
export function labelRefusal(name: LossName, output: Shape, values: Float32Array): Refusal | null {
  const classes = output.at(-1) ?? null;
  if (lossKinds[name].labels !== 'classIndices' || classes === null) return null;
  const wrong = values.findIndex((value) => Number.isFinite(value) && (value < 0 || value >= classes || !Number.isInteger(value)));
  if (wrong === -1) return null;
  return {
    message: `The loss ${name} needs class indices from 0 to ${classes - 1} to go with the output ${formatShape(output)}, but y[${wrong}] is ${values[wrong]}.`,
  };
}

/** Throws a LoweringError where the loss cannot work on one of the network's outputs, whatever the targets. */
export function checkLoss(loss: Loss, network: Network): void {
  for (const index of network.outputs) {
    const shape = network.layers[index]?.outputShape;
    if (shape && shape.length < 2) {
      throw new LoweringError(index, `its output ${formatShape(shape)} has no dimension for the loss ${loss.name} to compare`);
    }
  }
}

function matches(first: readonly Dimension[], second: readonly Dimension[]): boolean {
  return first.length === second.length && first.every((size, axis) => size === null || second[axis] === null || size === second[axis]);
}

/** Sample shape without a last dimension of 1. */
function squeeze(shape: Shape): readonly Dimension[] {
  return shape.length > 1 && shape.at(-1) === 1 ? shape.slice(1, -1) : shape.slice(1);
}

/** The commonest mix-ups, by their shapes. */
function hint(name: LossName, output: Shape, target: Shape): string {
  const classes = output.at(-1);
  if (name === 'sparseCategoricalCrossentropy' && target.length === output.length && target.at(-1) === classes) {
    return '; one-hot rows go with categoricalCrossentropy';
  }
  if (name === 'categoricalCrossentropy' && squeeze(target).length === output.length - 2) {
    return '; class indices go with sparseCategoricalCrossentropy';
  }
  return '';
}
