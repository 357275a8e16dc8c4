// The licences of everything that the bundles contain, read off the packages themselves: dist/THIRD_PARTY_NOTICES.txt.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Metafile } from 'esbuild';

/** Constants that the project holds itself and that others computed. */
const ownNotices = `NumPy (constants of its normal and exponential distributions, src/data/random/)
Copyright (c) 2005-2025, NumPy Developers. All rights reserved.
BSD 3-Clause License: https://numpy.org/doc/stable/license.html`;

/** Writes the notices of all packages among the inputs of these builds, and of those that are copied whole. */
export async function writeNotices(root: string, metafiles: readonly Metafile[], copied: readonly string[]): Promise<void> {
  const packages = new Set(copied);
  for (const { inputs } of metafiles) {
    for (const input of Object.keys(inputs)) {
      const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1];
      if (name) packages.add(name);
    }
  }
  const notices = await Promise.all([...packages].sort().map((name) => noticeOf(path.join(root, 'node_modules', name), name)));
  await writeFile(path.join(root, 'dist', 'THIRD_PARTY_NOTICES.txt'), `${[...notices, ownNotices].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}

async function noticeOf(folder: string, name: string): Promise<string> {
  const { version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as {
    version: string;
    license?: string;
  };
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? (await readFile(path.join(folder, file), 'utf8')).trim() : `Licence: ${license ?? 'not stated'}`;
  return `${name} ${version} (${license ?? 'see below'})\n\n${text}`;
}
