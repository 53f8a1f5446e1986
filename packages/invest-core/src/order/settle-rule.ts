// When an order whose answer was lost may be called absent: only by time and by two empty looks in both places.

import type { Lookup } from './order-state.ts';

/** W: a request signed longer ago than this is refused by the exchange (assumed until it is measured at Bitso). */
export const requestWindowMs = 10 * 60_000;

/** S: an order that was accepted shows up among orders or trades within this time. */
export const settleTimeMs = 10 * 60_000;

/** Two looks closer together than this could both fall into one lapse of the exchange. */
export const lookupGapMinMs = 30_000;

/** After this long without a readable answer a person is told. */
export const holdAfterMs = 24 * 3_600_000;

/** Pause before look-up number n (from 0); the last one repeats. */
const lookupPausesMs = [2_000, 5_000, 15_000, 30_000, 60_000] as const;

/** What is known of an order being confirmed. Times by the market clock. */
export interface Unsettled {
  readonly sinceMs: number;
  /** The moment before which absence cannot be proven: W + S after the attempt's nonce was made. */
  readonly confirmUntilMs: number;
  readonly lookups: readonly Lookup[];
}

/** Look again at `atMs`; or it certainly does not exist, by `evidence`; or a person has to look. */
export type SettleAnswer =
  | { readonly kind: 'look_again'; readonly atMs: number }
  | { readonly kind: 'proven_absent'; readonly evidence: readonly [Lookup, Lookup] }
  | { readonly kind: 'hold' };

/** The moment before which absence cannot be proven by default: W + S after the nonce was made. */
export function confirmUntilMs(journaledAtMs: number): number {
  return journaledAtMs + requestWindowMs + settleTimeMs;
}

/**
 * What to do about an order that no look-up has shown. (One that a look-up shows is adopted at once and never
 * gets here.) Absence needs two looks after W + S, both empty among orders and among trades.
 */
export function settle(unsettled: Unsettled, nowMs: number): SettleAnswer {
  const evidence = proofOfAbsence(unsettled);
  if (evidence !== null) return { kind: 'proven_absent', evidence };
  if (nowMs - unsettled.sinceMs >= holdAfterMs) return { kind: 'hold' };
  return { kind: 'look_again', atMs: nextLookupMs(unsettled) };
}

function proofOfAbsence({ confirmUntilMs, lookups }: Unsettled): readonly [Lookup, Lookup] | null {
  const empty = lookups.filter(
    (lookup) => lookup.atMs >= confirmUntilMs && lookup.orders === 'absent' && lookup.trades === 'absent',
  );
  const first = empty[0];
  const second = empty.find((lookup) => first !== undefined && lookup.atMs - first.atMs >= lookupGapMinMs);
  return first !== undefined && second !== undefined ? [first, second] : null;
}

function nextLookupMs({ confirmUntilMs, sinceMs, lookups }: Unsettled): number {
  const last = lookups.at(-1);
  if (last === undefined) return sinceMs + lookupPausesMs[0];
  const paused = last.atMs + (lookupPausesMs[lookups.length] ?? 60_000);
  // Once absence can be proven, look right then, and again as soon as a second look counts.
  if (last.atMs < confirmUntilMs) return Math.min(paused, Math.max(confirmUntilMs, last.atMs + 1));
  return last.atMs + lookupGapMinMs;
}
