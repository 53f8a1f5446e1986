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

/** The failures of one name. */
export interface Tally {
  readonly failures: number;
  readonly firstAtMs: number;
  readonly lockedUntilMs: number;
}

/** Where the tallies are kept: what was there at the start, and who is told that one changed. */
export interface ThrottleMemory {
  readonly tallies: Map<string, Tally>;
  readonly noteChange: () => void;
}

const namesMax = 100_000;

/** A throttle over `memory`; without one, a restart forgets it. */
export function createThrottle(
  rule: ThrottleRule,
  clock: Clock,
  memory: ThrottleMemory = forgetful(),
): Throttle {
  const { tallies } = memory;

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
      const { firstAtMs, failures, lockedUntilMs } = current(name) ?? noTally(nowMs);
      const isFull = failures + 1 >= rule.failuresMax;
      dropOldest(tallies);
      tallies.set(name, {
        firstAtMs,
        failures: isFull ? 0 : failures + 1,
        lockedUntilMs: isFull ? nowMs + rule.lockMs : lockedUntilMs,
      });
      memory.noteChange();
    },
    noteSuccess: (name) => {
      if (tallies.delete(name)) memory.noteChange();
    },
  };
}

function forgetful(): ThrottleMemory {
  return { tallies: new Map(), noteChange: () => undefined };
}

function noTally(nowMs: number): Tally {
  return { failures: 0, firstAtMs: nowMs, lockedUntilMs: 0 };
}

function dropOldest(tallies: Map<string, Tally>): void {
  const oldest = tallies.size < namesMax ? undefined : tallies.keys().next().value;
  if (oldest !== undefined) tallies.delete(oldest);
}
