// Counts failed tries and closes the door for a while; a door never stays closed for good.

import type { Clock } from '@mandato/primitives/ports';

/** So many failures within `windowMs` of the first lock the name for `lockMs` after the last. */
export interface ThrottleRule {
  readonly failuresMax: number;
  readonly windowMs: number;
  readonly lockMs: number;
}

export interface Throttle {
  /** False while `name` is locked. */
  mayTry(name: string): boolean;
  noteFailure(name: string): void;
  /** Forgets the failures of `name`. */
  noteSuccess(name: string): void;
}

interface Tally {
  failures: number;
  firstAtMs: number;
  lockedUntilMs: number;
}

const namesMax = 100_000;

/** A throttle in memory: a restart forgets it, and nobody outside can cause one. */
export function createThrottle(rule: ThrottleRule, clock: Clock): Throttle {
  const tallies = new Map<string, Tally>();

  function current(name: string): Tally | null {
    const tally = tallies.get(name);
    if (tally === undefined) return null;
    const nowMs = clock.nowMs();
    const isOver = nowMs >= tally.lockedUntilMs && nowMs - tally.firstAtMs >= rule.windowMs;
    if (isOver) tallies.delete(name);
    return isOver ? null : tally;
  }

  return {
    mayTry: (name) => clock.nowMs() >= (current(name)?.lockedUntilMs ?? 0),
    noteFailure: (name) => {
      const nowMs = clock.nowMs();
      const tally = current(name) ?? { failures: 0, firstAtMs: nowMs, lockedUntilMs: 0 };
      tally.failures += 1;
      if (tally.failures >= rule.failuresMax) {
        tally.lockedUntilMs = nowMs + rule.lockMs;
        tally.failures = 0;
      }
      dropOldest(tallies);
      tallies.set(name, tally);
    },
    noteSuccess: (name) => {
      tallies.delete(name);
    },
  };
}

function dropOldest(tallies: Map<string, Tally>): void {
  const oldest = tallies.size < namesMax ? undefined : tallies.keys().next().value;
  if (oldest !== undefined) tallies.delete(oldest);
}
