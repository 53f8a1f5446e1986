// One vitest run for the whole workspace: every *.test.ts beside the code it tests; journeys have their own run.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.{ts,tsx}', 'apps/*/src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'tools/journeys/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // One less than the processors is the default, which leaves half of a small machine idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
