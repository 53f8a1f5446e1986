// The browser journeys, apart from the unit tests, each with real programs and a real browser of its own.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tools/journeys/**/*.test.ts'],
    // A journey spends most of its time waiting: for a new code, for an exchange that is away, for a key's next look.
    maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
