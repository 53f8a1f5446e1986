// That the benchmark measures what it says, with few readers: every one is given every byte. Speed is not judged here.

import { expect, test } from 'vitest';
import { countsWithin, measure } from './bench-stream.ts';

test('measure() gives every reader everything, and cuts off all that never read', {
  timeout: 120_000,
}, async () => {
  const { ok, figures } = await measure({ isShort: true, stop: new AbortController().signal });
  expect(ok).toBe(true);
  expect(figures).toMatchObject({ readers: 50, stuckReaders: 50, stuckCutOff: 50 });
  expect(figures['singleGain50']).toBeGreaterThan(0);
  expect(figures['coalescedGain50']).toBeGreaterThan(0);
});

test('countsWithin() measures what a process may hold files for', () => {
  expect(countsWithin(20_000)).toEqual([1_000, 10_000]);
  expect(countsWithin(4_096)).toEqual([1_000, 3_896]);
  expect(countsWithin(1_024)).toEqual([824]);
});
