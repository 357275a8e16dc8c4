// `--report FILE.html`: the dashboard with this run in it, as one page that opens without a network.
import { access, constants, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunView } from '../protocol/dashboard.ts';
import { reportHtml } from '../protocol/report.ts';
import { UsageError } from './arguments.ts';
import { reasonOf } from './source-files.ts';
import { distFolder } from './version.ts';

/** Throws a UsageError before the training rather than after it. */
export async function requireWritable(file: string): Promise<void> {
  const folder = path.dirname(path.resolve(file));
  const existing = await stat(file).catch(() => null);
  if (existing?.isDirectory()) throw new UsageError(`--report: ${file} is a folder.`);
  await access(existing ? file : folder, constants.W_OK).catch((error: unknown) => {
    throw new UsageError(`--report: ${existing ? file : folder} cannot be written: ${reasonOf(error)}`);
  });
}

export async function writeReport(file: string, view: RunView): Promise<void> {
  const part = (name: string) => readFile(path.join(distFolder, 'webview', name), 'utf8');
  const [script, style] = await Promise.all([part('dashboard.js'), part('style.css')]);
  await writeFile(file, reportHtml({ view, script, style, title: `${view.run.name} – Layerscope` }));
}
