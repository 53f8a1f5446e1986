// What a running plan does when its key is revoked or its exchange goes away: it says so, and never buys twice.

import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  anyCode,
  deleteKey,
  everythingOf,
  linkKey,
  makeKey,
  openSaver,
  openTrader,
  planForm,
  refusalOf,
  type Saver,
} from './people.ts';
import { openQuickStage, type QuickStage } from './quick-stage.ts';
import { expectReason, expectRefused } from './sentences.ts';

/** Market minutes per wall minute. */
const rate = 40;
const patience = { timeout: 60_000, interval: 200 };

let stage: QuickStage;
let saver: Saver;

beforeAll(async () => {
  stage = await openQuickStage(rate);
  saver = await openSaver(stage.mandatoUrl, 'ana@example.com');
});
afterAll(() => stage.end(), 60_000);

/** A daily plan whose first buy is due so many market minutes from now, to the minute. */
async function dueIn(minutes: number, linkId: string) {
  const stepUpCode = await saver.proof();
  const due = new Date(stage.marketNowMs() + minutes * 60_000).toISOString();
  return planForm(linkId, { startsOn: due.slice(0, 10), time: due.slice(11, 16), stepUpCode });
}

const ordersOf = async (planId: string) => (await saver.client.plans.get({ planId })).orders;

test('a key that is revoked while a plan is active buys nothing more, and link and plan say why', async () => {
  const trader = await openTrader(stage.lonjaUrl, 'revoked@example.com');
  const key = await makeKey(trader);
  const { linkId } = await linkKey(saver.client, key, await saver.proof());
  const plan = await saver.client.plans.create(await dueIn(10, linkId));
  await deleteKey(trader, key);
  const before = await trader.portal.call('home', {});
  const due = await vi.waitFor(async () => {
    const [order] = await ordersOf(plan.planId);
    if (order === undefined) throw new Error('the plan is not due yet');
    return order;
  }, patience);
  expect(due).toMatchObject({ state: 'skipped', reason: 'key_invalid', spent: '0', fills: [] });
  expectReason(due.reason);
  await vi.waitFor(async () => {
    const links = await saver.client.links.list();
    expect(links.find((link) => link.linkId === linkId)?.status).toEqual({ kind: 'invalid' });
  }, patience);
  const shown = await saver.client.plans.get({ planId: plan.planId });
  expect(shown.plan.pausedBecause).toBe('link_not_usable');
  expectReason(shown.plan.pausedBecause);
  expect(shown.orders).toHaveLength(1);
  const pressed = saver.client.plans.runNow({ planId: plan.planId, requestId: 'revoked01' });
  expectRefused(await refusalOf(pressed), 'plan_not_active');
  const resumed = saver.client.plans.resume({ planId: plan.planId });
  expectRefused(await refusalOf(resumed), 'link_not_active');
  expectRefused(await refusalOf(saver.client.plans.create(planForm(linkId))), 'link_not_active');
  expect((await ordersOf(plan.planId)).length).toBe(1);
  const after = await trader.portal.call('home', {});
  expect([after.balances.map(({ total }) => total), after.recentTrades]).toEqual([
    before.balances.map(({ total }) => total),
    before.recentTrades,
  ]);
  const activity = await saver.client.activity.list({ before: null, limit: 50 });
  expect(activity.filter((row) => row.linkId === linkId).map(({ code }) => code)).toContain('link_frozen');
  expect(activity.find((row) => row.orderId === due.orderId)?.code).toBe('order_skipped');
});

test('an exchange that is away refuses by name, and a buy that came due meanwhile is made once', async () => {
  const trader = await openTrader(stage.lonjaUrl, 'away@example.com');
  const [key, otherKey] = [await makeKey(trader), await makeKey(trader)];
  const { linkId } = await linkKey(saver.client, key, await saver.proof());
  const idle = await saver.client.plans.create(planForm(linkId, { stepUpCode: await saver.proof() }));
  const plan = await saver.client.plans.create(await dueIn(8, linkId));
  const before = await everythingOf(saver, trader);
  await stage.lonja.kill();

  expectRefused(await refusalOf(linkKey(saver.client, otherKey, anyCode)), 'exchange_unreachable');
  expectRefused(await refusalOf(saver.client.plans.create(planForm(linkId))), 'exchange_unreachable');
  expectRefused(await refusalOf(saver.client.links.balances({ linkId })), 'exchange_unreachable');
  const pressed = saver.client.plans.runNow({ planId: idle.planId, requestId: 'away0001' });
  expectRefused(await refusalOf(pressed), 'exchange_unreachable');
  expect((await saver.client.links.list()).length).toBe(before.links.length);
  expect((await saver.client.plans.list()).length).toBe(before.plans.length);
  expect(await ordersOf(idle.planId)).toEqual([]);

  const dueMs = Date.parse(plan.nextSlotAt ?? '');
  await vi.waitFor(() => expect(stage.marketNowMs()).toBeGreaterThan(dueMs + 60_000), patience);
  expect((await ordersOf(plan.planId)).filter(({ state }) => state === 'done')).toEqual([]);
  await stage.startLonja();
  const order = await vi.waitFor(async () => {
    const [first] = await ordersOf(plan.planId);
    if (first === undefined || first.endedAt === null) throw new Error('not answered for yet');
    return first;
  }, patience);
  expect(order).toMatchObject({ state: 'done', slotKey: expect.stringMatching(/^2026-03-02T/) });
  expect(await ordersOf(plan.planId)).toHaveLength(1);
  const { balances, recentTrades } = await trader.portal.call('home', {});
  expect(recentTrades.map(({ tid }) => tid).sort()).toEqual(order.fills.map(({ tradeId }) => tradeId).sort());
  const mxn = balances.find(({ currency }) => currency === 'mxn');
  expect(Number(mxn?.total)).toBeCloseTo(100_000 - Number(order.spent), 6);
  expect((await saver.client.plans.runNow({ planId: idle.planId, requestId: 'away0001' })).slotKey).toBe(
    'now-away0001',
  );
  expect(await linkKey(saver.client, otherKey, await saver.proof())).toMatchObject({
    status: { kind: 'connected' },
  });
});
