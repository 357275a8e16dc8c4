// Python's text → statements of the expression language.
import { createLines } from './lines.ts';
import { closeBrackets } from './mend.ts';
import type { Grammar } from './parser.ts';
import type { PythonText } from './python-expressions.ts';
import { toStatements } from './python-statements.ts';
import type { Statement } from './tree.ts';

/** The statements of `text` that could be parsed; null when parsing took longer than `milliseconds`. `cell` is put on every range. */
export function readPython(original: string, grammar: Grammar, milliseconds: number, cell?: number): readonly Statement[] | null {
  let text = original;
  let tree = grammar.parse(text, milliseconds);
  if (tree?.hasError) {
    const mended = closeBrackets(text);
    const mendedTree = mended === text ? null : grammar.parse(mended, milliseconds);
    if (mendedTree) {
      text = mended;
      tree = mendedTree;
    }
  }
  if (!tree) return null;
  const lines = createLines(text, original, cell);
  const source: PythonText = { text, range: (node) => lines.range(node.start, node.end) };
  return toStatements(tree.root, source);
}
