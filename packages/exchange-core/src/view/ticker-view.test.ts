import { expect, test } from 'vitest';
import { candleSizes } from '../candle/candle-series.ts';
import { createTestExchange, limit, one, testBook } from '../engine/test-exchange.ts';
import { ohlcOf, tickerOf } from './ticker-view.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

function tradedAt(trades: readonly (readonly [number, bigint])[]) {
  const exchange = createTestExchange();
  const ana = exchange.open('ana', { btc: 100n * one, mxn: 0n });
  const beto = exchange.open('beto', { btc: 0n, mxn: 1_000_000n * one });
  for (const [atMs, price] of trades) {
    exchange.place({ by: ana, side: 'sell', terms: limit(price, one), atMs });
    exchange.place({ by: beto, side: 'buy', terms: limit(price, one), atMs });
  }
  return exchange.state;
}

test('tickerOf() sums up the last 24 hours only', () => {
  const start = 100 * dayMs;
  const state = tradedAt([
    [start - 2 * dayMs, 9_000n],
    [start - dayMs - minuteMs, 4_000n],
    [start - 5 * minuteMs, 5_000n],
    [start, 5_500n],
  ]);
  expect(tickerOf(state, testBook, start)).toMatchObject({
    last: 5_500n * one,
    high: 5_500n * one,
    low: 5_000n * one,
    vwap: 5_250n * one,
    volume: 2n * one,
    bid: null,
    ask: null,
    change24h: 1_500n * one,
  });
});

test('tickerOf() has no numbers where nothing was traded', () => {
  const { state } = createTestExchange();
  expect(tickerOf(state, testBook, 5)).toMatchObject({ last: null, high: null, vwap: null, volume: 0n });
});

test('ohlcOf() folds the same trades into every candle size', () => {
  const trades = Array.from(
    { length: 40 },
    (_, n) => [dayMs * 20 + n * 37 * minuteMs, BigInt(5_000 + 10 * n)] as const,
  );
  const state = tradedAt(trades);
  for (const seconds of candleSizes) {
    const candles = ohlcOf(state, testBook, { seconds, startMs: 0, endMs: null });
    expect(candles.reduce((sum, candle) => sum + candle.tradeCount, 0)).toBe(40);
    expect(candles.reduce((sum, candle) => sum + candle.volume, 0n)).toBe(40n * one);
    for (const candle of candles) {
      const inside = trades.filter(([at]) => at >= candle.startMs && at < candle.startMs + seconds * 1000);
      expect(candle.startMs % (seconds * 1000)).toBe(0);
      expect([candle.open, candle.close]).toEqual([
        (inside[0]?.[1] ?? 0n) * one,
        (inside.at(-1)?.[1] ?? 0n) * one,
      ]);
      expect([candle.low, candle.high]).toEqual([candle.open, candle.close]);
    }
  }
});

test('ohlcOf() gives the range asked for, its first bucket whole', () => {
  const state = tradedAt([
    [dayMs, 5_000n],
    [dayMs + minuteMs, 5_010n],
    [dayMs + 2 * minuteMs, 5_020n],
  ]);
  const range = { seconds: 60, startMs: dayMs + minuteMs + 5, endMs: dayMs + minuteMs + 9 } as const;
  expect(ohlcOf(state, testBook, range).map((candle) => candle.open)).toEqual([5_010n * one]);
});
