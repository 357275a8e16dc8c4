// Installs the Debian packages that the tests and `npm start` need and that are missing. Nothing else is touched: on a
// machine without apt-get, or without the right to use it, it says what to install.
import { execute, run } from '../process.ts';

/** What VS Code's server compiles its native modules with. */
export const buildPackages = ['g++', 'make', 'python3', 'pkg-config', 'libkrb5-dev', 'libsecret-1-dev', 'libx11-dev', 'libxkbfile-dev'];

/** The browser that shows it, and a font so that its text has a width. */
export const browserPackages = ['chromium', 'fonts-dejavu-core'];

/** Ensures that the packages are installed. Throws with the command to run when it may not install them. */
export async function ensureSystemPackages(packages: readonly string[]): Promise<void> {
  const missing = await missingPackages(packages);
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const prefix = await privilege();
  if (!prefix) throw new Error(`These packages are missing and installing them needs root. Run: sudo ${command}`);
  console.log(`Installing Debian packages: ${missing.join(' ')}`);
  const [program = 'apt-get', ...before] = [...prefix, 'apt-get'];
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const network = ['-qq', '-o', 'Acquire::Retries=3'];
  // One unreachable source of several fails the update; whether it mattered, the installation tells.
  await execute(program, [...before, 'update', ...network], { env, stdio: 'inherit' });
  await run(program, [...before, 'install', '-y', '--no-install-recommends', ...network, ...missing], { env });
}

async function missingPackages(packages: readonly string[]): Promise<readonly string[]> {
  const query = await execute('dpkg', ['--get-selections', ...packages]);
  if (query.code === 127) {
    throw new Error(`This machine has no dpkg. Install the equivalents of these Debian packages: ${packages.join(' ')}`);
  }
  // `libx11-dev:amd64    install`; a package that was removed says `deinstall`.
  const installed = new Set(Array.from(query.output.matchAll(/^([^:\s]+)\S*\s+install$/gm), ([, name]) => name));
  return packages.filter((name) => !installed.has(name));
}

/** What to put before apt-get: nothing as root, `sudo -n` where that works without a password, else `undefined`. */
async function privilege(): Promise<readonly string[] | undefined> {
  if (process.getuid?.() === 0) return [];
  return (await execute('sudo', ['-n', 'true'])).code === 0 ? ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive'] : undefined;
}
