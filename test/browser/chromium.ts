// Launches Chromium for the suites that need a real browser: the WebGPU engine, the dashboard and the editor.
// WebGPU runs on the SwiftShader adapter, so that no graphics card is needed.
import { type Browser, chromium } from 'playwright-core';
import { findChromium, quiet, softwareWebGpu } from '../../scripts/machine/chromium.ts';

/** Throws, saying what to install, where there is no Chromium. The caller closes the browser. */
export function launchChromium({ webgpu = true }: { readonly webgpu?: boolean } = {}): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath)
    throw new Error('There is no Chromium. Install it (Debian: apt-get install chromium) or name one in LAYERSCOPE_CHROMIUM.');
  return chromium.launch({ executablePath, headless: true, args: [...quiet, ...(webgpu ? softwareWebGpu : [])] });
}
