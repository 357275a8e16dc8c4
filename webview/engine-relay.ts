// The engine worker in this webview: whether a GPU is here for it, and the relay of its messages to and from the host.
import type { Disposable } from '../src/protocol/channel.ts';

/** Adapters that compute on the processor. */
const softwareAdapter = /swiftshader|llvmpipe|lavapipe|warp|software|basic render/i;

/** The address of the engine's script, from `<meta name="layerscope-engine" content="…">`; null where there is none. */
export function engineAddress(): string | null {
  return document.querySelector<HTMLMetaElement>('meta[name="layerscope-engine"]')?.content || null;
}

/** Whether WebGPU gives an adapter here: a software one counts only where the body's `data-allow-software-adapter` says so. */
export async function hasAdapter(): Promise<boolean> {
  if (engineAddress() === null || !('gpu' in navigator)) return false;
  try {
    const adapter = await Promise.race([navigator.gpu.requestAdapter(), waitWithNothing(3_000)]);
    if (!adapter) return false;
    if (document.body.dataset['allowSoftwareAdapter'] === 'true') return true;
    const { vendor, architecture, description, device } = adapter.info;
    const isFallback = 'isFallbackAdapter' in adapter.info && adapter.info.isFallbackAdapter === true;
    return !isFallback && !softwareAdapter.test([vendor, architecture, description, device].join(' '));
  } catch {
    return false;
  }
}

/** Starts the worker at the host's first message and passes messages both ways. */
export class EngineRelay implements Disposable {
  readonly #send: (message: unknown) => void;
  #worker: Promise<Worker> | null = null;

  constructor(send: (message: unknown) => void) {
    this.#send = send;
  }

  receive(message: unknown): void {
    this.#worker ??= this.#start();
    this.#worker.then((worker) => worker.postMessage(message)).catch((error: unknown) => this.#refuse(message, error));
  }

  dispose(): void {
    this.#worker?.then((worker) => worker.terminate()).catch(() => {});
    this.#worker = null;
  }

  async #start(): Promise<Worker> {
    const address = engineAddress();
    if (!address) throw new Error('This page names no engine.');
    // A worker must come from the page's own origin; a webview's resources have another, a blob has not.
    const script = await (await fetch(address)).blob();
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    const worker = new Worker(url);
    URL.revokeObjectURL(url);
    worker.onmessage = ({ data }: MessageEvent<unknown>) => this.#send(data);
    return worker;
  }

  /** A request that no worker can take is rejected in the channel's own words, so that the host does not wait. */
  #refuse(message: unknown, error: unknown): void {
    this.#worker = null;
    if (typeof message !== 'object' || message === null || !('id' in message)) return;
    const reason = error instanceof Error ? error.message : String(error);
    this.#send({ kind: 'rejection', id: message.id, message: `The engine could not start in the dashboard: ${reason}` });
  }
}

function waitWithNothing(milliseconds: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), milliseconds));
}
