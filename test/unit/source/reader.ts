// The reader as tests use it: the real grammar, the real libraries.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Definition } from '../../../src/source/definition.ts';
import { defaultLimits } from '../../../src/source/evaluate/budget.ts';
import { createNames } from '../../../src/source/evaluate/names.ts';
import { evaluateProgram } from '../../../src/source/evaluate/program.ts';
import { textOf } from '../../../src/source/evaluate/text.ts';
import type { Value } from '../../../src/source/evaluate/value.ts';
import { libraries } from '../../../src/source/libraries/index.ts';
import { createReader } from '../../../src/source/read.ts';
import { createExcerpts } from '../../../src/source/syntax/excerpts.ts';
import { loadGrammar } from '../../../src/source/syntax/parser.ts';
import { readPython } from '../../../src/source/syntax/python.ts';

const folder = path.dirname(createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm'));
const bytes = {
  runtime: await readFile(path.join(folder, 'tree-sitter.wasm')),
  python: await readFile(path.join(folder, 'tree-sitter-python.wasm')),
};

export const reader = await createReader(bytes);
export const grammar = await loadGrammar(bytes);

export const python = { fileName: 'model.py', language: 'python' } as const;
export const notebook = { fileName: 'model.ipynb', language: 'notebook' } as const;

/** Without the indentation that the test file gives it. */
export function code(text: string): string {
  const lines = text.replace(/^\n/, '').split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const shared = Math.min(...indents);
  return lines.map((line) => line.slice(shared)).join('\n');
}

export function definitionsIn(text: string): readonly Definition[] {
  return reader.read(code(text), python).definitions;
}

/** The only definition of a text. */
export function definitionIn(text: string): Definition {
  const [only, ...others] = definitionsIn(text);
  if (!only || others.length > 0) throw new Error(`${others.length + (only ? 1 : 0)} definitions, not one`);
  return only;
}

/** `conv2d Conv2D (26, 26, 32) 320`: name, type, shape of a sample and parameters of every layer. */
export function summary({ network }: Definition): readonly string[] {
  return network.layers.map(({ name, type, outputShape, parameters, refusal }) => {
    const shape = outputShape
      ? `(${outputShape
          .slice(1)
          .map((size) => size ?? '?')
          .join(', ')})`
      : refusal
        ? `refuses: ${refusal.message}`
        : '?';
    return `${name} ${type} ${shape} ${parameters ?? '?'}`;
  });
}

export function reasons({ unknown }: Definition): readonly string[] {
  return unknown.map(({ reason }) => reason);
}

/** What module-level names hold after a text ran: as Python prints it, or `unknown: why`. */
export function valuesIn(text: string, ...names: readonly string[]): Readonly<Record<string, string>> {
  const source = code(text);
  const probe = names.map((name) => `__probe__(${JSON.stringify(name)}, ${name})`).join('\n');
  const seen: Record<string, string> = {};
  const library = {
    roots: ['probe'],
    rows: {
      'builtins.__probe__': ({ positional: [name, value] }: { readonly positional: readonly Value[] }): Value => {
        if (name?.kind === 'string' && value) seen[name.value] = show(value);
        return { kind: 'none' };
      },
    },
  };
  const statements = readPython(`${source}\n${probe}\n`, grammar, 5_000) ?? [];
  evaluateProgram(statements, createNames([...libraries, library]), createExcerpts(new Map([[-1, source]])), defaultLimits);
  return seen;
}

function show(value: Value): string {
  if (value.kind === 'unknown') return `unknown: ${value.reason}`;
  return textOf(value, true) ?? value.kind;
}
