// Bundles every part into dist/. `node scripts/build.ts` builds all, with names only those; `--watch` goes on.
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type BuildOptions, build, context, type Metafile } from 'esbuild';
import { writeNotices } from './notices.ts';

const root = path.resolve(import.meta.dirname, '..');
const require = createRequire(import.meta.url);

const node: BuildOptions = { platform: 'node', target: 'node20', format: 'cjs' };
const browser: BuildOptions = { platform: 'browser', target: 'chrome120', format: 'iife' };

/** One bundle a part: where it starts, where it goes, where it runs. */
const parts: Readonly<Record<string, BuildOptions>> = {
  extension: { ...node, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.cjs', external: ['vscode'] },
  cli: {
    ...node,
    format: 'esm',
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.js',
    // tree-sitter's wrapper asks for what CommonJS has.
    banner: {
      js: '#!/usr/bin/env node\nimport { createRequire as requireFrom } from "node:module"; import { fileURLToPath as pathOf } from "node:url"; const require = requireFrom(import.meta.url); const __filename = pathOf(import.meta.url);',
    },
  },
  engine: { ...node, entryPoints: ['src/engine/node-worker.ts'], outfile: 'dist/engine-worker.cjs' },
  reader: { ...node, entryPoints: ['src/editor/reader-worker.ts'], outfile: 'dist/reader-worker.cjs' },
  dashboard: {
    ...browser,
    entryPoints: { dashboard: 'webview/main.ts', style: 'webview/style.css' },
    outdir: 'dist/webview',
  },
  'webview-engine': { ...browser, entryPoints: ['webview/engine-worker.ts'], outfile: 'dist/webview/engine-worker.js' },
};

const grammars = ['tree-sitter.wasm', 'tree-sitter-python.wasm'];

const arguments_ = process.argv.slice(2);
const watch = arguments_.includes('--watch');
const names = arguments_.filter((argument) => !argument.startsWith('--'));

if (names.length === 0) await rm(path.join(root, 'dist'), { recursive: true, force: true });
await mkdir(path.join(root, 'dist'), { recursive: true });
await copyGrammars();
const metafiles: Metafile[] = [];
for (const name of names.length > 0 ? names : Object.keys(parts)) {
  const part = parts[name];
  if (!part) throw new Error(`No part is called ${name}. There are: ${Object.keys(parts).join(', ')}.`);
  const options: BuildOptions = {
    absWorkingDir: root,
    bundle: true,
    minify: !watch,
    sourcemap: watch,
    legalComments: 'none',
    logLevel: watch ? 'info' : 'warning',
    metafile: true,
    ...part,
  };
  if (watch) await (await context(options)).watch();
  // esbuild has said what is wrong.
  else metafiles.push((await build(options).catch(() => process.exit(1))).metafile as Metafile);
}
if (names.length === 0 && !watch) await writeNotices(root, metafiles, ['@vscode/tree-sitter-wasm']);

async function copyGrammars(): Promise<void> {
  const folder = path.dirname(require.resolve('@vscode/tree-sitter-wasm'));
  for (const grammar of grammars) await copyFile(path.join(folder, grammar), path.join(root, 'dist', grammar));
}
