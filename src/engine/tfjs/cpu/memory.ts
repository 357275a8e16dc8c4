// How the processor's kernels get at numbers.
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { getKernel, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';

type Parameters_ = Parameters<KernelFunc>[0];

/** The numbers of input `name`, where they lie. */
export function valuesOf({ backend }: Parameters_, tensor: TensorInfo): Float32Array {
  return (backend as MathBackendCPU).data.get(tensor.dataId).values as Float32Array;
}

export function inputOf({ inputs }: Parameters_, name: string): TensorInfo {
  return inputs[name] as TensorInfo;
}

export function result({ backend }: Parameters_, shape: readonly number[], values: Float32Array): TensorInfo {
  return (backend as MathBackendCPU).makeTensorInfo([...shape], 'float32', values);
}

/** TF.js's own kernel, for what a loop here does not cover. */
export function general(name: string, parameters: Parameters_): TensorInfo {
  return getKernel(name, 'cpu').kernelFunc(parameters) as TensorInfo;
}
