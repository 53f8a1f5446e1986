// The market as the simulated public sees it: one on which anybody may buy, and some on which nobody may.

import type { BookRules, MarketPicture, Quote } from '@mandato/invest-core/venue/venue';
import { unitsPerWhole } from '@mandato/primitives/money';
import { simBook, simSpec } from './sim-exchange.ts';

/** What the exchange says of its one book. */
export const simRules: BookRules = {
  book: simBook,
  base: 'btc',
  quote: 'mxn',
  tickSize: simSpec.tickSize,
  lotSize: 1n,
  quantityMin: simSpec.quantityMin,
  quantityMax: simSpec.quantityMax,
  notionalMin: simSpec.notionalMin,
  notionalMax: simSpec.notionalMax,
  takerFeeRate: '0.0065',
};

/** All that the public is shown when the best prices are those of `quote`. */
export function pictureOf(quote: Quote, atMs: number): MarketPicture {
  const level = (price: bigint | null) =>
    price === null ? [] : [{ price, quantity: 1_000_000n * unitsPerWhole }];
  const sides = { bids: level(quote.bid), asks: level(quote.ask) };
  return { book: quote.book, quote, atMs, sequence: null, ...sides, trades: [], drift: null };
}

/** A market on which anybody may buy. */
export const greenQuote: Quote = {
  book: simBook,
  bid: 1_499_990n * unitsPerWhole,
  ask: 1_500_000n * unitsPerWhole,
  last: 1_500_000n * unitsPerWhole,
};

/** Markets on which nobody may: crossed, empty, far from the last trade. */
export const redQuotes: readonly Quote[] = [
  { ...greenQuote, bid: greenQuote.ask, ask: greenQuote.bid },
  { ...greenQuote, ask: null },
  { ...greenQuote, bid: 100_000n * unitsPerWhole },
  { ...greenQuote, last: 180_000n * unitsPerWhole },
];
