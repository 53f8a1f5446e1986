// The steps before a key's end: each is reached once and in order, whatever the moment that somebody looks.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { expiryStage } from './key-expiry.ts';

const dayMs = 24 * 3_600_000;

test('expiryStage() never goes back as time passes', () => {
  const moment = fc.integer({ min: -40 * dayMs, max: 40 * dayMs });
  fc.assert(
    fc.property(moment, moment, (one, other) => {
      const [earlier, later] = one <= other ? [one, other] : [other, one];
      const left = (nowMs: number) => expiryStage(0, nowMs) ?? 15;
      expect(left(later)).toBeLessThanOrEqual(left(earlier));
    }),
  );
});

test('expiryStage() changes at 14, 7 and 1 days to the millisecond, and at the end', () => {
  const at = (leftMs: number) => expiryStage(1_000 + leftMs, 1_000);
  expect([14 * dayMs + 1, 14 * dayMs, 7 * dayMs + 1, 7 * dayMs, dayMs + 1, dayMs, 1, 0, -1].map(at)).toEqual([
    null,
    14,
    14,
    7,
    7,
    1,
    1,
    0,
    0,
  ]);
});
