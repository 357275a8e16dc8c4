// The browser of the tests: the one that LAYERSCOPE_CHROMIUM names, else a Chromium or Chrome on the path, else Debian's.
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { browserPackages, ensureSystemPackages } from './system-packages.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Returns the path of the browser, after installing it when there is none. */
export async function ensureChromium(): Promise<string> {
  const found = findChromium();
  if (found) return found;
  await ensureSystemPackages(browserPackages);
  const installed = findChromium();
  if (!installed) throw new Error('There is no Chromium on the path. Install one, or name it in LAYERSCOPE_CHROMIUM.');
  return installed;
}

/** The browser if there is one. Throws when LAYERSCOPE_CHROMIUM names something that cannot be run. */
export function findChromium(): string | undefined {
  const chosen = process.env['LAYERSCOPE_CHROMIUM'];
  if (chosen) {
    if (!isExecutable(chosen)) throw new Error(`LAYERSCOPE_CHROMIUM names ${chosen}, which cannot be run.`);
    return chosen;
  }
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const onPath = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...onPath, ...usualPlaces].find(isExecutable);
}

/** Starts it quietly. No sandbox: in containers Chromium runs as root, which it refuses otherwise. */
export const quiet = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** WebGPU in software: correct, slow, the same on every machine. */
export const softwareWebGpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
