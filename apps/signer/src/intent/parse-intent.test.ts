// Fuzzes the door through which typed intents come: only exact shapes pass, and what passes is rebuilt.

import type { VenueIntent } from '@mandato/invest-core/venue/venue-intent';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildRequest } from './build-request.ts';
import { parseIntent } from './parse-intent.ts';

const book = fc.stringMatching(/^[a-z0-9]{2,12}_[a-z0-9]{2,12}$/);
const orderId = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/);
const amount = fc
  .tuple(fc.integer({ min: 0, max: 999_999_999 }), fc.stringMatching(/^[0-9]{0,7}[1-9]$/))
  .map(([whole, fraction]) => `${whole}.${fraction}`);
const intents: fc.Arbitrary<VenueIntent> = fc.oneof(
  fc.constantFrom<VenueIntent>({ kind: 'read_balances' }, { kind: 'read_account' }, { kind: 'read_fees' }),
  fc.record({ kind: fc.constant('read_open_orders' as const), book }),
  fc.record({
    kind: fc.constant('find_orders' as const),
    orderIds: fc.uniqueArray(orderId, { minLength: 1, maxLength: 20 }),
  }),
  fc.record({ kind: fc.constant('read_order_trades' as const), orderId }),
  fc.record({ kind: fc.constant('cancel_order' as const), orderId }),
  fc.record({
    kind: fc.constant('read_user_trades' as const),
    book,
    afterTradeId: fc.option(fc.stringMatching(/^[0-9]{1,20}$/)),
  }),
  fc.record({ kind: fc.constant('place_market_buy' as const), orderId, book, notional: amount }),
  fc.record({
    kind: fc.constant('place_limit_order' as const),
    orderId,
    book,
    side: fc.constantFrom('buy' as const, 'sell' as const),
    quantity: amount,
    price: amount,
    postOnly: fc.boolean(),
  }),
);
const junk = fc.oneof(
  fc.constantFrom('1e3', '-1', 'NaN', 'Infinity', '0', '0.0', '01', '+1', ' 1', '1 ', '1,5', '0x1', '', '1.'),
  fc.constantFrom(
    '1'.repeat(40),
    `0.${'1'.repeat(40)}`,
    '../x',
    'a/b',
    'a?b',
    'a&b=c',
    'a\r\nb',
    'é',
    'a%2e',
  ),
  fc.anything({ withNullPrototype: true, withBigInt: false }),
);

test('parseIntent() takes every well-formed intent unchanged, and its request needs no escaping', () => {
  fc.assert(
    fc.property(intents, (intent) => {
      const parsed = parseIntent(JSON.parse(JSON.stringify(intent)));
      expect(parsed).toEqual(intent);
      expect(parsed).not.toBe(intent);
      if (parsed === null) return;
      const { target, body } = buildRequest(parsed);
      expect(target).toMatch(/^\/api\/v3\/[a-z_]+\/?(\?[A-Za-z0-9_=&,-]+)?$/);
      expect(body === '' || body === JSON.stringify(JSON.parse(body))).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test('item 16: parseIntent() refuses an intent with any field replaced by junk, removed or added', () => {
  fc.assert(
    fc.property(intents, fc.nat(), junk, (intent, at, replacement) => {
      const keys = Object.keys(intent);
      const key = keys[at % keys.length] ?? 'kind';
      const parsed = parseIntent({ ...intent, [key]: replacement });
      // Junk may happen to be a fine value for that field; then it is what comes back.
      if (parsed !== null) expect(parsed).toEqual({ ...intent, [key]: replacement });
      const { [key]: _removed, ...rest } = Object.fromEntries(Object.entries(intent));
      expect(parseIntent(rest)).toBeNull();
      expect(parseIntent({ ...intent, path: '/api/v3/anything' })).toBeNull();
    }),
    { numRuns: 3_000 },
  );
});

test.each(['1e3', '-1', 'NaN', '0', '0.000000000', '1'.repeat(40), '0.123456789', ' 1', '1_000', '1.000,50'])(
  'item 19: parseIntent() refuses %s as an amount',
  (notional) => {
    expect(parseIntent({ kind: 'place_market_buy', orderId: 'a', book: 'btc_mxn', notional })).toBeNull();
  },
);

test('item 16: parseIntent() refuses tricks with prototypes, symbols and accessors', () => {
  const plain = { kind: 'read_order_trades', orderId: 'a' };
  expect(parseIntent(plain)).toEqual(plain);
  expect(parseIntent(Object.create(plain))).toBeNull();
  expect(parseIntent(Object.assign(Object.create({ orderId: 'a' }), { kind: 'cancel_order' }))).toBeNull();
  expect(parseIntent(JSON.parse('{"kind":"cancel_order","orderId":"a","__proto__":{"x":1}}'))).toBeNull();
  expect(parseIntent({ ...plain, [Symbol('x')]: 1 })).toBeNull();
  expect(parseIntent([plain])).toBeNull();
  expect(parseIntent({ kind: 'find_orders', orderIds: ['a', 'a'] })).toBeNull();
  expect(parseIntent({ kind: 'toString' })).toBeNull();
});
