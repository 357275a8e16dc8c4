// Keeps the current run in the workspace's storage and shows it again after the window was reloaded.
import { type ExtensionContext, Uri, workspace } from 'vscode';
import { RestoredRun } from '../runs/restored-run.ts';
import { RunStore, type Storage } from '../runs/store.ts';
import type { Log } from './log.ts';
import type { RunOrigin, Training } from './training.ts';

/** Returns what writes the rest when the window closes. A window without a folder keeps nothing. */
export function registerKeptRun(context: ExtensionContext, training: Training, log: Log): () => Promise<void> {
  const folder = context.storageUri;
  if (!folder) return async () => {};
  const store = new RunStore<RunOrigin>(fileStorage(folder), (error) =>
    log.error(`The run could not be kept: ${error instanceof Error ? error.message : error}`),
  );
  context.subscriptions.push(
    store,
    training.onRun((current) => {
      if (current && !(current.run instanceof RestoredRun)) store.keep(current.run, current.origin);
    }),
  );
  void store.load().then((kept) => {
    // A training that was started meanwhile is newer.
    if (kept && !training.current) training.show({ run: new RestoredRun(kept.view), origin: kept.origin });
  });
  return () => store.flush();
}

function fileStorage(folder: Uri): Storage {
  return {
    async read(name) {
      try {
        return new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(folder, name)));
      } catch {
        return undefined;
      }
    },
    async write(name, text) {
      const [unfinished, target] = [Uri.joinPath(folder, `${name}.unfinished`), Uri.joinPath(folder, name)];
      await workspace.fs.createDirectory(folder);
      await workspace.fs.writeFile(unfinished, new TextEncoder().encode(text));
      await workspace.fs.rename(unfinished, target, { overwrite: true });
    },
  };
}
