// Opens a VS Code window on a copy of a workspace, with fresh settings and state. The window is code-server's in Chromium,
// or a desktop VS Code's when LAYERSCOPE_VSCODE names its executable (`npm run test:desktop`); a case cannot tell which.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { serveWorkbench, type WorkbenchFolders, writeSettings } from '../../../scripts/machine/workbench-server.ts';
import { cache } from '../../../scripts/process.ts';
import { launchChromium } from '../../browser/chromium.ts';
import { Desktop } from './desktop.ts';

/** Where install.ts puts the extension. The state that installing leaves is not the cases'. */
export const installed: WorkbenchFolders = {
  extensions: path.join(cache, 'test-vscode', 'extensions'),
  userData: path.join(cache, 'test-vscode', 'install'),
};

const executable = process.env['LAYERSCOPE_VSCODE'];
export const desktop = executable ? new Desktop(executable) : undefined;

export interface LaunchOptions {
  /** The folder to copy and open. */
  readonly workspace: string;
  /** User settings over the quiet ones below. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface Window extends AsyncDisposable {
  readonly page: Page;
  /** The copy that is open: cases may write to it. */
  readonly folder: string;
  readonly userData: string;
}

/** Nothing that asks, greets, calls home or appears by itself; whatever a case is about it switches on again. */
const quietSettings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.editor.empty.hint': 'hidden',
  'workbench.reduceMotion': 'on',
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'git.enabled': false,
  'window.dialogStyle': 'custom',
  'window.confirmBeforeClose': 'never',
  'editor.minimap.enabled': false,
  'editor.wordBasedSuggestions': 'off',
  'editor.autoIndent': 'none',
  'editor.autoClosingBrackets': 'never',
};

/** Opens a window and waits until it shows its workspace. */
export async function launch({ workspace, settings = {} }: LaunchOptions): Promise<Window> {
  const place = await mkdtemp(path.join(tmpdir(), 'layerscope-'));
  const folders = { extensions: installed.extensions, userData: path.join(place, 'user-data') };
  const folder = path.join(place, path.basename(workspace));
  await cp(workspace, folder, { recursive: true });
  const closing: (() => Promise<unknown>)[] = [() => rm(place, { recursive: true, force: true, maxRetries: 5 })];
  const dispose = async () => {
    for (const close of closing.toReversed()) await close();
  };
  try {
    const page = await open(folders, folder, { ...quietSettings, ...settings }, closing);
    await page.locator('.monaco-workbench .part.statusbar .statusbar-item').first().waitFor({ timeout: 60_000 });
    return {
      page,
      folder,
      userData: folders.userData,
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function open(folders: WorkbenchFolders, folder: string, settings: object, closing: (() => Promise<unknown>)[]): Promise<Page> {
  if (desktop) {
    await writeSettings(folders, settings);
    const running = await desktop.start(folders, folder);
    closing.push(() => running.close());
    return running.page;
  }
  const server = await serveWorkbench(folders, settings);
  closing.push(() => server.close());
  const browser = await launchChromium();
  closing.push(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${server.address}?folder=${encodeURIComponent(folder)}`);
  return page;
}
