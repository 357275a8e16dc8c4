// Offsets in a text ↔ positions in the document that it comes from.
import type { Position, Range } from '../range.ts';

export interface Lines {
  position(offset: number): Position;
  range(start: number, end: number): Range;
}

/**
 * `text` may have characters added at the ends of `original`'s lines (see mend.ts): positions are cut back to the original's.
 * `cell` is put on every range.
 */
export function createLines(text: string, original = text, cell?: number): Lines {
  const starts = lineStarts(text);
  const lengths = original === text ? null : lineLengths(original);
  const position = (offset: number): Position => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const character = offset - (starts[low] ?? 0);
    return { line: low, character: lengths ? Math.min(character, lengths[low] ?? character) : character };
  };
  return {
    position,
    range(start, end) {
      const range = { start: position(start), end: position(end) };
      return cell === undefined ? range : { ...range, cell };
    },
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineLengths(text: string): readonly number[] {
  return text.split('\n').map((line) => line.length);
}
