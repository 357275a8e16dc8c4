// Ranges of a reading → ranges of the editor.
import { Position, Range, type Uri, window, workspace } from 'vscode';
import type { Definition } from '../source/definition.ts';
import type * as source from '../source/range.ts';
import { documentAt } from './source-text.ts';

export function editorRange({ start, end }: source.Range): Range {
  return new Range(new Position(start.line, start.character), new Position(end.line, end.character));
}

/** Opens the source and shows the range. */
export async function goTo(uri: Uri, range: source.Range): Promise<void> {
  if (range.cell !== undefined) await window.showNotebookDocument(await workspace.openNotebookDocument(uri));
  const document = documentAt(uri, range.cell) ?? (await workspace.openTextDocument(uri));
  const place = editorRange(range).with({ end: editorRange(range).start });
  await window.showTextDocument(document, { selection: place });
}

/** The innermost layer whose call holds the position; -1 for none. */
export function layerAt({ network }: Definition, position: Position, cell: number | undefined): number {
  let best = -1;
  let smallest = Number.POSITIVE_INFINITY;
  network.layers.forEach(({ range }, index) => {
    if (!range || range.cell !== cell || !editorRange(range).contains(position)) return;
    const size = (range.end.line - range.start.line) * 10_000 + range.end.character - range.start.character;
    if (size < smallest) [best, smallest] = [index, size];
  });
  return best;
}

/** The definitions whose lines hold the position, the innermost lines' only: several when a builder is called several times. */
export function definitionsAt(definitions: readonly Definition[], position: Position, cell: number | undefined): readonly Definition[] {
  const around = definitions.filter(
    ({ range }) => range.cell === cell && range.start.line <= position.line && position.line <= range.end.line,
  );
  const fewest = Math.min(...around.map(lineCount));
  return around.filter((definition) => lineCount(definition) === fewest);
}

function lineCount({ range }: Definition): number {
  return range.end.line - range.start.line;
}
