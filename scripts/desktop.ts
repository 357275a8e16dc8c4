// `npm run test:desktop`: the editor cases on a desktop VS Code, which it downloads (LAYERSCOPE_VSCODE names one that is
// there already). Not part of `npm test`: it needs a screen, and a network that lets the download through.
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { cache, execute } from './process.ts';

const executable = process.env['LAYERSCOPE_VSCODE'] ?? (await download());
process.exitCode = executable ? await runCases(executable) : 1;

async function runCases(executable: string): Promise<number> {
  const vitest = ['vitest', 'run', '--config', 'test/vscode/vitest.config.ts', ...process.argv.slice(2)];
  // A Linux without a screen gets a virtual one, where Debian's package xvfb is installed.
  const screen = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  const [program = 'vitest', ...parameters] = screen ? vitest : ['xvfb-run', '--auto-servernum', ...vitest];
  const { code, output } = await execute(program, parameters, { stdio: 'inherit', env: { LAYERSCOPE_VSCODE: executable } });
  if (code === 127) console.error(`${program} could not be started: ${output}. Without a screen this needs: apt-get install xvfb`);
  return code;
}

async function download(): Promise<string | undefined> {
  try {
    return await downloadAndUnzipVSCode({ version: 'stable', cachePath: path.join(cache, 'vscode') });
  } catch (error) {
    console.error(`No desktop VS Code could be downloaded (${error}). Name an installed one's executable in LAYERSCOPE_VSCODE.`);
    return undefined;
  }
}
