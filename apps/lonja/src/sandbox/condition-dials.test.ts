// Turns the dials that bend orders, ids and fills, and looks at everything that a client could notice.

import { accountIdOf, assetOf, bookIdOf, venueOrderIdOf } from '@mandato/exchange-core/ids';
import { unitsPerWhole } from '@mandato/primitives/money';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import {
  type TestKey,
  type TestLonja,
  type TestPerson,
  testLonja,
  tradingPermissions,
} from '../testing/test-lonja.ts';

interface Stage {
  readonly test: TestLonja;
  readonly ana: TestPerson;
  readonly key: TestKey;
}

const maker = accountIdOf('maker');

// Asks for 0.01 btc each at 1,000,000, 1,010,000 and 1,020,000.
async function stage(): Promise<Stage> {
  const { test: lonja, ana } = await testLonja({ hasRateLimits: false, hasSandboxFaults: true });
  onTestFinished(() => lonja.close());
  const key = await ana.makeKey(tradingPermissions);
  const { marketPort } = lonja.lonja;
  const at = { atMs: lonja.nowMs, account: maker };
  await marketPort.submit({ kind: 'open_account', ...at });
  const fundingId = 'f'.repeat(32);
  const amount = 10n * unitsPerWhole;
  await marketPort.submit({ kind: 'fund', ...at, asset: assetOf('btc'), amount, fundingId, method: 'test' });
  for (const [index, price] of [1_000_000n, 1_010_000n, 1_020_000n].entries()) {
    const terms = { price: price * unitsPerWhole, quantity: unitsPerWhole / 100n } as const;
    const placed = await marketPort.submit({
      kind: 'place_order',
      ...at,
      orderId: venueOrderIdOf(`ask${index}`.padStart(16, '0')),
      originId: null,
      book: bookIdOf('btc_mxn'),
      side: 'sell',
      terms: { kind: 'limit', ...terms, timeInForce: 'gtc' },
    });
    expect(placed.ok).toBe(true);
  }
  return { test: lonja, ana, key };
}

async function turn(lonja: TestLonja, dial: string): Promise<void> {
  const body = JSON.stringify({ do: dial });
  const url = 'http://lonja.test/sandbox/faults';
  expect((await lonja.ask(new Request(url, { method: 'POST', body }))).status).toBe(200);
}

const rowsSchema = z.array(z.record(z.string(), z.unknown()));

async function rows(lonja: TestLonja, key: TestKey, target: string) {
  const answer = await lonja.signed(key, { target: `/api/v3/${target}` });
  return rowsSchema.parse(answer.payload);
}

async function available(lonja: TestLonja, key: TestKey, currency: string): Promise<string> {
  const { payload } = await lonja.signed(key, { target: '/api/v3/balance' });
  const { balances } = z.object({ balances: rowsSchema }).parse(payload);
  return String(balances.find((row) => row['currency'] === currency)?.['available']);
}

const marketBuy = { book: 'btc_mxn', side: 'buy', type: 'market', major: '0.03' };

test('partial(n) lets a market order take the n best prices', async () => {
  for (const [dial, filled] of [
    ['partial', '0.02000000'],
    ['partial(2)', '0.01000000'],
  ] as const) {
    const { test: lonja, key } = await stage();
    await turn(lonja, dial);
    await lonja.post(key, '/api/v3/orders', { ...marketBuy, origin_id: 'bend' });
    expect(await rows(lonja, key, 'orders?origin_ids=bend')).toMatchObject([
      { status: 'cancelled', unfilled_amount: filled },
    ]);
  }
});

test('unique(none) lets an id be used again while its order is open, and finds the latest', async () => {
  const { test: lonja, key } = await stage();
  const order = { book: 'btc_mxn', side: 'buy', type: 'limit', major: '0.001', origin_id: 'twice' };
  expect((await lonja.post(key, '/api/v3/orders', { ...order, price: '500000' })).status).toBe(200);
  expect((await lonja.post(key, '/api/v3/orders', { ...order, price: '600000' })).code).toBe('0356');
  await turn(lonja, 'unique(none)');
  expect((await lonja.post(key, '/api/v3/orders', { ...order, price: '600000' })).status).toBe(200);
  expect(await rows(lonja, key, 'orders?origin_ids=twice')).toMatchObject([
    { origin_id: 'twice', price: '600000' },
  ]);
  const open = await rows(lonja, key, 'open_orders');
  expect(open.map((row) => [row['origin_id'], row['price']])).toEqual([
    ['twice', '600000'],
    ['twice', '500000'],
  ]);
});

const deskSchema = z.object({
  balances: rowsSchema,
  latestFills: z.array(z.object({ fee: z.string(), amount: z.string() })),
});

/** The trading desk of the portal: how much of a currency is free, and the latest fills. */
async function deskOf(ana: TestPerson, currency: string) {
  const { balances, latestFills } = deskSchema.parse(await ana.value('desk', {}));
  const row = balances.find((balance) => balance['currency'] === currency);
  return { available: Number(row?.['available']), fills: latestFills };
}

test('rollback(n) takes the latest trades back everywhere, and only those', async () => {
  const { test: lonja, ana, key } = await stage();
  const first = { ...marketBuy, major: '0.01', origin_id: 'kept' };
  await lonja.post(key, '/api/v3/orders', first);
  const before = { mxn: await available(lonja, key, 'mxn'), btc: await available(lonja, key, 'btc') };
  await lonja.post(key, '/api/v3/orders', { ...marketBuy, major: '0.01', origin_id: 'gone' });
  expect(await available(lonja, key, 'mxn')).not.toBe(before.mxn);
  await turn(lonja, 'rollback(1)');
  expect(await available(lonja, key, 'mxn')).toBe(before.mxn);
  expect(await available(lonja, key, 'btc')).toBe(before.btc);
  expect(await rows(lonja, key, 'user_trades')).toMatchObject([{ origin_id: 'kept' }]);
  const desk = await deskOf(ana, 'mxn');
  expect([desk.fills.length, desk.available]).toEqual([1, Number(before.mxn)]);
  expect(await rows(lonja, key, 'order_trades?origin_id=gone')).toEqual([]);
  expect(await rows(lonja, key, 'ledger/trades')).toHaveLength(1);
  expect(await rows(lonja, key, 'orders?origin_ids=gone')).toMatchObject([
    { status: 'cancelled', original_value: expect.any(String), unfilled_amount: '0.01000000' },
  ]);
  // What is traded later is not taken back.
  await lonja.post(key, '/api/v3/orders', { ...marketBuy, major: '0.01', origin_id: 'later' });
  expect((await rows(lonja, key, 'user_trades')).map((row) => row['origin_id'])).toEqual(['later', 'kept']);
});

test('rules(fee) charges another fee in trades, ledger, fees, balances and the portal from then on', async () => {
  const { test: lonja, ana, key } = await stage();
  await lonja.post(key, '/api/v3/orders', { ...marketBuy, major: '0.01' });
  const [usual] = await rows(lonja, key, 'user_trades');
  const held = await available(lonja, key, 'btc');
  await turn(lonja, 'rules(,,0.05)');
  await lonja.post(key, '/api/v3/orders', { ...marketBuy, major: '0.01' });
  const [dear, old] = await rows(lonja, key, 'user_trades');
  const desk = await deskOf(ana, 'btc');
  expect(desk.available).toBe(Number(await available(lonja, key, 'btc')));
  expect(desk.fills.map(({ fee }) => Number(fee))).toEqual([
    Number(dear?.['fees_amount']),
    Number(old?.['fees_amount']),
  ]);
  expect(old).toEqual(usual);
  expect(dear).toMatchObject({ major: '0.01000000', fees_amount: '0.00050000', fees_currency: 'btc' });
  expect(Number(await available(lonja, key, 'btc'))).toBeCloseTo(Number(held) + 0.0095, 8);
  const [fee] = await rows(lonja, key, 'ledger/fees');
  expect(fee).toMatchObject({ balance_updates: [{ currency: 'btc', amount: '-0.00050000' }] });
  const told = await lonja.signed(key, { target: '/api/v3/fees' });
  expect(told.text).toContain('"taker_fee_decimal":"0.05000000"');
  expect((await lonja.get('/api/v3/available_books')).text).toContain('"taker":"0.05"');
});

test('rules, halt and unique hold for changes too, in both versions, and rules let v4 cancel instead', async () => {
  const { test: lonja, key } = await stage();
  const order = { book: 'btc_mxn', side: 'buy', type: 'limit', major: '0.001', price: '500000' };
  const patch = (target: string, body: object) =>
    lonja.signed(key, { method: 'PATCH', target, body: JSON.stringify(body) });
  await lonja.post(key, '/api/v3/orders', { ...order, origin_id: 'bend' });
  await turn(lonja, 'rules(1000,600)');
  for (const version of ['v3', 'v4']) {
    const target = `/api/${version}/orders?origin_id=bend`;
    expect((await patch(target, { price: '600010' })).code).toBe('0407');
    expect((await patch(target, { price: '500000', major: '0.0011' })).code).toBe('0405');
  }
  expect((await patch('/api/v4/orders?origin_id=bend', { price: '700000', major: '0.001' })).status).toBe(
    200,
  );
  expect(await rows(lonja, key, 'open_orders')).toMatchObject([{ price: '700000' }]);
  const cancelled = await patch('/api/v4/orders?origin_id=bend', { price: '600010', cancel: true });
  expect(cancelled.status).toBe(200);
  expect(await rows(lonja, key, 'open_orders')).toEqual([]);
  await lonja.post(key, '/api/v3/orders', { ...order, price: '700000', origin_id: 'next' });
  await turn(lonja, 'unique(forever)');
  expect((await patch('/v3/orders?origin_id=next', { price: '710000', origin_id: 'bend' })).code).toBe(
    '0356',
  );
  await turn(lonja, 'halt');
  expect((await patch('/v4/orders?origin_id=next', { price: '710000' })).code).toBe('0410');
});

test('release_lag(ms) frees what a cancelled order held only later', async () => {
  const { test: lonja, key } = await stage();
  const before = await available(lonja, key, 'mxn');
  const most = { book: 'btc_mxn', side: 'buy', type: 'limit', major: '0.15', price: '600000' };
  await lonja.post(key, '/api/v3/orders', { ...most, origin_id: 'first' });
  await turn(lonja, 'release_lag(10000)');
  await lonja.signed(key, { method: 'DELETE', target: '/api/v3/orders?origin_ids=first' });
  expect(Number(await available(lonja, key, 'mxn'))).toBe(Number(before) - 90_000);
  expect((await lonja.post(key, '/api/v3/orders', most)).code).toBe('0379');
  expect((await lonja.post(key, '/api/v3/orders', { ...most, major: '0.001' })).status).toBe(200);
  await lonja.signed(key, { method: 'DELETE', target: '/api/v3/orders/all' });
  lonja.nowMs += 10_001;
  expect(await available(lonja, key, 'mxn')).toBe(before);
  expect((await lonja.post(key, '/api/v3/orders', most)).status).toBe(200);
});

test('delist takes a book out of candles and trades as well', async () => {
  const { test: lonja } = await stage();
  const target = '/api/v3/ohlc?book=btc_mxn&time_bucket=60';
  expect((await lonja.get(target)).status).toBe(200);
  await turn(lonja, 'delist');
  expect((await lonja.get(target)).code).toBe('0301');
  expect((await lonja.get('/api/v3/trades?book=btc_mxn')).payload).toEqual([]);
});

test("the portal's own orders meet the dials too", async () => {
  const { test: lonja, ana, key } = await stage();
  const base = { book: 'btc_mxn', side: 'buy', amountIn: 'base', stop: null, timeInForce: 'gtc' };
  const market = { ...base, kind: 'market', amount: '0.03', price: null };
  const limit = { ...base, kind: 'limit', amount: '0.001' };
  await turn(lonja, 'partial(2)');
  const taken = await ana.value('placeOrder', market);
  expect(taken['order']).toMatchObject({ filledAmount: '0.02' });
  await turn(lonja, 'rules(1000,600)');
  const ask = (price: string) => ana.call('placeOrder', { ...limit, price });
  expect(await ask('900010')).toEqual({ ok: false, code: 'price_off_tick' });
  expect(await ask('500000')).toEqual({ ok: false, code: 'notional_below_min' });
  await turn(lonja, 'cancel_remainder');
  expect(await ask('900000')).toMatchObject({ ok: true });
  expect(await rows(lonja, key, 'open_orders')).toEqual([]);
});
