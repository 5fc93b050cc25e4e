import { defineConfig } from 'vitest/config';

// The browser UI layer: one real VS Code window after the other.
export default defineConfig({
  test: {
    include: ['test/ui/**/*.test.ts'],
    fileParallelism: false,
    allowOnly: false,
    passWithNoTests: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
