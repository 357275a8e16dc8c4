// The real VS Code that needs no desktop: code-server from npm, in a folder and with a package.json of its own, so that
// its 600 MB never enter the project's lock file. `npm start` serves the examples with it, the editor tests drive it.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cache, execute, node, root, tail } from '../process.ts';
import { buildPackages, ensureSystemPackages } from './system-packages.ts';

const version = '4.139.1';
const folder = path.join(cache, 'code-server');
const entry = path.join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
/** Says which code-server stands here and for which Node its native modules were compiled. */
const stamp = path.join(folder, 'installed');

/** Returns the script that starts code-server, after installing it when it is absent (about two minutes). Run it with `node`. */
export async function ensureCodeServer(): Promise<string> {
  const expected = `${version} for Node ${process.versions.modules}`;
  if (existsSync(entry) && existsSync(stamp) && (await readFile(stamp, 'utf8')) === expected) return entry;
  await ensureSystemPackages(buildPackages);
  console.log(`Installing code-server ${version} into .cache (once, about two minutes) …`);
  const failure = (await install()) && (await install());
  if (failure) throw new Error(`code-server ${version} could not be installed.\n${failure}`);
  await writeFile(stamp, expected);
  return entry;
}

/** Installs from nothing. The result says what went wrong, and is `undefined` when nothing did. */
async function install(): Promise<string | undefined> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  // npm 11 runs the install scripts of the packages named here only; both compile native modules.
  const manifest = { private: true, dependencies: { 'code-server': version }, allowScripts: { 'code-server': true, argon2: true } };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  const env = { ...withoutOuterNpm(), npm_config_nodedir: headers() };
  const npm = await execute('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder, env });
  if (npm.code !== 0) return tail(npm.output);
  const check = await execute(node, [entry, '--version']);
  return check.code === 0 && check.output.includes(version) ? undefined : tail(`${npm.output}\n${check.output}`);
}

/** `npm start` and `npm test` tell their scripts which Node and which project they run: it is another one here. */
function withoutOuterNpm(): NodeJS.ProcessEnv {
  const told = Object.keys(process.env).filter((name) => /^(NODE|npm_(?!config_).*|npm_config_(user_agent|local_prefix))$/.test(name));
  return Object.fromEntries(told.map((name) => [name, undefined]));
}

/** The C++ headers of the Node that the package `node` brings: compiling then fetches nothing from outside npm. */
function headers(): string {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const places = [path.join(root, 'node_modules', 'node', 'node_modules', name), path.join(root, 'node_modules', name)];
  const found = places.find((place) => existsSync(path.join(place, 'include', 'node', 'node.h')));
  if (!found) throw new Error(`The headers of Node are not in ${places.join(' nor in ')}. Run: npm rebuild node`);
  return found;
}
