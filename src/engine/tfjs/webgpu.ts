// TF.js's WebGPU backend, in a browser's worker. Software adapters (a processor that plays a graphics card) are correct
// and slow; they count as none unless asked for.
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import '@tensorflow/tfjs-backend-webgpu';
import { enableProdMode, env, findBackendFactory, getKernel, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import { isSoftwareAdapter } from '../software-adapter.ts';
import { Kernels } from './kernels.ts';

/** The adapter's name; `null` where there is none, or only one in software and that is not asked for. */
export async function detectWebGpu(allowSoftwareAdapter: boolean): Promise<string | null> {
  const { navigator } = globalThis as { readonly navigator?: { readonly gpu?: GPU } };
  const adapter = await navigator?.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return null;
  const software = isSoftwareAdapter(adapter.info);
  return software && !allowSoftwareAdapter ? null : adapterName(adapter.info, software);
}

/** Throws where there is no adapter, or none with a device to give. */
export async function openWebGpu(): Promise<Kernels> {
  const name = await detectWebGpu(true);
  const factory = findBackendFactory('webgpu');
  if (name === null || !factory) throw new Error('There is no WebGPU adapter here.');
  enableProdMode();
  // Everything on the device: what runs where must not depend on which tensors were read before.
  env().set('WEBGPU_CPU_FORWARD', false);
  const backend = (await factory()) as WebGPUBackend;
  return new Kernels('webgpu', name, backend, {
    replacements: { BatchMatMul: inFixedOrder('BatchMatMul'), Conv2D: inFixedOrder('Conv2D') },
    settled: () => backend.device.queue.onSubmittedWorkDone(),
    lost: failureOf(backend.device),
  });
}

function adapterName({ vendor, architecture, device, description }: GPUAdapterInfo, software: boolean): string {
  const name = description || [vendor, device || architecture].filter((part) => part !== '').join(' ') || 'WebGPU adapter';
  return software ? `${/swiftshader/i.test(name) ? 'SwiftShader' : name} (software)` : name;
}

/** Resolves when the device is lost, or does not do what it was told: what it computes from then on is worth nothing. */
function failureOf(device: GPUDevice): Promise<string> {
  const lost = device.lost.then(({ message }) => `The graphics device was lost${message ? `: ${message}` : '.'}`);
  const failed = new Promise<string>((resolve) => {
    device.addEventListener('uncapturederror', ({ error }) => {
      const memory = error instanceof GPUOutOfMemoryError;
      resolve(
        memory ? 'The graphics device has not enough memory for this run.' : `The graphics device refused its work: ${error.message}`,
      );
    });
  });
  return Promise.race([lost, failed]);
}

/** TF.js's number for the program that cuts a small product into small tiles. */
const smallTiles = 2;

/**
 * A product of few but long rows TF.js cuts along the row, and adds up the pieces in whatever order they come: two runs
 * then differ in their last bits. This has it cut into small tiles instead, which add in one order.
 */
function inFixedOrder(name: string): KernelFunc {
  const kernel = getKernel(name, 'webgpu').kernelFunc;
  return (parameters) => {
    if (!wouldSplit(name, parameters)) return kernel(parameters);
    env().set('WEBGPU_MATMUL_PROGRAM_TYPE', smallTiles);
    try {
      return kernel(parameters);
    } finally {
      env().set('WEBGPU_MATMUL_PROGRAM_TYPE', -1);
    }
  };
}

/** TF.js's own limits (kernels/BatchMatMul_impl.ts), with its higher threshold of workgroups. */
function wouldSplit(name: string, { inputs, attrs }: Parameters<KernelFunc>[0]): boolean {
  if (name === 'Conv2D') return product((inputs['filter'] as TensorInfo).shape.slice(0, 3)) >= 2_000;
  const [a, b] = [inputs['a'] as TensorInfo, inputs['b'] as TensorInfo];
  const { transposeA, transposeB } = attrs as { readonly transposeA?: boolean; readonly transposeB?: boolean };
  const [rows = 1, inner = 1] = transposeA ? a.shape.slice(-2).reverse() : a.shape.slice(-2);
  const columns = b.shape.at(transposeB ? -2 : -1) ?? 1;
  return inner >= 2_000 && rows * columns > 128 && Math.ceil(rows / 32) * Math.ceil(columns / 32) <= 32;
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((result, size) => result * size, 1);
}
