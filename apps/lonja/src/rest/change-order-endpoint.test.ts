// Replaces and modifies orders over the API, and sends stop orders to wait for their price.

import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { type TestKey, type TestLonja, testLonja, tradingPermissions } from '../testing/test-lonja.ts';

const order = {
  book: 'btc_mxn',
  side: 'buy',
  type: 'limit',
  major: '0.001',
  price: '1500000',
  origin_id: 'a',
};

interface Stage {
  readonly lonja: TestLonja;
  readonly key: TestKey;
}

async function stage(): Promise<Stage> {
  const { test: lonja, ana } = await testLonja();
  onTestFinished(() => lonja.close());
  return { lonja, key: await ana.makeKey(tradingPermissions) };
}

async function place(lonja: TestLonja, key: TestKey, body: object): Promise<string> {
  const placed = await lonja.post(key, '/api/v3/orders', body);
  return z.object({ oid: z.string() }).parse(placed.payload).oid;
}

function patch({ lonja, key }: Stage, target: string, json: object) {
  return lonja.signed(key, { method: 'PATCH', target, body: JSON.stringify(json) });
}

const lookUp = (lonja: TestLonja, key: TestKey, oid: string) =>
  lonja.signed(key, { target: `/api/v3/orders/${oid}` });

test('changeOrder() of v4 keeps the order and its ids, and of a buy the value when the price alone changes', async () => {
  const at = await stage();
  const { lonja, key } = at;
  const oid = await place(lonja, key, order);
  const changed = await patch(at, `/api/v4/orders/${oid}`, { price: '1000000' });
  expect(changed).toMatchObject({ status: 200, payload: { oid } });
  expect((await lookUp(lonja, key, oid)).payload).toMatchObject([
    { oid, origin_id: 'a', price: '1000000', original_amount: '0.00150000', status: 'open' },
  ]);
  expect((await patch(at, '/v4/orders?origin_id=a', { major: '0.002' })).payload).toEqual({ oid });
  expect((await patch(at, `/api/v4/orders?oid=${oid}`, { major: '50' })).code).toBe('0379');
  const cancelled = await patch(at, `/api/v4/orders/${oid}`, { major: '50', cancel: true });
  expect(cancelled.status).toBe(200);
  expect((await lookUp(lonja, key, oid)).payload).toMatchObject([{ status: 'cancelled' }]);
});

test('changeOrder() of v3 makes another order, which does not inherit the origin id', async () => {
  const at = await stage();
  const { lonja, key } = at;
  const oid = await place(lonja, key, order);
  // One client names the order in the body.
  const replaced = await patch(at, '/api/v3/orders', { oid, price: '1400000', major: '0.001' });
  const { oid: newOid } = z.object({ oid: z.string() }).parse(replaced.payload);
  expect(newOid).not.toBe(oid);
  expect((await lookUp(lonja, key, oid)).payload).toMatchObject([{ status: 'cancelled' }]);
  const after = await lookUp(lonja, key, newOid);
  expect(after.payload).toMatchObject([{ price: '1400000', original_amount: '0.00100000' }]);
  expect(after.text).not.toContain('origin_id');
});

test('changeOrder() refuses each mistake with its code', async () => {
  const at = await stage();
  const { lonja, key } = at;
  const oid = await place(lonja, key, order);
  const code = async (target: string, json: object) => (await patch(at, target, json)).code;
  expect(await code('/api/v4/orders/AAAAAAAAAAAAAAAA', { price: '1' })).toBe('0312');
  expect(await code('/api/v4/orders/x', { price: '1' })).toBe('0312');
  expect(await code('/api/v4/orders?origin_id=nope', { price: '1' })).toBe('0357');
  expect(await code('/api/v4/orders', {})).toBe('0360');
  expect(await code(`/api/v4/orders/${oid}`, { cancel: true })).toBe('0360');
  expect(await code(`/api/v4/orders/${oid}`, { price: '1500005' })).toBe('0407');
  expect(await code(`/api/v4/orders/${oid}`, { stop: '1500000' })).toBe('0304');
  expect((await lonja.signed(key, { target: `/api/v4/orders/${oid}` })).code).toBe('0901');
  expect((await lonja.signed(key, { target: '/api/v4/balance' })).status).toBe(404);
});

test('changeOrder() refuses a market order as an operation that it does not have, and an ended order as unknown', async () => {
  const at = await stage();
  const { lonja, key } = at;
  const market = await place(lonja, key, { book: 'btc_mxn', side: 'buy', type: 'market', minor: '100' });
  const ended = await place(lonja, key, order);
  await lonja.signed(key, { method: 'DELETE', target: `/api/v3/orders/${ended}` });
  for (const version of ['v3', 'v4']) {
    const code = async (oid: string) =>
      (await patch(at, `/api/${version}/orders/${oid}`, { price: '1400000', cancel: true })).code;
    expect(await code(market)).toBe('1005');
    expect(await code(ended)).toBe('0312');
  }
  const waiting = { book: 'btc_mxn', side: 'buy', type: 'market', minor: '100', stop: '2000000' };
  const stopLoss = await place(lonja, key, waiting);
  expect((await patch(at, `/api/v4/orders/${stopLoss}`, { minor: '120' })).status).toBe(200);
});

test('placeOrder() keeps a stop order out of the book until its price is reached', async () => {
  const at = await stage();
  const { lonja, key } = at;
  const seller = { book: 'btc_mxn', side: 'sell', type: 'limit', major: '0.0001', price: '1500000' };
  await place(lonja, key, { ...order, side: 'buy', price: '1400000', origin_id: 'rest' });
  const oid = await place(lonja, key, { ...order, price: '1510000', stop: '1500000', origin_id: 'stop' });
  expect((await lookUp(lonja, key, oid)).payload).toMatchObject([{ stop: '1500000', status: 'queued' }]);
  const depth = await lonja.get('/api/v3/order_book?book=btc_mxn&aggregate=false');
  expect(depth.text).not.toContain(oid);
  expect((await lonja.post(key, '/api/v3/orders', { ...seller, stop: '1' })).code).toBe('0407');
  expect((await lonja.post(key, '/api/v3/orders', { ...seller, stop: '10' })).code).toBe('0412');
});
