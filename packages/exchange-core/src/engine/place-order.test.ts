import { expect, test } from 'vitest';
import {
  balancesOf,
  feesOf,
  fillsOf,
  fillsOfOrder,
  fillsOfOriginId,
  houseBalancesOf,
} from '../view/account-view.ts';
import { depthOf, fullBookOf, publicTradesOf } from '../view/book-view.ts';
import { openOrdersOf, orderOf, orderOfOriginId } from '../view/order-view.ts';
import { openOrdersMax } from './command.ts';
import { eventsOfLog } from './events-of-log.ts';
import { endedRetentionMs } from './state.ts';
import {
  btc,
  createTestExchange,
  limit,
  marketNotional,
  marketQuantity,
  mxn,
  one,
  type TestExchange,
  testBook,
} from './test-exchange.ts';

const rich = { btc: 100n * one, mxn: 1_000_000n * one };

function twoTraders() {
  const exchange = createTestExchange();
  return { ...exchange, ana: exchange.open('ana', rich), beto: exchange.open('beto', rich) };
}

function idOf(placed: ReturnType<TestExchange['place']>) {
  if (!placed.ok) expect.fail(`refused: ${placed.error}`);
  return placed.value;
}

test('placeOrder() trades at the resting price, books both fees and releases the price improvement', () => {
  const { state, place, ana, beto } = twoTraders();
  place({ by: ana, side: 'sell', terms: limit(5_000n, one) });
  const buy = idOf(place({ by: beto, side: 'buy', terms: limit(5_100n, 2n * one), atMs: 9 }));

  const [fill] = fillsOfOrder(state, beto, buy);
  expect(fill).toMatchObject({ role: 'taker', side: 'buy', receivedAsset: btc, paidAsset: mxn });
  expect(fill?.trade).toMatchObject({ price: 5_000n * one, quantity: one, notional: 5_000n * one, atMs: 9 });
  // 0.78 % of one bitcoin for the taker, 0.6 % of 5,000 pesos for the maker.
  expect(fill?.fee).toBe(780_000n);
  expect(fillsOf(state, ana, { book: null, marker: null, sort: 'desc', limit: 5 })[0]?.fee).toBe(30n * one);
  expect(orderOf(state, beto, buy)).toMatchObject({ status: 'partially_filled', unfilledQuantity: one });
  expect(balancesOf(state, beto)).toEqual([
    { asset: btc, total: 101n * one - 780_000n, locked: 0n, available: 101n * one - 780_000n },
    { asset: mxn, total: 995_000n * one, locked: 5_100n * one, available: 989_900n * one },
  ]);
  expect(houseBalancesOf(state, mxn).fees).toBe(30n * one);
  expect(depthOf(state, testBook, 50)).toMatchObject({
    bids: [{ price: 5_100n * one, quantity: one }],
    asks: [],
  });
});

test('placeOrder() by notional buys the whole lots that fit and locks nothing afterwards', () => {
  const { state, place, ana, beto } = twoTraders();
  place({ by: ana, side: 'sell', terms: limit(4_990n, one / 50n) });
  place({ by: ana, side: 'sell', terms: limit(5_000n, one) });
  const buy = idOf(place({ by: beto, side: 'buy', terms: marketNotional(500n * one) }));
  const order = orderOf(state, beto, buy);
  expect(order).toMatchObject({ status: 'completed', notional: 500n * one, quantity: null, price: null });
  // 99.80 for 0.02 at 4,990; the remaining 400.20 buy 0.08004 at 5,000.
  expect(order?.filledQuantity).toBe(one / 50n + 8_004_000n);
  expect(order?.filledNotional).toBe(500n * one);
  expect(balancesOf(state, beto)[1]).toMatchObject({ total: 999_500n * one, locked: 0n });
});

test('placeOrder() by notional sells what brings in the notional', () => {
  const { state, place, ana, beto } = twoTraders();
  place({ by: ana, side: 'buy', terms: limit(5_000n, one) });
  const sell = idOf(place({ by: beto, side: 'sell', terms: marketNotional(100n * one) }));
  expect(orderOf(state, beto, sell)).toMatchObject({ status: 'completed', filledQuantity: one / 50n });
  expect(balancesOf(state, beto)[0]).toMatchObject({ locked: 0n, total: 100n * one - one / 50n });
});

test('placeOrder() by quantity takes what is there and cancels the rest', () => {
  const { state, place, ana, beto } = twoTraders();
  place({ by: ana, side: 'sell', terms: limit(5_000n, one) });
  const buy = idOf(place({ by: beto, side: 'buy', terms: marketQuantity(3n * one) }));
  expect(orderOf(state, beto, buy)).toMatchObject({
    status: 'cancelled',
    endReason: 'liquidity_exhausted',
    filledQuantity: one,
    unfilledQuantity: 2n * one,
  });
  const none = idOf(place({ by: beto, side: 'buy', terms: marketQuantity(one) }));
  expect(orderOf(state, beto, none)).toMatchObject({ status: 'cancelled', filledQuantity: 0n });
  expect(balancesOf(state, beto)[1]?.locked).toBe(0n);
});

test('placeOrder() keeps a market order within its slippage', () => {
  const { state, place, ana, beto } = twoTraders();
  place({ by: ana, side: 'sell', terms: limit(5_000n, one) });
  place({ by: ana, side: 'sell', terms: limit(5_050n, one) });
  const buy = idOf(place({ by: beto, side: 'buy', terms: marketQuantity(2n * one, 5_000) }));
  expect(orderOf(state, beto, buy)).toMatchObject({ status: 'cancelled', filledQuantity: one });
});

test('placeOrder() honours each time in force', () => {
  const { state, place, ana, beto } = twoTraders();
  place({ by: ana, side: 'sell', terms: limit(5_000n, one) });
  const post = idOf(place({ by: beto, side: 'buy', terms: limit(5_000n, one, 'postonly') }));
  expect(orderOf(state, beto, post)).toMatchObject({
    status: 'cancelled',
    endReason: 'post_only_would_take',
  });
  const fok = idOf(place({ by: beto, side: 'buy', terms: limit(5_000n, 2n * one, 'fok') }));
  expect(orderOf(state, beto, fok)).toMatchObject({ endReason: 'not_fillable_at_once', filledQuantity: 0n });
  const ioc = idOf(place({ by: beto, side: 'buy', terms: limit(5_000n, 2n * one, 'ioc') }));
  expect(orderOf(state, beto, ioc)).toMatchObject({ endReason: 'remainder_not_rested', filledQuantity: one });
  place({ by: ana, side: 'sell', terms: limit(5_000n, one) });
  const whole = idOf(place({ by: beto, side: 'buy', terms: limit(5_000n, one, 'fok') }));
  expect(orderOf(state, beto, whole)?.status).toBe('completed');
  const rests = idOf(place({ by: beto, side: 'buy', terms: limit(4_000n, one, 'postonly') }));
  expect(orderOf(state, beto, rests)).toMatchObject({ status: 'open', timeInForce: 'postonly' });
});

test('placeOrder() cancels the incoming remainder rather than trade with oneself', () => {
  const { state, place, ana, beto } = twoTraders();
  place({ by: ana, side: 'sell', terms: limit(5_000n, one) });
  const own = idOf(place({ by: beto, side: 'sell', terms: limit(5_010n, one) }));
  const buy = idOf(place({ by: beto, side: 'buy', terms: limit(5_020n, 3n * one) }));
  expect(orderOf(state, beto, buy)).toMatchObject({ endReason: 'self_trade', filledQuantity: one });
  expect(orderOf(state, beto, own)?.status).toBe('open');
});

test('placeOrder() refuses in the stated order of precedence', () => {
  const { place, ana, beto } = twoTraders();
  place({ by: ana, side: 'sell', terms: limit(5_000n, one), originId: 'twice' });
  const milli = one / 1000n;
  const refused = (terms: ReturnType<typeof limit>, originId?: string) => {
    const placed = place({ by: ana, side: 'buy', terms, ...(originId === undefined ? {} : { originId }) });
    return placed.ok ? 'accepted' : placed.error;
  };
  expect(refused(limit(5_005n, 0n))).toBe('amount_not_positive');
  expect(refused(marketNotional(-1n))).toBe('amount_not_positive');
  expect(refused(limit(5_005n, one), 'twice')).toBe('price_off_tick');
  expect(refused(limit(0n, one))).toBe('price_off_tick');
  expect(refused(limit(10n, one), 'twice')).toBe('origin_id_duplicate');
  expect(refused(limit(90n, milli - 1n))).toBe('price_below_min');
  expect(refused(limit(100_010n, milli - 1n))).toBe('price_above_max');
  expect(refused(limit(100n, milli - 1n))).toBe('quantity_below_min');
  expect(refused(limit(100n, 50n * one + 1n))).toBe('quantity_above_max');
  expect(refused(marketQuantity(10n ** 30n))).toBe('quantity_above_max');
  expect(refused(limit(100n, milli))).toBe('notional_below_min');
  expect(refused(marketNotional(10n * one - 1n))).toBe('notional_below_min');
  expect(refused(limit(100_000n, 11n * one))).toBe('notional_above_max');
  expect(refused(marketNotional(10n ** 30n))).toBe('notional_above_max');
  place({ by: ana, side: 'buy', terms: limit(4_000n, 50n * one) });
  place({ by: ana, side: 'buy', terms: limit(4_000n, 50n * one) });
  place({ by: ana, side: 'buy', terms: limit(4_000n, 50n * one) });
  place({ by: ana, side: 'buy', terms: limit(4_000n, 50n * one) });
  place({ by: ana, side: 'buy', terms: limit(4_000n, 50n * one) });
  expect(refused(limit(4_000n, one))).toBe('balance_insufficient');
  expect(place({ by: beto, side: 'sell', terms: marketQuantity(10n * one) }).ok).toBe(true);
});

test('placeOrder() caps the active orders of an account before it looks at the balance', () => {
  const { place, ask, ana } = twoTraders();
  for (let count = 0; count < openOrdersMax; count += 1)
    place({ by: ana, side: 'buy', terms: limit(100n, one / 10n) });
  expect(place({ by: ana, side: 'buy', terms: limit(99_000n, 10n * one) })).toEqual({
    ok: false,
    error: 'open_orders_exceeded',
  });
  ask({ kind: 'cancel_all', atMs: 1, account: ana, book: null });
  expect(place({ by: ana, side: 'buy', terms: limit(100n, one / 10n) }).ok).toBe(true);
});

test('placeOrder() refuses an unknown account, an unknown book and a reused order id', () => {
  const { ask, place, ana } = twoTraders();
  const used = idOf(place({ by: ana, side: 'sell', terms: limit(5_000n, one) }));
  const order = {
    kind: 'place_order',
    atMs: 1,
    account: ana,
    orderId: used,
    originId: null,
    book: testBook,
    side: 'buy',
    terms: limit(100n, one),
  } as const;
  expect(ask(order)).toEqual({ ok: false, error: 'order_id_duplicate' });
  expect(ask({ ...order, book: 'btc_ars' as typeof testBook })).toEqual({ ok: false, error: 'book_unknown' });
  expect(ask({ ...order, account: 'nobody' as typeof ana })).toEqual({ ok: false, error: 'account_unknown' });
});

test('placeOrder() lets an origin id be used again once its order ended', () => {
  const { state, ask, place, ana, beto } = twoTraders();
  place({ by: ana, side: 'sell', terms: limit(5_000n, one) });
  place({ by: beto, side: 'buy', terms: limit(5_000n, one / 2n), originId: 'again' });
  const second = idOf(place({ by: beto, side: 'buy', terms: limit(5_000n, 2n * one), originId: 'again' }));
  expect(orderOfOriginId(state, beto, 'again')?.orderId).toBe(second);
  expect(fillsOfOriginId(state, beto, 'again')).toHaveLength(2);
  // Another account may use the same text.
  expect(place({ by: ana, side: 'buy', terms: limit(100n, one), originId: 'again' }).ok).toBe(true);
  expect(ask({ kind: 'cancel_order', atMs: 2, account: beto, orderId: second }).ok).toBe(true);
  expect(place({ by: beto, side: 'buy', terms: limit(100n, one), originId: 'again' }).ok).toBe(true);
});

test('cancelOrder() releases the hold, and knows no order of another or one that ended', () => {
  const { state, ask, place, ana, beto } = twoTraders();
  const order = idOf(place({ by: ana, side: 'buy', terms: limit(5_000n, one) }));
  expect(ask({ kind: 'cancel_order', atMs: 2, account: beto, orderId: order })).toMatchObject({
    error: 'order_unknown',
  });
  expect(ask({ kind: 'cancel_order', atMs: 2, account: ana, orderId: order }).ok).toBe(true);
  expect(balancesOf(state, ana)[1]).toMatchObject({ total: 1_000_000n * one, locked: 0n });
  expect(openOrdersOf(state, ana, { book: null, limit: 500 })).toEqual([]);
  expect(ask({ kind: 'cancel_order', atMs: 2, account: ana, orderId: order })).toMatchObject({
    error: 'order_ended',
  });
});

test('cancelAll() is a success without events when nothing is open', () => {
  const { ask, ana } = twoTraders();
  expect(ask({ kind: 'cancel_all', atMs: 1, account: ana, book: testBook })).toEqual({ ok: true, value: [] });
  expect(ask({ kind: 'cancel_all', atMs: 1, account: ana, book: 'x_y' as typeof testBook })).toMatchObject({
    error: 'book_unknown',
  });
});

test('apply() refuses fundings that are not money of a known asset, and the same funding twice', () => {
  const { ask, ana } = twoTraders();
  const fund = {
    kind: 'fund',
    atMs: 1,
    account: ana,
    asset: btc,
    amount: 1n,
    fundingId: 'f',
    method: 'x',
  } as const;
  expect(ask(fund).ok).toBe(true);
  expect(ask(fund)).toMatchObject({ error: 'funding_id_duplicate' });
  expect(ask({ ...fund, fundingId: 'g', amount: 0n })).toMatchObject({ error: 'amount_not_positive' });
  expect(ask({ ...fund, fundingId: 'g', asset: 'doge' as typeof btc })).toMatchObject({
    error: 'asset_unknown',
  });
  expect(ask({ kind: 'open_account', atMs: 1, account: ana })).toMatchObject({ error: 'account_exists' });
});

test('apply() numbers every depth message of a book without gaps', () => {
  const { ask, place, ana, beto, state } = twoTraders();
  const diffs: number[] = [];
  place({ by: ana, side: 'sell', terms: limit(5_000n, one) });
  place({ by: beto, side: 'buy', terms: limit(5_000n, one / 2n) });
  const cancelled = ask({ kind: 'cancel_all', atMs: 3, account: ana, book: null });
  for (const event of cancelled.ok ? cancelled.value : [])
    if (event.kind === 'book_diff') diffs.push(event.sequence);
  expect(diffs).toEqual([3]);
  expect(fullBookOf(state, testBook, 10)).toEqual({ sequence: 3, bids: [], asks: [] });
});

test('apply() gives the makers of one match one number of the depth feed, and what rests of the taker the next', () => {
  const { state, place, ana, beto } = twoTraders();
  for (const price of [5_000n, 5_010n]) place({ by: ana, side: 'sell', terms: limit(price, one) });
  place({ by: beto, side: 'buy', terms: limit(5_010n, 3n * one) });
  const numbers = eventsOfLog(state).flatMap((event) =>
    event.kind === 'book_diff' ? [[event.sequence, event.status]] : [],
  );
  expect(numbers).toEqual([
    [3, 'completed'],
    [3, 'completed'],
    [4, 'open'],
  ]);
});

test('apply() forgets an ended order after its retention, and keeps its fills', () => {
  const { state, place, ana, beto } = twoTraders();
  place({ by: ana, side: 'sell', terms: limit(5_000n, one) });
  const buy = idOf(
    place({ by: beto, side: 'buy', terms: limit(5_000n, one / 2n), originId: 'old', atMs: 10 }),
  );
  place({ by: ana, side: 'sell', terms: limit(6_000n, one), atMs: 10 + endedRetentionMs });
  expect(orderOf(state, beto, buy)?.status).toBe('completed');
  place({ by: ana, side: 'sell', terms: limit(6_000n, one), atMs: 11 + endedRetentionMs });
  expect(orderOf(state, beto, buy)).toBeNull();
  expect(orderOfOriginId(state, beto, 'old')).toBeNull();
  expect(fillsOfOrder(state, beto, buy)).toHaveLength(1);
});

test('placeOrder() charges each fill by the volume before it, also where a taker leaves its tier between two', () => {
  const { state, place, ana, beto } = twoTraders();
  for (let maker = 0; maker < 4; maker += 1) place({ by: ana, side: 'sell', terms: limit(10_000n, one) });
  const buy = idOf(place({ by: beto, side: 'buy', terms: limit(10_000n, 4n * one) }));
  const fees = fillsOfOrder(state, beto, buy).map(({ fee }) => fee);
  // 20,000 is still of the first tier.
  expect(fees.sort()).toEqual([130_000n, 780_000n, 780_000n, 780_000n]);
});

test('feesOf() follows the volume of thirty days and forgets it afterwards', () => {
  const { state, place, ana, beto } = twoTraders();
  const dayMs = 86_400_000;
  place({ by: ana, side: 'sell', terms: limit(5_000n, 10n * one) });
  place({ by: beto, side: 'buy', terms: limit(5_000n, 5n * one), atMs: dayMs });
  expect(feesOf(state, beto, { book: testBook, atMs: dayMs })).toEqual({
    makerPpm: 1_000,
    takerPpm: 1_300,
    volume: 25_000n * one,
    next: null,
  });
  expect(feesOf(state, beto, { book: testBook, atMs: 31 * dayMs })).toMatchObject({
    takerPpm: 7_800,
    volume: 0n,
    next: { volumeMin: 20_000n * one, makerPpm: 1_000, takerPpm: 1_300 },
  });
});

test('publicTradesOf() pages by trade id in both directions', () => {
  const { state, place, ana, beto } = twoTraders();
  place({ by: ana, side: 'sell', terms: limit(5_000n, one) });
  for (let count = 0; count < 5; count += 1)
    place({ by: beto, side: 'buy', terms: limit(5_000n, one / 10n) });
  const ids = (query: { marker: number | null; sort: 'asc' | 'desc'; limit: number }) =>
    publicTradesOf(state, testBook, query).map((trade) => trade.tradeId);
  expect(ids({ marker: null, sort: 'desc', limit: 2 })).toEqual([5, 4]);
  expect(ids({ marker: 4, sort: 'desc', limit: 9 })).toEqual([3, 2, 1]);
  expect(ids({ marker: 2, sort: 'asc', limit: 2 })).toEqual([3, 4]);
  expect(ids({ marker: 5, sort: 'asc', limit: 2 })).toEqual([]);
});
