// Train Model from the palette to its end, on both backends, and everything that can come between.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatNumber } from '../../src/figures.ts';
import { launchChromium } from '../browser/chromium.ts';
import { singleWeights, trainInTerminal } from './command-line.ts';
import { editor, examples, expect, type Workbench, workspace } from './editor.ts';

const onProcessor = { 'layerscope.backend': 'cpu' };
const onSoftwareGpu = { 'layerscope.backend': 'webgpu', 'layerscope.allowSoftwareAdapter': true };

async function train(workbench: Workbench, file: string) {
  await workbench.open(file);
  await workbench.run('Layerscope: Train Model');
  return workbench.dashboard('view');
}

editor('the dashboard shows the numbers that the command line computes from the same seed', async ({ open }) => {
  const workbench = await open(workspace('training'), onProcessor);
  const dashboard = await train(workbench, 'quick.py');
  await dashboard.reaches('Finished');
  const terminal = await trainInTerminal(path.join(workbench.folder, 'quick.py'), '--backend', 'cpu');

  expect(await dashboard.step()).toBe(terminal.steps);
  expect(await dashboard.facts()).toEqual(expect.arrayContaining(['quick.py', 'seed 7', expect.stringMatching(/^CPU · /)]));
  const expected = Object.entries(singleWeights(terminal)).map(([name, { before, after }]) => [
    name,
    { before: formatNumber(before), now: formatNumber(after) },
  ]);
  const shown = (await dashboard.weights()).map(({ name, before, now }) => [name, { before, now }]);
  expect(expected).toHaveLength(17);
  expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(expected));
});

editor('WebGPU in the dashboard comes to the same weights as the processor in the terminal', async ({ open }) => {
  const workbench = await open(workspace('training'), onSoftwareGpu);
  const dashboard = await train(workbench, 'quick.py');
  await dashboard.reaches('Finished', 90_000);
  const terminal = await trainInTerminal(path.join(workbench.folder, 'quick.py'), '--backend', 'cpu');

  expect(await dashboard.facts()).toEqual(expect.arrayContaining([expect.stringMatching(/^WebGPU · /)]));
  const shown = await dashboard.weights();
  expect(shown).toHaveLength(17);
  // Three digits are shown, and the two backends round differently in the last bits.
  for (const { name, now } of shown)
    expect(Number(now.replace('−', '-')), name).toBeCloseTo(singleWeights(terminal)[name]?.after ?? Number.NaN, 2);
});

editor('a trained layer tells in its hover how it does, and the status bar how the run ended', async ({ open }) => {
  const workbench = await open(workspace('training'), onProcessor);
  const dashboard = await train(workbench, 'quick.py');
  await dashboard.reaches('Finished');

  await workbench.statusItem(/model: trained, epoch 10\/10 · loss [\d.]+ · cpu/).waitFor();
  const hover = await workbench.editor.hover(11, 30, /Trained, finished/);
  expect(hover).toMatch(/Activation, mean ± std/);
  expect(hover).toMatch(/Dead units/);
  expect(hover).toMatch(/Gradient norm/);
  expect(hover).toMatch(/Update ratio/);
});

editor('cancelling the notification stops the run and keeps what it has shown', async ({ open }) => {
  const workbench = await open(workspace('training'), onProcessor);
  const dashboard = await train(workbench, 'endless.py');
  await dashboard.advances();

  const notification = workbench.notifications('Training model');
  await notification.hover();
  await notification.getByRole('button', { name: 'Cancel' }).click();

  await dashboard.reaches('Stopped');
  await notification.waitFor({ state: 'detached' });
  expect(await dashboard.step()).toBeGreaterThan(0);
  expect((await dashboard.weights()).some(({ before, now }) => before !== now)).toBe(true);
});

editor('a run pauses, makes one step, goes on, and stops', async ({ open }) => {
  const workbench = await open(workspace('training'), onProcessor);
  const dashboard = await train(workbench, 'endless.py');
  await dashboard.advances();

  await dashboard.press('Pause');
  await dashboard.reaches('Paused');
  const paused = await dashboard.step();
  await dashboard.press('One step');
  await expect.poll(() => dashboard.step()).toBe(paused + 1);
  expect(await dashboard.status.textContent()).toBe('Paused');

  await workbench.run('Layerscope: Resume Training');
  await dashboard.reaches('Training');
  await dashboard.advances();
  await workbench.run('Layerscope: Stop Training');
  await dashboard.reaches('Stopped');
});

editor(
  'editing the model while it trains marks the run as out of date, until the edit is undone or it is trained again',
  async ({ open }) => {
    const workbench = await open(workspace('training'), onProcessor);
    const dashboard = await train(workbench, 'endless.py');
    await dashboard.advances();
    const notice = dashboard.notice.filter({ hasText: 'Out of date' });

    // `Dense(8` becomes `Dense(80`.
    await workbench.editor.type(11, 25, '0');
    await notice.waitFor();
    await workbench.statusItem('out of date').waitFor();
    await dashboard.advances();

    await workbench.editor.undo();
    await notice.waitFor({ state: 'hidden' });

    await workbench.editor.type(11, 25, '0');
    await workbench.notifications('the run is out of date').getByRole('button', { name: 'Train Again' }).click();
    await dashboard.find('#weights .summary').filter({ hasText: '321 weights' }).waitFor();
    await notice.waitFor({ state: 'hidden' });
    await workbench.run('Layerscope: Stop Training');
    await dashboard.reaches('Stopped');
  },
);

editor('a window that is reloaded in mid-run shows the run again, as interrupted, with its history', async ({ open }) => {
  const workbench = await open(workspace('training'), onProcessor);
  const dashboard = await train(workbench, 'endless.py');
  await dashboard.reaches('Training');
  await expect.poll(() => dashboard.step()).toBeGreaterThan(16);

  await workbench.reload();

  await dashboard.reaches('Interrupted');
  await expect.poll(() => dashboard.step()).toBeGreaterThan(16);
  expect(await dashboard.notice.textContent()).toContain('interrupted');
  expect((await dashboard.epochs()).length).toBeGreaterThan(0);
  await workbench.statusItem(/model: interrupted/).waitFor();
});

editor('the nine parameters: one hidden unit is dead, and each weight that stands still says why, as in the terminal', async ({ open }) => {
  const workbench = await open(examples, onProcessor);
  const dashboard = await train(workbench, '03_nine_parameters.py');
  await dashboard.reaches('Finished');
  const terminal = singleWeights(await trainInTerminal(path.join(examples, '03_nine_parameters.py'), '--backend', 'cpu'));

  const rows = await dashboard.weights();
  expect(rows.map(({ shortName }) => shortName)).toEqual(['W1', 'W2', 'W3', 'W4', 'W5', 'W6', 'B1', 'B2', 'B3']);
  expect(rows.map(({ name, now }) => [name, now])).toEqual(rows.map(({ name }) => [name, formatNumber(terminal[name]?.after)]));
  const still = rows.filter(({ before, now }) => before === now);
  expect(Object.fromEntries(still.map(({ shortName, note }) => [shortName, note.split(' · unchanged: ')[1]]))).toEqual({
    W1: expect.stringMatching(/feeds unit 1 of hidden, which fires on none of the last 300 samples/),
    W3: expect.stringMatching(/feeds unit 1 of hidden, which fires on none of the last 300 samples/),
    W5: expect.stringMatching(/carries the zero output of unit 1 of hidden/),
    B1: expect.stringMatching(/feeds unit 1 of hidden, which fires on none of the last 300 samples/),
  });
  await workbench.editor.squiggles('warning').first().waitFor();
  await workbench.editor.hover(35, 20, /fires on none of the last 300 samples/);
});

editor('training starts from the CodeLens, the editor title and the tree alike', async ({ open }) => {
  const workbench = await open(workspace('training'), onProcessor);
  const dashboard = workbench.dashboard('view');
  const trained = async (steps: string) => {
    await dashboard
      .find('.progress-text')
      .filter({ hasText: `step ${steps} of ${steps}` })
      .waitFor();
    await dashboard.reaches('Finished');
  };
  await workbench.open('quick.py');
  await workbench.editor.codeLens('Train').click();
  await trained('60');

  // `epochs=10` becomes `epochs=20`, then `epochs=220`: each run is known by its steps.
  await workbench.editor.replace(14, 24, '1', '2');
  await workbench.titleAction('Train Model').click();
  await trained('120');

  await workbench.editor.type(14, 24, '2');
  const row = workbench.tree('Models').filter({ hasText: 'quick.py' });
  await row.hover();
  await row.getByRole('button', { name: 'Train Model' }).click();
  await trained('1,320');
});

editor('the cursor and the dashboard point at the same layer, both ways', async ({ open }) => {
  const workbench = await open(workspace('training'), onProcessor);
  const dashboard = await train(workbench, 'quick.py');
  await dashboard.reaches('Finished');

  await dashboard.find('#gradients .layer-button, #activations .layer-button').filter({ hasText: 'output' }).first().click();
  await expect.poll(() => workbench.editor.cursorLine()).toBe(12);

  await workbench.editor.goTo(11, 12);
  await dashboard.find('.focus').filter({ hasText: 'hidden' }).first().waitFor();
});

editor('a report is one file that shows the run without VS Code', async ({ open }) => {
  const workbench = await open(workspace('training'), onProcessor);
  const dashboard = await train(workbench, 'quick.py');
  await dashboard.reaches('Finished');
  const weights = await dashboard.weights();

  await workbench.run('Layerscope: Save Report…');
  await workbench.acceptInput();
  await workbench.notifications('The report was saved').waitFor();

  const [report] = (await readdir(workbench.folder)).filter((name) => name.endsWith('.html'));
  await using browser = await launchChromium({ webgpu: false });
  const page = await browser.newPage();
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  const address = pathToFileURL(path.join(workbench.folder, report ?? '')).href;
  await page.goto(address);
  await page.locator('.header .status').filter({ hasText: 'Finished' }).waitFor();
  await page.locator('#weights').scrollIntoViewIfNeeded();
  await expect.poll(() => page.locator('#weights .weight-rows .cell-now').allTextContents()).toEqual(weights.map(({ now }) => now));
  expect(requests.filter((url) => !/^(data|blob):/.test(url))).toEqual([address]);
});

editor('the same dashboard opens in an editor tab', async ({ open }) => {
  const workbench = await open(workspace('training'), onProcessor);
  const view = await train(workbench, 'quick.py');
  await view.reaches('Finished');

  await workbench.run('Layerscope: Open Dashboard in Editor Tab');

  const tab = workbench.dashboard('tab');
  await tab.reaches('Finished');
  expect(await tab.weights()).toEqual(await view.weights());
});
