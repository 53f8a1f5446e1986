// A book's numbers of the last 24 hours, and its candles.

import { unitsPerWhole } from '@mandato/primitives/money';
import { divideHalfEven } from '@mandato/primitives/rounding';
import { type Candle, type CandleSeconds, candlesOf } from '../candle/candle-series.ts';
import type { ExchangeState } from '../engine/state.ts';
import type { BookId } from '../ids.ts';
import { bestPricesOf } from './book-view.ts';

/** Prices and volume in units of 10^-8; null where no trade or no order says. */
export interface Ticker {
  readonly book: BookId;
  readonly last: bigint | null;
  readonly high: bigint | null;
  readonly low: bigint | null;
  /** Volume-weighted average price of 24 hours. */
  readonly vwap: bigint | null;
  /** Base traded in 24 hours. */
  readonly volume: bigint;
  readonly bid: bigint | null;
  readonly ask: bigint | null;
  /** last − the price of 24 hours ago (of the first trade since, when there was none before). */
  readonly change24h: bigint | null;
  /** Mean of the last six hourly price moves, in parts per million. */
  readonly averageHourlyMovePpm: bigint;
}

const hourMs = 3_600_000;

/** The ticker of a book at market time `atMs`, or null for an unknown book. */
export function tickerOf(state: ExchangeState, bookId: BookId, atMs: number): Ticker | null {
  const book = state.books.get(bookId);
  if (book === undefined) return null;
  const minutes = candlesOf(book.candles, 60);
  const day = minutes.filter((candle) => candle.startMs > atMs - 24 * hourMs);
  const volume = sum(day.map((candle) => candle.volume));
  const notional = sum(day.map((candle) => candle.notional));
  const then = priceAt(minutes, atMs - 24 * hourMs) ?? day[0]?.open ?? null;
  return {
    book: bookId,
    last: book.lastPrice,
    high: extreme(
      day.map((candle) => candle.high),
      1,
    ),
    low: extreme(
      day.map((candle) => candle.low),
      -1,
    ),
    vwap: volume === 0n ? null : divideHalfEven(notional * unitsPerWhole, volume),
    volume,
    ...bestPricesOf(state, bookId),
    change24h: book.lastPrice === null || then === null ? null : book.lastPrice - then,
    averageHourlyMovePpm: averageHourlyMove(minutes, atMs),
  };
}

/**
 * A book's candles, ascending, without empty ones; with no range, the latest 300. Empty for an unknown book.
 * `startMs` and `endMs` are both inclusive and compared with the start of the candle.
 */
export function ohlcOf(
  state: ExchangeState,
  bookId: BookId,
  query: { readonly seconds: CandleSeconds; readonly startMs: number | null; readonly endMs: number | null },
): readonly Candle[] {
  const book = state.books.get(bookId);
  if (book === undefined) return [];
  const all = candlesOf(book.candles, query.seconds);
  const startMs = query.startMs === null ? null : query.startMs - (query.startMs % (query.seconds * 1000));
  const kept = all.filter(
    (candle) =>
      (startMs === null || candle.startMs >= startMs) &&
      (query.endMs === null || candle.startMs <= query.endMs),
  );
  return startMs === null ? kept.slice(-300) : kept;
}

// The price of the last trade before `atMs`, as far back as minutes are kept.
function priceAt(minutes: readonly Candle[], atMs: number): bigint | null {
  return minutes.findLast((candle) => candle.startMs <= atMs)?.close ?? null;
}

function averageHourlyMove(minutes: readonly Candle[], atMs: number): bigint {
  const hours = [6, 5, 4, 3, 2, 1, 0].map((hoursAgo) => priceAt(minutes, atMs - hoursAgo * hourMs));
  const moves = hours.slice(1).map((price, index) => {
    const before = hours[index] ?? null;
    return price === null || before === null ? 0n : divideHalfEven((price - before) * 1_000_000n, before);
  });
  return divideHalfEven(sum(moves), 6n);
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

function extreme(values: readonly bigint[], direction: 1 | -1): bigint | null {
  return values.reduce<bigint | null>(
    (best, value) => (best === null || (direction === 1 ? value > best : value < best) ? value : best),
    null,
  );
}
