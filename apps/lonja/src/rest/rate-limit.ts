// Bitso's rate limits: so many requests a minute, then a lock-out of a minute, on the market clock.

import type { Clock } from '@mandato/primitives/ports';

const minuteMs = 60_000;
const namesMax = 50_000;

export const publicPerMinute = 60;
export const privatePerMinute = 300;

export interface RateLimit {
  /** Counts one request of `name`; false when it is over the limit or locked out. */
  allows(name: string): boolean;
}

interface Minute {
  startedAtMs: number;
  count: number;
  lockedUntilMs: number;
}

/** A limit of `perMinute` requests for each name (an address or an account). */
export function createRateLimit(perMinute: number, clock: Clock): RateLimit {
  const minutes = new Map<string, Minute>();
  return {
    allows: (name) => {
      const nowMs = clock.nowMs();
      const minute = minuteOf(minutes, name, nowMs);
      if (nowMs < minute.lockedUntilMs) return false;
      minute.count += 1;
      if (minute.count <= perMinute) return true;
      minute.lockedUntilMs = nowMs + minuteMs;
      return false;
    },
  };
}

function minuteOf(minutes: Map<string, Minute>, name: string, nowMs: number): Minute {
  const known = minutes.get(name);
  const isRunning =
    known !== undefined && (nowMs < known.lockedUntilMs || nowMs - known.startedAtMs < minuteMs);
  if (isRunning && known.lockedUntilMs === 0) return known;
  if (isRunning && nowMs < known.lockedUntilMs) return known;
  const oldest = minutes.size < namesMax ? undefined : minutes.keys().next().value;
  if (oldest !== undefined) minutes.delete(oldest);
  const fresh = { startedAtMs: nowMs, count: 0, lockedUntilMs: 0 };
  minutes.set(name, fresh);
  return fresh;
}
