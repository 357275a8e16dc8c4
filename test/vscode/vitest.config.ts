import path from 'node:path';
import { defineConfig } from 'vitest/config';

// Cases that drive the packaged extension in a real VS Code: code-server in Chromium, or the desktop's (see driver/launch.ts).
// One after the other: each has an editor and a browser to itself.
export default defineConfig({
  root: path.resolve(import.meta.dirname, '../..'),
  test: {
    include: ['test/vscode/**/*.test.ts'],
    globalSetup: ['test/vscode/install.ts'],
    testTimeout: 180_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    expect: { poll: { timeout: 30_000, interval: 100 } },
  },
});
