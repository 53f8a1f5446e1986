// That the benchmark measures what it says, with few commands: nothing is missing after a start. Speed is not judged.

import { expect, test } from 'vitest';
import { benchJournal } from './bench-journal.ts';

test('benchJournal() finds every command again after a start', { timeout: 120_000 }, async () => {
  const { ok, figures } = await benchJournal(['--short'], new AbortController().signal);
  expect(ok).toBe(true);
  expect(figures).toMatchObject({ commands: 10_000, same: 1, perSyncBy1: 1 });
  expect(figures['perSyncBy1000']).toBeGreaterThan(10);
  expect(Object.values(figures).every((figure) => figure > 0)).toBe(true);
});
