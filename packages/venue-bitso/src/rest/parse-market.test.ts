import { expect, test } from 'vitest';
import { parseOrderBook, parseTickerTime, parseTrades } from './parse-market.ts';

const row = (price: unknown, amount: unknown = '0.5') => ({ book: 'btc_mxn', price, amount });

test('parseOrderBook() puts the best price first on both sides and reads its number exactly', () => {
  const read = parseOrderBook({
    bids: [row('99'), row('99.5')],
    asks: [row('101'), row('100.5', '0.00000001')],
    updated_at: '2026-11-22T12:00:00+00:00',
    sequence: '9007199254740993',
  });
  expect(read).toEqual({
    sequence: 9_007_199_254_740_993n,
    bids: [
      { price: 9_950_000_000n, quantity: 50_000_000n },
      { price: 9_900_000_000n, quantity: 50_000_000n },
    ],
    asks: [
      { price: 10_050_000_000n, quantity: 1n },
      { price: 10_100_000_000n, quantity: 50_000_000n },
    ],
  });
  expect(parseOrderBook({ bids: [], asks: [] })).toEqual({ sequence: null, bids: [], asks: [] });
});

test('parseOrderBook() takes no price that is none (M5)', () => {
  for (const price of ['0', '-1', '1e309', 'NaN', '', null, undefined, 100, '٣'])
    expect(parseOrderBook({ bids: [row(price)], asks: [] })).toBe(null);
  expect(parseOrderBook({ bids: [row('1', '0')], asks: [] })).toBe(null);
  expect(parseOrderBook({ bids: {}, asks: [] })).toBe(null);
});

test('parseTrades() reads all rows or none', () => {
  const trade = {
    tid: 12,
    price: '100',
    created_at: '2026-11-22T12:00:00+0000',
    amount: '1',
    book: 'btc_mxn',
  };
  expect(parseTrades([trade])).toEqual([
    { tradeId: '12', price: 10_000_000_000n, atMs: Date.UTC(2026, 10, 22, 12) },
  ]);
  expect(parseTrades([trade, { ...trade, price: '0' }])).toBe(null);
  expect(parseTrades([{ ...trade, created_at: 'soon' }])).toBe(null);
  expect(parseTrades(null)).toBe(null);
});

test('parseTickerTime() is null where nothing says when', () => {
  expect(parseTickerTime({ created_at: '2026-11-22T12:00:00+00:00' })).toBe(Date.UTC(2026, 10, 22, 12));
  for (const payload of [{}, { created_at: 'yesterday' }, { created_at: 5 }, null])
    expect(parseTickerTime(payload)).toBe(null);
});
