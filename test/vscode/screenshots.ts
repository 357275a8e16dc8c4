// `npm run screenshots`: the pictures of docs/images, taken from the packaged extension at work on the examples.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { installExtension } from '../../scripts/machine/workbench-server.ts';
import { root, vsix } from '../../scripts/process.ts';
import { installed, launch } from './driver/launch.ts';
import { Workbench } from './driver/workbench.ts';

const images = path.join(root, 'docs', 'images');
const example = '03_nine_parameters.py';

await rm(installed.extensions, { recursive: true, force: true });
await installExtension(vsix, installed);
await using workbench = new Workbench(
  await launch({ workspace: path.join(root, 'examples'), settings: { 'layerscope.backend': 'cpu', 'editor.fontSize': 13 } }),
);
await workbench.setTheme('dark');
await workbench.open(example);
await workbench.run('Layerscope: Train Model');
await workbench.dashboard('view').reaches('Finished');
await workbench.run('Notifications: Clear All Notifications');
const layer = { line: 35, column: 16 };
await workbench.editor.hover(layer.line, layer.column, /Dead units/);
await picture('editor');

await workbench.run('Layerscope: Open Dashboard in Editor Tab');
await workbench.dashboard('tab').reaches('Finished');
await workbench.run('View: Maximize Editor Group and Hide Side Bars');
await picture('dashboard-dark');
await workbench.setTheme('light');
await workbench.dashboard('tab').find('body[data-vscode-theme-kind="vscode-light"]').waitFor();
await picture('dashboard-light');

/** Writes docs/images/<name>.png once the window has come to rest: fonts are there, nothing moves. */
async function picture(name: string): Promise<void> {
  await workbench.page.evaluate(() => document.fonts.ready);
  await workbench.page.screenshot({ path: path.join(images, `${name}.png`), animations: 'disabled', caret: 'hide' });
  console.log(`docs/images/${name}.png`);
}
