// Keeps the reads of each key below what its exchange allows, so that looking for many orders never locks the key out.

import type { ReadOutcome, Venue } from '@mandato/invest-core/venue/venue';
import type { Clock } from '@mandato/primitives/ports';
import type { VenueFor } from './order-deps.ts';

const minuteMs = 60_000;

/**
 * The same venues, whose reads answer `rate_limited` without a call once `callsMax` calls of the link's key left within
 * the last minute of `clock`. Orders and cancellations count and are never held up. Each process counts its own calls.
 */
export function meteredVenues(
  venueFor: VenueFor,
  { clock, callsMax }: { readonly clock: Clock; readonly callsMax: number },
): VenueFor {
  const calls = new Map<string, RecentCalls>();
  return async (linkId) => {
    const link = await venueFor(linkId);
    if (link === null) {
      calls.delete(linkId);
      return null;
    }
    const recent = calls.get(linkId) ?? new RecentCalls(clock);
    calls.set(linkId, recent);
    return { ...link, venue: meteredVenue(link.venue, recent, callsMax) };
  };
}

function meteredVenue(venue: Venue, recent: RecentCalls, callsMax: number): Venue {
  const read = async <T>(call: () => Promise<ReadOutcome<T>>): Promise<ReadOutcome<T>> => {
    if (recent.withinMinute() >= callsMax) return { kind: 'unread', failure: { kind: 'rate_limited' } };
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
    readBalances: (nonce) => read(() => venue.readBalances(nonce)),
  };
}

/** When the calls of one key left, as far back as a minute. */
class RecentCalls {
  readonly #clock: Clock;
  #times: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(): void {
    this.#times.push(this.#clock.nowMs());
  }

  withinMinute(): number {
    const nowMs = this.#clock.nowMs();
    // A clock that was set back makes no call older: what lies ahead of it is forgotten too.
    const isRecent = (atMs: number) => atMs > nowMs - minuteMs && atMs <= nowMs;
    if (this.#times.some((atMs) => !isRecent(atMs))) this.#times = this.#times.filter(isRecent);
    return this.#times.length;
  }
}
