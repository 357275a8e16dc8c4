// What a backend must say of one operation of a program: its forward and its explicit backward kernel.
import type { Operation } from '../../network/program.ts';
import type { Random } from '../../network/random.ts';
import type { Kernels, Tensor } from './kernels.ts';

/** A forward pass as one of its nodes sees it. */
export interface ForwardNode {
  readonly training: boolean;
  /** Numbers for this pass's dropout; the same for every backend. */
  readonly random: Random;
  /** What the backward pass of this node will need beside its inputs and output. */
  readonly saved: Tensor[];
  /** Says that input number `input`, a weight that no gradient moves, shall have this value after the step. */
  moveWeight(input: number, value: Tensor): void;
}

/** A node in the backward pass. */
export interface BackwardNode {
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
  readonly saved: readonly Tensor[];
  /** Whether anybody needs the gradient by input number `input`. */
  wants(input: number): boolean;
}

export interface OperationKernels<O> {
  forward(kernels: Kernels, operation: O, inputs: readonly Tensor[], node: ForwardNode): Tensor;
  /** Gradients of the loss by each input, from `dy`, that by the output; `null` for those that nobody wants. */
  backward(kernels: Kernels, operation: O, dy: Tensor, node: BackwardNode): readonly (Tensor | null)[];
}

/** The operation of that name. */
export type OperationNamed<N extends Operation['name']> = Operation extends infer O
  ? O extends { readonly name: infer M }
    ? N extends M
      ? O
      : never
    : never
  : never;

/** The kernels of an operation by its name. */
export type KernelsOf<N extends Operation['name']> = OperationKernels<OperationNamed<N>>;

/** Input number `index` of a node; the program promises that it is there. */
export function inputOf(inputs: readonly Tensor[], index: number): Tensor {
  const input = inputs[index];
  if (!input) throw new RangeError(`An operation has no input ${index}.`);
  return input;
}
