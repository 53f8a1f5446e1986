// A book's trades folded into candles of every size, each size bounded in number.

import type { Trade } from '../engine/event.ts';

/** The candle sizes that can be asked for, in seconds (bitso-api: `time_bucket`). */
export const candleSizes = [
  60, 300, 900, 1800, 3600, 14_400, 21_600, 43_200, 86_400, 259_200, 604_800,
] as const;

export type CandleSeconds = (typeof candleSizes)[number];

/** One candle. Prices, volume (base) and notional (quote) are units of 10^-8; its start is a multiple of its size. */
export interface Candle {
  readonly startMs: number;
  readonly firstTradeMs: number;
  readonly lastTradeMs: number;
  readonly open: bigint;
  readonly high: bigint;
  readonly low: bigint;
  readonly close: bigint;
  readonly tradeCount: number;
  readonly volume: bigint;
  readonly notional: bigint;
}

/** Closed candles by size, and the minute that is being traded in, not yet in any of them. */
export interface CandleSeries {
  readonly closed: Map<CandleSeconds, Candle[]>;
  minute: Candle | null;
}

// More than a day of minutes, because the 24-hour ticker is folded from them.
const candlesMax = 1_600;

/** A series without trades. */
export function createCandleSeries(): CandleSeries {
  return { closed: new Map(candleSizes.map((seconds) => [seconds, []])), minute: null };
}

/** Folds one trade in; trades come in the order of their time. */
export function addTrade(series: CandleSeries, trade: Trade): void {
  const single = candleOf(trade);
  const { minute } = series;
  if (minute === null) {
    series.minute = single;
  } else if (minute.startMs === single.startMs) {
    series.minute = merge(minute, single);
  } else {
    closeMinute(series, minute);
    series.minute = single;
  }
}

/** All candles of a size that are kept, ascending, the running one included. */
export function candlesOf(series: CandleSeries, seconds: CandleSeconds): readonly Candle[] {
  const closed = series.closed.get(seconds) ?? [];
  if (series.minute === null) return closed;
  const running = [...closed];
  append(running, series.minute, seconds);
  return running;
}

/** True for a number that is one of the candle sizes. */
export function isCandleSize(seconds: number): seconds is CandleSeconds {
  return candleSizes.some((size) => size === seconds);
}

function candleOf(trade: Trade): Candle {
  return {
    startMs: trade.atMs - (trade.atMs % 60_000),
    firstTradeMs: trade.atMs,
    lastTradeMs: trade.atMs,
    open: trade.price,
    high: trade.price,
    low: trade.price,
    close: trade.price,
    tradeCount: 1,
    volume: trade.quantity,
    notional: trade.notional,
  };
}

function merge(earlier: Candle, later: Candle): Candle {
  return {
    startMs: earlier.startMs,
    firstTradeMs: earlier.firstTradeMs,
    lastTradeMs: later.lastTradeMs,
    open: earlier.open,
    high: earlier.high > later.high ? earlier.high : later.high,
    low: earlier.low < later.low ? earlier.low : later.low,
    close: later.close,
    tradeCount: earlier.tradeCount + later.tradeCount,
    volume: earlier.volume + later.volume,
    notional: earlier.notional + later.notional,
  };
}

function closeMinute(series: CandleSeries, minute: Candle): void {
  for (const seconds of candleSizes) {
    const candles = series.closed.get(seconds) ?? [];
    append(candles, minute, seconds);
    // Dropping many at once keeps the cost per trade constant.
    if (candles.length >= candlesMax * 2) candles.splice(0, candlesMax);
  }
}

function append(candles: Candle[], minute: Candle, seconds: CandleSeconds): void {
  const startMs = minute.startMs - (minute.startMs % (seconds * 1000));
  const last = candles.at(-1);
  if (last !== undefined && last.startMs === startMs) candles[candles.length - 1] = merge(last, minute);
  else candles.push({ ...minute, startMs });
}
