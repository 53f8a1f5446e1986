// That the benchmark measures what it says, with few requests: every acknowledged order rests. Speed is not judged here.

import { expect, test } from 'vitest';
import { buildStale } from '../../build-stale.mjs';
import { benchRest } from './bench-rest.ts';

test('benchRest() has every order answered, and finds it in the book', { timeout: 180_000 }, async () => {
  await buildStale(['lonja']);
  const { ok, figures } = await benchRest(['--short', '--connections', '8'], new AbortController().signal);
  expect(ok).toBe(true);
  expect(figures['refused']).toBe(0);
  const { refused: _refused, orderCpuShare: _order, readCpuShare: _read, ...rates } = figures;
  expect(Object.values(rates).every((figure) => figure > 0)).toBe(true);
});
