// What stands in the editor before anything is trained, and how it follows the typing.
import { editor, expect, workspace } from './editor.ts';

editor('says above a model what it has, at each layer what leaves it, and in a hover how that comes', async ({ open }) => {
  const workbench = await open(workspace('training'));
  await workbench.open('classifier.py');

  await expect.poll(() => workbench.editor.codeLenses()).toEqual(['Train | Inspect | 54,410 parameters']);
  const hints = async () => (await workbench.editor.lines()).slice(4, 8).map((line) => line.split('),').at(-1)?.trim());
  await expect.poll(hints).toEqual(['26×26×32 · 320 params', '13×13×32 · 0 params', '5408 · 0 params', '10 · 54,090 params']);

  const hover = await workbench.editor.hover(5, 12, /Conv2D/);
  expect(hover).toContain('28×28×1');
  expect(hover).toContain('26×26×32');
  expect(hover).toContain('(3·3·1 + 1)·32 = 320');
  expect(hover).not.toMatch(/Dead units|Gradient norm/);
});

editor('follows every keystroke, also through code that is half written', async ({ open }) => {
  const workbench = await open(workspace('training'));
  await workbench.open('classifier.py');
  await expect.poll(() => workbench.editor.codeLenses()).toEqual(['Train | Inspect | 54,410 parameters']);

  // `Dense(10` becomes `Dense(104`.
  await workbench.editor.type(8, 20, '4');
  await expect.poll(() => workbench.editor.codeLenses()).toEqual(['Train | Inspect | 562,856 parameters']);

  // A layer is begun below it: those above keep their hints.
  await workbench.editor.type(8, 45, '\n    layers.Dense(');
  await expect.poll(() => workbench.editor.lines()).toContainEqual(expect.stringMatching(/Conv2D.*26×26×32 · 320 params$/));
});

editor('leaves a file that is not Python alone', async ({ open }) => {
  const workbench = await open(workspace('training'));
  // The extension is awake, so that silence is its decision.
  await workbench.open('classifier.py');
  await expect.poll(() => workbench.editor.codeLenses()).toHaveLength(1);
  await workbench.open('notes.txt');

  await workbench.run('Layerscope: Train Model');

  await workbench.notifications('Open a Python file').waitFor();
  expect(await workbench.editor.codeLenses()).toEqual([]);
  expect(await workbench.editor.lines()).toContain('model = keras.Sequential([keras.layers.Dense(1, input_shape=(2,))])');
});

editor('lists every model of the folder with its layers; a click goes to the line', async ({ open }) => {
  const workbench = await open(workspace('training'));
  await workbench.run('Layerscope: Focus on Models View');
  const rows = workbench.tree('Models');
  const labels = () => rows.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label')));
  await expect
    .poll(labels)
    .toEqual([
      expect.stringMatching(/^model, 54,410 parameters.*classifier\.py/),
      expect.stringMatching(/^model, 33 parameters.*endless\.py/),
      expect.stringMatching(/^model, 17 parameters.*quick\.py/),
    ]);

  await rows.nth(2).click();
  await workbench.page.locator('.tab.active[data-resource-name="quick.py"]').waitFor();
  await expect.poll(() => workbench.editor.cursorLine()).toBe(9);

  await rows.nth(2).locator('.monaco-tl-twistie').click();
  await rows.filter({ hasText: 'output' }).click();
  await expect.poll(() => workbench.editor.cursorLine()).toBe(12);
});

editor('shows a model in the tree, its layers below it, when Inspect above it is pressed', async ({ open }) => {
  const workbench = await open(workspace('training'));
  await workbench.open('classifier.py');

  await workbench.editor.codeLens('Inspect').click();

  const selected = workbench.page.locator('.pane .monaco-list-row.selected');
  await expect.poll(() => selected.getAttribute('aria-label')).toMatch(/classifier\.py/);
  await workbench.tree('Models').filter({ hasText: 'max_pooling2d' }).waitFor();
});

editor('its settings take CodeLens and hints away and bring them back', async ({ open }) => {
  const workbench = await open(workspace('training'));
  await workbench.open('classifier.py');
  await expect.poll(() => workbench.editor.hint('layers.Flatten(),')).not.toBe('');

  await workbench.setSettings({ 'layerscope.codeLens.enabled': false, 'layerscope.inlayHints.enabled': false });
  await expect.poll(() => workbench.editor.codeLenses()).toEqual([]);
  await expect.poll(() => workbench.editor.hint('layers.Flatten(),')).toBe('');

  await workbench.setSettings({ 'layerscope.codeLens.enabled': true, 'layerscope.inlayHints.enabled': true });
  await expect.poll(() => workbench.editor.codeLenses()).toHaveLength(1);
  await expect.poll(() => workbench.editor.hint('layers.Flatten(),')).not.toBe('');
});

editor('reads a notebook as one text: a cell knows what the cells above it say', async ({ open }) => {
  const workbench = await open(workspace('notebook'));

  await workbench.openNotebook('model.ipynb');

  const notebook = workbench.page.locator('.notebookOverlay');
  await expect.poll(() => notebook.locator('.codelens-decoration').allTextContents()).toEqual([expect.stringContaining('38')]);
  await expect.poll(async () => (await notebook.locator('.view-line').allTextContents()).join('\n')).toMatch(/input_shape=.*6.·.24.params/);
});
