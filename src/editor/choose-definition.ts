// Which definition a command means: the one that it was given, the one under the cursor, the only one, or the one that is picked.
import { l10n, type TextDocument, Uri, window, workspace } from 'vscode';
import type { Definition } from '../source/definition.ts';
import { type DefinitionTarget, isDefinitionTarget } from './definition-target.ts';
import { definitionsAt } from './places.ts';
import type { DocumentReading, Readings } from './readings.ts';
import { documentsOf, type Placement, placementOf } from './source-text.ts';
import { parametersTitle } from './text/lens.ts';

export interface ChosenDefinition {
  readonly target: DefinitionTarget;
  readonly definition: Definition;
  readonly placement: Placement;
}

/** Undefined when none was chosen; whoever asked was told why. */
export async function chooseDefinition(readings: Readings, argument: unknown): Promise<ChosenDefinition | undefined> {
  const target = isDefinitionTarget(argument) ? argument : undefined;
  const document = target ? await documentOf(Uri.parse(target.uri)) : shownDocument();
  const placement = document && placementOf(document);
  if (!document || !placement) {
    void window.showInformationMessage(l10n.t('Open a Python file that defines a Keras model to train it.'));
    return undefined;
  }
  const reading = await readings.read(placement);
  if (!reading) {
    void window.showWarningMessage(l10n.t('{0} could not be read. The log of Layerscope says why.', placement.source.text().fileName));
    return undefined;
  }
  const definition = target
    ? await pickOne(reading.definitions.filter(({ id }) => id === target.definition || target.others?.includes(id)))
    : await pick(reading, document, placement.cell);
  if (!definition) {
    if (target && !reading.definitions.some(({ id }) => id === target.definition))
      void window.showWarningMessage(l10n.t('The model is no longer in the file.'));
    return undefined;
  }
  return { target: { uri: reading.uri.toString(), definition: definition.id }, definition, placement };
}

/** What the active editor shows; where that is no text (a notebook without a chosen cell, a dashboard), what stands beside it. */
function shownDocument(): TextDocument | undefined {
  if (window.activeTextEditor) return window.activeTextEditor.document;
  const cells = window.activeNotebookEditor?.notebook.getCells().map(({ document }) => document) ?? [];
  const visible = window.visibleTextEditors.map(({ document }) => document);
  return [...cells, ...visible].find((document) => placementOf(document));
}

async function documentOf(uri: Uri): Promise<TextDocument | undefined> {
  const open = documentsOf(uri)[0]?.document;
  if (open) return open;
  if (!uri.path.endsWith('.ipynb')) return workspace.openTextDocument(uri);
  await workspace.openNotebookDocument(uri);
  return documentsOf(uri)[0]?.document;
}

async function pick({ definitions }: DocumentReading, document: TextDocument, cell: number | undefined): Promise<Definition | undefined> {
  const editor = window.activeTextEditor?.document === document ? window.activeTextEditor : undefined;
  const here = editor ? definitionsAt(definitions, editor.selection.active, cell) : [];
  if (here.length > 0) return pickOne(here);
  if (definitions.length === 0) {
    void window.showInformationMessage(
      l10n.t('No model was found in this file. Layerscope reads Keras Sequential models, such as keras.Sequential([...]).'),
    );
    return undefined;
  }
  return pickOne(definitions);
}

async function pickOne(definitions: readonly Definition[]): Promise<Definition | undefined> {
  if (definitions.length <= 1) return definitions[0];
  const items = definitions.map((definition) => ({
    label: definition.name,
    description: parametersTitle([definition]).title,
    detail: l10n.t('Line {0}', definition.range.start.line + 1),
    definition,
  }));
  return (await window.showQuickPick(items, { placeHolder: l10n.t('Which model is to be trained?') }))?.definition;
}
