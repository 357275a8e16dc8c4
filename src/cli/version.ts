// The version of this Layerscope, and where its built parts are.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The folder with the engine's worker, the grammars and the dashboard: where cli.js itself is, or dist/ beside the sources. */
export const distFolder =
  path.basename(import.meta.dirname) === 'dist' ? import.meta.dirname : path.resolve(import.meta.dirname, '../../dist');

export async function packageVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(path.join(distFolder, '../package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest && 'version' in manifest ? String(manifest.version) : 'unknown';
}
