// How far our clock is off an exchange's, from the times that the exchange's answers tell. Pure.

/** An answer of the exchange that told its time. */
export interface TimeTold {
  /** When it was asked for and when it came, by our clock. */
  readonly askedAtMs: number;
  readonly heardAtMs: number;
  /** The beginning of the second in which the exchange wrote it, as the HTTP header `Date` tells it. */
  readonly secondMs: number;
}

/** So far is our clock ahead of the exchange's, at least and at most; negative where it is behind. */
export interface ClockDrift {
  readonly leastMs: number;
  readonly mostMs: number;
  /** When this was last confirmed, by our clock. */
  readonly seenAtMs: number;
}

/** Nothing is bought while the two clocks certainly are further apart than this (C1 of the fault catalogue). */
const driftMaxMs = 2_000;

/** What was heard longer ago says nothing about a clock that may have wandered since. */
const keptMs = 300_000;

/**
 * What is known after `told`, of which `known` was known before. One answer leaves a second and its travel time open;
 * several, told at different parts of a second, leave less. A clock that stepped contradicts what was known: then only
 * the new answer counts.
 */
export function narrowDrift(known: ClockDrift | null, told: TimeTold): ClockDrift {
  const { askedAtMs, heardAtMs, secondMs } = told;
  const fresh = { leastMs: askedAtMs - secondMs - 1_000, mostMs: heardAtMs - secondMs, seenAtMs: heardAtMs };
  if (known === null || Math.abs(heardAtMs - known.seenAtMs) > keptMs) return fresh;
  const leastMs = Math.max(known.leastMs, fresh.leastMs);
  const mostMs = Math.min(known.mostMs, fresh.mostMs);
  return leastMs > mostMs ? fresh : { leastMs, mostMs, seenAtMs: heardAtMs };
}

/** Whether our clock is certainly too far off: a slow answer alone never says so. */
export function isClockOff({ leastMs, mostMs }: ClockDrift): boolean {
  return leastMs > driftMaxMs || mostMs < -driftMaxMs;
}
