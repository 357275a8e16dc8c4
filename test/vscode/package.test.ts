// What an installation gets.
import { listFiles, PackageManager } from '@vscode/vsce';
import { expect, test } from 'vitest';
import { root } from '../../scripts/process.ts';

test('the package holds bundles, pictures and texts; no source, no test, no dependency', async () => {
  const files = await listFiles({ cwd: root, packageManager: PackageManager.None });

  expect(files.filter((file) => !/^(dist|media|l10n)\//.test(file)).toSorted()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'package.json',
    'package.nls.json',
  ]);
  expect(files.filter((file) => /\.(ts|map|py)$/.test(file))).toEqual([]);
  expect(files).toEqual(
    expect.arrayContaining([
      'dist/extension.cjs',
      'dist/engine-worker.cjs',
      'dist/reader-worker.cjs',
      'dist/tree-sitter-python.wasm',
      'dist/webview/dashboard.js',
      'dist/webview/engine-worker.js',
    ]),
  );
});
