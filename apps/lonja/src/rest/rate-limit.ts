// Bitso's rate limits: so many requests a minute, then a lock-out of a minute or, if asked for, of a day; on the market clock.

import type { Clock } from '@mandato/primitives/ports';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const namesMax = 50_000;
// Bitso says only "repeated".
const lockOutsBeforeDay = 2;

export const publicPerMinute = 60;
export const privatePerMinute = 300;

export interface RateLimit {
  /** Counts one request of `name`; false when it is over the limit or locked out. */
  allows(name: string): boolean;
}

export interface RateLimitRules {
  readonly perMinute: number;
  readonly clock: Clock;
  /** Whether the third lock-out of a name within a day lasts a day; asked at each lock-out. */
  readonly hasDayLongLockOuts: () => boolean;
}

interface Minute {
  startedAtMs: number;
  count: number;
  lockedUntilMs: number;
  /** Since `lockOutsSinceMs`, which is less than a day ago when the next one begins. */
  lockOuts: number;
  lockOutsSinceMs: number;
}

/** A limit for each name (an address or an account). */
export function createRateLimit({ perMinute, clock, hasDayLongLockOuts }: RateLimitRules): RateLimit {
  const minutes = new Map<string, Minute>();
  return {
    allows: (name) => {
      const nowMs = clock.nowMs();
      const minute = minuteOf(minutes, name, nowMs);
      if (nowMs < minute.lockedUntilMs) return false;
      minute.count += 1;
      if (minute.count <= perMinute) return true;
      lockOut(minute, nowMs, hasDayLongLockOuts());
      return false;
    },
  };
}

function lockOut(minute: Minute, nowMs: number, mayLastDay: boolean): void {
  if (nowMs - minute.lockOutsSinceMs >= dayMs) {
    minute.lockOuts = 0;
    minute.lockOutsSinceMs = nowMs;
  }
  minute.lockOuts += 1;
  minute.lockedUntilMs = nowMs + (mayLastDay && minute.lockOuts > lockOutsBeforeDay ? dayMs : minuteMs);
}

function minuteOf(minutes: Map<string, Minute>, name: string, nowMs: number): Minute {
  const known = minutes.get(name);
  const isRunning =
    known !== undefined && (nowMs < known.lockedUntilMs || nowMs - known.startedAtMs < minuteMs);
  if (isRunning && known.lockedUntilMs === 0) return known;
  if (isRunning && nowMs < known.lockedUntilMs) return known;
  const { lockOuts, lockOutsSinceMs } = known ?? { lockOuts: 0, lockOutsSinceMs: nowMs };
  const oldest = known !== undefined || minutes.size < namesMax ? undefined : minutes.keys().next().value;
  if (oldest !== undefined) minutes.delete(oldest);
  const fresh = { startedAtMs: nowMs, count: 0, lockedUntilMs: 0, lockOuts, lockOutsSinceMs };
  minutes.set(name, fresh);
  return fresh;
}
