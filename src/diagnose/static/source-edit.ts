// Quick fixes as edits of the source text, made only where the text leaves no doubt.
import type { Layer } from '../../network/network.ts';
import type { Range } from '../../source/range.ts';
import type { Fix, TextEdit } from '../finding.ts';
import type { TextAt } from '../rule.ts';

/** Gives `layer` this activation: in place of the one written there, or as a further argument. */
export function activationFix(layer: Layer, activation: string, textAt: TextAt): readonly Fix[] {
  const text = layer.range && textAt(layer.range);
  if (!layer.range || !text) return [];
  const written = onlyMatch(text, /\bactivation\s*=\s*(['"])\w+\1/g);
  const edit = written
    ? replace(layer.range, text, written, `activation=${written.text.at(-1)}${activation}${written.text.at(-1)}`)
    : addedArgument(layer.range, text, `activation="${activation}"`);
  return edit ? [{ title: `Give ${layer.name} the activation ${activation}`, edits: [edit] }] : [];
}

/** Writes `from_logits=…` in the call at `range`, where exactly one such argument stands. */
export function fromLogitsFix(range: Range | null, value: boolean, textAt: TextAt): readonly Fix[] {
  const text = range && textAt(range);
  if (!range || !text) return [];
  const written = onlyMatch(text, /\bfrom_logits\s*=\s*(?:True|False)\b/g);
  const replacement = `from_logits=${value ? 'True' : 'False'}`;
  return written ? [{ title: `Say ${replacement}`, edits: [replace(range, text, written, replacement)] }] : [];
}

interface Match {
  readonly start: number;
  readonly text: string;
}

function onlyMatch(text: string, pattern: RegExp): Match | null {
  const [match, another] = [...text.matchAll(pattern)];
  return match && !another ? { start: match.index, text: match[0] } : null;
}

/** Before the closing parenthesis of a call that says nothing of an activation. */
function addedArgument(range: Range, text: string, argument: string): TextEdit | null {
  // A comment could hold the parenthesis, a string the word.
  if (!text.endsWith(')') || /activation|#/.test(text)) return null;
  const end = text.slice(0, -1).trimEnd().length;
  const last = text[end - 1];
  const separator = last === ',' ? ' ' : last === '(' ? '' : ', ';
  return replace(range, text, { start: end, text: '' }, separator + argument);
}

function replace(range: Range, text: string, { start, text: old }: Match, newText: string): TextEdit {
  return {
    range: {
      start: positionIn(range, text, start),
      end: positionIn(range, text, start + old.length),
      ...(range.cell !== undefined && { cell: range.cell }),
    },
    newText,
  };
}

function positionIn({ start }: Range, text: string, offset: number): Range['start'] {
  const lines = text.slice(0, offset).split('\n');
  const character = lines.at(-1)?.length ?? 0;
  return lines.length === 1
    ? { line: start.line, character: start.character + character }
    : { line: start.line + lines.length - 1, character };
}
