// Half-written Python: brackets that nobody has closed yet. A grammar takes everything after an open bracket for its inside, so
// one unfinished call hides the rest of the file. Where a line can only begin a statement, the brackets open before it are closed
// at the end of the line before; positions stay what they are, since nothing follows there. Only for text that does not parse.

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

interface OpenBracket {
  readonly closer: string;
  readonly indentation: number;
}

/** The text with missing closing brackets added at ends of lines. */
export function closeBrackets(text: string): string {
  const lines = text.split('\n');
  const open: OpenBracket[] = [];
  /** The quotes of the triple-quoted string that the line begins in. */
  let quotes: string | null = null;
  let lastCode = -1;
  for (let number = 0; number < lines.length; number++) {
    const line = lines[number] ?? '';
    if (quotes === null && open.length > 0 && beginsStatement(line, open[0]?.indentation ?? 0)) closeAll(lines, lastCode, open);
    const code = scanLine(line, quotes, open);
    quotes = code.quotes;
    if (code.mismatch && lastCode >= 0 && lastCode < number && /^\s*[)\]}]/.test(line)) {
      lines[lastCode] += code.mismatch;
    }
    if (code.hasCode) lastCode = number;
  }
  if (quotes === null) closeAll(lines, lastCode, open);
  return lines.join('\n');
}

function closeAll(lines: string[], line: number, open: OpenBracket[]): void {
  if (line < 0) return;
  const missing = open.map(({ closer }) => closer).reverse();
  // A comment would swallow them; such a line stays as it is.
  // An argument without its value gets one that says so: nothing reads it, and the rest of the call stays as it is.
  const value = /[\w\s]=\s*$/.test(lines[line] ?? '') ? '...' : '';
  if (missing.length > 0 && !(lines[line] ?? '').includes('#')) lines[line] += value + missing.join('');
  open.length = 0;
}

/** True for a line that stands no deeper than the bracket's line and reads as a statement, not as an element or argument. */
function beginsStatement(line: string, indentation: number): boolean {
  const content = line.trimStart();
  if (content === '' || line.length - content.length > indentation) return false;
  if (/^(def|class|import|from|return|with|try|raise|assert|@\w)\b/.test(content)) return true;
  if (/^(for|while|if|elif|else|except|finally)\b.*:\s*(#.*)?$/.test(content)) return true;
  if (/^[A-Za-z_][\w.]*(\[[^\]]*\])?\s*([-+*/]?=)[^=]/.test(content) && !/,\s*$/.test(content)) return true;
  return /^[a-z_]\w*(\.\w+)*\(/.test(content) && !/,\s*$/.test(content);
}

function scanLine(
  line: string,
  startQuotes: string | null,
  open: OpenBracket[],
): { quotes: string | null; hasCode: boolean; mismatch: string } {
  let quotes = startQuotes;
  let hasCode = quotes !== null;
  let mismatch = '';
  const indentation = line.length - line.trimStart().length;
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (quotes !== null) {
      if (character === '\\') at++;
      else if (line.startsWith(quotes, at)) {
        at += quotes.length - 1;
        quotes = null;
      }
      continue;
    }
    if (character === '#') break;
    if (character.trim() !== '') hasCode = true;
    const closer = closers[character];
    if (character === '"' || character === "'") {
      const triple = character.repeat(3);
      quotes = line.startsWith(triple, at) ? triple : character;
      at += quotes.length - 1;
    } else if (closer) open.push({ closer, indentation });
    else if (character === ')' || character === ']' || character === '}') {
      const match = open.findLastIndex((bracket) => bracket.closer === character);
      if (match < 0) continue;
      for (const bracket of open.slice(match + 1).reverse()) mismatch += bracket.closer;
      open.length = match;
    }
  }
  // A string in single quotes ends with its line.
  return { quotes: quotes?.length === 3 ? quotes : null, hasCode, mismatch };
}
