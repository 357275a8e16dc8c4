// The bundle that translators start from holds every text of the code, and no other.
// Made by: npx @vscode/l10n-dev export -o l10n src/editor src/panels
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

test('every text that a person reads can be translated', () => {
  const used = ['src/editor', 'src/panels'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .flatMap((file) => texts(readFileSync(path.join(root, folder, file), 'utf8'))),
  );
  const bundle: Record<string, string> = JSON.parse(readFileSync(path.join(root, 'l10n', 'bundle.l10n.json'), 'utf8'));

  expect(Object.keys(bundle).toSorted()).toEqual([...new Set(used)].toSorted());
});

function texts(source: string): readonly string[] {
  return [...source.matchAll(/l10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)].map(([, text = '']) => text.replaceAll("\\'", "'"));
}
