// Layerscope's one log channel.
import { commands, type ExtensionContext, type LogOutputChannel, window } from 'vscode';

export type Log = LogOutputChannel;

export function registerLog(context: ExtensionContext): Log {
  const log = window.createOutputChannel('Layerscope', { log: true });
  context.subscriptions.push(
    log,
    commands.registerCommand('layerscope.showLog', () => log.show()),
  );
  return log;
}
