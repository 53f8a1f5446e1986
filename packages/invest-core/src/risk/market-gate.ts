// Whether a market may be bought on: fresh, in sequence, whole, agreeing with itself and deep enough. Pure.

import { unitsPerWhole } from '@mandato/primitives/money';
import { divideDown } from '@mandato/primitives/rounding';
import type { BookRules, MarketPicture, PriceLevel, Quote } from '../venue/venue.ts';
import { isClockOff } from './clock-drift.ts';

/** Why a market is not bought on, in order of precedence. The numbers C1 and M1-M13 are those of the fault catalogue. */
export type MarketDenial =
  /** M12: the book's name, base and quote do not fit together, or a price is of the wrong order of magnitude. */
  | 'book_mismatched'
  /** C1: our clock, from which requests have their nonces, is off the exchange's. */
  | 'clock_off'
  /** M2, M5: older than a buy may rest on, or from the future. */
  | 'market_stale'
  /** M1, M3: older than what was seen before. */
  | 'market_out_of_sequence'
  /** M4: a side without an order, or bids at or above asks. */
  | 'quote_missing'
  | 'quote_crossed'
  /** M9: ticker and order book tell different prices. */
  | 'sources_disagree'
  /** M6: far from the middle of the trades of the last hour. */
  | 'price_jumped'
  /** M8: the currency that is paid with left its peg. */
  | 'quote_depegged'
  /** M7: the orders on offer do not suffice near the best price. */
  | 'book_too_thin';

/** What the gate knows besides the picture. Times by the market clock. */
export interface GateContext {
  readonly rules: BookRules;
  readonly nowMs: number;
  /** How old a picture may be; more on a market clock that runs fast. */
  readonly ageMaxMs: number;
  /** The highest sequence number seen of this book before, or null. */
  readonly sequenceSeen: bigint | null;
  /** What is to be spent, in quote units of 10^-8. */
  readonly notional: bigint;
  /** For a quote that claims to be a dollar: its price in dollars, in 10^-8 units; null where it claims nothing. */
  readonly peg: bigint | null;
}

/** Two sources may differ by this much, in basis points of the lower: 2 %. */
const sourcesApartMaxBps = 200n;

/** How far the best offer may lie from the median of the last hour's trades: 10 %. */
const jumpMaxBps = 1_000n;

/** How much dearer than the best offer the whole buy may become: 3 %. */
const impactMaxBps = 300n;

/** A stable currency counts as stable up to this distance from one dollar: 3 %. */
const pegApartMaxBps = 300n;

const tradesWindowMs = 3_600_000;

/** Fewer trades than this say nothing about where the price was. */
const tradesMin = 3;

/** The first reason against buying on `picture`, or null. */
export function marketDenial(picture: MarketPicture, context: GateContext): MarketDenial | null {
  const { rules, sequenceSeen } = context;
  if (isMismatched(picture, rules)) return 'book_mismatched';
  if (picture.drift !== null && isClockOff(picture.drift)) return 'clock_off';
  if (isStale(picture, context)) return 'market_stale';
  if (sequenceSeen !== null && picture.sequence !== null && picture.sequence < sequenceSeen)
    return 'market_out_of_sequence';
  const [bid, ask] = [picture.bids[0], picture.asks[0]];
  if (bid === undefined || ask === undefined) return 'quote_missing';
  if (bid.price >= ask.price) return 'quote_crossed';
  if (!agree(picture.quote, { bid, ask })) return 'sources_disagree';
  const median = medianOf(picture);
  if (median !== null && isApart(ask.price, median, jumpMaxBps)) return 'price_jumped';
  if (context.peg !== null && isApart(context.peg, unitsPerWhole, pegApartMaxBps)) return 'quote_depegged';
  return isTooThin(picture.asks, context.notional) ? 'book_too_thin' : null;
}

function isMismatched({ quote, book }: MarketPicture, rules: BookRules): boolean {
  return book !== rules.book || quote.book !== rules.book || `${rules.base}_${rules.quote}` !== rules.book;
}

function isStale({ atMs }: MarketPicture, { nowMs, ageMaxMs }: GateContext): boolean {
  // An exchange that does not say when it spoke is not known to speak of now.
  if (atMs === null) return true;
  return Math.abs(nowMs - atMs) > ageMaxMs;
}

/** The ticker's prices against those of the order book; a ticker without a side says nothing about it. */
function agree(quote: Quote, best: { readonly bid: PriceLevel; readonly ask: PriceLevel }): boolean {
  const isBidNear = quote.bid === null || !isApart(quote.bid, best.bid.price, sourcesApartMaxBps);
  const isAskNear = quote.ask === null || !isApart(quote.ask, best.ask.price, sourcesApartMaxBps);
  return isBidNear && isAskNear;
}

/** The median price of the last hour's trades, each counted once; null where there are too few. */
function medianOf({ trades, atMs }: MarketPicture): bigint | null {
  const recent = new Map(
    trades
      .filter((trade) => atMs !== null && atMs - trade.atMs <= tradesWindowMs)
      .map(({ tradeId, price }) => [tradeId, price]),
  );
  if (recent.size < tradesMin) return null;
  const prices = [...recent.values()].sort((one, other) => (one < other ? -1 : 1));
  return prices[Math.floor(prices.length / 2)] ?? null;
}

/** Whether `notional` cannot be spent without paying more than the cap above the best offer. */
function isTooThin(asks: readonly PriceLevel[], notional: bigint): boolean {
  const best = asks[0]?.price ?? 0n;
  const dearest = best + (best * impactMaxBps) / 10_000n;
  let offered = 0n;
  for (const { price, quantity } of asks) {
    if (price > dearest) break;
    offered += divideDown(price * quantity, unitsPerWhole);
    if (offered >= notional) return false;
  }
  return true;
}

function isApart(one: bigint, other: bigint, bpsMax: bigint): boolean {
  const [low, high] = one < other ? [one, other] : [other, one];
  return (high - low) * 10_000n > low * bpsMax;
}
