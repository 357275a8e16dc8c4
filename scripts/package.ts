// Builds the extension and packs it into layerscope.vsix, which it holds to its budget.
import { stat } from 'node:fs/promises';
import { createVSIX } from '@vscode/vsce';
import { node, root, run, vsix } from './process.ts';

const megabyte = 1024 * 1024;
/** What an installation may weigh. */
const budget = 6 * megabyte;

try {
  await run(node, ['scripts/build.ts']);
  // Everything is bundled, so that no dependency goes along. The README's links stay as they are: they are for the clone.
  const left = { dependencies: false, rewriteRelativeLinks: false, allowMissingRepository: true };
  await createVSIX({ cwd: root, packagePath: vsix, ...left });
  const { size } = await stat(vsix);
  const figure = `layerscope.vsix has ${(size / megabyte).toFixed(2)} MB`;
  if (size > budget) throw new Error(`${figure}; its budget is ${budget / megabyte} MB.`);
  console.log(`${figure} of the ${budget / megabyte} MB that it may have.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
