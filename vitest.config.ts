import { defineConfig } from 'vitest/config';

// Pure rooms and the engine on Node: beside their sources and in test/. The browser and editor suites have their own runners.
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'webview/**/*.test.ts', 'test/unit/**/*.test.ts'],
    testTimeout: 30_000,
  },
});
