import { seededRng } from '@mandato/primitives/seeded-rng';
import { expect, test } from 'vitest';
import { type AccountId, accountIdOf, type VenueOrderId, venueOrderIdOf } from '../ids.ts';
import { setBuyHold } from '../ledger/notional.ts';
import { Amount, unitsOf } from '../ledger/split-money.ts';
import { balancesOf, houseBalancesOf } from '../view/account-view.ts';
import { ledgerOf } from '../view/ledger-view.ts';
import { openOrdersOf, viewOf } from '../view/order-view.ts';
import type { EngineCommand, OrderTerms } from './command.ts';
import { createExchangeState, type ExchangeState } from './state.ts';
import { stateHash } from './state-hash.ts';
import { btc, createTestExchange, mxn, one, testBook, testSpec } from './test-exchange.ts';

const traders = ['ana', 'beto', 'caro', 'dani'].map(accountIdOf);

function randomCommand(
  state: ExchangeState,
  below: (bound: number) => number,
  number: number,
): EngineCommand {
  const account = traders[below(traders.length)] ?? accountIdOf('ana');
  const atMs = 1_000_000 + number * 700;
  const open = openOrdersOf(state, account, { book: null, limit: 500 }).map(({ orderId: id }) => id);
  const kind = below(100);
  const orderId = open[below(Math.max(1, open.length))];
  if (kind < 30 && orderId !== undefined) return { kind: 'cancel_order', atMs, account, orderId };
  if (kind < 31) return { kind: 'cancel_all', atMs, account, book: testBook };
  if (kind < 33) {
    const fundingId = number.toString(16).padStart(32, 'f');
    const asset = kind === 31 ? btc : mxn;
    return {
      kind: 'fund',
      atMs,
      account,
      asset,
      amount: BigInt(1 + below(1e9)),
      fundingId,
      method: 'practice',
    };
  }
  return {
    kind: 'place_order',
    atMs,
    account,
    orderId: venueOrderIdOf(number.toString(36).padStart(16, 'o')),
    originId: below(4) === 0 ? `o${below(5)}` : null,
    book: testBook,
    side: below(2) === 0 ? 'buy' : 'sell',
    terms: randomTerms(below),
  };
}

function randomTerms(below: (bound: number) => number): OrderTerms {
  const quantity = BigInt(90_000 + below(150_000_000));
  const slippagePpm = below(3) === 0 ? below(20_000) : null;
  if (below(8) === 0) return { kind: 'market_quantity', quantity, slippagePpm };
  if (below(8) === 0) return { kind: 'market_notional', notional: BigInt(1 + below(4e9)) * 50n, slippagePpm };
  const price = BigInt(4_700 + below(61) * 10) * one;
  const timeInForce = (['gtc', 'gtc', 'gtc', 'ioc', 'fok', 'postonly'] as const)[below(6)] ?? 'gtc';
  return { kind: 'limit', price, quantity, timeInForce };
}

function sumOf(state: ExchangeState, asset: typeof btc): bigint {
  const { fees, external } = houseBalancesOf(state, asset);
  return traders.reduce((sum, account) => sum + totalOf(state, account, asset), fees + external);
}

function totalOf(state: ExchangeState, account: AccountId, asset: typeof btc): bigint {
  return balancesOf(state, account).find((balance) => balance.asset === asset)?.total ?? 0n;
}

function expectSound(state: ExchangeState): void {
  for (const asset of [btc, mxn]) if (sumOf(state, asset) !== 0n) expect(asset).toBe('conserved');
  for (const account of traders) expectBacked(state, account);
  const { orderBook } = state.books.get(testBook) ?? {};
  const bid = orderBook?.best('buy') ?? -1;
  const ask = orderBook?.best('sell') ?? -1;
  if (bid >= 0 && ask >= 0 && bid >= ask) expect({ bid, ask }).toBe('not crossed');
}

function expectBacked(state: ExchangeState, account: AccountId): void {
  const held = new Map([
    [btc, 0n],
    [mxn, 0n],
  ]);
  for (const order of openOrdersOf(state, account, { book: null, limit: 500 })) {
    const asset = order.side === 'buy' ? mxn : btc;
    const needed = new Amount();
    setBuyHold(needed, Number(order.price), Number(order.unfilledQuantity));
    const hold = order.side === 'buy' ? unitsOf(needed) : order.unfilledQuantity;
    held.set(asset, (held.get(asset) ?? 0n) + hold);
  }
  for (const { asset, total, locked } of balancesOf(state, account)) {
    if (locked !== held.get(asset) || locked > total) expect({ asset, total, locked }).toBe('backed');
  }
}

// Bounded by the number of its commands: a busy machine takes as long as it takes.
const hasTime = { timeout: 600_000 };

test(
  'apply() conserves every currency, holds exactly what is open and never leaves a crossed book',
  hasTime,
  () => {
    const { state, ask, open } = createTestExchange();
    for (const name of traders) open(name, { btc: 400n * one, mxn: 2_000_000n * one });
    const rng = seededRng(20261122);
    const refusals = new Map<string, number>();
    for (let number = 0; number < 12_000; number += 1) {
      const command = randomCommand(state, rng.below, number);
      const before = number % 10 === 0 ? stateHash0(state) : null;
      const applied = ask(command);
      if (!applied.ok) {
        refusals.set(applied.error, (refusals.get(applied.error) ?? 0) + 1);
        if (before !== null) expect(stateHash0(state)).toBe(before);
      }
      expectSound(state);
    }
    expect(state.nextTradeId).toBeGreaterThan(2_000);
    expect([...refusals.keys()]).toContain('origin_id_duplicate');
  },
);

// The full hash grows with history: cheap figures that a refused command must not move either.
function stateHash0(state: ExchangeState): string {
  const balances = traders.flatMap((account) =>
    balancesOf(state, account).map(({ total, locked }) => `${total}/${locked}`),
  );
  return [state.nowMs, state.nextEntry, state.orders.size, state.endedFirst, ...balances].join(' ');
}

test('apply() repeated over the same commands gives the same state hash, and another over others', () => {
  function live(commandCount: number): string {
    const { state, ask, open } = createTestExchange();
    for (const name of traders) open(name, { btc: 400n * one, mxn: 2_000_000n * one });
    const rng = seededRng(7);
    for (let number = 0; number < commandCount; number += 1) ask(randomCommand(state, rng.below, number));
    return stateHash(state);
  }
  expect(live(3_000)).toBe(live(3_000));
  expect(live(2_999)).not.toBe(live(3_000));
});

test("ledgerOf() adds up to the account's totals", () => {
  const { state, ask, open } = createTestExchange();
  for (const name of traders) open(name, { btc: 400n * one, mxn: 2_000_000n * one });
  const rng = seededRng(11);
  for (let number = 0; number < 3_000; number += 1) ask(randomCommand(state, rng.below, number));
  for (const account of traders) {
    const totals = new Map([
      [btc, 0n],
      [mxn, 0n],
    ]);
    const rows = ledgerOf(state, account, { operation: null, marker: null, sort: 'asc', limit: 1e9 }) ?? [];
    for (const { balanceUpdates } of rows) {
      for (const { asset, amount } of balanceUpdates) totals.set(asset, (totals.get(asset) ?? 0n) + amount);
    }
    for (const [asset, total] of totals) expect(totalOf(state, account, asset)).toBe(total);
    expect(new Set(rows.map((row) => row.entryId)).size).toBe(rows.length);
  }
});

test("viewOf() says of an order's fills what their trades add up to", () => {
  const { state, ask, open } = createTestExchange();
  for (const name of traders) open(name, { btc: 400n * one, mxn: 2_000_000n * one });
  const rng = seededRng(13);
  const sums = new Map<VenueOrderId, bigint>();
  for (let number = 0; number < 3_000; number += 1) {
    const applied = ask(randomCommand(state, rng.below, number));
    for (const event of applied.ok ? applied.value : []) {
      if (event.kind !== 'trade') continue;
      const { makerOrderId, takerOrderId, notional } = event.trade;
      for (const id of [makerOrderId, takerOrderId]) sums.set(id, (sums.get(id) ?? 0n) + notional);
    }
  }
  const found = [...sums].filter(([id]) => state.orders.has(id));
  expect(found.length).toBeGreaterThan(300);
  for (const [id, sum] of found) expect(viewOf(state, state.orders.handleOf(id)).filledNotional).toBe(sum);
});

test('createExchangeState() begins empty', () => {
  expect(stateHash(createExchangeState([testSpec]))).toBe(stateHash(createTestExchange().state));
});
