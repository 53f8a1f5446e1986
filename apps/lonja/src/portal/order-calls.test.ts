// Trades through the portal as its page does, beside the API, in one book.

import { expect, test } from 'vitest';
import { z } from 'zod';
import type { OrderForm } from '../api-contract/trade-contract.ts';
import { TestPerson, testLonja, tradingPermissions } from '../testing/test-lonja.ts';

const form: OrderForm = {
  book: 'btc_mxn',
  side: 'buy',
  kind: 'limit',
  amountIn: 'base',
  amount: '0.001',
  price: '1500000',
  stop: null,
  timeInForce: 'gtc',
};
const orderSchema = z.looseObject({
  orderId: z.string(),
  state: z.string(),
  endReason: z.string().nullable(),
});
const deskSchema = z.object({
  openOrders: z.array(orderSchema),
  latestFills: z.array(z.looseObject({ fee: z.string() })),
  balances: z.array(z.object({ currency: z.string(), available: z.string(), locked: z.string() })),
  endedOrders: z.number(),
});
const placedSchema = z.object({ order: orderSchema, desk: deskSchema });

function codeOf(reply: { ok: boolean; code?: string }): string {
  return reply.ok ? 'ok' : (reply.code ?? '');
}

async function place(person: TestPerson, change: Partial<OrderForm> = {}) {
  return placedSchema.parse(await person.value('placeOrder', { ...form, ...change }));
}

/** Ana, and Bea who has bitcoin to sell: money of the house, as no portal call gives any. */
async function twoTraders() {
  const { test: lonja, ana } = await testLonja();
  const bea = new TestPerson(lonja, 'bea@example.com');
  await bea.signUp();
  const { sequencer } = lonja.lonja;
  const account = sequencer.state.portal.byEmail.get('bea@example.com')?.id;
  if (account === undefined) throw new Error('Bea has no account');
  const [btc] = sequencer.state.exchange.assets;
  if (btc === undefined) throw new Error('no assets');
  const fund = { kind: 'fund', atMs: lonja.nowMs, account, asset: btc, method: 'practice' } as const;
  await sequencer.submit({
    domain: 'exchange',
    command: { ...fund, amount: 100_000_000n, fundingId: 'b'.repeat(32) },
  });
  return { lonja, ana, bea };
}

test('placeOrder() rests, fills and is charged as through the API, and both see the same order', async () => {
  const { lonja, ana, bea } = await twoTraders();
  const key = await ana.makeKey(tradingPermissions);
  const { order, desk } = await place(ana);
  expect(order).toMatchObject({ state: 'open', kind: 'limit', price: '1500000', amount: '0.001' });
  expect(desk.balances).toContainEqual(
    expect.objectContaining({ currency: 'mxn', available: '98500', locked: '1500' }),
  );
  const seen = await lonja.signed(key, { target: `/api/v3/orders/${order.orderId}` });
  expect(seen.text).toContain('"price":"1500000"');
  const sold = await place(bea, { side: 'sell', kind: 'market', price: null, amount: '0.0004' });
  expect(sold.order).toMatchObject({ state: 'filled', filledAmount: '0.0004', averagePrice: '1500000' });
  const after = deskSchema.parse(await ana.value('desk'));
  expect(after.openOrders).toMatchObject([{ state: 'partly_filled', filledAmount: '0.0004' }]);
  // 0.6 % of 0.0004 bought by a maker.
  expect(after.latestFills).toMatchObject([
    { role: 'maker', fee: '0.0000024', feeCurrency: 'btc', value: '600' },
  ]);
  const cancelled = await lonja.signed(key, { method: 'DELETE', target: `/api/v3/orders/${order.orderId}` });
  expect(cancelled.status).toBe(200);
  expect(codeOf(await ana.call('cancelOrder', { orderId: order.orderId }))).toBe('order_ended');
  await lonja.close();
});

test('placeOrder() refuses each mistake with its own code and changes nothing', async () => {
  const { lonja, ana } = await twoTraders();
  const before = lonja.hash();
  const cases: readonly (readonly [Partial<OrderForm>, string])[] = [
    [{ book: 'nope_mxn' }, 'book_unknown'],
    [{ price: 'abc' }, 'price_malformed'],
    [{ price: null }, 'price_malformed'],
    [{ kind: 'market' }, 'price_malformed'],
    [{ kind: 'stop_limit', stop: null }, 'stop_malformed'],
    [{ stop: '1' }, 'stop_malformed'],
    [{ amount: '0' }, 'amount_malformed'],
    [{ amount: '-1' }, 'amount_malformed'],
    [{ amount: '0.000000001' }, 'amount_malformed'],
    [{ amountIn: 'quote' }, 'amount_malformed'],
    [{ price: '1500005' }, 'price_off_tick'],
    [{ price: '10' }, 'price_below_min'],
    [{ price: '50000000' }, 'price_above_max'],
    [{ amount: '0.0000001' }, 'quantity_below_min'],
    [{ amount: '601' }, 'quantity_above_max'],
    [{ amount: '0.000001' }, 'notional_below_min'],
    [{ amount: '1' }, 'balance_insufficient'],
    [{ side: 'sell' }, 'balance_insufficient'],
  ];
  for (const [change, code] of cases) {
    expect([change, codeOf(await ana.call('placeOrder', { ...form, ...change }))]).toEqual([change, code]);
  }
  expect(codeOf(await ana.call('placeOrder', { ...form, side: 'hold' }))).toBe('request_malformed');
  expect(codeOf(await ana.call('placeOrder', { ...form, extra: 1 }))).toBe('request_malformed');
  expect(lonja.hash()).toBe(before);
  await lonja.close();
});

test('placeOrder() keeps to time in force, post-only and stops', async () => {
  const { lonja, ana, bea } = await twoTraders();
  await place(bea, { side: 'sell' });
  const end = async (change: Partial<OrderForm>) => (await place(ana, change)).order;
  expect(await end({ timeInForce: 'postonly' })).toMatchObject({ endReason: 'post_only_would_take' });
  expect(await end({ timeInForce: 'fok', amount: '0.002' })).toMatchObject({
    endReason: 'not_fillable_at_once',
  });
  expect(await end({ kind: 'market', price: null, amountIn: 'quote', amount: '300' })).toMatchObject({
    state: 'filled',
    filledAmount: '0.0002',
    quoteAmount: '300',
    amount: null,
  });
  expect(await end({ timeInForce: 'ioc', amount: '0.002' })).toMatchObject({
    filledAmount: '0.0008',
    endReason: 'remainder_not_rested',
  });
  const stop = await end({ kind: 'stop', price: null, stop: '1600000' });
  expect(stop).toMatchObject({ state: 'waiting', kind: 'stop', stop: '1600000' });
  expect(await end({ kind: 'stop_limit', stop: '1700000' })).toMatchObject({
    state: 'waiting',
    kind: 'stop_limit',
  });
  await lonja.close();
});

test('changeOrder() and cancelOrders() act on the person’s own orders alone', async () => {
  const { lonja, ana, bea } = await twoTraders();
  const { order } = await place(ana);
  const { orderId } = order;
  const change = { orderId, price: '1400000', amount: '0.002', stop: null };
  expect(codeOf(await bea.call('changeOrder', change))).toBe('order_unknown');
  expect(codeOf(await bea.call('cancelOrder', { orderId }))).toBe('order_unknown');
  expect(codeOf(await ana.call('changeOrder', { ...change, price: '1400001' }))).toBe('price_off_tick');
  expect(codeOf(await ana.call('changeOrder', { ...change, amount: 'x' }))).toBe('amount_malformed');
  expect(await ana.value('changeOrder', change)).toMatchObject({
    openOrders: [{ orderId, price: '1400000', amount: '0.002' }],
  });
  await place(ana, { book: 'eth_mxn', price: '50000', amount: '0.01' });
  expect(deskSchema.parse(await ana.value('cancelOrders', { book: 'eth_mxn' })).openOrders).toHaveLength(1);
  await ana.value('cancelOrders', { book: 'nope' });
  const emptied = deskSchema.parse(await ana.value('cancelOrders', { book: null }));
  expect(emptied.openOrders).toEqual([]);
  expect(emptied.endedOrders).toBe(2);
  expect(emptied.balances).toContainEqual(expect.objectContaining({ currency: 'mxn', available: '100000' }));
  await lonja.close();
});

test('placeOrder() and changeOrder() say what a dial has closed', async () => {
  const { test: lonja, ana } = await testLonja({ hasRateLimits: false, hasSandboxFaults: true });
  const close = async (scope: string) => {
    const dial = { method: 'POST', body: JSON.stringify({ do: `halt(${scope})` }) };
    expect((await lonja.ask(new Request('http://lonja.test/sandbox/faults', dial))).status).toBe(200);
  };
  const { order } = await place(ana);
  const code = async (change: Partial<OrderForm> = {}) =>
    codeOf(await ana.call('placeOrder', { ...form, ...change }));
  const market = { kind: 'market', price: null } as const;
  await close('market');
  expect(await code(market)).toBe('market_orders_halted');
  expect(await code({ ...market, kind: 'stop', stop: '2000000' })).toBe('market_orders_halted');
  expect(await code()).toBe('ok');
  await close('account');
  expect(await code()).toBe('account_halted');
  const change = { orderId: order.orderId, amount: '0.002', price: null, stop: null };
  expect(codeOf(await ana.call('changeOrder', change))).toBe('account_halted');
  await lonja.close();
});

test('orderHistory() knows orders that came and went through the API', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(tradingPermissions);
  const { order } = await place(ana);
  await lonja.signed(key, { method: 'DELETE', target: `/api/v3/orders/${order.orderId}` });
  const placed = await lonja.post(key, '/api/v3/orders', {
    book: 'btc_mxn',
    side: 'buy',
    type: 'limit',
    major: '0.001',
    price: '1000000',
    time_in_force: 'immediateorcancel',
  });
  const page = z
    .object({ orders: z.array(orderSchema) })
    .parse(await ana.value('orderHistory', { book: null, marker: null }));
  const { oid } = z.object({ oid: z.string() }).parse(placed.payload);
  expect(page.orders.map(({ orderId }) => orderId)).toEqual([oid, order.orderId]);
});

test('orderHistory() and fills() go page by page, survive a restart and the hour of the exchange', async () => {
  const { lonja, ana, bea } = await twoTraders();
  for (let count = 0; count < 60; count += 1) {
    const { order } = await place(ana, { amount: '0.0001' });
    if (count % 2 === 0) await ana.value('cancelOrder', { orderId: order.orderId });
    else await place(bea, { side: 'sell', kind: 'market', price: null, amount: '0.0001' });
  }
  await lonja.close();
  await lonja.open();
  lonja.nowMs += 20 * 60_000;
  await ana.value('desk');
  const pageSchema = z.object({ orders: z.array(orderSchema), next: z.number().nullable() });
  const fillsSchema = z.object({
    fills: z.array(z.looseObject({ tradeId: z.number() })),
    next: z.number().nullable(),
  });
  const orders: string[] = [];
  for (let marker: number | null = null; ; ) {
    const page = pageSchema.parse(await ana.value('orderHistory', { book: 'btc_mxn', marker }));
    orders.push(...page.orders.map(({ orderId }) => orderId));
    marker = page.next;
    if (marker === null) break;
  }
  expect(orders).toHaveLength(60);
  expect(new Set(orders).size).toBe(60);
  const first = fillsSchema.parse(await ana.value('fills', { book: null, marker: null }));
  const second = fillsSchema.parse(await ana.value('fills', { book: null, marker: first.next }));
  expect(first.fills.length + second.fills.length).toBe(30);
  expect(second.next).toBe(null);
  expect(pageSchema.parse(await ana.value('orderHistory', { book: 'eth_mxn', marker: null })).orders).toEqual(
    [],
  );
  await lonja.close();
});

test('market(), bookSnapshot() and candles() show what the exchange has', async () => {
  const { lonja, ana, bea } = await twoTraders();
  await place(ana);
  await place(ana, { price: '1400000' });
  await place(bea, { side: 'sell', kind: 'market', price: null, amount: '0.0005' });
  expect(await ana.value('bookSnapshot', { book: 'btc_mxn' })).toMatchObject({
    bids: [
      { price: '1500000', amount: '0.0005' },
      { price: '1400000', amount: '0.001' },
    ],
    asks: [],
    trades: [{ price: '1500000', amount: '0.0005', takerSide: 'sell' }],
  });
  expect(await ana.value('candles', { book: 'btc_mxn', seconds: 60 })).toMatchObject({
    candles: [{ open: '1500000', close: '1500000', volume: '0.0005' }],
  });
  expect(codeOf(await ana.call('candles', { book: 'btc_mxn', seconds: 61 }))).toBe('candle_size_unknown');
  expect(codeOf(await ana.call('bookSnapshot', { book: 'BTC_MXN' }))).toBe('book_unknown');
  const { books } = z
    .object({ books: z.array(z.looseObject({ book: z.string() })) })
    .parse(await ana.value('market'));
  expect(books.find(({ book }) => book === 'btc_mxn')).toMatchObject({
    tickSize: '10',
    last: '1500000',
    makerPpm: 6000,
    takerPpm: 7800,
  });
  await lonja.close();
});
