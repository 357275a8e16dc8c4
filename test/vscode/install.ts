// Before all cases: installs the packaged extension once, into a folder that every editor of this test run shares.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { installExtension } from '../../scripts/machine/workbench-server.ts';
import { vsix } from '../../scripts/process.ts';
import { desktop, installed } from './driver/launch.ts';

export async function setup(): Promise<void> {
  if (!existsSync(vsix)) throw new Error('There is no layerscope.vsix. Run: npm run package');
  await rm(installed.extensions, { recursive: true, force: true });
  await rm(installed.userData, { recursive: true, force: true });
  if (desktop) await desktop.install(vsix, installed);
  else await installExtension(vsix, installed);
}
