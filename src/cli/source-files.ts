// Which files the command line reads, and their text. Nothing is executed.
import { open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { formatBytes } from '../figures.ts';

/** A file that cannot be read as source text. Its message is one line and names the file. */
export class UnreadableFile extends Error {}

/** Largest file by ending. Nobody writes longer sources by hand; a notebook holds its outputs' images too. */
const sizeLimits: Readonly<Record<string, number>> = { '.py': 2_000_000, '.ipynb': 32_000_000 };

const skippedFolders: ReadonlySet<string> = new Set([
  'node_modules',
  '__pycache__',
  'site-packages',
  '.git',
  '.hg',
  '.svn',
  '.tox',
  '.nox',
  '.ipynb_checkpoints',
]);

/** Folders with this file are Python environments: other people's code. */
const environmentMark = 'pyvenv.cfg';

export interface Sources {
  readonly files: readonly string[];
  /** One line each: a path that is not there, a file of another kind that was named. */
  readonly problems: readonly string[];
}

/** The files at these paths, folders walked, each once, in the order named and then alphabetical. */
export async function findSources(paths: readonly string[]): Promise<Sources> {
  const files = new Set<string>();
  const problems: string[] = [];
  for (const given of paths) {
    const kind = await kindOf(given);
    if (kind === 'folder') for await (const file of walk(given)) files.add(file);
    else if (kind === 'nothing') problems.push(`${given}: there is no such file or folder.`);
    else if (kind === 'other') problems.push(`${given}: is neither a file nor a folder.`);
    else if (limitOf(given) === undefined) problems.push(`${given}: ${endingOf(given)} files are not read; ${listedEndings()} are.`);
    else files.add(path.normalize(given));
  }
  return { files: [...files], problems };
}

/** The text of a source file. Throws an UnreadableFile. */
export async function readSource(file: string): Promise<string> {
  const limit = limitOf(file) ?? Math.max(...Object.values(sizeLimits));
  const { size } = await stat(file).catch((error: unknown) => {
    throw new UnreadableFile(`${file}: ${reasonOf(error)}`);
  });
  if (size > limit) {
    throw new UnreadableFile(`${file}: is ${formatBytes(size)} long; sources are read up to ${formatBytes(limit)}.`);
  }
  if (await looksBinary(file)) throw new UnreadableFile(`${file}: is not text.`);
  const content = await readFile(file).catch((error: unknown) => {
    throw new UnreadableFile(`${file}: ${reasonOf(error)}`);
  });
  return decode(file, content);
}

/** `Permission denied` for what the system calls EACCES. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'ENOENT':
      return 'there is no such file or folder.';
    case 'EACCES':
    case 'EPERM':
      return 'you may not access it.';
    case 'EISDIR':
      return 'is a folder.';
    case 'ENOSPC':
      return 'there is no space left on the disk.';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

async function kindOf(given: string): Promise<'file' | 'folder' | 'other' | 'nothing'> {
  try {
    const status = await stat(given);
    return status.isDirectory() ? 'folder' : status.isFile() ? 'file' : 'other';
  } catch {
    return 'nothing';
  }
}

async function* walk(folder: string): AsyncGenerator<string> {
  // A folder that may not be opened is not ours to read.
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (entries.some(({ name }) => name === environmentMark)) return;
  for (const entry of entries.toSorted((first, second) => (first.name < second.name ? -1 : 1))) {
    const place = path.join(folder, entry.name);
    // Links to folders can lead in circles.
    if (entry.isDirectory() && !skippedFolders.has(entry.name)) yield* walk(place);
    else if (entry.isFile() && limitOf(entry.name) !== undefined) yield place;
  }
}

/** A zero byte at the beginning: no text encoding but UTF-16 and UTF-32 has one, and Python sources are in neither. */
async function looksBinary(file: string): Promise<boolean> {
  const handle = await open(file).catch((error: unknown) => {
    throw new UnreadableFile(`${file}: ${reasonOf(error)}`);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8192), 0, 8192, 0);
    return buffer.subarray(0, bytesRead).includes(0);
  } finally {
    await handle.close();
  }
}

function decode(file: string, content: Buffer): string {
  const text = new TextDecoder('utf-8').decode(content);
  if (!text.includes('\ufffd')) return text;
  // PEP 263: a coding line among the first two; Latin-1 is what old files have.
  const coding = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/m.exec(content.subarray(0, 400).toString('latin1'))?.[1];
  if (coding === undefined && !content.toString('utf8').includes('\ufffd')) return text;
  const replaced = [...text].filter((character) => character === '\ufffd').length;
  if (coding === undefined && replaced > text.length / 10) throw new UnreadableFile(`${file}: is not text.`);
  return new TextDecoder('latin1').decode(content);
}

function limitOf(file: string): number | undefined {
  return sizeLimits[path.extname(file).toLowerCase()];
}

function endingOf(file: string): string {
  return path.extname(file) || 'such';
}

function listedEndings(): string {
  return Object.keys(sizeLimits).join(' and ');
}
