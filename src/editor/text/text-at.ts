// The text at a range of a file. Pure.
import type { Range } from '../../source/range.ts';

/** Undefined for a range in a notebook's cell or outside the text. */
export function textAt(text: string): (range: Range) => string | undefined {
  const lines = text.split('\n');
  return ({ start, end, cell }) => {
    const last = lines[end.line];
    if (cell !== undefined || last === undefined) return undefined;
    const inside = lines.slice(start.line, end.line);
    return [...inside, last.slice(0, end.character)].join('\n').slice(start.character);
  };
}
