import path from 'node:path';
import { defineConfig } from 'vitest/config';

// Suites that drive a real Chromium. They need the bundles: `npm run build` first. One file after the other: a browser
// with a software WebGPU adapter uses every core.
export default defineConfig({
  root: path.resolve(import.meta.dirname, '../..'),
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
