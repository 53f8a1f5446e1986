// A book's trades folded into candles of every size, each size bounded in number.

import { Amount, addAmount, setSafeUnits, setUnits, unitsOf } from '../ledger/split-money.ts';

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
export class CandleSeries {
  readonly closed: Map<CandleSeconds, Candle[]> = new Map(candleSizes.map((seconds) => [seconds, []]));
  readonly #tickSize: bigint;
  // The running minute in numbers: nothing is made for a trade that only moves it.
  #tradeCount = 0;
  #startMs = 0;
  #firstTradeMs = 0;
  #lastTradeMs = 0;
  #open = 0;
  #high = 0;
  #low = 0;
  #close = 0;
  readonly #volume = new Amount();
  readonly #notional = new Amount();

  constructor(tickSize: bigint) {
    this.#tickSize = tickSize;
  }

  /** The running minute, or null before the first trade. */
  get minute(): Candle | null {
    if (this.#tradeCount === 0) return null;
    return {
      startMs: this.#startMs,
      firstTradeMs: this.#firstTradeMs,
      lastTradeMs: this.#lastTradeMs,
      open: BigInt(this.#open) * this.#tickSize,
      high: BigInt(this.#high) * this.#tickSize,
      low: BigInt(this.#low) * this.#tickSize,
      close: BigInt(this.#close) * this.#tickSize,
      tradeCount: this.#tradeCount,
      volume: unitsOf(this.#volume),
      notional: unitsOf(this.#notional),
    };
  }

  /** Makes `minute` the running one, as when a snapshot is read back. */
  restore(minute: Candle): void {
    this.#begin(Number(minute.open / this.#tickSize), minute.firstTradeMs);
    this.#high = Number(minute.high / this.#tickSize);
    this.#low = Number(minute.low / this.#tickSize);
    this.#close = Number(minute.close / this.#tickSize);
    this.#lastTradeMs = minute.lastTradeMs;
    this.#tradeCount = minute.tradeCount;
    setUnits(this.#volume, minute.volume);
    setUnits(this.#notional, minute.notional);
  }

  /** Folds the trades of one moment in; moments come in their order. */
  add(trades: CandleTrades, atMs: number): void {
    const { firstTicks, lastTicks } = trades;
    if (this.#tradeCount === 0 || atMs >= this.#startMs + 60_000) {
      const { minute } = this;
      if (minute !== null) closeMinute(this, minute);
      this.#begin(firstTicks, atMs);
    }
    this.#high = Math.max(this.#high, firstTicks, lastTicks);
    this.#low = Math.min(this.#low, firstTicks, lastTicks);
    this.#close = lastTicks;
    this.#lastTradeMs = atMs;
    this.#tradeCount += trades.count;
    addAmount(this.#volume, trades.quantity);
    addAmount(this.#notional, trades.notionals);
  }

  #begin(ticks: number, atMs: number): void {
    this.#startMs = atMs - (atMs % 60_000);
    this.#firstTradeMs = atMs;
    this.#open = ticks;
    this.#high = ticks;
    this.#low = ticks;
    this.#tradeCount = 0;
    setSafeUnits(this.#volume, 0);
    setSafeUnits(this.#notional, 0);
  }
}

/** Trades of one moment whose prices only rise or only fall: how many, between which prices, and their sums. */
export interface CandleTrades {
  readonly count: number;
  readonly firstTicks: number;
  readonly lastTicks: number;
  readonly quantity: Amount;
  readonly notionals: Amount;
}

// More than a day of minutes, because the 24-hour ticker is folded from them.
const candlesMax = 1_600;

/** All candles of a size that are kept, ascending, the running one included. */
export function candlesOf(series: CandleSeries, seconds: CandleSeconds): readonly Candle[] {
  const closed = series.closed.get(seconds) ?? [];
  const { minute } = series;
  if (minute === null) return closed;
  const running = [...closed];
  append(running, minute, seconds);
  return running;
}

/** True for a number that is one of the candle sizes. */
export function isCandleSize(seconds: number): seconds is CandleSeconds {
  return candleSizes.some((size) => size === seconds);
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
