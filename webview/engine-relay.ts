// The engine worker in this webview: whether a GPU is here for it, and the relay of its messages to and from the host.
import { isSoftwareAdapter } from '../src/engine/software-adapter.ts';
import type { Disposable } from '../src/protocol/channel.ts';

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
    return !isSoftwareAdapter(adapter.info);
  } catch {
    return false;
  }
}

/** What the host hears of the worker. */
export interface EngineHost {
  send(message: unknown): void;
  /** The worker could not start or has died, and why, in a sentence. */
  lost(reason: string): void;
}

/** Starts the worker at the host's first message, also after it was lost, and passes messages both ways. */
export class EngineRelay implements Disposable {
  readonly #host: EngineHost;
  readonly #startWorker: () => Promise<Worker>;
  #worker: Promise<Worker> | null = null;

  constructor(host: EngineHost, startWorker = startEngineWorker) {
    this.#host = host;
    this.#startWorker = startWorker;
  }

  receive(message: unknown): void {
    const worker = this.#worker ?? this.#start();
    this.#worker = worker;
    worker.then(
      (started) => started.postMessage(message),
      (error: unknown) => this.#lose(worker, `The engine could not start in the dashboard: ${messageOf(error)}`),
    );
  }

  /** Ends the worker, whatever it is at. The next message starts another. */
  dispose(): void {
    this.#end();
  }

  #start(): Promise<Worker> {
    const worker = this.#startWorker().then((started) => {
      started.onmessage = ({ data }: MessageEvent<unknown>) => this.#host.send(data);
      started.onerror = ({ message }) => this.#lose(worker, `The engine in the dashboard failed: ${message || 'its script could not run'}`);
      started.onmessageerror = () => this.#lose(worker, 'The engine in the dashboard sent what cannot be read.');
      return started;
    });
    return worker;
  }

  /** Says so once, and not of a worker that was told to end. */
  #lose(worker: Promise<Worker>, reason: string): void {
    if (worker !== this.#worker) return;
    this.#end();
    this.#host.lost(/[.!?]$/.test(reason) ? reason : `${reason}.`);
  }

  #end(): void {
    const worker = this.#worker;
    this.#worker = null;
    worker?.then(
      (started) => {
        started.onmessage = null;
        started.terminate();
      },
      () => {},
    );
  }
}

async function startEngineWorker(): Promise<Worker> {
  const address = engineAddress();
  if (!address) throw new Error('This page names no engine.');
  // A worker must come from the page's own origin; a webview's resources have another, a blob has not.
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`its script could not be loaded (${answer.status})`);
  const url = URL.createObjectURL(new Blob([await answer.blob()], { type: 'text/javascript' }));
  const worker = new Worker(url);
  URL.revokeObjectURL(url);
  return worker;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function waitWithNothing(milliseconds: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), milliseconds));
}
