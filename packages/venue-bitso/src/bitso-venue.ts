// The adapter: the investor's Venue port over Bitso's REST words. It asks through the signer and never sees a key.

import type { OrderAtVenue, OrderTrades, Venue } from '@mandato/invest-core/venue/venue';
import type { VenueAnswer } from '@mandato/invest-core/venue/venue-answer';
import type { VenueIntent } from '@mandato/invest-core/venue/venue-intent';
import { classifyPlace } from './rest/classify-place.ts';
import { classifyRead } from './rest/classify-read.ts';
import { parseBalances } from './rest/parse-balances.ts';
import { parseFills } from './rest/parse-fill.ts';
import { parseCancelled, parseFoundOrder } from './rest/parse-orders.ts';
import { parseOwnTrades } from './rest/parse-own-trades.ts';

/** Signs and sends one typed intent with a fresh nonce; bound to one credential. */
export type AskVenue = (intent: VenueIntent, nonce: string) => Promise<VenueAnswer>;

/** One credential's view of Bitso, or of any exchange that speaks its API. */
export function bitsoVenue({ ask }: { readonly ask: AskVenue }): Venue {
  return {
    async placeOrder(order, nonce) {
      return classifyPlace(await ask(order, nonce));
    },
    async cancelOrder(orderId, nonce) {
      const notCancelled = { cancelled: false };
      return classifyRead(await ask({ kind: 'cancel_order', orderId }, nonce), {
        parse: parseCancelled,
        valueOfCode: { '0312': notCancelled, '0357': notCancelled },
      });
    },
    async findOrder(orderId, nonce) {
      const answer = await ask({ kind: 'find_orders', orderIds: [orderId] }, nonce);
      const found = classifyRead<OrderAtVenue | 'none'>(answer, {
        parse: (payload) => parseFoundOrder(payload, orderId),
        valueOfCode: { '0312': 'none', '0357': 'none' },
      });
      if (found.kind === 'unread') return found;
      return { kind: 'read', value: found.value === 'none' ? null : found.value };
    },
    async readOrderTrades(orderId, nonce) {
      return classifyRead<OrderTrades>(await ask({ kind: 'read_order_trades', orderId }, nonce), {
        parse: parseOrderTrades,
        valueOfCode: {
          '0377': { kind: 'exists_without_trades' },
          '0378': { kind: 'exists_without_trades' },
          '0312': { kind: 'none_found' },
          '0357': { kind: 'none_found' },
        },
      });
    },
    async readOwnTrades({ book, afterTradeId }, nonce) {
      const answer = await ask({ kind: 'read_user_trades', book, afterTradeId }, nonce);
      return classifyRead(answer, { parse: parseOwnTrades });
    },
    async readBalances(nonce) {
      return classifyRead(await ask({ kind: 'read_balances' }, nonce), { parse: parseBalances });
    },
  };
}

// An empty list comes for an order without trades as well as for no order at all: it proves neither.
function parseOrderTrades(payload: unknown): OrderTrades | null {
  const fills = parseFills(payload);
  if (fills === null) return null;
  return fills.length === 0 ? { kind: 'none_found' } : { kind: 'fills', fills };
}
