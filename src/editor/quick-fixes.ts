// What a finding offers to change, at its problem's light bulb.
import { type CodeAction, CodeActionKind, type ExtensionContext, languages, TextEdit, WorkspaceEdit } from 'vscode';
import { editorRange } from './places.ts';
import type { Problem, Problems } from './problems.ts';
import { documentAt, selector } from './source-text.ts';

export function registerQuickFixes(context: ExtensionContext, problems: Problems): void {
  const provider = languages.registerCodeActionsProvider(
    selector,
    {
      provideCodeActions(document, range) {
        return problems
          .of(document.uri)
          .filter(({ diagnostic }) => diagnostic.range.intersection(range))
          .flatMap(actions);
      },
    },
    { providedCodeActionKinds: [CodeActionKind.QuickFix] },
  );
  context.subscriptions.push(provider);
}

function actions({ source, finding, diagnostic }: Problem): readonly CodeAction[] {
  return finding.fixes.map(({ title, edits }) => {
    const edit = new WorkspaceEdit();
    for (const { range, newText } of edits) {
      const uri = documentAt(source, range.cell)?.uri ?? source;
      edit.set(uri, [...edit.get(uri), TextEdit.replace(editorRange(range), newText)]);
    }
    return { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], edit };
  });
}
