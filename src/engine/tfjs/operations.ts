// Every operation of a program → its kernels. One line each.
import type { Operation } from '../../network/program.ts';
import type { KernelsOf, OperationKernels } from './operation.ts';
import { conv1d, conv2d } from './operations/convolution.ts';
import { activation, dropout, softmax } from './operations/elementwise.ts';
import { add, addBias, gather, matMul, reshape } from './operations/linear.ts';
import { batchNormalization } from './operations/normalization.ts';
import { averagePool2d, globalAveragePool, globalMaxPool, maxPool2d, pad, upSample2d } from './operations/positions.ts';

/** All but those that only name a value. */
export type ComputedOperation = Exclude<Operation, { readonly name: 'input' | 'weight' }>;

const table: { readonly [N in ComputedOperation['name']]: KernelsOf<N> } = {
  matMul,
  addBias,
  conv2d,
  conv1d,
  maxPool2d,
  averagePool2d,
  globalAveragePool,
  globalMaxPool,
  reshape,
  pad,
  upSample2d,
  activation,
  softmax,
  dropout,
  batchNormalization,
  gather,
  add,
};

export function kernelsOf(operation: ComputedOperation): OperationKernels<ComputedOperation> {
  return table[operation.name] as OperationKernels<ComputedOperation>;
}
