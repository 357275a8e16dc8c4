// Launches the system's Chromium for the suites that need a real browser: the WebGPU engine and the dashboard.
// CHROMIUM names another executable. WebGPU runs on the SwiftShader adapter, so that no graphics card is needed.
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** No sandbox: in containers Chromium runs as root, which it refuses otherwise. The rest keeps it from calling home. */
const quiet = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** WebGPU in software: correct, slow, the same on every machine. */
const softwareWebGpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/** Throws, saying what to install, where there is no Chromium. The caller closes the browser. */
export function launchChromium({ webgpu = true }: { readonly webgpu?: boolean } = {}): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), headless: true, args: [...quiet, ...(webgpu ? softwareWebGpu : [])] });
}

function findChromium(): string {
  const named = process.env['CHROMIUM'];
  const found = named ?? usualPlaces.find((place) => existsSync(place));
  if (found === undefined || !existsSync(found)) {
    throw new Error(
      `No Chromium at ${named ?? usualPlaces.join(', ')}. Install it (Debian: apt-get install chromium) or set CHROMIUM to its path.`,
    );
  }
  return found;
}
