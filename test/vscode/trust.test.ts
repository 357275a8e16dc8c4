// An untrusted workspace is read like any other, and nothing in it is trained.
import { editor, expect, workspace } from './editor.ts';

editor('reads an untrusted workspace but refuses to train in it', async ({ open }) => {
  const workbench = await open(workspace('training'), {
    'security.workspace.trust.enabled': true,
    'security.workspace.trust.startupPrompt': 'never',
    'security.workspace.trust.banner': 'never',
    'security.workspace.trust.untrustedFiles': 'open',
  });
  await workbench.open('quick.py');
  await expect.poll(() => workbench.editor.codeLenses()).toEqual(['Train | Inspect | 17 parameters']);

  await workbench.run('Layerscope: Train Model');

  const refusal = workbench.notifications('trains them only in one that you trust');
  await refusal.waitFor();
  await refusal.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
  expect(await workbench.statusItem(/model: /).count()).toBe(0);
});
