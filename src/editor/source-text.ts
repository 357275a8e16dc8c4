// A text that may hold models: a Python file, or a notebook, whose cells are read together.
import { NotebookCellKind, type NotebookDocument, type TextDocument, type Uri, workspace } from 'vscode';
import type { TextToRead } from './reader-protocol.ts';

/** Longer texts are not read: nobody writes such a file by hand. */
export const textLimit = 2_000_000;

export interface SourceText {
  readonly uri: Uri;
  /** Changes with every edit. */
  readonly version: string;
  readonly text: () => TextToRead;
}

/** Where a document of the editor stands: a file by itself, or a cell of a notebook. */
export interface Placement {
  readonly source: SourceText;
  readonly cell: number | undefined;
}

/** What the editor's features are for. */
export const selector = [{ language: 'python' }] as const;

/** Undefined for a document that is not read: not Python, or only a view of something else (a diff, an output). */
export function placementOf(document: TextDocument): Placement | undefined {
  if (document.languageId !== 'python') return undefined;
  const notebook = notebookOf(document);
  if (notebook) {
    const cell = notebook.getCells().find((candidate) => candidate.document === document);
    return cell && { source: notebookSource(notebook), cell: cell.index };
  }
  if (!isSource(document.uri)) return undefined;
  return { source: sourceOf(document.uri, String(document.version), () => document.getText()), cell: undefined };
}

/** The document that a range of this source with this cell is in, if it is open. */
export function documentAt(uri: Uri, cell: number | undefined): TextDocument | undefined {
  const key = uri.toString();
  if (cell === undefined) return workspace.textDocuments.find((document) => document.uri.toString() === key);
  const notebook = workspace.notebookDocuments.find((candidate) => candidate.uri.toString() === key);
  return notebook && cell < notebook.cellCount ? notebook.cellAt(cell).document : undefined;
}

/** The open documents that show this source: one for a file, the Python cells of a notebook. */
export function documentsOf(uri: Uri): readonly { readonly document: TextDocument; readonly cell: number | undefined }[] {
  const key = uri.toString();
  const notebook = workspace.notebookDocuments.find((candidate) => candidate.uri.toString() === key);
  if (notebook) return pythonCells(notebook).map(({ document, index }) => ({ document, cell: index }));
  const document = documentAt(uri, undefined);
  return document ? [{ document, cell: undefined }] : [];
}

/** A Python file as it stands in the editor or on the disk. */
export function sourceOf(uri: Uri, version: string, text: () => string): SourceText {
  return { uri, version, text: () => textToRead(uri, text()) };
}

/** What a file or notebook holds, with what the reader must know of it. */
export function textToRead(uri: Uri, text: string): TextToRead {
  return { text, fileName: fileName(uri), language: uri.path.endsWith('.ipynb') ? 'notebook' : 'python' };
}

/** As people name the file: its path within the workspace. */
export function fileName(uri: Uri): string {
  return workspace.asRelativePath(uri);
}

/** A file, a text that is not saved yet, or what a virtual workspace holds: not an earlier version in a diff. */
function isSource(uri: Uri): boolean {
  return uri.scheme === 'file' || uri.scheme === 'untitled' || workspace.getWorkspaceFolder(uri) !== undefined;
}

function notebookOf(document: TextDocument): NotebookDocument | undefined {
  if (document.uri.scheme !== 'vscode-notebook-cell') return undefined;
  return workspace.notebookDocuments.find((notebook) => notebook.getCells().some((cell) => cell.document === document));
}

function notebookSource(notebook: NotebookDocument): SourceText {
  const version = notebook.getCells().map(({ document }) => `${document.uri.fragment}.${document.version}`);
  return sourceOf(notebook.uri, version.join(), () => notebookText(notebook));
}

/** The cells as nbformat writes them, so that an open notebook is read as a saved one is. */
function notebookText(notebook: NotebookDocument): string {
  const cells = notebook.getCells().map(({ kind, document }) => ({
    cell_type: kind === NotebookCellKind.Code && document.languageId === 'python' ? 'code' : 'markdown',
    source: document.getText(),
    metadata: {},
    outputs: [],
  }));
  return JSON.stringify({ cells, metadata: { language_info: { name: 'python' } }, nbformat: 4, nbformat_minor: 5 });
}

function pythonCells(notebook: NotebookDocument) {
  return notebook.getCells().filter(({ document }) => document.languageId === 'python');
}
