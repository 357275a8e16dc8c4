// What people really have in their editors: each gives a clear message at its line, or nothing, and the editor stays alive.
import { open as openFile } from 'node:fs/promises';
import path from 'node:path';
import { editor, expect, workspace } from './editor.ts';

const settings = { 'layerscope.backend': 'cpu' };

editor('half-written code keeps the model above it', async ({ open }) => {
  const workbench = await open(workspace('bad-input'), settings);
  await workbench.open('half_written.py');

  await expect.poll(async () => (await workbench.editor.codeLenses())[0]).toBe('Train | Inspect | 17 parameters');
});

editor('a layer that cannot take what it is sent is a problem at its line, and is not trained', async ({ open }) => {
  const workbench = await open(workspace('bad-input'), settings);
  await workbench.open('misfit.py');
  const problems = await workbench.problems();
  await expect.poll(() => problems.allTextContents()).toEqual([expect.stringMatching(/4×4|5×5|kernel.*\[Ln 4/)]);

  await workbench.run('Layerscope: Train Model');

  await workbench.notifications(/cannot be trained/).waitFor();
});

editor('a layer that is not known is named, and what stands behind it stays unknown', async ({ open }) => {
  const workbench = await open(workspace('bad-input'), settings);
  await workbench.open('unknown_layer.py');
  await expect.poll(() => workbench.editor.codeLenses()).toEqual(['Train | Inspect | parameters unknown']);
  await expect.poll(() => workbench.editor.hint('Attention9(3),')).toBe('shape unknown');

  await workbench.run('Layerscope: Train Model');

  await workbench.notifications(/Attention9|attention9/).waitFor();
});

editor('data of another shape than the input is refused before training, at its line', async ({ open }) => {
  const workbench = await open(workspace('bad-input'), settings);
  await workbench.open('wrong_shape.py');

  await workbench.run('Layerscope: Train Model');

  await workbench.notifications(/3.*2|2.*3/).waitFor();
  await workbench.editor.squiggles('error').first().waitFor();
});

editor('data that is not a number is refused before training, and the message leads to its line', async ({ open }) => {
  const workbench = await open(workspace('bad-input'), settings);
  await workbench.open('not_a_number.py');

  await workbench.run('Layerscope: Train Model');

  const refusal = workbench.notifications(/not finite.*column 0/);
  await refusal.getByRole('button', { name: 'Go to Line' }).click();
  await expect.poll(() => workbench.editor.cursorLine()).toBe(4);
});

editor('a learning rate that explodes stops the run with its history and the reason', async ({ open }) => {
  const workbench = await open(workspace('bad-input'), settings);
  await workbench.open('explodes.py');

  await workbench.run('Layerscope: Train Model');

  const dashboard = workbench.dashboard('view');
  await dashboard.notice.filter({ hasText: /not a number|NaN|finite/i }).waitFor();
  expect(['Stopped', 'Failed']).toContain(await dashboard.status.textContent());
  expect(await dashboard.weights()).not.toEqual([]);
});

editor('of two models of one name it asks which', async ({ open }) => {
  const workbench = await open(workspace('bad-input'), settings);
  await workbench.open('twins.py');
  await expect.poll(() => workbench.editor.codeLenses()).toEqual(['Train | Inspect | 3 parameters', 'Train | Inspect | 15 parameters']);
  await workbench.editor.goTo(2);

  await workbench.run('Layerscope: Train Model');

  const choices = workbench.page.locator('.quick-input-list .monaco-list-row');
  await expect
    .poll(() => choices.allTextContents())
    .toEqual([expect.stringContaining('3 parameters'), expect.stringContaining('15 parameters')]);
});

editor('a model in a function that nobody calls is read with the defaults of its arguments', async ({ open }) => {
  const workbench = await open(workspace('bad-input'), settings);
  await workbench.open('uncalled.py');

  await expect.poll(() => workbench.editor.codeLenses()).toEqual(['Train | Inspect | 38 parameters']);
});

editor('a model without data and without compile trains with what a person chooses, labelled synthetic', async ({ open }) => {
  const workbench = await open(workspace('bad-input'), settings);
  await workbench.open('uncalled.py');
  await expect.poll(() => workbench.editor.codeLenses()).toHaveLength(1);
  await workbench.run('Layerscope: Train Model');

  const choice = workbench.page.locator('.quick-input-list .monaco-list-row');
  await choice.filter({ hasText: /synthetic/i }).click();
  await choice.filter({ hasText: 'Train with defaults' }).click();

  const dashboard = workbench.dashboard('view');
  await dashboard.reaches('Finished');
  expect(await dashboard.facts()).toContain('SYNTHETIC DATA');
  await workbench.statusItem('synthetic data').waitFor();
});

editor('a binary and a file of 200 MB named .py cost nothing: the models beside them are there', async ({ open }) => {
  const workbench = await open(workspace('bad-input'), settings);
  const huge = await openFile(path.join(workbench.folder, 'huge.py'), 'w');
  await huge.write('model = keras.Sequential([])\n');
  await huge.truncate(200 * 1024 * 1024);
  await huge.close();

  await workbench.run('Layerscope: Focus on Models View');
  const rows = workbench.tree('Models');
  await rows.filter({ hasText: 'uncalled.py' }).waitFor();
  expect(await rows.filter({ hasText: /binary\.py|huge\.py/ }).count()).toBe(0);

  await workbench.open('binary.py').catch(() => undefined);
  await workbench.open('uncalled.py');
  await expect.poll(() => workbench.editor.codeLenses()).toEqual(['Train | Inspect | 38 parameters']);
});
