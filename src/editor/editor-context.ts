// Whether the active editor holds models: the editor's title shows Train Model only there.
import { commands, type ExtensionContext, window } from 'vscode';
import type { Readings } from './readings.ts';

export function registerEditorContext(context: ExtensionContext, readings: Readings): void {
  const show = () => {
    const document = window.activeTextEditor?.document;
    const found = document ? (readings.latestOf(document)?.definitions.length ?? 0) > 0 : false;
    void commands.executeCommand('setContext', 'layerscope.editorHasModels', found);
  };
  context.subscriptions.push(window.onDidChangeActiveTextEditor(show), readings.onDidRead(show));
  show();
}
