// Starts an engine in a worker thread, for hosts on Node: the extension host and the command line.
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Channel, type Disposable } from '../protocol/channel.ts';
import type { EngineToHost, HostToEngine } from '../protocol/engine.ts';

export interface EngineConnection extends Disposable {
  readonly channel: Channel<HostToEngine, EngineToHost>;
  /** Calls back, with one sentence, when the worker dies without having been told to. Requests that wait are then rejected. */
  lost(listener: (reason: string) => void): Disposable;
}

/** `workerPath`: the bundle `engine-worker.cjs`, as a path or a file URL. The caller disposes of the connection. */
export function connectNodeEngine(workerPath: string | URL): EngineConnection {
  const worker = new Worker(typeof workerPath === 'string' ? path.resolve(workerPath) : workerPath);
  const listeners = new Set<(reason: string) => void>();
  let over = false;

  const channel = new Channel<HostToEngine, EngineToHost>(
    {
      post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
      listen(listener) {
        worker.on('message', listener);
        return { dispose: () => worker.off('message', listener) };
      },
    },
    {},
  );

  const exit = (reason: string) => {
    if (over) return;
    over = true;
    channel.dispose(reason);
    for (const listener of listeners) listener(reason);
  };
  worker.on('error', (error) => exit(`The engine failed: ${error instanceof Error ? error.message : String(error)}`));
  worker.on('messageerror', (error) => exit(`The engine sent what cannot be read: ${error.message}`));
  worker.on('exit', (code) => exit(`The engine's worker ended by itself (exit code ${code}).`));

  return {
    channel,
    lost(listener) {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    dispose() {
      over = true;
      channel.dispose('The engine was closed.');
      void worker.terminate();
    },
  };
}
