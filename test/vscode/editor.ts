// What a case starts from: `editor('does …', async ({ open }) => { const workbench = await open(…) })`. The windows that it
// opens are closed after it, and one that was open when it failed leaves a picture and the extension's log in test-results/.
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'vitest';
import { root } from '../../scripts/process.ts';
import { launch } from './driver/launch.ts';
import { Workbench } from './driver/workbench.ts';

export { expect } from 'vitest';
export type { Workbench } from './driver/workbench.ts';

export const examples = path.join(root, 'examples');

/** A folder of `workspaces/`: what a case opens when the examples are not what it is about. */
export const workspace = (name: string) => path.join(import.meta.dirname, 'workspaces', name);

export const editor = test.extend('open', async ({ task }, { onCleanup }) => {
  const opened: Workbench[] = [];
  onCleanup(async () => {
    for (const workbench of opened) {
      if (task.result?.state === 'fail') await keepEvidence(workbench, task.name);
      await workbench[Symbol.asyncDispose]();
    }
  });
  return async (folder: string, settings: Readonly<Record<string, unknown>> = {}): Promise<Workbench> => {
    const workbench = new Workbench(await launch({ workspace: folder, settings }));
    opened.push(workbench);
    return workbench;
  };
});

async function keepEvidence(workbench: Workbench, name: string): Promise<void> {
  const folder = path.join(root, 'test-results', name.replaceAll(/[^\w]+/g, '-'));
  await mkdir(folder, { recursive: true });
  await workbench.page.screenshot({ path: path.join(folder, 'window.png') });
  const logs = await readdir(workbench.userData, { recursive: true });
  for (const log of logs.filter((file) => /Layerscope|exthost\.log|remoteexthost\.log/.test(path.basename(file)))) {
    await copyFile(path.join(workbench.userData, log), path.join(folder, path.basename(log)));
  }
}
