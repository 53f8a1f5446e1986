import { expect, test } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

function limited(hasDay: boolean) {
  const at = { nowMs: 1_000_000, hasDay };
  const limit = createRateLimit({
    perMinute: 3,
    clock: { nowMs: () => at.nowMs },
    hasDayLongLockOuts: () => at.hasDay,
  });
  /** Runs into a lock-out and answers how many minutes it lasts. */
  function lockedMinutes(): number {
    for (let request = 0; request < 3; request += 1) expect(limit.allows('ana')).toBe(true);
    expect(limit.allows('ana')).toBe(false);
    for (let minutes = 1; ; minutes += 1) {
      at.nowMs += minuteMs - 1;
      expect(limit.allows('ana')).toBe(false);
      at.nowMs += 1;
      if (limit.allows('ana')) {
        at.nowMs += minuteMs;
        return minutes;
      }
    }
  }
  return { at, limit, lockedMinutes };
}

test('createRateLimit() locks out for a minute, each name by itself', () => {
  const { limit, lockedMinutes } = limited(false);
  expect([1, 2, 3, 4].map(lockedMinutes)).toEqual([1, 1, 1, 1]);
  expect(limit.allows('beto')).toBe(true);
});

test('createRateLimit() makes the third lock-out within a day last a day, where that is asked for', () => {
  const { at, lockedMinutes } = limited(true);
  expect([1, 2, 3, 4].map(lockedMinutes)).toEqual([1, 1, 1_440, 1]);
  at.nowMs += dayMs;
  expect([1, 2, 3].map(lockedMinutes)).toEqual([1, 1, 1_440]);
  at.nowMs += dayMs;
  at.hasDay = false;
  expect([1, 2, 3].map(lockedMinutes)).toEqual([1, 1, 1]);
});
