// Runs the built command line as its users do: as a process.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

export const root = path.resolve(import.meta.dirname, '../..');
export const cli = path.join(root, 'dist/cli.js');
export const example = (name: string) => path.join('examples', name);

export interface Result {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Builds what the command line consists of. */
export async function buildCommandLine(): Promise<void> {
  await promisify(execFile)(process.execPath, ['scripts/build.ts', 'cli', 'engine', 'dashboard'], { cwd: root });
}

/** In the repository's folder, without a terminal. `interruptAt`: Ctrl-C once this text was written. */
export function layerscope(words: readonly string[], { cwd = root, interruptAt = '' } = {}): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...words], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let [output, errors, interrupted] = ['', '', false];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (interruptAt && !interrupted && output.includes(interruptAt)) {
        interrupted = true;
        child.kill('SIGINT');
      }
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, output, errors }));
  });
}

/** The lines of `--json`. */
export function events(output: string): readonly Record<string, unknown>[] {
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Calls `use` with a folder that holds these files, and removes it. */
export async function withFiles<T>(files: Readonly<Record<string, string | Buffer>>, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'layerscope-cli-'));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
