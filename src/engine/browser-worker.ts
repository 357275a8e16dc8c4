// The engine as a dedicated worker of a browser: a webview's, or a test page's.
import type { Port } from '../protocol/channel.ts';
import { serveEngine } from './serve.ts';
import { detectWebGpu, openWebGpu } from './tfjs/webgpu.ts';

/** What of a worker's global scope it needs. */
interface WorkerScope {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  removeEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** Answers the engine protocol on `scope` (`self` of a dedicated worker). */
export function serveInBrowser(scope: WorkerScope): void {
  const port: Port = {
    post: (message, transfer = []) => scope.postMessage(message, [...transfer]),
    listen(listener) {
      const handle = (event: { readonly data: unknown }) => listener(event.data);
      scope.addEventListener('message', handle);
      return { dispose: () => scope.removeEventListener('message', handle) };
    },
  };
  serveEngine(port, [{ name: 'webgpu', detect: detectWebGpu, open: openWebGpu }]);
}
