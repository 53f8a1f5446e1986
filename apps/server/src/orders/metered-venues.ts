// Keeps the reads of each key below what its exchange allows, so that looking for many orders never locks the key out.

import type { ReadOutcome, Venue } from '@mandato/invest-core/venue/venue';
import type { VenueFor } from './order-deps.ts';

const minuteMs = 60_000;

/** A process that just started does not know what the one before it asked: it begins with a fiftieth of a minute's calls. */
const shareAtStart = 50;

/**
 * The same venues, whose reads answer `rate_limited` without a call once `callsMax` calls of the link's key left within
 * the last minute, and fewer in the first minute, so that a process which dies again and again asks no more than one
 * that lives. Orders and cancellations count and are never held up. Each process counts its own calls.
 */
export function meteredVenues(
  venueFor: VenueFor,
  { monotonicMs, callsMax }: { readonly monotonicMs: () => number; readonly callsMax: number },
): VenueFor {
  const calls = new Map<string, RecentCalls>();
  const startedMs = monotonicMs();
  const allowed = () => {
    const earned = (callsMax * (monotonicMs() - startedMs)) / minuteMs;
    return Math.min(callsMax, Math.ceil(callsMax / shareAtStart) + earned);
  };
  return async (linkId) => {
    const link = await venueFor(linkId);
    if (link === null) {
      calls.delete(linkId);
      return null;
    }
    const recent = calls.get(linkId) ?? new RecentCalls(monotonicMs);
    calls.set(linkId, recent);
    return { ...link, venue: meteredVenue(link.venue, recent, allowed) };
  };
}

function meteredVenue(venue: Venue, recent: RecentCalls, allowed: () => number): Venue {
  const read = async <T>(call: () => Promise<ReadOutcome<T>>): Promise<ReadOutcome<T>> => {
    if (recent.withinMinute() + 1 > allowed()) return { kind: 'unread', failure: { kind: 'rate_limited' } };
    recent.note();
    return call();
  };
  return {
    placeOrder: (order, nonce) => {
      recent.note();
      return venue.placeOrder(order, nonce);
    },
    cancelOrder: (orderId, nonce) => {
      recent.note();
      return venue.cancelOrder(orderId, nonce);
    },
    findOrder: (orderId, nonce) => read(() => venue.findOrder(orderId, nonce)),
    readOrderTrades: (orderId, nonce) => read(() => venue.readOrderTrades(orderId, nonce)),
    readOwnTrades: (after, nonce) => read(() => venue.readOwnTrades(after, nonce)),
    readBalances: (nonce) => read(() => venue.readBalances(nonce)),
  };
}

/** When the calls of one key left, as far back as a minute. */
class RecentCalls {
  readonly #monotonicMs: () => number;
  #times: number[] = [];

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
  }

  note(): void {
    this.#times.push(this.#monotonicMs());
  }

  withinMinute(): number {
    const sinceMs = this.#monotonicMs() - minuteMs;
    const firstRecent = this.#times.findIndex((atMs) => atMs > sinceMs);
    if (firstRecent !== 0) this.#times = firstRecent < 0 ? [] : this.#times.slice(firstRecent);
    return this.#times.length;
  }
}
