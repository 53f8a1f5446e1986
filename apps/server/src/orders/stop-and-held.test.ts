// Stopping at once with orders open, and what a person decides about a held order, on a real database.

import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PlanRig, startMs } from '../plans/plan-rig.ts';
import { notices } from '../store/schema/notice-schema.ts';
import { type IntentRow, intents } from '../store/schema/order-schema.ts';
import { applyEvent } from './apply-event.ts';
import { checkBooks } from './check-books.ts';
import { closeHeld, lookForHeldAgain } from './decide-held.ts';
import { type KillScope, setKillSwitch } from './kill-switch.ts';
import { sqlOrderTx } from './sql-order-store.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;

let rig: PlanRig;
beforeAll(async () => {
  rig = await PlanRig.open();
});
afterAll(() => rig.database.discard());

async function turn(isKilled: boolean, scope: KillScope): Promise<void> {
  await rig.db.transaction((tx) => setKillSwitch(tx, isKilled, { scope, nowMs: rig.clock.ms }));
}

/** A due plan whose order is open at the exchange. */
async function openOrder() {
  rig.clock.ms = startMs;
  const person = await rig.person();
  person.exchange.script.push({ kind: 'rest' });
  const planId = await rig.plan(person);
  const plans = await rig.prepare();
  rig.clock.ms = startMs + hourMs;
  await plans.runOnce();
  const order = async () => {
    const [intent] = await rig.intents(planId);
    if (intent === undefined) throw new Error('nothing was recorded');
    return intent;
  };
  return { person, planId, plans, order };
}

/** Lets time pass in steps of 35 s, with a pass at each, until `isDone`. */
async function until(plans: { runOnce(): Promise<void> }, isDone: () => Promise<boolean>): Promise<void> {
  for (let steps = 0; steps < 40; steps += 1) {
    if (await isDone()) return;
    rig.clock.ms += 35_000;
    await plans.runOnce();
  }
  throw new Error('it did not come to that');
}

const scopes: readonly [string, (of: { userId: string; planId: string }) => KillScope][] = [
  ['everything', () => ({ kind: 'all' })],
  ['one person', ({ userId }) => ({ kind: 'account', userId })],
  ['one plan', ({ planId }) => ({ kind: 'plan', planId })],
];

describe('setKillSwitch()', () => {
  it.each(scopes)('setKillSwitch() for %s stops what it names and nothing else', async (_name, scopeOf) => {
    rig.clock.ms = startMs;
    const [one, other] = [await rig.person(), await rig.person()];
    const planId = await rig.plan(one);
    const siblingId = await rig.plan(one);
    const otherId = await rig.plan(other);
    const scope = scopeOf({ userId: one.userId, planId });
    const plans = await rig.prepare();
    await turn(true, scope);
    rig.clock.ms = startMs + hourMs;
    await plans.runOnce();
    const reasonOf = async (id: string) => (await rig.intents(id))[0]?.reason;
    expect([await reasonOf(planId), await reasonOf(siblingId), await reasonOf(otherId)]).toEqual([
      'kill_switch_on',
      scope.kind === 'plan' ? null : 'kill_switch_on',
      scope.kind === 'all' ? 'kill_switch_on' : null,
    ]);
    await turn(false, scope);
    await plans.stop();
  });
});

describe('cancelOrder()', () => {
  it('cancelOrder() cancels what is open once buying is stopped, and says that nothing was spent', async () => {
    const { person, planId, plans, order } = await openOrder();
    expect((await order()).stateKind).toBe('acknowledged');
    await turn(true, { kind: 'plan', planId });
    plans.rouse();
    await plans.runOnce();
    expect(person.exchange.cancelled).toEqual([(await order()).orderId]);
    await until(plans, async () => (await order()).stateKind === 'skipped');
    const ended = await order();
    expect(ended).toMatchObject({ reason: 'cancelled', spent: 0n, state: { reason: { kind: 'cancelled' } } });
    expect(await rig.codes(planId)).toContain('order_cancel_asked');
    expect(new Set(person.exchange.nonces).size).toBe(person.exchange.nonces.length);
    expect(await checkBooks(rig.db)).toEqual([]);
    await turn(false, { kind: 'plan', planId });
    await plans.stop();
  });

  it('cancelOrder() is asked for within one pass when another process stopped buying, though the order rests', async () => {
    const { person, planId, plans, order } = await openOrder();
    await turn(true, { kind: 'plan', planId });
    await plans.runOnce();
    expect(person.exchange.cancelled).toEqual([(await order()).orderId]);
    await turn(false, { kind: 'plan', planId });
    await plans.stop();
  });

  it('cancelOrder() takes no cancellation for done: an order that traded first is bought', async () => {
    const { person, planId, plans, order } = await openOrder();
    expect((await order()).stateKind).toBe('acknowledged');
    person.exchange.fillOpen((await order()).orderId);
    await turn(true, { kind: 'plan', planId });
    plans.rouse();
    await until(plans, async () => (await order()).stateKind === 'done');
    expect((await order()).spent).toBe(person.exchange.spent);
    await turn(false, { kind: 'plan', planId });
    await plans.stop();
  });
});

/** An order whose answer was lost and that nobody could look for during a day. */
async function heldOrder(): Promise<{
  readonly person: Awaited<ReturnType<PlanRig['person']>>;
  readonly planId: string;
  readonly plans: Awaited<ReturnType<PlanRig['prepare']>>;
  readonly held: IntentRow;
}> {
  rig.clock.ms = startMs;
  const person = await rig.person();
  person.exchange.script.push({ kind: 'delay_and_lose' });
  const planId = await rig.plan(person);
  const plans = await rig.prepare();
  rig.clock.ms = startMs + hourMs;
  await plans.runOnce();
  person.exchange.isReachable = false;
  for (let hours = 0; hours < 26; hours += 1) {
    rig.clock.ms += hourMs;
    await plans.runOnce();
  }
  const [held] = (await rig.intents(planId)).filter(({ stateKind }) => stateKind === 'held');
  if (held === undefined) throw new Error('it was not held');
  person.exchange.isReachable = true;
  return { person, planId, plans, held };
}

const refOf = (held: IntentRow) => ({ userId: held.userId, orderId: held.orderId });

describe('a held order', () => {
  it('keeps its share of the budget set aside until somebody knows', async () => {
    const { planId, plans, held } = await heldOrder();
    const plan = await rig.planRow(planId);
    expect(plan.reserved).toBe(held.notional);
    expect(await checkBooks(rig.db)).toEqual([]);
    await plans.stop();
  });

  it('lookForHeldAgain() finds what was placed after all, and books it', async () => {
    const { person, planId, plans, held } = await heldOrder();
    person.exchange.deliverLate();
    const again = await lookForHeldAgain(plans.deps, refOf(held));
    expect(again).toMatchObject({ ok: true, value: { stateKind: 'being_confirmed', endedAtMs: null } });
    await plans.runOnceFor(5 * minuteMs);
    const [found] = await rig.db.select().from(intents).where(eq(intents.intentId, held.intentId));
    const fills = person.exchange.orders.get(held.orderId)?.fills ?? [];
    const spent = fills.reduce((sum, { notional }) => sum + notional, 0n);
    expect(spent).toBeGreaterThan(0n);
    expect(found).toMatchObject({ stateKind: 'done', spent });
    expect(await lookForHeldAgain(plans.deps, refOf(held))).toEqual({ ok: false, error: 'order_not_held' });
    expect(await rig.codes(planId)).toContain('order_looked_for_again');
    expect(await checkBooks(rig.db)).toEqual([]);
    await plans.stop();
  });

  it('lookForHeldAgain() proves absent what is not there, and never sends it again', async () => {
    const { person, planId, plans, held } = await heldOrder();
    const receivedBefore = person.exchange.received.get(held.orderId);
    await lookForHeldAgain(plans.deps, refOf(held));
    await plans.runOnceFor(30 * minuteMs);
    const [ended] = await rig.db.select().from(intents).where(eq(intents.intentId, held.intentId));
    expect(ended).toMatchObject({ stateKind: 'skipped', reason: 'proven_absent' });
    expect(person.exchange.received.get(held.orderId)).toBe(receivedBefore);
    expect((await rig.planRow(planId)).reserved).toBe(0n);
    await plans.stop();
  });

  it('closeHeld() ends it as not bought, and a late fill is booked and pauses the plan', async () => {
    const { person, planId, plans, held } = await heldOrder();
    const closed = await rig.db.transaction((tx) => closeHeld(tx, plans.deps, refOf(held)));
    expect(closed).toMatchObject({ ok: true, value: { stateKind: 'skipped', reason: 'closed_by_person' } });
    const twice = await rig.db.transaction((tx) => closeHeld(tx, plans.deps, refOf(held)));
    expect(twice).toEqual({ ok: false, error: 'order_not_held' });
    person.exchange.deliverLate();
    await plans.runOnceFor(15 * minuteMs);
    const [late] = await rig.db.select().from(intents).where(eq(intents.intentId, held.intentId));
    expect(late?.stateKind).toBe('late');
    expect(late?.spent).toBeGreaterThan(0n);
    expect((await rig.planRow(planId)).state).toMatchObject({ kind: 'paused', reason: 'late_order_found' });
    expect(await checkBooks(rig.db)).toEqual([]);
    await plans.stop();
  });

  it('is told once, and once more when it turns up late; an undone change tells nothing', async () => {
    const { person, planId, plans, held } = await heldOrder();
    const told = async () => {
      const rows = await rig.db.select().from(notices).where(eq(notices.planId, planId));
      return rows.map(({ code }) => code).filter((code) => code === 'order_held' || code === 'order_late');
    };
    expect(await told()).toEqual(['order_held']);
    const undone = rig.db.transaction(async (tx) => {
      await closeHeld(tx, plans.deps, refOf(held));
      const event = { kind: 'fills_read', venueOrderId: 'v', tradeCount: 1, atMs: rig.clock.ms } as const;
      const order = sqlOrderTx(tx, null);
      const closed = await order.lockIntent(held.intentId);
      if (closed !== null) await applyEvent(order, plans.deps, { intent: closed, event });
      expect((await tx.select().from(notices).where(eq(notices.planId, planId))).at(-1)?.code).toBe(
        'order_late',
      );
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await told()).toEqual(['order_held']);
    await rig.db.transaction((tx) => closeHeld(tx, plans.deps, refOf(held)));
    person.exchange.deliverLate();
    await plans.runOnceFor(15 * minuteMs);
    await plans.runOnceFor(2 * hourMs);
    expect(await told()).toEqual(['order_held', 'order_late']);
    await plans.stop();
  });

  it('is nobody else’s to decide about', async () => {
    const { plans, held } = await heldOrder();
    const stranger = { userId: (await rig.person()).userId, orderId: held.orderId };
    expect(await lookForHeldAgain(plans.deps, stranger)).toEqual({ ok: false, error: 'order_unknown' });
    const closing = await rig.db.transaction((tx) => closeHeld(tx, plans.deps, stranger));
    expect(closing).toEqual({ ok: false, error: 'order_unknown' });
    await plans.stop();
  });
});
