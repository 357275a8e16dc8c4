// The text at a place, for messages: one line, shortened.
import type { Range } from '../range.ts';

export type Excerpts = (range: Range) => string;

const longest = 60;

/** `texts` by cell; -1 for a text that has no cells. */
export function createExcerpts(texts: ReadonlyMap<number, string>): Excerpts {
  const lines = new Map<number, readonly string[]>();
  return ({ start, end, cell = -1 }) => {
    const known = lines.get(cell) ?? (texts.get(cell) ?? '').split('\n');
    lines.set(cell, known);
    const parts: string[] = [];
    for (let line = start.line; line <= end.line && parts.join(' ').length <= longest; line++) {
      const text = known[line] ?? '';
      parts.push(text.slice(line === start.line ? start.character : 0, line === end.line ? end.character : text.length).trim());
    }
    const whole = parts.join(' ').replace(/\s+/g, ' ');
    return whole.length > longest ? `${whole.slice(0, longest - 1)}…` : whole;
  };
}
