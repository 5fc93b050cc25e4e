import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      'test/host/**',
      'test/ui/**',
      'test/web/**',
      'test/webview/**',
      'test/bench/**',
      '**/node_modules/**',
    ],
    // The default leaves a core free, which on a small machine is half of it.
    maxWorkers: '100%',
    allowOnly: false,
    passWithNoTests: false,
    testTimeout: 60_000,
  },
});
