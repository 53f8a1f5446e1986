// Shows that every mistake in an order body has one code, and which of several mistakes is named first.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePlaceOrder } from './place-order-request.ts';

const tick = 1_000_000_000n;
const limit = { book: 'btc_mxn', side: 'buy', type: 'limit', major: '0.01', price: '1500000' };
const market = { book: 'btc_mxn', side: 'sell', type: 'market', major: '0.01' };

function tickSizeOf(book: string): bigint | null {
  return book === 'btc_mxn' ? tick : null;
}

const rules = { tickSizeOf, allowsLimitInMinor: false };

function codeOf(body: unknown): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const parsed = parsePlaceOrder(text, rules);
  return parsed.ok ? 'ok' : parsed.error;
}

function without(fields: object, name: string): object {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
}

test('parsePlaceOrder() answers any text with an order or a code, never anything else', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => codeOf(text).length > 0));
});

test('parsePlaceOrder() reads limit and market orders', () => {
  expect(parsePlaceOrder(JSON.stringify(limit), rules)).toEqual({
    ok: true,
    value: {
      book: 'btc_mxn',
      side: 'buy',
      originId: null,
      stop: null,
      terms: {
        kind: 'limit',
        price: 150_000_000_000_000n,
        major: 1_000_000n,
        timeInForce: 'goodtillcancelled',
      },
    },
  });
  const byMinor = {
    ...without(market, 'major'),
    minor: 500,
    origin_id: 'grid-17_a',
    slippage_tolerance: '0.5',
  };
  expect(parsePlaceOrder(JSON.stringify(byMinor), rules)).toMatchObject({
    ok: true,
    value: {
      originId: 'grid-17_a',
      terms: { kind: 'market_minor', minor: 50_000_000_000n, slippagePpm: 5000 },
    },
  });
  expect(codeOf({ ...limit, unknown_field: {}, stop: null })).toBe('ok');
});

test.each([
  ['{', '0304'],
  ['', '0304'],
  ['[]', '0372'],
  ['null', '0372'],
  [{ ...limit, book: 5 }, '0372'],
  [{ ...limit, major: [] }, '0372'],
  [{ ...limit, major: true }, '0372'],
  [{}, '0303'],
  [{ ...limit, book: 'nope_mxn' }, '0301'],
  [without(limit, 'side'), '0303'],
  [{ ...limit, side: 'up' }, '0306'],
  [without(limit, 'type'), '0303'],
  [{ ...limit, type: 'stop' }, '0307'],
  [{ ...limit, minor: '5' }, '0308'],
  [without(limit, 'major'), '0309'],
  [{ ...without(limit, 'major'), minor: '5' }, '0304'],
  [{ ...limit, stop: '5' }, '0407'],
  [{ ...market, stop: 'x' }, '0407'],
  [{ ...limit, margin_order_type: 'CROSS_MARGIN' }, '0304'],
  [{ ...limit, major: '0' }, '0408'],
  [{ ...limit, major: '-1' }, '0408'],
  [{ ...limit, major: '1e309' }, '0408'],
  ['{"book":"btc_mxn","side":"buy","type":"limit","major":1e309,"price":"1500000"}', '0408'],
  [{ ...limit, major: '1.000,50' }, '0408'],
  [{ ...limit, major: '0.000000001' }, '0407'],
  [without(limit, 'price'), '0407'],
  [{ ...limit, price: '1500005' }, '0407'],
  [{ ...limit, price: '0' }, '0407'],
  [{ ...limit, price: '-10' }, '0407'],
  [{ ...limit, price: 'ten' }, '0407'],
  [{ ...limit, time_in_force: 'forever' }, '0302'],
  [{ ...market, time_in_force: 'fillorkill' }, '0302'],
  [{ ...market, slippage_tolerance: 0 }, '0304'],
  [{ ...limit, origin_id: '' }, '0304'],
  [{ ...limit, origin_id: 'a'.repeat(41) }, '0304'],
  [{ ...limit, origin_id: 'a b' }, '0304'],
])('parsePlaceOrder(%j) is %s', (body, code) => {
  expect(codeOf(body)).toBe(code);
});

test('parsePlaceOrder() names the first mistake of several', () => {
  expect(codeOf({ book: 'nope_mxn', side: 'up', type: 'stop', major: '-1' })).toBe('0301');
  expect(codeOf({ ...limit, side: 'up', type: 'stop', major: '-1' })).toBe('0306');
  expect(codeOf({ ...limit, major: '-1', price: 'ten', time_in_force: 'forever' })).toBe('0408');
  expect(codeOf({ ...limit, price: 'ten', time_in_force: 'forever' })).toBe('0407');
});

test('parsePlaceOrder() drops price digits beyond the eighth: down for a buy, up for a sell', () => {
  const price = '1500000.000000001';
  expect(codeOf({ ...limit, price })).toBe('ok');
  expect(codeOf({ ...limit, side: 'sell', price })).toBe('0407');
});

test('parsePlaceOrder() reads stop-limit and stop-loss orders', () => {
  const stop = '1490000';
  const read = (body: object) => parsePlaceOrder(JSON.stringify(body), rules);
  expect(read({ ...limit, stop })).toMatchObject({
    value: { stop: 149_000_000_000_000n, terms: { kind: 'limit' } },
  });
  expect(read({ ...market, stop })).toMatchObject({
    value: { stop: 149_000_000_000_000n, terms: { kind: 'market_major' } },
  });
  // One client sends a stop-loss as a limit order without a price.
  expect(read({ ...without(limit, 'price'), stop })).toMatchObject({
    value: { terms: { kind: 'market_major' } },
  });
});

test('parsePlaceOrder() turns minor into major when limit orders may give it', () => {
  const body = JSON.stringify({ ...without(limit, 'major'), minor: '100' });
  expect(parsePlaceOrder(body, { ...rules, allowsLimitInMinor: true })).toMatchObject({
    value: { terms: { kind: 'limit', major: 6_666n } },
  });
});
