import { defineConfig } from 'vitest/config';

/** Tests that must fail, run by runner.int.test.ts. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.canary.ts'],
    setupFiles: ['../../src/setup.ts'],
    testTimeout: 2500,
    pool: 'threads',
    isolate: false,
  },
});
