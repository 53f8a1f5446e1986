// Spaces out the reads with a key of which a nonce was refused: where nonces must rise, reads that race refuse each other.

import type { ReadOutcome, Venue } from '@mandato/invest-core/venue/venue';
import type { NonceSource } from '../links/nonce-source.ts';
import { TurnTaker } from './lane.ts';
import type { VenueFor } from './order-deps.ts';
import type { Timers } from './timers.ts';

/** So long after the last refusal the reads of a key may race again: clocks and windows refuse nonces too, and pass. */
const spacedForMs = 10 * 60_000;

/** A read that is not answered by then has arrived, or never will: it does not hold up the next one. */
const gapMaxMs = 1_000;

/** What spacing needs. */
export interface SpacingNeeds {
  readonly monotonicMs: () => number;
  readonly nextNonce: NonceSource;
  readonly timers: Timers;
}

/**
 * The same venues. After a read was overtaken by another one of its key, each of the key's reads leaves once the one
 * before it is answered, with a nonce that is minted then: otherwise many orders that wait to be confirmed at once keep
 * each other from being seen for as long as they wait. Orders and cancellations wait for nothing.
 */
export function orderedReads(venueFor: VenueFor, needs: SpacingNeeds): VenueFor {
  const spacedUntilMs = new Map<string, number>();
  const turns = new TurnTaker();
  return async (linkId) => {
    const link = await venueFor(linkId);
    if (link === null) return null;
    const read: Read = async (nonce, call) => {
      const isSpaced = needs.monotonicMs() < (spacedUntilMs.get(linkId) ?? Number.NEGATIVE_INFINITY);
      const outcome = await (isSpaced ? inTurn(needs, turns, { linkId, call }) : call(nonce));
      if (outcome.kind === 'unread' && outcome.failure.kind === 'overtaken')
        spacedUntilMs.set(linkId, needs.monotonicMs() + spacedForMs);
      return outcome;
    };
    return { ...link, venue: spacedVenue(link.venue, read) };
  };
}

type Ask<T> = (nonce: string) => Promise<ReadOutcome<T>>;
type Read = <T>(nonce: string, call: Ask<T>) => Promise<ReadOutcome<T>>;

async function inTurn<T>(
  { nextNonce, timers }: SpacingNeeds,
  turns: TurnTaker,
  { linkId, call }: { readonly linkId: string; readonly call: Ask<T> },
): Promise<ReadOutcome<T>> {
  // In an object, so that the turn ends without the answer when it takes too long.
  const { asked } = await turns.inTurn(linkId, async () => {
    const asking = call(nextNonce());
    await new Promise<void>((resolve) => {
      const cancel = timers.after(gapMaxMs, resolve);
      const settled = () => {
        cancel();
        resolve();
      };
      asking.then(settled, settled);
    });
    return { asked: asking };
  });
  return asked;
}

function spacedVenue(venue: Venue, read: Read): Venue {
  return {
    placeOrder: (order, nonce) => venue.placeOrder(order, nonce),
    cancelOrder: (orderId, nonce) => venue.cancelOrder(orderId, nonce),
    findOrder: (orderId, nonce) => read(nonce, (own) => venue.findOrder(orderId, own)),
    readOrderTrades: (orderId, nonce) => read(nonce, (own) => venue.readOrderTrades(orderId, own)),
    readOwnTrades: (after, nonce) => read(nonce, (own) => venue.readOwnTrades(after, own)),
    readBalances: (nonce) => read(nonce, (own) => venue.readBalances(own)),
  };
}
