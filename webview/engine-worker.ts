// The engine's browser worker. Bundled to dist/webview/engine-worker.js; a webview starts it from a blob.
import { serveInBrowser } from '../src/engine/browser-worker.ts';

serveInBrowser(self as unknown as Parameters<typeof serveInBrowser>[0]);
