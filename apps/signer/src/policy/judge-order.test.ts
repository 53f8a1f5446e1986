// Limits at their boundary, to the last unit.

import type { PlaceOrderIntent } from '@mandato/invest-core/venue/venue-intent';
import { formatDecimal } from '@mandato/primitives/decimal';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { noLimits } from '../client/signer-options.ts';
import { judgeOrder } from './judge-order.ts';

const nothingYet = { notionalToday: 0n, ordersInLastMinute: 0 };
const units = fc.bigInt({ min: 1n, max: 10n ** 20n });
const buy = (notional: bigint): PlaceOrderIntent => ({
  kind: 'place_market_buy',
  orderId: 'a',
  book: 'btc_mxn',
  notional: formatDecimal(notional, 8),
});

test('item 19: judgeOrder() allows exactly the limit of one order, and not one unit more', () => {
  fc.assert(
    fc.property(units, (limit) => {
      const limits = { ...noLimits, notionalPerOrderMax: { mxn: formatDecimal(limit, 8) } };
      expect(judgeOrder(buy(limit), limits, nothingYet)).toBeNull();
      expect(judgeOrder(buy(limit + 1n), limits, nothingYet)).toBe('notional_above_order_limit');
    }),
  );
});

test('item 19: judgeOrder() allows exactly the rest of the day, and not one unit more', () => {
  fc.assert(
    fc.property(units, units, (notionalToday, rest) => {
      const limits = { ...noLimits, notionalPerDayMax: { mxn: formatDecimal(notionalToday + rest, 8) } };
      const usage = { notionalToday, ordersInLastMinute: 0 };
      expect(judgeOrder(buy(rest), limits, usage)).toBeNull();
      expect(judgeOrder(buy(rest + 1n), limits, usage)).toBe('notional_above_day_limit');
    }),
  );
});

test('judgeOrder() lets nothing be spent in a quote currency that the limits do not name', () => {
  const limits = { ...noLimits, notionalPerOrderMax: { usd: '1000' } };
  expect(judgeOrder(buy(1n), limits, nothingYet)).toBe('notional_above_order_limit');
  const named = { ...noLimits, notionalPerDayMax: { constructor: '1' } };
  expect(judgeOrder(buy(1n), named, nothingYet)).toBe('notional_above_day_limit');
});

test('judgeOrder() rounds the notional of a limit order up, and counts sells toward no day', () => {
  const sell: PlaceOrderIntent = {
    kind: 'place_limit_order',
    orderId: 'a',
    book: 'btc_mxn',
    side: 'sell',
    quantity: '0.00000001',
    price: '0.5',
    postOnly: false,
  };
  const order = { ...noLimits, notionalPerOrderMax: { mxn: '0' } };
  expect(judgeOrder(sell, order, nothingYet)).toBe('notional_above_order_limit');
  const day = { ...noLimits, notionalPerDayMax: { mxn: '0' } };
  expect(judgeOrder(sell, day, nothingYet)).toBeNull();
  expect(judgeOrder({ ...sell, side: 'buy' }, day, nothingYet)).toBe('notional_above_day_limit');
});

test('judgeOrder() names the first denial that applies', () => {
  const limits = {
    ...noLimits,
    books: ['eth_mxn'],
    sides: ['sell' as const],
    notionalPerOrderMax: { mxn: '1' },
    notionalPerDayMax: { mxn: '1' },
    ordersPerMinuteMax: 0,
  };
  const order = buy(200_000_000n);
  expect(judgeOrder(order, limits, nothingYet)).toBe('book_not_allowed');
  const anyBook = { ...limits, books: null };
  expect(judgeOrder(order, anyBook, nothingYet)).toBe('side_not_allowed');
  expect(judgeOrder(order, { ...anyBook, sides: null }, nothingYet)).toBe('notional_above_order_limit');
  const minute = { ...noLimits, ordersPerMinuteMax: 3 };
  expect(judgeOrder(order, minute, { ...nothingYet, ordersInLastMinute: 2 })).toBeNull();
  expect(judgeOrder(order, minute, { ...nothingYet, ordersInLastMinute: 3 })).toBe(
    'orders_per_minute_exceeded',
  );
});
