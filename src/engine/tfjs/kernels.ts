// The engine's hold on a TF.js backend: kernels are run straight from TF.js's kernel registry, without its tensors, tapes
// and scopes, which cost a small network ten times its arithmetic. Memory is arenas: what a step makes is released at
// once when the step is over; what must live longer is kept.
import { getKernel, type KernelBackend, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendName } from '../../protocol/engine.ts';

/** A tensor of the backend: a handle, not its numbers. `[…]` row-major, float32 unless `dtype` says int32. */
export type Tensor = TensorInfo;

/** Tensors that are released together. */
export interface Arena {
  readonly tensors: Tensor[];
}

/** What a backend brings beside its kernels. */
export interface BackendExtras {
  /** Kernels that are used in place of the backend's own of the same name. */
  readonly replacements?: Readonly<Record<string, KernelFunc>>;
  /** Resolves when the device has done all that it was told. Absent where kernels work at once. */
  settled?(): Promise<void>;
  /** Resolves, with a sentence, when the device is gone for good. */
  readonly lost?: Promise<string>;
}

type Attributes = Readonly<Record<string, unknown>>;

export class Kernels {
  readonly backend: BackendName;
  /** The adapter or processor as the backend calls it. */
  readonly device: string;
  readonly #backend: KernelBackend;
  readonly #functions = new Map<string, KernelFunc>();
  readonly #extras: BackendExtras;
  readonly #constants = new Map<number | string, Tensor>();
  #arena: Arena | null = null;

  constructor(backend: BackendName, device: string, kernelBackend: KernelBackend, extras: BackendExtras = {}) {
    this.backend = backend;
    this.device = device;
    this.#backend = kernelBackend;
    this.#extras = extras;
  }

  /** Resolves, with a sentence, when the device is gone for good; never where there is none to lose. */
  get lost(): Promise<string> | undefined {
    return this.#extras.lost;
  }

  /** Resolves when the device has done all that it was told. */
  async settled(): Promise<void> {
    await this.#extras.settled?.();
  }

  /** Runs a kernel of TF.js by its registered name. Throws where the backend has none of that name. */
  run(name: string, inputs: Readonly<Record<string, Tensor>> | readonly Tensor[], attributes: Attributes = {}): Tensor {
    const result = this.#function(name)({
      inputs: inputs as Record<string, Tensor>,
      attrs: attributes as never,
      backend: this.#backend,
    }) as Tensor;
    this.#own(result);
    return result;
  }

  /** A tensor of these values, which it takes over: they must not be changed afterwards. */
  tensor(shape: readonly number[], values: Float32Array | Int32Array): Tensor {
    const dtype = values instanceof Int32Array ? 'int32' : 'float32';
    const result = { dataId: this.#backend.write(values, [...shape], dtype), shape: [...shape], dtype } as Tensor;
    this.#own(result);
    return result;
  }

  /** The same numbers in another shape. Lives as long as `tensor`. */
  reshape(tensor: Tensor, shape: readonly number[]): Tensor {
    return { dataId: tensor.dataId, shape: [...shape], dtype: tensor.dtype };
  }

  /** A scalar; each value is made once and kept until `releaseConstants`. */
  scalar(value: number): Tensor {
    return this.#constant(value, () => ({ shape: [], values: Float32Array.of(value) }));
  }

  /** `[count]` ones, kept likewise. */
  ones(count: number): Tensor {
    return this.#constant(`ones ${count}`, () => ({ shape: [count], values: new Float32Array(count).fill(1) }));
  }

  /** A tensor that `make` gives, kept likewise under `name`. */
  constant(name: string, make: () => { readonly shape: readonly number[]; readonly values: Float32Array }): Tensor {
    return this.#constant(name, make);
  }

  releaseConstants(): void {
    for (const tensor of this.#constants.values()) this.release(tensor);
    this.#constants.clear();
  }

  /** Runs `work`; what it makes belongs to `arena`. Work does not wait: no promise may be awaited in it. */
  within<T>(arena: Arena, work: () => T): T {
    const outer = this.#arena;
    this.#arena = arena;
    try {
      return work();
    } finally {
      this.#arena = outer;
    }
  }

  /** Lets `tensor` outlive its arena; the caller releases it. */
  keep(tensor: Tensor): Tensor {
    this.#backend.incRef(tensor.dataId);
    return tensor;
  }

  release(tensor: Tensor): void {
    this.#backend.disposeData(tensor.dataId);
  }

  releaseAll(arena: Arena): void {
    for (const tensor of arena.tensors) this.#backend.disposeData(tensor.dataId);
    arena.tensors.length = 0;
  }

  /** The numbers of a tensor at once where they lie in this process's memory; undefined on a device. Not to be changed. */
  peek(tensor: Tensor): Float32Array | undefined {
    return this.backend === 'cpu' ? (this.#backend.readSync(tensor.dataId) as Float32Array) : undefined;
  }

  /** The numbers of all these tensors after one another, in one read-back. A copy. */
  async read(tensors: readonly Tensor[]): Promise<Float32Array> {
    if (tensors.length === 0) return new Float32Array();
    if (this.backend === 'cpu') return this.#copy(tensors);
    const arena: Arena = { tensors: [] };
    const joined = this.within(arena, () => concatenate(this, tensors));
    try {
      const values = (await this.#backend.read(joined.dataId)) as Float32Array;
      return values.slice(0, count(joined));
    } finally {
      this.releaseAll(arena);
    }
  }

  /** Count of tensors' data that the backend holds: constant over steps, or something leaks. */
  liveTensors(): number {
    return (this.#backend as KernelBackend & { numDataIds(): number }).numDataIds();
  }

  #copy(tensors: readonly Tensor[]): Float32Array {
    const result = new Float32Array(tensors.reduce((sum, tensor) => sum + count(tensor), 0));
    let offset = 0;
    for (const tensor of tensors) {
      result.set(this.#backend.readSync(tensor.dataId) as Float32Array, offset);
      offset += count(tensor);
    }
    return result;
  }

  #constant(key: number | string, make: () => { readonly shape: readonly number[]; readonly values: Float32Array }): Tensor {
    const known = this.#constants.get(key);
    if (known) return known;
    const { shape, values } = make();
    const made = { dataId: this.#backend.write(values, [...shape], 'float32'), shape: [...shape], dtype: 'float32' } as Tensor;
    this.#constants.set(key, made);
    return made;
  }

  #own(tensor: Tensor): void {
    if (!this.#arena) throw new Error('A kernel ran outside an arena; nothing would release its result.');
    this.#arena.tensors.push(tensor);
  }

  #function(name: string): KernelFunc {
    const known = this.#functions.get(name);
    if (known) return known;
    const found = this.#extras.replacements?.[name] ?? getKernel(name, this.backend)?.kernelFunc;
    if (!found) throw new Error(`The backend ${this.backend} has no kernel ${name}.`);
    this.#functions.set(name, found);
    return found;
  }
}

/** Count of a tensor's numbers. */
export function count(tensor: Tensor): number {
  let result = 1;
  for (const size of tensor.shape) result *= size;
  return result;
}

/** Tensors one after the other: `[Σ counts]`. */
export function concatenate(kernels: Kernels, tensors: readonly Tensor[]): Tensor {
  const rows = tensors.map((tensor) => kernels.reshape(tensor, [count(tensor)]));
  return kernels.run('Concat', rows, { axis: 0 });
}
