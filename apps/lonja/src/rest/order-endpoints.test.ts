// Walks orders through every form of look-up and cancellation, and throws bad input at all of it.

import { goldenPayloads } from '@mandato/bitso-wire/golden/golden-payloads';
import { orderSchema, userTradeSchema } from '@mandato/bitso-wire/private-payloads';
import { accountIdOf, assetOf, bookIdOf } from '@mandato/exchange-core/ids';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomIds } from '../random-ids.ts';
import { type TestKey, type TestLonja, testLonja, tradingPermissions } from '../testing/test-lonja.ts';

const limit = { book: 'btc_mxn', side: 'buy', type: 'limit', major: '0.001', price: '1000000' };

async function place(test: TestLonja, key: TestKey, change: object = {}): Promise<string> {
  const answer = await test.post(key, '/api/v3/orders', { ...limit, ...change });
  if (answer.status !== 200) expect.fail(answer.text);
  return (answer.payload as { oid: string }).oid;
}

// Somebody else sells one bitcoin at 1,500,000.
async function seller(test: TestLonja): Promise<void> {
  const account = accountIdOf('seller');
  const at = { atMs: test.nowMs, account };
  const { sequencer } = test.lonja;
  await sequencer.submit({ domain: 'exchange', command: { kind: 'open_account', ...at } });
  const money = {
    asset: assetOf('btc'),
    amount: 100_000_000n,
    fundingId: '1'.repeat(32),
    method: 'practice',
  };
  await sequencer.submit({ domain: 'exchange', command: { kind: 'fund', ...at, ...money } });
  await sequencer.submit({
    domain: 'exchange',
    command: {
      kind: 'place_order',
      ...at,
      orderId: randomIds.alphanumeric(16) as never,
      originId: null,
      book: bookIdOf('btc_mxn'),
      side: 'sell',
      terms: { kind: 'limit', price: 150_000_000_000_000n, quantity: 100_000_000n, timeInForce: 'gtc' },
    },
  });
}

test('openOrders() calls every row a limit order, and takes no source that it does not know', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(tradingPermissions);
  const get = (target: string) => lonja.signed(key, { target: `/api/v3/${target}` });
  const waiting = { type: 'market', major: undefined, price: undefined, minor: '500', stop: '2000000' };
  const stopLoss = await place(lonja, key, waiting);
  const rest = await place(lonja, key);
  expect((await get(`orders/${stopLoss}`)).payload).toMatchObject([{ type: 'market', status: 'queued' }]);
  for (const query of ['', '?source=all', '?source=alpha', '?source=']) {
    expect((await get(`open_orders${query}`)).payload).toMatchObject([
      { oid: rest, type: 'limit', status: 'open' },
      { oid: stopLoss, type: 'limit', status: 'queued', stop: '2000000' },
    ]);
  }
  expect(await get('open_orders?source=beta')).toMatchObject({ status: 400, code: '0304' });
  await lonja.close();
});

test('lookUpOrders() writes prices with the decimals of the step of the book', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(tradingPermissions);
  const inCents = { book: 'xrp_mxn', major: '10' };
  const rest = await place(lonja, key, { ...inCents, price: '20.5' });
  const waiting = await place(lonja, key, { ...inCents, price: '21', stop: '22' });
  const answer = await lonja.signed(key, { target: `/api/v3/orders?oids=${rest},${waiting}` });
  expect(answer.payload).toMatchObject([{ price: '20.50' }, { price: '21.00', stop: '22.00' }]);
  await lonja.close();
});

test('lookUpOrders() and cancelOrders() know every form', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(tradingPermissions);
  const get = (target: string) => lonja.signed(key, { target });
  const cancel = (target: string) => lonja.signed(key, { method: 'DELETE', target });
  const a = await place(lonja, key, { origin_id: 'x-1' });
  const b = await place(lonja, key, { origin_id: 'x-2' });
  const c = await place(lonja, key);
  const oids = (answer: { payload: unknown }) => (answer.payload as { oid: string }[]).map(({ oid }) => oid);
  expect(oids(await get(`/api/v3/open_orders?limit=1&marker=${c}`))).toEqual([b]);
  expect(oids(await get(`/api/v3/open_orders?sort=asc&marker=${a}`))).toEqual([b, c]);
  expect((await get('/api/v3/open_orders?marker=0123456789abcdef')).code).toBe('0320');

  expect(oids(await get(`/api/v3/orders/${a}/`))).toEqual([a]);
  expect(oids(await get(`/v3/orders/${a}-${b}/`))).toEqual([a, b]);
  expect(oids(await get(`/api/v3/orders?oids=${a}%2C${b}`))).toEqual([a, b]);
  expect(oids(await get(`/api/v3/orders?oids=${a},AAAAAAAAAAAAAAAA`))).toEqual([a]);
  expect(oids(await get('/api/v3/orders?origin_ids=x-1,x-2,nope'))).toEqual([a, b]);
  expect(oids(await get('/api/v3/open_orders?book=btc_mxn&limit=25'))).toEqual([c, b, a]);
  expect(oids(await get('/api/v3/open_orders?limit=1'))).toEqual([c]);
  expect(oids(await get('/api/v3/open_orders?currency=eth'))).toEqual([]);
  expect(await get('/api/v3/open_orders?book=nope_mxn')).toMatchObject({ code: '0301' });
  expect(await get('/api/v3/orders')).toMatchObject({ code: '0360' });
  expect(await get('/api/v3/orders?oids=a&origin_ids=b')).toMatchObject({ code: '0361' });
  expect(await get('/api/v3/orders?origin_ids=nope')).toMatchObject({ code: '0357' });
  expect(await get(`/api/v3/order_trades/${a}`)).toMatchObject({ payload: [] });

  expect((await cancel(`/api/v3/orders/${a}`)).payload).toEqual([a]);
  expect(await cancel(`/api/v3/orders/${a}`)).toMatchObject({ code: '0312' });
  expect((await cancel(`/api/v3/orders?oids=${a},${b}`)).payload).toEqual([b]);
  expect((await cancel('/api/v3/orders?origin_ids=x-1,x-2')).payload).toEqual([]);
  expect(await cancel('/api/v3/orders?origin_ids=nope')).toMatchObject({ code: '0357' });
  expect((await cancel('/api/v3/orders/all')).payload).toEqual([c]);
  expect((await cancel('/api/v3/orders/all/')).payload).toEqual([]);
  expect(await get(`/api/v3/orders/${a}`)).toMatchObject({ payload: [{ status: 'cancelled' }] });

  // Ended orders can be looked up for an hour.
  lonja.nowMs += 3_600_001;
  expect(await get(`/api/v3/orders/${a}`)).toMatchObject({ code: '0312' });
  expect(lonja.errors).toEqual([]);
  await lonja.close();
});

test('placeOrder() fills, and the rows have the shape of the golden ones', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(tradingPermissions);
  await seller(lonja);
  const oid = await place(lonja, key, { price: '1500000', origin_id: 'grid-17_a' });
  const looked = await lonja.signed(key, { target: `/api/v3/orders/${oid}` });
  const [order] = orderSchema.array().parse(looked.payload);
  const golden: unknown = JSON.parse(goldenPayloads.openOrders).payload[0];
  expect(Object.keys(order ?? {}).sort()).toEqual(Object.keys(golden as object).sort());
  expect(order).toMatchObject({
    status: 'completed',
    original_amount: '0.00100000',
    unfilled_amount: '0.00000000',
  });

  const fills = await lonja.signed(key, { target: '/api/v3/order_trades?origin_id=grid-17_a' });
  const [fill] = userTradeSchema.array().parse(fills.payload);
  const goldenFill: unknown = JSON.parse(goldenPayloads.userTrade);
  expect(Object.keys(fill ?? {}).sort()).toEqual(Object.keys(goldenFill as object).sort());
  expect(fill).toMatchObject({
    side: 'buy',
    maker_side: 'sell',
    price: '1500000',
    major: '0.00100000',
    minor: '-1500.00000000',
    fees_amount: '0.00000780',
    fees_currency: 'btc',
  });
  const ledger = await lonja.signed(key, { target: '/api/v3/ledger?limit=2&sort=desc' });
  expect(ledger.payload).toMatchObject([
    { operation: 'fee', balance_updates: [{ currency: 'btc', amount: '-0.00000780' }], details: { oid } },
    {
      operation: 'trade',
      balance_updates: [
        { currency: 'btc', amount: '0.00100000' },
        { currency: 'mxn', amount: '-1500.00000000' },
      ],
    },
  ]);
  const byMinor = await place(lonja, key, {
    type: 'market',
    major: undefined,
    price: undefined,
    minor: '3000',
  });
  expect((await lonja.signed(key, { target: `/api/v3/orders/${byMinor}` })).payload).toMatchObject([
    { type: 'market', price: '1500000', original_amount: '0.00200000', original_value: '3000.00000000' },
  ]);
  await lonja.close();
});

const refusals: readonly (readonly [change: object, code: string])[] = [
  [{ major: '0' }, '0408'],
  [{ major: '-1' }, '0408'],
  [{ major: '1e309' }, '0408'],
  [{ major: '1.000,50' }, '0408'],
  [{ major: 'NaN' }, '0408'],
  [{ major: {} }, '0372'],
  [{ book: 'nope_mxn' }, '0301'],
  [{ book: '__proto__' }, '0301'],
  [{ book: undefined }, '0303'],
  [{ price: '50' }, '0401'],
  [{ price: '90000000' }, '0402'],
  [{ price: '1000005' }, '0407'],
  [{ major: '0.0000001' }, '0403'],
  [{ major: '700' }, '0404'],
  [{ major: '0.000001' }, '0405'],
  [{ major: '500' }, '0406'],
  [{ major: '10' }, '0379'],
  [{ origin_id: 'a b' }, '0304'],
  [{ side: 'sell' }, '0379'],
];

test('placeOrder() refuses each mistake with its code and changes nothing', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(tradingPermissions);
  const before = lonja.hash();
  for (const [change, code] of refusals) {
    const answer = await lonja.post(key, '/api/v3/orders', { ...limit, ...change });
    expect({ change, status: answer.status, code: answer.code }).toEqual({ change, status: 400, code });
  }
  expect(lonja.hash()).toBe(before);
  await lonja.close();
});

test('item 66: placeOrder() refuses a second active order of one origin id, until the first has ended', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(tradingPermissions);
  const first = await place(lonja, key, { origin_id: 'once' });
  expect(await lonja.post(key, '/api/v3/orders', { ...limit, origin_id: 'once' })).toMatchObject({
    code: '0356',
  });
  await lonja.signed(key, { method: 'DELETE', target: `/api/v3/orders/${first}` });
  expect(await place(lonja, key, { origin_id: 'once' })).not.toBe(first);
  await lonja.close();
});

test('orders and their trades are found below client_id, the form of before 2020', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(tradingPermissions);
  const oid = await place(lonja, key, { origin_id: 'a-1' });
  await place(lonja, key, { origin_id: 'a-2' });
  const get = (path: string) => lonja.signed(key, { target: `/api/v3/${path}` });
  expect(await get('orders/client_id/a-1')).toMatchObject({ payload: [{ oid, origin_id: 'a-1' }] });
  const both = await get('orders/client_id/a-1,a-2');
  expect(both).toMatchObject({ payload: [{ origin_id: 'a-1' }, { origin_id: 'a-2' }] });
  expect(await get('orders/client_id/nobody')).toMatchObject({ status: 400, code: '0357' });
  expect(await get('order_trades/client_id/a-1')).toMatchObject({ status: 200, payload: [] });
  expect(await get('order_trades/client_id/nobody')).toMatchObject({ status: 400, code: '0357' });
  const wrong = await lonja.signed(key, { method: 'DELETE', target: '/api/v3/orders/client_id/a-1' });
  expect(wrong).toMatchObject({ status: 400, code: '0901' });
  expect(await get('orders/oid/a-1')).toMatchObject({ status: 404 });
  expect(await get('orders/client_id/a/b')).toMatchObject({ status: 404 });
  await lonja.close();
});

test('the API answers any target, verb and body below 500 and changes nothing', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey([...tradingPermissions, 'make_withdrawals']);
  const before = lonja.hash();
  const names = [
    'orders',
    'ledger',
    'user_trades',
    'order_trades',
    'open_orders',
    'fundings',
    'withdrawals',
    'ohlc',
    'trades',
    'ticker',
    'order_book',
    'x',
  ];
  const target = fc
    .tuple(fc.constantFrom(...names), fc.option(fc.webSegment()), fc.option(fc.webQueryParameters()))
    .map(
      ([name, param, query]) =>
        `/api/v3/${name}${param === null ? '' : `/${param}`}${query === null ? '' : `?${query}`}`,
    );
  const body = fc.oneof(
    fc.json(),
    fc.string(),
    fc.constant('{"book":'),
    fc.uint8Array().map((bytes) => String(bytes)),
  );
  await fc.assert(
    fc.asyncProperty(
      target,
      fc.constantFrom('GET', 'POST', 'DELETE', 'PATCH', 'PUT'),
      body,
      async (path, method, text) => {
        const withBody = method === 'GET' ? {} : { body: text };
        const { pathname, search } = new URL(`http://lonja.test${path}`);
        const answer = await lonja.signed(key, { method, target: pathname + search, ...withBody });
        expect(answer.status).toBeLessThan(500);
        expect([200, 400, 401, 404]).toContain(answer.status);
      },
    ),
    { numRuns: 300 },
  );
  expect(lonja.errors).toEqual([]);
  expect(lonja.hash()).toBe(before);
  await lonja.close();
});
