// The browser journeys, apart from the unit tests: one after the other, each with real programs and a real browser.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tools/journeys/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
