// The engine as a worker thread of a Node process: the extension host's, the command line's. Bundled to
// dist/engine-worker.cjs.
import { type MessagePort, parentPort } from 'node:worker_threads';
import type { Port } from '../protocol/channel.ts';
import { serveEngine } from './serve.ts';
import { cpuDevice, openCpu } from './tfjs/cpu.ts';

if (!parentPort) throw new Error('The engine worker runs in a worker thread; nobody started one.');
serveEngine(portOf(parentPort), [{ name: 'cpu', detect: async () => cpuDevice, open: async () => openCpu() }]);

function portOf(messages: MessagePort): Port {
  return {
    post: (message, transfer = []) => messages.postMessage(message, [...transfer]),
    listen(listener) {
      messages.on('message', listener);
      return { dispose: () => messages.off('message', listener) };
    },
  };
}
