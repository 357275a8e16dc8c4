// Save Report: the dashboard with the current run as one HTML file that opens without a network.
import { commands, type ExtensionContext, env, l10n, Uri, window, workspace } from 'vscode';
import { reportHtml } from '../protocol/report.ts';
import type { Training } from './training.ts';

export function registerReport(context: ExtensionContext, training: Training): void {
  const page = (name: string) => text(Uri.joinPath(context.extensionUri, 'dist', 'webview', name));
  const save = async () => {
    const run = training.current?.run;
    if (!run) return;
    const { name, file } = run.description;
    const folder = workspace.workspaceFolders?.[0]?.uri;
    const suggestion = `${name.replaceAll(/[^\p{L}\p{N}_-]+/gu, '-')}-report.html`;
    const target = await window.showSaveDialog({
      title: l10n.t('Save Report'),
      filters: { HTML: ['html'] },
      ...(folder && { defaultUri: Uri.joinPath(folder, suggestion) }),
    });
    if (!target) return;
    const [script, style] = await Promise.all([page('dashboard.js'), page('style.css')]);
    const html = reportHtml({ view: run.view(), script, style, title: `${name} · ${file} · Layerscope` });
    await workspace.fs.writeFile(target, new TextEncoder().encode(html));
    const open = l10n.t('Open');
    if ((await window.showInformationMessage(l10n.t('The report was saved to {0}.', workspace.asRelativePath(target)), open)) === open) {
      await env.openExternal(target);
    }
  };
  context.subscriptions.push(commands.registerCommand('layerscope.saveReport', save));
}

async function text(uri: Uri): Promise<string> {
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}
