// The judge sees each way in which Mandato could be wrong about what happened at the exchange.

import { orderId } from '@mandato/invest-core/order/order-id';
import { sha256 } from '@mandato/server/orders/order-deps';
import type { FillRow, IntentRow } from '@mandato/server/store/schema/order-schema';
import type { PlanRow } from '@mandato/server/store/schema/plan-schema';
import { expect, test } from 'vitest';
import type { ExchangeTruth, TrueFill } from './exchange-truth.ts';
import { judge, type MandatoAccount } from './judge.ts';

const installId = 'install';
const planId = 'plan';
const slotKey = 'now-press1';
const originOf = (attempt: number) => orderId({ installId, planId, slotKey, leg: 'buy', attempt }, sha256);

const trueFill: TrueFill = {
  tradeId: '7',
  venueOrderId: 'venue',
  originId: originOf(1),
  account: 'account',
  quantity: 50n,
  notional: 1_000n,
  fee: 2n,
};

const truth: ExchangeTruth = {
  commands: 1,
  orders: [{ venueOrderId: 'venue', originId: originOf(1), account: 'account' }],
  fills: [trueFill],
  totalOf: (asset) => (asset === 'mxn' ? 9_000n : 48n),
  fundedOf: (asset) => (asset === 'mxn' ? 10_000n : 0n),
};

const intent: IntentRow = {
  intentId: 'intent',
  planId,
  slotKey,
  userId: 'user',
  linkId: 'link',
  exchange: 'practice',
  book: 'btc_mxn',
  base: 'btc',
  quote: 'mxn',
  notional: 1_000n,
  lotSize: 1n,
  dueAtMs: 0,
  validUntilMs: 0,
  stateKind: 'done',
  state: { kind: 'done', attempt: 1, venueOrderId: 'venue', tradeCount: 1, atMs: 0 },
  orderId: originOf(1),
  venueOrderId: 'venue',
  reason: null,
  owner: null,
  nextWorkAtMs: null,
  spent: 1_000n,
  bought: 48n,
  recordedAtMs: 0,
  endedAtMs: 0,
};

const plan: PlanRow = {
  planId,
  userId: 'user',
  linkId: 'link',
  exchange: 'practice',
  book: 'btc_mxn',
  base: 'btc',
  quote: 'mxn',
  notional: 1_000n,
  schedule: { kind: 'daily', hour: 9, minute: 0, zone: 'UTC' },
  startsOn: '2026-03-02',
  budgetMax: 1_500n,
  missedSlots: 'skip',
  stateKind: 'active',
  state: { kind: 'active' },
  answeredUntilMs: 0,
  nextSlotAtMs: 0,
  spent: 1_000n,
  reserved: 0n,
  bought: 48n,
  ordersDone: 1,
  createdAtMs: 0,
};

const fill: FillRow = {
  exchange: 'practice',
  tradeId: '7',
  intentId: 'intent',
  planId,
  orderId: originOf(1),
  venueOrderId: 'venue',
  price: 20n,
  quantity: 50n,
  notional: 1_000n,
  fee: 2n,
  feeAsset: 'btc',
  liquidity: 'taker',
  atMs: 0,
};

const said: MandatoAccount = {
  installId,
  intents: [intent],
  journaled: new Set([originOf(1)]),
  fills: [fill],
  plans: [plan],
  toldAsBought: [{ planId, slotKey }],
  presses: [{ planId, requestId: 'press1', orderId: originOf(1) }],
};

const kindsOf = (account: MandatoAccount, real: ExchangeTruth) =>
  new Set(judge(account, real).map(({ kind }) => kind));

test('judge() finds nothing where both sides say the same', () => {
  expect(judge(said, truth)).toEqual([]);
});

test('judge() finds a second order for one slot, whatever its attempt', () => {
  const second = { venueOrderId: 'other', originId: originOf(2), account: 'account' };
  const journaled = new Set([originOf(1), originOf(2)]);
  expect(kindsOf({ ...said, journaled }, { ...truth, orders: [...truth.orders, second] })).toEqual(
    new Set(['duplicate']),
  );
});

test('judge() finds orders and fills that Mandato lost, and fills that it invented', () => {
  const stranger = { venueOrderId: 'other', originId: 'nobody', account: 'account' };
  expect(kindsOf(said, { ...truth, orders: [...truth.orders, stranger] })).toContain('lost_order');
  expect(kindsOf({ ...said, journaled: new Set() }, truth)).toEqual(new Set(['not_journaled']));
  expect(kindsOf({ ...said, fills: [] }, truth)).toEqual(new Set(['lost_fill']));
  expect(kindsOf({ ...said, fills: [fill, { ...fill, tradeId: '8' }] }, truth)).toEqual(
    new Set(['invented_fill']),
  );
});

test('judge() finds a buy that was told and never made, and one that was made and denied', () => {
  const none: ExchangeTruth = { ...truth, fills: [], totalOf: (asset) => (asset === 'mxn' ? 10_000n : 0n) };
  expect(kindsOf({ ...said, fills: [] }, none)).toContain('told_without_trade');
  const denied = { ...intent, stateKind: 'skipped' as const };
  expect(kindsOf({ ...said, intents: [denied] }, truth)).toContain('told_absent_but_exists');
});

test('judge() finds a budget that was exceeded, amounts that differ, and an order that never ended', () => {
  expect(kindsOf({ ...said, plans: [{ ...plan, budgetMax: 999n }] }, truth)).toEqual(
    new Set(['over_budget']),
  );
  expect(kindsOf({ ...said, plans: [{ ...plan, spent: 1_001n }] }, truth)).toEqual(
    new Set(['amounts_differ', 'ledger_differs']),
  );
  expect(kindsOf({ ...said, intents: [{ ...intent, stateKind: 'closing' }] }, truth)).toContain(
    'not_settled',
  );
});

test('judge() finds an acknowledged press without its row', () => {
  const lost = { planId, requestId: 'press2', orderId: originOf(1) };
  expect(kindsOf({ ...said, presses: [...said.presses, lost] }, truth)).toEqual(
    new Set(['lost_acknowledged']),
  );
});
