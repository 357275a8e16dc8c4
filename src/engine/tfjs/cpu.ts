// TF.js's plain JavaScript backend, with the kernels in cpu/ in place of its slowest: runs anywhere, and is what other
// backends are checked against. With them a step of the first example's CNN takes a twentieth of the time.
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { enableProdMode } from '@tensorflow/tfjs-core';
import { elementwise } from './cpu/elementwise.ts';
import { matrices } from './cpu/matrices.ts';
import { windows } from './cpu/windows.ts';
import { Kernels } from './kernels.ts';

/** What the processor is called in `RunStart.device`. */
export const cpuDevice = 'TF.js CPU';

export function openCpu(): Kernels {
  // No greeting on the console, no NaN checks in every kernel.
  enableProdMode();
  return new Kernels('cpu', cpuDevice, new MathBackendCPU(), { replacements: { ...elementwise, ...matrices, ...windows } });
}
