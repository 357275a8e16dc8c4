// Starting other programs from the scripts. Not for the product: src/ starts nothing but its own workers.
import { type SpawnOptions, spawn } from 'node:child_process';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');
/** Everything that the scripts install or write beside the product; git does not see it. */
export const cache = path.join(root, '.cache');
/** The Node that the scripts run on, and that VS Code's server needs: the npm package `node`. */
export const node = path.join(root, 'node_modules', '.bin', 'node');

/** The packaged extension. */
export const vsix = path.join(root, 'layerscope.vsix');

export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Runs a program to its end and shows what it prints. Throws when it fails. */
export async function run(command: string, parameters: readonly string[], options: SpawnOptions = {}): Promise<void> {
  const { code } = await execute(command, parameters, { stdio: 'inherit', ...options });
  if (code !== 0) throw new Error(`${[command, ...parameters].join(' ')} failed with exit code ${code}.`);
}

/** Runs a program to its end and keeps what it prints. A program that cannot be started counts as code 127. */
export function execute(command: string, parameters: readonly string[], options: SpawnOptions = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, { cwd: root, ...options, env: environment(options.env) });
    let output = '';
    const keep = (data: Buffer) => {
      output += data.toString();
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** The last lines of a program's output: enough to see why it failed. */
export function tail(output: string, lines = 40): string {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}

/** This process's environment with the project's programs first on the path. */
export function environment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { ...process.env, PATH: [path.dirname(node), process.env['PATH']].join(path.delimiter), ...extra };
}
