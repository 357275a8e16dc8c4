// `npm start`: builds the extension, opens the examples in VS Code with it (the desktop's when `code` can open a window,
// else one in the browser), and trains the first example in the terminal.
// `--once` (or LAYERSCOPE_START_EXIT=1) ends when that is done instead of serving on; `--browser` never uses the desktop.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { installExtension, serveWorkbench } from './machine/workbench-server.ts';
import { cache, execute, node, root, run, vsix } from './process.ts';

const { values } = parseArgs({
  options: { once: { type: 'boolean' }, browser: { type: 'boolean' }, port: { type: 'string', default: '0' } },
});
const once = values.once || process.env['LAYERSCOPE_START_EXIT'] === '1';
const examples = path.join(root, 'examples');

/** The examples are the project's own, so that a question about trusting their authors would only be in the way. */
const settings = { 'security.workspace.trust.enabled': false, 'workbench.startupEditor': 'none', 'telemetry.telemetryLevel': 'off' };

try {
  await run(node, ['scripts/package.ts']);
  if (!values.browser && (await desktopCanOpen())) await openOnDesktop();
  else await serveInBrowser();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function openOnDesktop(): Promise<void> {
  await run('code', ['--install-extension', vsix, '--force']);
  await run('code', [examples]);
  await trainFirstExample();
}

async function serveInBrowser(): Promise<void> {
  const folders = { extensions: path.join(cache, 'start', 'extensions'), userData: path.join(cache, 'start', 'user-data') };
  await installExtension(vsix, folders);
  const server = await serveWorkbench(folders, settings, Number(values.port));
  try {
    const address = `${server.address.replace(/\/$/, '')}/?folder=${encodeURI(examples)}`;
    const { status } = await fetch(address);
    if (status !== 200) throw new Error(`VS Code answers with status ${status} at ${address}.`);
    console.log(`\nThe examples in VS Code: ${address}\n`);
    await trainFirstExample();
    if (once) return;
    console.log(`\nThe examples in VS Code: ${address}\nOpen that address, then run "Layerscope: Train Model". Ctrl+C ends.`);
    await interruption();
  } finally {
    await server.close();
  }
}

async function trainFirstExample(): Promise<void> {
  const first = readdirSync(examples)
    .filter((name) => name.endsWith('.py'))
    .sort()[0];
  if (!first) throw new Error(`There is no Python file in ${examples}.`);
  console.log(`Training examples/${first} …`);
  await run(node, ['dist/cli.js', 'train', path.join('examples', first)]);
}

/** Is there a `code`, and a screen (or an editor's own terminal) where it can open a window? Root may not run it. */
async function desktopCanOpen(): Promise<boolean> {
  const screen = ['DISPLAY', 'WAYLAND_DISPLAY', 'WSL_DISTRO_NAME', 'VSCODE_IPC_HOOK_CLI'].some((name) => process.env[name]);
  if (process.getuid?.() === 0 || (process.platform === 'linux' && !screen)) return false;
  return (await execute('code', ['--version'])).code === 0;
}

function interruption(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}
