// Every definition of the workspace: found in the background, kept by file, up to date with edits and with the disk.
import { type CancellationToken, CancellationTokenSource, EventEmitter, FileType, type Uri, workspace } from 'vscode';
import type { Log } from '../editor/log.ts';
import { Superseded } from '../editor/reader.ts';
import type { Readings } from '../editor/readings.ts';
import { settings } from '../editor/settings.ts';
import { fileName, textLimit, textToRead } from '../editor/source-text.ts';
import type { Definition } from '../source/definition.ts';
import { type ModelEntry, modelEntry } from './model-entry.ts';

const included = '**/*.{py,ipynb}';
/** Folders of other people's code, and of what tools make. */
const excludedFolders = [
  'node_modules',
  '.git',
  '.venv',
  'venv',
  'env',
  '.env',
  'site-packages',
  '__pycache__',
  '.tox',
  '.nox',
  '.mypy_cache',
  '.ipynb_checkpoints',
];
const fileLimit = 5_000;

interface FileEntry {
  readonly uri: Uri;
  /** Milliseconds since 1970; -1 for a text that stands in the editor. */
  readonly modified: number;
  readonly models: readonly ModelEntry[];
}

export class ModelCatalog {
  readonly #readings: Readings;
  readonly #log: Log;
  readonly #files = new Map<string, FileEntry>();
  readonly #changed = new EventEmitter<void>();
  readonly #subscriptions: { dispose(): void }[];
  #scan: CancellationTokenSource | null = null;

  readonly onDidChange = this.#changed.event;

  constructor(readings: Readings, log: Log) {
    this.#readings = readings;
    this.#log = log;
    const watcher = workspace.createFileSystemWatcher(included);
    this.#subscriptions = [
      this.#changed,
      watcher,
      watcher.onDidCreate((uri) => this.#update(uri)),
      watcher.onDidChange((uri) => this.#update(uri)),
      watcher.onDidDelete((uri) => this.#set(uri, undefined)),
      readings.onDidRead(({ uri, definitions }) => this.#set(uri, entry(uri, -1, definitions))),
      readings.onDidClose((uri) => this.#update(uri)),
    ];
  }

  /** By file, then as they stand in it. */
  get models(): readonly ModelEntry[] {
    return [...this.#files].toSorted(([first], [second]) => first.localeCompare(second)).flatMap(([, { models }]) => models);
  }

  /** Looks through the whole workspace; what did not change since is not read again. A scan under way is given up. */
  async scan(): Promise<void> {
    this.#scan?.cancel();
    const scan = new CancellationTokenSource();
    this.#scan = scan;
    const excluded = `**/{${[...excludedFolders, ...settings.exclude.get()].join(',')}}/**`;
    const uris = await workspace.findFiles(included, excluded, fileLimit, scan.token);
    if (uris.length === fileLimit)
      this.#log.warn(`Only the first ${fileLimit} Python files of the workspace are looked through for models.`);
    const found = new Set(uris.map(String));
    for (const { uri, modified } of [...this.#files.values()]) if (modified >= 0 && !found.has(uri.toString())) this.#set(uri, undefined);
    for (const uri of uris) {
      if (scan.token.isCancellationRequested) return;
      await this.#read(uri, scan.token);
    }
  }

  dispose(): void {
    this.#scan?.cancel();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #update(uri: Uri): Promise<void> {
    if (excludedFolders.some((folder) => uri.path.includes(`/${folder}/`))) return;
    this.#files.delete(uri.toString());
    // A file from elsewhere is listed while it is open.
    if (workspace.getWorkspaceFolder(uri)) await this.#read(uri);
    this.#changed.fire();
  }

  async #read(uri: Uri, token?: CancellationToken): Promise<void> {
    const key = uri.toString();
    const latest = this.#readings.latest(uri);
    if (latest) {
      this.#set(uri, entry(uri, -1, latest.definitions));
      return;
    }
    try {
      const { type, size, mtime } = await workspace.fs.stat(uri);
      if (!(type & FileType.File) || this.#files.get(key)?.modified === mtime) return;
      if (size > textLimit) {
        this.#log.info(`${fileName(uri)} is not read: it has ${(size / 1e6).toFixed(0)} MB, more than ${textLimit / 1e6} MB.`);
        this.#set(uri, entry(uri, mtime, []));
        return;
      }
      const bytes = await workspace.fs.readFile(uri);
      if (token?.isCancellationRequested) return;
      const source = textToRead(uri, new TextDecoder().decode(bytes));
      const { definitions } = await this.#readings.reader.read({ source, urgency: 'background', key: `scan ${key}` });
      if (!this.#readings.latest(uri)) this.#set(uri, entry(uri, mtime, definitions));
    } catch (error) {
      if (error instanceof Superseded) return;
      this.#log.debug(`${fileName(uri)} could not be looked through: ${error instanceof Error ? error.message : error}`);
    }
  }

  #set(uri: Uri, file: FileEntry | undefined): void {
    const key = uri.toString();
    const before = this.#files.get(key)?.models ?? [];
    if (file) this.#files.set(key, file);
    else this.#files.delete(key);
    // Most files hold no model, and most edits change none.
    if (JSON.stringify(before) !== JSON.stringify(file?.models ?? [])) this.#changed.fire();
  }
}

function entry(uri: Uri, modified: number, definitions: readonly Definition[]): FileEntry {
  return { uri, modified, models: definitions.map((definition) => modelEntry(uri.toString(), definition)) };
}
