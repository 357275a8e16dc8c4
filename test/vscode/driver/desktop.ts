// A desktop VS Code as the window of the cases: started with its DevTools port open, which Playwright connects to.
import { type ChildProcess, spawn } from 'node:child_process';
import { chromium, type Page } from 'playwright-core';
import type { WorkbenchFolders } from '../../../scripts/machine/workbench-server.ts';
import { execute, tail } from '../../../scripts/process.ts';
import { until } from './until.ts';

export interface DesktopWindow {
  readonly page: Page;
  close(): Promise<void>;
}

export class Desktop {
  readonly #executable: string;

  /** `executable`: VS Code's Electron program, as @vscode/test-electron downloads it. */
  constructor(executable: string) {
    this.#executable = executable;
  }

  async install(vsix: string, folders: WorkbenchFolders): Promise<void> {
    const { resolveCliArgsFromVSCodeExecutablePath } = await import('@vscode/test-electron');
    const [program = this.#executable, ...before] = resolveCliArgsFromVSCodeExecutablePath(this.#executable);
    const parameters = [
      ...before.filter((one) => !/^--(extensions|user-data)-dir/.test(one)),
      ...place(folders),
      '--install-extension',
      vsix,
    ];
    const { code, output } = await execute(program, parameters);
    if (code !== 0) throw new Error(`${vsix} could not be installed.\n${tail(output)}`);
  }

  async start(folders: WorkbenchFolders, folder: string): Promise<DesktopWindow> {
    const quiet = ['--disable-updates', '--skip-welcome', '--skip-release-notes', '--disable-telemetry'];
    const gpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
    const parameters = ['--new-window', '--remote-debugging-port=0', ...quiet, ...gpu, ...place(folders), folder];
    const child = spawn(this.#executable, parameters, { stdio: ['ignore', 'ignore', 'pipe'] });
    const browser = await chromium.connectOverCDP(await devTools(child));
    const workbench = () =>
      browser
        .contexts()
        .flatMap((context) => context.pages())
        .find((page) => page.url().includes('workbench'));
    const page = await until('a window of VS Code', workbench, (found) => found !== undefined);
    if (!page) throw new Error('VS Code started without a window.');
    const close = async () => {
      await browser.close();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null && child.kill()) await ended;
    };
    return { page, close };
  }
}

function place({ extensions, userData }: WorkbenchFolders): readonly string[] {
  return [`--extensions-dir=${extensions}`, `--user-data-dir=${userData}`, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
}

/** The address that Chromium prints on the error stream once its DevTools listen. */
function devTools(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stderr?.on('data', (data: Buffer) => {
      output += data.toString();
      const address = /DevTools listening on (ws:\S+)/.exec(output)?.[1];
      if (address) resolve(address);
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`VS Code ended with exit code ${code} before it opened a window.\n${tail(output)}`)));
  });
}
