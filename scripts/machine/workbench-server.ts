// Serves VS Code to a browser: one code-server process with its own settings and extensions folders, so that neither
// `npm start` nor a test ever touches a person's own VS Code.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { environment, execute, node, tail } from '../process.ts';
import { ensureCodeServer } from './code-server.ts';

export interface WorkbenchFolders {
  readonly extensions: string;
  /** Settings, state and logs. */
  readonly userData: string;
}

export interface WorkbenchServer {
  /** The address, without a folder. */
  readonly address: string;
  close(): Promise<void>;
}

/** Installs a packaged extension into an extensions folder, over an older one. */
export async function installExtension(vsix: string, folders: WorkbenchFolders): Promise<void> {
  const parameters = [...(await place(folders)), '--install-extension', vsix, '--force'];
  const { code, output } = await execute(node, parameters, { env: outsideEditor });
  if (code !== 0 || !output.includes('successfully installed')) throw new Error(`${vsix} could not be installed.\n${tail(output)}`);
}

/** Starts serving on a free port, or the one asked for, of this machine only. Settings are VS Code's user settings. */
export async function serveWorkbench(folders: WorkbenchFolders, settings: object, port = 0): Promise<WorkbenchServer> {
  await writeSettings(folders, settings);
  const parameters = [
    ...(await place(folders)),
    ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', '--ignore-last-opened'],
  ];
  // A process group of its own: closing ends the extension hosts and their workers too.
  const child = spawn(node, parameters, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: environment(outsideEditor) });
  return { address: await listening(child), close: () => end(child) };
}

export async function writeSettings(folders: WorkbenchFolders, settings: object): Promise<void> {
  await mkdir(path.join(folders.userData, 'User'), { recursive: true });
  await writeFile(path.join(folders.userData, 'User', 'settings.json'), JSON.stringify(settings, null, 2));
}

/** In a terminal of VS Code these would make code-server talk to that window instead of starting. */
const outsideEditor = { VSCODE_IPC_HOOK_CLI: undefined, VSCODE_PID: undefined, ELECTRON_RUN_AS_NODE: undefined };

/** The program and its folders, its configuration file among them: it would otherwise write one into the home folder. */
async function place({ extensions, userData }: WorkbenchFolders): Promise<readonly string[]> {
  const entry = await ensureCodeServer();
  const config = path.join(userData, 'code-server.yaml');
  await mkdir(userData, { recursive: true });
  await writeFile(config, 'auth: none\n');
  return [entry, '--config', config, '--extensions-dir', extensions, '--user-data-dir', userData];
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (data: Buffer) => {
      output += data.toString();
      const address = /listening on (http\S+)/.exec(output)?.[1];
      if (address) resolve(address);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`code-server ended with exit code ${code} before it served.\n${tail(output)}`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGTERM');
  const timer = setTimeout(() => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'), 5000);
  await ended;
  clearTimeout(timer);
}
