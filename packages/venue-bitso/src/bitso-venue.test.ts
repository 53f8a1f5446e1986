// The adapter's port over golden answers: what it asks, and what it makes of what comes back.

import { goldenPayloads } from '@mandato/bitso-wire/golden/golden-payloads';
import type { VenueAnswer } from '@mandato/invest-core/venue/venue-answer';
import type { VenueIntent } from '@mandato/invest-core/venue/venue-intent';
import { expect, test } from 'vitest';
import { bitsoVenue } from './bitso-venue.ts';

function answering(answer: VenueAnswer) {
  const asked: VenueIntent[] = [];
  const venue = bitsoVenue({
    ask: (intent) => {
      asked.push(intent);
      return Promise.resolve(answer);
    },
  });
  return { venue, asked };
}
const answered = (status: number, body: string) =>
  answering({ kind: 'answered', status, body, date: null }).venue;
const payload = (value: unknown) => answered(200, JSON.stringify({ success: true, payload: value }));
const refused = (status: number, code: string) =>
  answered(status, JSON.stringify({ success: false, error: { code, message: 'no', details: [] } }));
const orderRow: Record<string, unknown> = JSON.parse(goldenPayloads.openOrders).payload[0];
const tradeRow: unknown = JSON.parse(goldenPayloads.userTrade);

test('bitsoVenue() asks each question as one typed intent', async () => {
  const { venue, asked } = answering({ kind: 'not_sent', cause: 'connection_refused' });
  const order = { kind: 'place_market_buy', orderId: 'a', book: 'btc_mxn', notional: '500' } as const;
  await venue.placeOrder(order, 'n');
  await venue.cancelOrder('a', 'n');
  await venue.findOrder('a', 'n');
  await venue.readOrderTrades('a', 'n');
  await venue.readOwnTrades({ book: 'btc_mxn', afterTradeId: '7' }, 'n');
  await venue.readBalances('n');
  expect(asked).toEqual([
    order,
    { kind: 'cancel_order', orderId: 'a' },
    { kind: 'find_orders', orderIds: ['a'] },
    { kind: 'read_order_trades', orderId: 'a' },
    { kind: 'read_user_trades', book: 'btc_mxn', afterTradeId: '7' },
    { kind: 'read_balances' },
  ]);
});

test('readBalances() reads the golden balance exactly', async () => {
  expect(await answered(200, goldenPayloads.balance).readBalances('n')).toEqual({
    kind: 'read',
    value: [
      {
        asset: 'mxn',
        available: 9_250_000_000_000n,
        locked: 750_000_000_000n,
        total: 10_000_000_000_000n,
      },
    ],
  });
  expect(await payload({ balances: [{ currency: 'mxn' }] }).readBalances('n')).toMatchObject({
    kind: 'unread',
  });
});

test('findOrder() finds by our id only, prefers the living order, and takes "unknown" as an answer', async () => {
  const found = await answered(200, goldenPayloads.openOrders).findOrder('grid-17_a', 'n');
  expect(found).toEqual({
    kind: 'read',
    value: { orderId: 'grid-17_a', venueOrderId: 'q7Zt0LmB2xYcR4uE', status: 'partially_filled' },
  });
  const nothing = { kind: 'read', value: null };
  expect(await answered(200, goldenPayloads.openOrders).findOrder('other', 'n')).toEqual(nothing);
  expect(await payload([]).findOrder('a', 'n')).toEqual(nothing);
  expect(await refused(400, '0357').findOrder('a', 'n')).toEqual(nothing);
  expect(await refused(400, '0312').findOrder('a', 'n')).toEqual(nothing);
  const twice = [{ ...orderRow, status: 'cancelled', oid: 'old' }, orderRow];
  expect(await payload(twice).findOrder('grid-17_a', 'n')).toMatchObject({
    value: { venueOrderId: 'q7Zt0LmB2xYcR4uE' },
  });
  const odd = [{ ...orderRow, status: 'resting' }];
  expect(await payload(odd).findOrder('grid-17_a', 'n')).toMatchObject({ kind: 'unread' });
});

test('readOrderTrades() tells fills, an order without them, and no trace apart', async () => {
  expect(await payload([tradeRow]).readOrderTrades('grid-17_a', 'n')).toMatchObject({
    value: { kind: 'fills', fills: [{ tradeId: '1001' }] },
  });
  for (const code of ['0377', '0378']) {
    expect(await refused(400, code).readOrderTrades('a', 'n')).toEqual({
      kind: 'read',
      value: { kind: 'exists_without_trades' },
    });
  }
  for (const venue of [payload([]), refused(400, '0357'), refused(400, '0312')]) {
    expect(await venue.readOrderTrades('a', 'n')).toEqual({ kind: 'read', value: { kind: 'none_found' } });
  }
});

test('cancelOrder() says whether the exchange took it', async () => {
  expect(await payload(['q7Zt0LmB2xYcR4uE']).cancelOrder('a', 'n')).toEqual({
    kind: 'read',
    value: { cancelled: true },
  });
  for (const venue of [payload([]), refused(400, '0357')]) {
    expect(await venue.cancelOrder('a', 'n')).toEqual({ kind: 'read', value: { cancelled: false } });
  }
});

test('readBalances() gives each failure its own name', async () => {
  const failureOf = async (venue: ReturnType<typeof answered>) => {
    const outcome = await venue.readBalances('n');
    return outcome.kind === 'unread' ? outcome.failure : null;
  };
  expect(await failureOf(answered(420, goldenPayloads.rateLimited))).toEqual({ kind: 'rate_limited' });
  expect(await failureOf(answered(429, ''))).toEqual({ kind: 'rate_limited' });
  expect(await failureOf(refused(401, '0202'))).toMatchObject({ code: 'permission_missing' });
  expect(await failureOf(refused(401, '0207'))).toMatchObject({ venueCode: '0207' });
  const unreadable = { kind: 'unreachable', cause: 'answer_unreadable' };
  expect(await failureOf(answered(502, '<html>'))).toEqual(unreadable);
  expect(await failureOf(answered(200, '{"success":true,"payl'))).toEqual(unreadable);
  expect(await failureOf(answered(404, ''))).toEqual(unreadable);
  const lost = answering({ kind: 'lost', cause: 'timeout' }).venue;
  expect(await failureOf(lost)).toEqual({ kind: 'unreachable', cause: 'timeout' });
  const denied = answering({ kind: 'denied', code: 'credential_unknown' }).venue;
  expect(await failureOf(denied)).toEqual({ kind: 'denied', code: 'credential_unknown' });
});

test('readOwnTrades() reads whose each trade is, and no page of which it does not understand a row', async () => {
  const rows = [tradeRow, { tid: 46317, created_at: '2026-11-20T12:00:00+0000', price: 'of another age' }];
  const read = await payload(rows).readOwnTrades({ book: 'btc_mxn', afterTradeId: null }, 'n');
  const [first, second] = read.kind === 'read' ? read.value : [];
  expect(first).toMatchObject({ tradeId: expect.stringMatching(/^[0-9]+$/), atMs: expect.any(Number) });
  expect(second).toEqual({ tradeId: '46317', orderId: null, atMs: Date.UTC(2026, 10, 20, 12) });
  for (const odd of [{}, null, { tid: '1' }, { tid: 'x', created_at: '2026-11-20T12:00:00+0000' }])
    expect(await payload([...rows, odd]).readOwnTrades({ book: 'b', afterTradeId: null }, 'n')).toMatchObject(
      {
        kind: 'unread',
        failure: { cause: 'answer_unreadable' },
      },
    );
});

test('a read whose nonce was refused says that it was overtaken, and nothing about the key', async () => {
  const overtaken = { kind: 'unread', failure: { kind: 'overtaken' } };
  const venue = refused(401, '0206');
  expect(await venue.findOrder('a', 'n')).toEqual(overtaken);
  expect(await venue.readOrderTrades('a', 'n')).toEqual(overtaken);
  expect(await venue.readBalances('n')).toEqual(overtaken);
});
