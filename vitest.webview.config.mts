import { defineConfig } from 'vitest/config';

// The pages of webviews in a real browser, with the editor's side scripted.
export default defineConfig({
  test: {
    include: ['test/webview/**/*.test.ts'],
    fileParallelism: false,
    allowOnly: false,
    passWithNoTests: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
