// Python's string and number literals: what their text stands for.

/** `prefix`, opening quotes, body, closing quotes. */
const literal = /^([a-zA-Z]*)("""|'''|"|')([\s\S]*?)(?:\2)?$/;

/** The value of a string literal's whole text; null for bytes. */
export function stringValue(text: string): string | null {
  const parts = literal.exec(text);
  if (!parts) return text;
  const prefix = (parts[1] ?? '').toLowerCase();
  const body = parts[3] ?? '';
  if (prefix.includes('b')) return null;
  return prefix.includes('r') ? body : withoutEscapes(body);
}

const simpleEscapes: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Python's escape sequences as what they mean; an unknown one stays as it is, named characters (`\N{…}`) too. */
export function withoutEscapes(body: string): string {
  if (!body.includes('\\')) return body;
  return body.replace(/\\(\r?\n|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|[\s\S])/g, (whole, sequence: string) => {
    const simple = simpleEscapes[sequence];
    if (simple !== undefined) return simple;
    if (sequence.endsWith('\n')) return '';
    if (/^[0-7]/.test(sequence)) return String.fromCodePoint(Number.parseInt(sequence, 8));
    if (/^[xuU]./.test(sequence)) {
      const code = Number.parseInt(sequence.slice(1), 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    }
    return whole;
  });
}

/** A number literal: what kind and how much; null for a complex one or an integer that a double cannot hold. */
export function numberValue(text: string): { readonly kind: 'integer' | 'float'; readonly value: number } | null {
  const plain = text.replaceAll('_', '').toLowerCase();
  if (plain.endsWith('j')) return null;
  const integer = /^(0x[0-9a-f]+|0o[0-7]+|0b[01]+|[0-9]+)l?$/.exec(plain)?.[1];
  if (integer === undefined) {
    const value = Number(plain);
    return Number.isNaN(value) ? null : { kind: 'float', value };
  }
  // Python 2 writes octal with a leading zero only.
  const value = /^0[0-7]+$/.test(integer) ? Number.parseInt(integer, 8) : Number(integer);
  return Number.isSafeInteger(value) ? { kind: 'integer', value } : null;
}
