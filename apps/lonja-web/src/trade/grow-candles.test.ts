import { expect, test } from 'vitest';
import { growCandles } from './grow-candles.ts';

const candle = { startMs: 60_000, open: '10', high: '12', low: '9', close: '11', volume: '5' };
const trade = { id: 1, price: '13', amount: '1', takerSide: 'buy', atMs: 70_000 } as const;

test('growCandles() carries the running candle on, begins the next, and is the same when done again', () => {
  const tape = [{ ...trade, id: 2, price: '8', atMs: 125_000 }, trade];
  const grown = growCandles([candle], tape, 60);
  expect(grown).toEqual([
    { ...candle, high: '13', close: '13' },
    { startMs: 120_000, open: '8', high: '8', low: '8', close: '8', volume: '0' },
  ]);
  expect(growCandles(grown, tape, 60)).toEqual(grown);
});

test('growCandles() leaves what is closed alone', () => {
  expect(growCandles([candle], [{ ...trade, atMs: 5_000 }], 60)).toEqual([candle]);
});
