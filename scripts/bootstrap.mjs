// The first step of `npm start` and `npm test` in an empty clone: runs on any Node from 20 with nothing installed.
// It installs the dependencies when they are absent or out of date, then runs the named script with the Node that
// they bring (24), which the test runner, the packager and VS Code's server need.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
const bin = path.join(root, 'node_modules', '.bin');
const node = path.join(bin, process.platform === 'win32' ? 'node.cmd' : 'node');
const lock = path.join(root, 'package-lock.json');
/** A copy of the lock file that the last successful installation followed. */
const installedLock = path.join(root, 'node_modules', '.layerscope-lock.json');

const [script, ...rest] = process.argv.slice(2);
if (!script) fail('Usage: node scripts/bootstrap.mjs <script> [arguments]');

if (!existsSync(node) || !existsSync(installedLock) || readFileSync(installedLock, 'utf8') !== readFileSync(lock, 'utf8')) {
  console.log('Installing dependencies (npm ci) …');
  if (run('npm', ['ci', '--no-audit', '--no-fund']) !== 0 && run('npm', ['ci', '--no-audit', '--no-fund']) !== 0) {
    fail('npm ci failed twice; its messages are above. Is the npm registry reachable?');
  }
  if (spawnSync(node, ['--version']).status !== 0) {
    fail(`The package "node" did not bring its binary (${node}). Run: npm rebuild node`);
  }
  copyFileSync(lock, installedLock);
}
process.exit(run(node, [path.join(root, 'scripts', script), ...rest]));

/**
 * @param {string} command
 * @param {string[]} parameters
 */
function run(command, parameters) {
  const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` };
  // An interrupt goes to the whole process group; this process waits for the child to end in its own way.
  process.on('SIGINT', () => {});
  const { status, error } = spawnSync(command, parameters, { cwd: root, stdio: 'inherit', env, shell: process.platform === 'win32' });
  if (error) console.error(error.message);
  return status ?? 1;
}

/** @param {string} message */
function fail(message) {
  console.error(message);
  process.exit(1);
}
