// The first step of `npm start` and `npm test` in an empty clone: runs on any Node from 20 with nothing installed.
// It installs the dependencies when they are absent or out of date, then runs the named script with the Node that
// they bring (24), which the test runner, the packager and VS Code's server need.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const bin = path.join(root, 'node_modules', '.bin');
const node = path.join(bin, process.platform === 'win32' ? 'node.cmd' : 'node');
/** The path without the project's own programs: what installs them must not run on them. */
const outside = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== bin);

const [script, ...rest] = process.argv.slice(2);
if (!script) fail('Usage: node scripts/bootstrap.mjs <script> [arguments]');

if (!isInstalled()) {
  console.log('Installing dependencies (npm ci) …');
  // Only errors: npm would warn of every package that wants a newer Node, which is what is being installed.
  const installation = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  if (run('npm', installation, outside) !== 0 && run('npm', installation, outside) !== 0) {
    fail('npm ci failed twice; its messages are above. Is the npm registry reachable?');
  }
  if (!isInstalled()) fail(`The package "node" did not bring its program (${node}). Run: npm rebuild node`);
}
// An interrupt reaches the whole process group: this process stays until the script has ended in its own way.
process.on('SIGINT', () => {});
process.exit(run(node, [path.join(root, 'scripts', script), ...rest], [bin, ...outside]));

/** Has npm installed what the lock file says (it then writes a lock file of its own), and does the Node that it brings run? */
function isInstalled() {
  const wanted = statSync(path.join(root, 'package-lock.json')).mtimeMs;
  const installed = statSync(path.join(root, 'node_modules', '.package-lock.json'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return installed >= wanted && spawnSync(node, ['--version']).status === 0;
}

/**
 * @param {string} command
 * @param {string[]} parameters
 * @param {string[]} folders where programs are looked for
 */
function run(command, parameters, folders) {
  const env = { ...process.env, PATH: folders.join(path.delimiter) };
  const { status, error } = spawnSync(command, parameters, { cwd: root, stdio: 'inherit', env, shell: process.platform === 'win32' });
  if (error) console.error(error.message);
  return status ?? 1;
}

/** @param {string} message */
function fail(message) {
  console.error(message);
  process.exit(1);
}
