// Reads source files in this process: their definitions, what the static rules find in them, and the data that they compute.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Dataset } from '../data/dataset.ts';
import type { Finding } from '../diagnose/finding.ts';
import { checkReading } from '../diagnose/reading.ts';
import { textAt } from '../editor/text/text-at.ts';
import type { Definition } from '../source/definition.ts';
import { createReader, type Language, type Reader } from '../source/read.ts';
import { distinct } from './findings.ts';
import type { Output } from './output.ts';
import { findSources, readSource, UnreadableFile } from './source-files.ts';
import { distFolder } from './version.ts';

export interface FileReading {
  readonly file: string;
  readonly milliseconds: number;
  readonly definitions: readonly Definition[];
  readonly findings: readonly Finding[];
  /** What can be said of this one of the definitions before it is trained. */
  findingsOf(definition: Definition): readonly Finding[];
  /** The arrays that the text passes to `fit` of this definition, or why they cannot be had. */
  materialize(definition: Definition): Dataset | { readonly reason: string };
}

export interface FileReader {
  /** Throws an UnreadableFile. */
  read(file: string): Promise<FileReading>;
}

const languages: Readonly<Record<string, Language>> = { '.py': 'python', '.ipynb': 'notebook' };

export async function openReader(): Promise<FileReader> {
  const grammar = (name: string) => readFile(path.join(distFolder, name));
  const [runtime, python] = await Promise.all([grammar('tree-sitter.wasm'), grammar('tree-sitter-python.wasm')]);
  const reader = await createReader({ runtime, python });
  return {
    async read(file) {
      return readingOf(reader, file, await readSource(file));
    },
  };
}

/**
 * Reads all files at these paths. What cannot be read is remarked on and counted; files found in a folder that are no text
 * are only remarked on; the others are read even if reading one of them fails. `each` is told every reading as it is made.
 */
export async function readAll(
  paths: readonly string[],
  output: Output,
  each: (reading: FileReading) => void = () => {},
): Promise<{ readonly readings: readonly FileReading[]; readonly problems: number }> {
  const { files, problems } = await findSources(paths);
  for (const problem of problems) output.remark(problem);
  const named = new Set(paths.map((given) => path.normalize(given)));
  const reader = await openReader();
  const readings: FileReading[] = [];
  let unreadable = problems.length;
  for (const file of files) {
    output.remarks.transient(`reading ${file}`);
    try {
      const reading = await reader.read(file);
      output.remarks.clear();
      readings.push(reading);
      each(reading);
    } catch (error) {
      const isUnreadable = error instanceof UnreadableFile;
      output.remark(isUnreadable ? error.message : `${file}: reading failed: ${error instanceof Error ? error.message : String(error)}`);
      if (named.has(file) || !isUnreadable) unreadable++;
    }
  }
  output.remarks.clear();
  return { readings, problems: unreadable };
}

function readingOf(reader: Reader, file: string, text: string): FileReading {
  const options = { fileName: file, language: languages[path.extname(file).toLowerCase()] ?? 'python' } as const;
  const { definitions, milliseconds } = reader.read(text, options);
  const at = textAt(text);
  const materialize = (definition: Definition) => reader.materialize(text, options, definition.id);
  const findingsOf = (definition: Definition) => checkReading(definition, at, materialize);
  const findings = distinct(definitions.flatMap(findingsOf));
  return { file, milliseconds, definitions, findings, findingsOf, materialize };
}
