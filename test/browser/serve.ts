// Serves files to a browser under test from a port of its own on localhost. Pages that a test writes itself are given
// as text; everything else comes from a folder. WebGPU and workers need an origin, which file:// does not have.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
};

export interface Site extends AsyncDisposable {
  /** `http://127.0.0.1:40123`, without a slash at the end. */
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves `folder`; `pages` (`{'/index.html': '<!doctype …'}`) come first. A path that leaves the folder is not found. */
export async function serve(folder: string, pages: Readonly<Record<string, string>> = {}): Promise<Site> {
  const root = path.resolve(folder);
  const server = createServer((request, response) => {
    const pathname = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    void read(root, pathname, pages).then(
      (content) => {
        response.writeHead(200, { 'Content-Type': contentTypes[path.extname(pathname) || '.html'] ?? 'application/octet-stream' });
        response.end(content);
      },
      () => response.writeHead(404).end(`Nothing at ${pathname}`),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close, [Symbol.asyncDispose]: close };
}

async function read(root: string, pathname: string, pages: Readonly<Record<string, string>>): Promise<string | Buffer> {
  const page = pages[pathname];
  if (page !== undefined) return page;
  const file = path.join(root, pathname);
  if (!file.startsWith(root + path.sep)) throw new Error('outside');
  return readFile(file);
}
