// Notices when the exchange refuses a key itself, whatever was asked with it.

import type { PlaceOutcome, ReadOutcome, RejectionCode, Venue } from '@mandato/invest-core/venue/venue';

/** Refusals that speak of the key or its account, not of the order. */
const aboutTheKey: ReadonlySet<RejectionCode> = new Set([
  'key_invalid',
  'key_inactive',
  'permission_missing',
  'address_not_allowed',
  'account_restricted',
]);

/** The same venue; `onKeyRefused` is called after each answer that speaks against the key. */
export function watchKey(venue: Venue, onKeyRefused: () => void): Venue {
  const read = async <T>(asking: Promise<ReadOutcome<T>>): Promise<ReadOutcome<T>> => {
    const outcome = await asking;
    const failure = outcome.kind === 'unread' ? outcome.failure : null;
    if (failure?.kind === 'rejected' && aboutTheKey.has(failure.code)) onKeyRefused();
    return outcome;
  };
  const placed = (outcome: PlaceOutcome): PlaceOutcome => {
    if (outcome.kind === 'rejected' && aboutTheKey.has(outcome.code)) onKeyRefused();
    return outcome;
  };
  return {
    placeOrder: async (order, nonce) => placed(await venue.placeOrder(order, nonce)),
    cancelOrder: (orderId, nonce) => read(venue.cancelOrder(orderId, nonce)),
    findOrder: (orderId, nonce) => read(venue.findOrder(orderId, nonce)),
    readOrderTrades: (orderId, nonce) => read(venue.readOrderTrades(orderId, nonce)),
    readOwnTrades: (after, nonce) => read(venue.readOwnTrades(after, nonce)),
    readBalances: (nonce) => read(venue.readBalances(nonce)),
  };
}
