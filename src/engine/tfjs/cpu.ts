// TF.js's plain JavaScript backend: runs anywhere, and is what other backends are checked against.
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { enableProdMode } from '@tensorflow/tfjs-core';
import { Kernels } from './kernels.ts';

export function openCpu(): Kernels {
  // No greeting on the console, no NaN checks in every kernel.
  enableProdMode();
  return new Kernels('cpu', 'TF.js CPU', new MathBackendCPU());
}
