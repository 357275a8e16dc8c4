// One forward and one explicit backward pass over a program. Every node's value and gradient stays at hand, so that
// probes read what training computes anyway.
import type { Program } from '../../network/program.ts';
import type { Random } from '../../network/random.ts';
import { add } from './arithmetic.ts';
import type { Kernels, Tensor } from './kernels.ts';
import { kernelsOf } from './operations.ts';

export interface ForwardPass {
  /** By node. */
  readonly values: readonly Tensor[];
  /** By node: what its backward kernel asked to be kept. */
  readonly saved: readonly (readonly Tensor[])[];
  /** By index of the weight: values after this step for weights that no gradient moves. */
  readonly moved: ReadonlyMap<number, Tensor>;
}

export interface PassMode {
  readonly training: boolean;
  readonly random: Random;
}

/** `weights`: one a weight of the program; `inputs`: one batch `[batch, …]` an input. */
export function forward(
  kernels: Kernels,
  program: Program,
  weights: readonly Tensor[],
  inputs: readonly Tensor[],
  { training, random }: PassMode,
): ForwardPass {
  const values: Tensor[] = [];
  const saved: Tensor[][] = [];
  const moved = new Map<number, Tensor>();
  for (const { operation, inputs: from } of program.nodes) {
    const kept: Tensor[] = [];
    saved.push(kept);
    if (operation.name === 'input') {
      values.push(present(inputs[operation.input], `input ${operation.input}`));
    } else if (operation.name === 'weight') {
      values.push(present(weights[operation.weight], `weight ${operation.weight}`));
    } else {
      const moveWeight = (input: number, value: Tensor) => {
        const source = program.nodes[from[input] ?? -1]?.operation;
        if (source?.name === 'weight') moved.set(source.weight, value);
      };
      const arguments_ = from.map((index) => present(values[index], `node ${index}`));
      values.push(kernelsOf(operation).forward(kernels, operation, arguments_, { training, random, saved: kept, moveWeight }));
    }
  }
  return { values, saved, moved };
}

/**
 * Gradients of the loss by every node that `wanted` names, from those by the nodes that the loss reads (`seeds`).
 * A node that the loss does not depend on has none.
 */
export function backward(
  kernels: Kernels,
  program: Program,
  { values, saved }: ForwardPass,
  seeds: ReadonlyMap<number, Tensor>,
  wanted: readonly boolean[],
): readonly (Tensor | undefined)[] {
  const gradients: (Tensor | undefined)[] = program.nodes.map((_node, index) => seeds.get(index));
  for (let index = program.nodes.length - 1; index >= 0; index--) {
    const node = program.nodes[index];
    const dy = gradients[index];
    if (!node || !dy || node.operation.name === 'input' || node.operation.name === 'weight') continue;
    if (!node.inputs.some((input) => wanted[input])) continue;
    const parts = kernelsOf(node.operation).backward(kernels, node.operation, dy, {
      inputs: node.inputs.map((input) => present(values[input], `node ${input}`)),
      output: present(values[index], `node ${index}`),
      saved: saved[index] ?? [],
      wants: (input) => wanted[node.inputs[input] ?? -1] ?? false,
    });
    node.inputs.forEach((input, position) => {
      const part = parts[position];
      if (!part || !wanted[input]) return;
      const sum = gradients[input];
      gradients[input] = sum ? add(kernels, sum, part) : part;
    });
  }
  return gradients;
}

/** By node: whether a gradient must go through it, because a weight that is trained stands at it or before it. */
export function wantedGradients(program: Program, trainable: (weight: number) => boolean): readonly boolean[] {
  const wanted: boolean[] = [];
  for (const { operation, inputs } of program.nodes) {
    wanted.push(operation.name === 'weight' ? trainable(operation.weight) : inputs.some((input) => wanted[input] ?? false));
  }
  return wanted;
}

function present(tensor: Tensor | undefined, what: string): Tensor {
  if (!tensor) throw new RangeError(`A pass over the program lacks ${what}.`);
  return tensor;
}
