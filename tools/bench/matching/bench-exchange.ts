// The exchange that tapes are replayed on: books with Bitso's tick and fee tiers, and traders with money.

import { bookCatalogue } from '@mandato/exchange-core/book-catalogue';
import type { BookSpec } from '@mandato/exchange-core/book-spec';
import { apply } from '@mandato/exchange-core/engine/apply';
import { createExchangeState, type ExchangeState } from '@mandato/exchange-core/engine/state';
import { accountIdOf, assetOf, bookIdOf, type VenueOrderId } from '@mandato/exchange-core/ids';
import { mintOrderId } from '@mandato/exchange-core/mint-order-id';
import { unitsPerWhole } from '@mandato/primitives/money';

/** A tape's quantity of one is 0.001 of base. */
export const lotsPerQuantity = 100_000;
export const startMs = 1_700_000_000_000;

/** Traders on each side for a book of so many orders: an account may have 500 active ones. */
export function tradersFor(depth: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(4, depth / 300)));
}

/** An exchange with `bookCount` books, and on each side so many traders with plenty of money. */
export function createBenchExchange(bookCount: number, tradersPerSide: number): ExchangeState {
  const specs = Array.from({ length: bookCount }, (_, index) => specOf(index));
  const state = createExchangeState(specs);
  for (let trader = 0; trader < tradersPerSide * 2; trader += 1) {
    const account = accountIdOf(`trader-${trader}`);
    apply(state, { kind: 'open_account', atMs: startMs, account });
    for (const [place, asset] of ['btc', 'mxn'].map(assetOf).entries()) {
      const fundingId = fundingIdOf(trader * 2 + place);
      const amount = 1_000_000_000_000n * unitsPerWhole;
      apply(state, { kind: 'fund', atMs: startMs, account, asset, amount, fundingId, method: 'bench' });
    }
  }
  return state;
}

// In one piece, as an id is that was read from a request: V8 keeps what was put together out of parts in parts.
function fundingIdOf(number: number): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32BE(number, 12);
  return bytes.toString('hex');
}

/** The place of the trader that an order belongs to: buyers are spread over one half, so that nobody meets himself. */
export function traderOf(id: number, isSell: boolean, tradersPerSide: number): number {
  const spread = (Math.imul(id, 0x9e3779b1) >>> 16) & (tradersPerSide - 1);
  return isSell ? spread + tradersPerSide : spread;
}

/** The order id that stands for a tape's id, minted as Lonja mints them but for chance, and back. */
export function orderIdOf(id: number): VenueOrderId {
  return mintOrderId({ alphanumeric: (length) => id.toString(36).padStart(length, '0') }, id);
}

export function tapeIdOf(orderId: VenueOrderId): number {
  return Number.parseInt(orderId.slice(0, 10), 36);
}

function specOf(index: number): BookSpec {
  const [btcMxn] = bookCatalogue;
  if (btcMxn === undefined) throw new Error('the catalogue has a book');
  const name = index === 0 ? 'btc_mxn' : `btc_mxn${index}`;
  return { ...btcMxn, id: bookIdOf(name), priceMin: btcMxn.tickSize, notionalMin: 1n };
}
