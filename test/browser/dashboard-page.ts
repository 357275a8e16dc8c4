// Opens the built dashboard in a page as a host would: inside a frame, with a theme, and a harness that plays the host.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import type { Browser, Frame, Page } from 'playwright-core';
import { serve } from './serve.ts';
import { type EditorTheme, styleSheet } from './themes.ts';

export interface OpenDashboard extends AsyncDisposable {
  readonly page: Page;
  /** The dashboard's own document. */
  readonly dashboard: Frame;
  /** Errors and refused loads, as the browser's console says them. */
  readonly complaints: readonly string[];
}

const built = path.resolve(import.meta.dirname, '../../dist/webview');
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data: blob:; worker-src blob:; connect-src 'self'";

interface Scripts {
  readonly harness: string;
  readonly dashboard: string;
  readonly style: string;
}

/** Read once, so that one suite tests one build. */
let scripts: Promise<Scripts> | undefined;

/** `dist/webview` must have been built. The viewport is the dashboard's; `engine` is the script of the engine that the page names, if any. */
export async function openDashboard(
  browser: Browser,
  theme: EditorTheme,
  { width, height = 900, engine }: { readonly width: number; readonly height?: number; readonly engine?: string },
): Promise<OpenDashboard> {
  scripts ??= readScripts();
  const { harness, dashboard: script, style } = await scripts;
  const site = await serve(built, {
    '/host.html':
      '<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/host.css"><iframe title="Layerscope" src="/view.html"></iframe><script src="/harness.js"></script>',
    '/host.css': 'html, body, iframe { margin: 0; border: 0; width: 100%; height: 100%; display: block; }',
    '/harness.js': harness,
    '/dashboard.js': script,
    '/style.css': style,
    '/theme.css': styleSheet(theme),
    '/engine.js': engine ?? '',
    '/view.html': `<!doctype html><html lang="en"><meta http-equiv="Content-Security-Policy" content="${policy}">${engine === undefined ? '' : '<meta name="layerscope-engine" content="/engine.js">'}<title>Layerscope</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/theme.css"><link rel="stylesheet" href="/style.css"><body class="${theme.bodyClass}"><main id="dashboard"></main><script src="/dashboard.js"></script></body></html>`,
  });
  const page = await browser.newPage({ viewport: { width, height } });
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${site.origin}/host.html`);
  await page.waitForFunction(() => window.harness?.sent.some(({ name }) => name === 'ready'));
  const dashboard = page.frame({ url: /view\.html/ });
  if (!dashboard) throw new Error('The dashboard did not load.');
  const close = async () => {
    await page.close();
    await site.close();
  };
  return { page, dashboard, complaints, [Symbol.asyncDispose]: close };
}

async function readScripts(): Promise<Scripts> {
  const [dashboard, style, bundled] = await Promise.all([
    readFile(path.join(built, 'dashboard.js'), 'utf8'),
    readFile(path.join(built, 'style.css'), 'utf8'),
    build({
      entryPoints: [path.join(import.meta.dirname, 'dashboard-harness.ts')],
      bundle: true,
      write: false,
      format: 'iife',
      target: 'chrome120',
    }),
  ]);
  return { harness: bundled.outputFiles[0]?.text ?? '', dashboard, style };
}
