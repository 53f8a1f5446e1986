// Turns the dials and holds the pages of a person to what the API says, and to saying where it is not the truth.

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
  readonly lonja: TestLonja;
  readonly ana: TestPerson;
  readonly key: TestKey;
}

// Somebody asks for 0.1 btc at 1,000,000, and Ana has bought 0.01 of it twice.
async function stage(): Promise<Stage> {
  const { test: lonja, ana } = await testLonja({ hasRateLimits: false, hasSandboxFaults: true });
  onTestFinished(() => lonja.close());
  const key = await ana.makeKey(tradingPermissions);
  const { marketPort } = lonja.lonja;
  const at = { atMs: lonja.nowMs, account: accountIdOf('maker') };
  await marketPort.submit({ kind: 'open_account', ...at });
  const money = { asset: assetOf('btc'), amount: unitsPerWhole, fundingId: 'f'.repeat(32), method: 'test' };
  await marketPort.submit({ kind: 'fund', ...at, ...money });
  const terms = { price: 1_000_000n * unitsPerWhole, quantity: unitsPerWhole / 10n } as const;
  const placed = await marketPort.submit({
    kind: 'place_order',
    ...at,
    orderId: venueOrderIdOf('ask0'.padStart(16, '0')),
    originId: null,
    book: bookIdOf('btc_mxn'),
    side: 'sell',
    terms: { kind: 'limit', ...terms, timeInForce: 'gtc' },
  });
  expect(placed.ok).toBe(true);
  const here = { lonja, ana, key };
  await buy(here);
  await buy(here);
  return here;
}

async function buy({ lonja, key }: Stage): Promise<void> {
  const order = { book: 'btc_mxn', side: 'buy', type: 'market', major: '0.01' };
  expect((await lonja.post(key, '/api/v3/orders', order)).status).toBe(200);
}

async function turn({ lonja }: Stage, dial: object): Promise<void> {
  const url = 'http://lonja.test/sandbox/faults';
  const answer = await lonja.ask(new Request(url, { method: 'POST', body: JSON.stringify(dial) }));
  expect(answer.status).toBe(200);
}

async function clear({ lonja }: Stage): Promise<void> {
  await lonja.ask(new Request('http://lonja.test/sandbox/faults', { method: 'DELETE' }));
}

const amounts = { available: z.coerce.number(), locked: z.coerce.number(), total: z.coerce.number() };
const rowSchema = z.object({ currency: z.string(), ...amounts });
const shownRow = z.object({ currency: z.string(), ...amounts, actual: z.object(amounts).nullable() });
const homeSchema = z.object({
  balances: z.array(shownRow),
  worthMxn: z.coerce.number(),
  balanceDials: z.array(z.string()),
  tradeDials: z.array(z.string()),
  books: z.array(z.object({ book: z.string(), last: z.string().nullable(), dials: z.array(z.string()) })),
  recentTrades: z.array(z.object({ tid: z.string(), fee: z.coerce.number() })),
});
const deskSchema = homeSchema.pick({ balances: true, balanceDials: true, tradeDials: true }).extend({
  latestFills: z.array(z.object({ tradeId: z.number(), fee: z.coerce.number() })),
});

async function homeOf({ ana }: Stage) {
  return homeSchema.parse(await ana.value('home'));
}

async function deskOf({ ana }: Stage) {
  return deskSchema.parse(await ana.value('desk'));
}

async function apiBalances({ lonja, key }: Stage) {
  const { payload } = await lonja.signed(key, { target: '/api/v3/balance' });
  return z.object({ balances: z.array(rowSchema) }).parse(payload).balances;
}

async function apiTrades({ lonja, key }: Stage) {
  const { payload } = await lonja.signed(key, { target: '/api/v3/user_trades' });
  const rows = z.array(z.object({ tid: z.string(), fees_amount: z.coerce.number() })).parse(payload);
  return rows.map(({ tid, fees_amount: fee }) => ({ tid, fee }));
}

/** Holds home and desk to the API while `dial` is set, and their real figures to those without it. */
async function expectSame(
  here: Stage,
  dial: string,
  change: (here: Stage) => Promise<void> = async () => {},
) {
  await turn(here, { do: dial });
  await change(here);
  const [home, desk] = [await homeOf(here), await deskOf(here)];
  const bent = await apiBalances(here);
  for (const { balances } of [home, desk]) {
    expect(balances.map(({ actual: _, ...row }) => row)).toEqual(bent);
  }
  expect(home.recentTrades).toEqual(await apiTrades(here));
  expect(desk.latestFills.map(({ tradeId, fee }) => ({ tid: String(tradeId), fee }))).toEqual(
    await apiTrades(here),
  );
  expect([desk.balanceDials, desk.tradeDials]).toEqual([home.balanceDials, home.tradeDials]);
  await clear(here);
  const real = await apiBalances(here);
  expect(home.balances.map(({ actual, currency, ...row }) => ({ currency, ...(actual ?? row) }))).toEqual(
    real,
  );
  expect((await homeOf(here)).balances.every(({ actual }) => actual === null)).toBe(true);
  return { home, real, bent };
}

const mxn = (rows: readonly { readonly currency: string; readonly total: number }[]) =>
  rows.find(({ currency }) => currency === 'mxn')?.total ?? 0;

test('home() and desk() follow rollback(n) as the API does, and name the real balances', async () => {
  const { home, real, bent } = await expectSame(await stage(), 'rollback(1)');
  expect(mxn(bent) - mxn(real)).toBeCloseTo(10_000, 2);
  expect([home.balanceDials, home.tradeDials]).toEqual([['rollback'], ['rollback']]);
  expect(home.recentTrades).toHaveLength(1);
});

test('home() and desk() follow rules(fee) as the API does, for what is traded under it', async () => {
  const here = await stage();
  const [usual] = await apiTrades(here);
  const { home } = await expectSame(here, 'rules(,,0.05)', buy);
  expect([home.balanceDials, home.tradeDials]).toEqual([['fee'], ['fee']]);
  expect(home.recentTrades.map(({ fee }) => fee)).toEqual([0.0005, usual?.fee, usual?.fee]);
});

test('home() and desk() follow drift(asset,amount), release_lag(ms) and read_lag(ms) as the API does', async () => {
  const here = await stage();
  const drifted = await expectSame(here, 'drift(mxn,-500)');
  expect(mxn(drifted.real) - mxn(drifted.bent)).toBeCloseTo(500, 8);
  expect([drifted.home.balanceDials, drifted.home.tradeDials]).toEqual([['drift'], []]);
  const held = await expectSame(here, 'release_lag(60000)', cancelOne);
  expect(held.bent.find(({ currency }) => currency === 'mxn')?.locked).toBe(600);
  expect([held.home.balanceDials, held.home.tradeDials]).toEqual([['release_lag'], []]);
  const late = await expectSame(here, 'read_lag(60000)');
  expect([late.home.balanceDials, late.home.tradeDials]).toEqual([[], ['read_lag']]);
  expect(late.home.recentTrades).toEqual([]);
});

const limit = {
  ...{ book: 'btc_mxn', side: 'buy', kind: 'limit', amountIn: 'base', stop: null, timeInForce: 'gtc' },
  price: '600000',
};

/** Places and cancels an order in the portal itself. */
async function cancelOne({ ana }: Stage): Promise<void> {
  const placed = await ana.value('placeOrder', { ...limit, amount: '0.001' });
  const { orderId } = z.object({ orderId: z.string() }).parse(placed['order']);
  await ana.value('cancelOrder', { orderId });
}

test('release_lag(ms) holds for orders of the portal too, however they are cancelled', async () => {
  const here = await stage();
  const { lonja, ana } = here;
  const most = { ...limit, amount: '0.12' };
  await turn(here, { do: 'release_lag(10000)' });
  for (const cancel of [
    async (orderId: string) => ana.value('cancelOrder', { orderId }),
    async () => ana.value('cancelOrders', { book: 'btc_mxn' }),
  ]) {
    const placed = await ana.value('placeOrder', most);
    await cancel(z.object({ orderId: z.string() }).parse(placed['order']).orderId);
    expect(await ana.call('placeOrder', most)).toEqual({ ok: false, code: 'balance_insufficient' });
    lonja.nowMs += 10_001;
  }
  expect(await ana.call('placeOrder', most)).toMatchObject({ ok: true });
});

test('home() tells the prices that tickers tell, what balances are worth at them, and which a dial made', async () => {
  const here = await stage();
  await turn(here, { do: 'price(2000000)', match: { book: 'btc_mxn' } });
  await turn(here, { do: 'delist', match: { book: 'eth_mxn' } });
  const home = await homeOf(here);
  const bent = home.books.filter(({ dials }) => dials.length > 0);
  expect(bent).toEqual([
    { book: 'btc_mxn', last: '2000000', dials: ['price'] },
    { book: 'eth_mxn', last: null, dials: ['delist'] },
  ]);
  const { payload } = await here.lonja.get('/api/v3/ticker?book=btc_mxn');
  expect(payload).toMatchObject({ last: '2000000' });
  const btc = home.balances.find(({ currency }) => currency === 'btc')?.total ?? 0;
  expect(home.worthMxn).toBeCloseTo(mxn(home.balances) + btc * 2_000_000, 2);
  const told = z.object({ book: z.string(), last: z.string(), tickerLast: z.string().nullable() });
  const [btcMxn] = z.object({ books: z.array(z.unknown()) }).parse(await here.ana.value('market')).books;
  expect(told.parse(btcMxn)).toEqual({ book: 'btc_mxn', last: '1000000', tickerLast: '2000000' });
});

test('market() names every dial that orders in a book meet', async () => {
  const here = await stage();
  for (const verb of ['halt', 'rules(1000,600)', 'partial', 'cancel_remainder', 'ws(freeze)'])
    await turn(here, { do: verb, match: { book: 'btc_mxn' } });
  await turn(here, { do: 'rules(,,0.01)', match: { book: 'eth_mxn' } });
  const { books } = z
    .object({ books: z.array(z.object({ book: z.string(), dials: z.array(z.string()) })) })
    .parse(await here.ana.value('market'));
  expect(books.filter(({ dials }) => dials.length > 0)).toEqual([
    { book: 'btc_mxn', dials: ['halt', 'partial', 'cancel_remainder', 'rules', 'ws'] },
    { book: 'eth_mxn', dials: ['fee'] },
  ]);
});

test('orderHistory() and fills() do not know what a dial took back', async () => {
  const here = await stage();
  const page = { book: null, marker: null };
  const orders = async () =>
    z
      .object({ orders: z.array(z.object({ state: z.string(), filledAmount: z.string() })) })
      .parse(await here.ana.value('orderHistory', page)).orders;
  await turn(here, { do: 'rollback(1)' });
  expect(await orders()).toEqual([
    { state: 'ended', filledAmount: '0' },
    { state: 'filled', filledAmount: '0.01' },
  ]);
  expect((await here.ana.value('fills', page))['fills']).toHaveLength(1);
  await clear(here);
  await turn(here, { do: 'read_lag(1000)' });
  expect(await orders()).toEqual([]);
  expect((await here.ana.value('fills', page))['fills']).toEqual([]);
  here.lonja.nowMs += 1_001;
  expect(await orders()).toHaveLength(2);
});

test('a page that looks uses nothing of a dial up, and shows what every request sees', async () => {
  const here = await stage();
  await turn(here, { do: 'drift(mxn,-500)', times: 1 });
  await turn(here, { do: 'drift(btc,7)', match: { probability: 0.99 }, times: null });
  const real = await homeOf(here);
  for (let look = 0; look < 3; look += 1) expect((await homeOf(here)).balanceDials).toEqual(['drift']);
  await deskOf(here);
  expect(mxn(await apiBalances(here))).toBe(mxn(real.balances));
  expect((await homeOf(here)).balanceDials).toEqual([]);
  await turn(here, { do: 'drift(mxn,9)', match: { skip: 1, probability: 1 } });
  expect((await homeOf(here)).balanceDials).toEqual([]);
});
