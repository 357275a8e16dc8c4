// The whole window in every kind of theme: a picture for people to look at, and what must hold in each.
import { type Theme, themes } from './driver/workbench.ts';
import { editor, expect, workspace } from './editor.ts';

editor('the dashboard follows every kind of theme', async ({ open }) => {
  const workbench = await open(workspace('training'), { 'layerscope.backend': 'cpu' });
  await workbench.open('quick.py');
  await workbench.run('Layerscope: Train Model');
  const view = workbench.dashboard('view');
  await view.reaches('Finished');
  await workbench.run('Layerscope: Open Dashboard in Editor Tab');
  const tab = workbench.dashboard('tab');
  await tab.reaches('Finished');
  const colours = () => tab.find('body').evaluate((body) => `${getComputedStyle(body).color} on ${getComputedStyle(body).backgroundColor}`);

  const seen = new Set<string>();
  for (const theme of Object.keys(themes) as Theme[]) {
    await workbench.setTheme(theme);
    await tab.find(`body[data-vscode-theme-kind="${kinds[theme]}"]`).waitFor();
    seen.add(await colours());
    await workbench.screenshot(`theme-${theme}`);
  }
  expect(seen.size).toBe(4);
});

const kinds: Readonly<Record<Theme, string>> = {
  light: 'vscode-light',
  dark: 'vscode-dark',
  'high-contrast': 'vscode-high-contrast',
  'high-contrast-light': 'vscode-high-contrast-light',
};
