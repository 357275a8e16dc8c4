// For the tests of rules: what the real reader makes of a text.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Finding } from '../../../src/diagnose/finding.ts';
import { checkDefinition } from '../../../src/diagnose/static/index.ts';
import type { Definition } from '../../../src/source/definition.ts';
import { createReader } from '../../../src/source/read.ts';

const folder = path.dirname(createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm'));
const grammar = (name: string) => readFile(path.join(folder, name));
const reader = createReader({ runtime: await grammar('tree-sitter.wasm'), python: await grammar('tree-sitter-python.wasm') });

const imports = `import keras
import numpy as np
from keras import layers
from keras.layers import Dense
`;

/** The only definition of `imports` and `code`. */
export async function definitionOf(code: string): Promise<Definition> {
  const { definitions } = (await reader).read(imports + code, { fileName: 'example.py', language: 'python' });
  const [definition, another] = definitions;
  if (!definition || another) throw new Error(`The example holds ${definitions.length} definitions.`);
  return definition;
}

/** What the static rules find in this code, and the code with the first fix of each finding made. */
export async function check(code: string): Promise<{ readonly findings: readonly Finding[]; readonly fixed: string }> {
  const text = imports + code;
  const lines = text.split('\n');
  const offset = ({ line, character }: { line: number; character: number }) =>
    lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0) + character;
  const findings = checkDefinition(await definitionOf(code), ({ start, end }) => text.slice(offset(start), offset(end)));
  const edits = findings.flatMap(({ fixes }) => fixes[0]?.edits ?? []);
  const fixed = edits
    .toSorted((first, second) => offset(second.range.start) - offset(first.range.start))
    .reduce((whole, { range, newText }) => whole.slice(0, offset(range.start)) + newText + whole.slice(offset(range.end)), text);
  return { findings, fixed: fixed.slice(imports.length) };
}
