// Plans from their due moment to their booked order, on a real database against a scripted exchange.

import { unitsPerWhole } from '@mandato/primitives/money';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { trailEntriesOf } from '../audit/read-trail.ts';
import { checkBooks } from '../orders/check-books.ts';
import { setKillSwitch } from '../orders/kill-switch.ts';
import { links } from '../store/schema/link-schema.ts';
import { attempts } from '../store/schema/order-schema.ts';
import { PlanRig, startMs } from './plan-rig.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
let rig: PlanRig;
beforeAll(async () => {
  rig = await PlanRig.open();
});
beforeEach(() => rig.begin());
afterAll(() => rig.database.discard());

describe('startPlans()', () => {
  it('buys at the due second, not before, and books the fill', async () => {
    const person = await rig.person();
    const planId = await rig.plan(person);
    const plans = await rig.prepare();
    rig.clock.ms = startMs + hourMs - 1;
    await plans.runOnce();
    expect(await rig.intents(planId)).toHaveLength(0);
    rig.clock.ms = startMs + hourMs;
    await plans.runOnce();
    const [intent, ...others] = await rig.intents(planId);
    expect(others).toHaveLength(0);
    expect(intent).toMatchObject({ stateKind: 'done', slotKey: '2026-11-20T13:00', nextWorkAtMs: null });
    const plan = await rig.planRow(planId);
    expect(plan).toMatchObject({ reserved: 0n, spent: person.exchange.spent, ordersDone: 1 });
    expect(plan.nextSlotAtMs).toBe(startMs + hourMs + dayMs);
    expect(plan.bought).toBe(33_117n);
    expect(await rig.codes(planId)).toEqual(['order_recorded', 'order_done']);
    expect([...person.exchange.received.values()]).toEqual([1]);
    expect(plan.spent).toBeLessThanOrEqual(500n * unitsPerWhole);
    expect(await checkBooks(rig.db)).toEqual([]);
    expect(rig.errors).toEqual([]);
    await plans.stop();
  });

  it('item 69: the trail says which signature was asked for, before what came of it, and not the order’s words', async () => {
    const person = await rig.person();
    const planId = await rig.plan(person);
    const plans = await rig.prepare();
    rig.clock.ms = startMs + hourMs;
    await plans.runOnce();
    await plans.stop();
    const { userId } = await rig.planRow(planId);
    const [intent] = await rig.intents(planId);
    const trail = (await trailEntriesOf(rig.db, userId)).filter(({ details }) =>
      details.includes(intent?.orderId ?? 'no order'),
    );
    expect(trail.map(({ what }) => what)).toEqual([
      'order_recorded',
      'order_signature_asked',
      'order_answered',
      'order_done',
    ]);
    const details: unknown = JSON.parse(trail[1]?.details ?? '');
    expect(details).toEqual({
      orderId: intent?.orderId,
      linkId: intent?.linkId,
      intent: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('waits for trade rows that the exchange writes late, and counts several fills once each', async () => {
    const person = await rig.person();
    person.exchange.script.push({ kind: 'fill', parts: 3 });
    person.exchange.readLag = 3;
    const planId = await rig.plan(person);
    const plans = await rig.prepare();
    rig.clock.ms = startMs + hourMs;
    await plans.runOnce();
    const [intent] = await rig.intents(planId);
    expect(intent?.state).toMatchObject({ kind: 'done', tradeCount: 3 });
    expect(intent?.spent).toBe(person.exchange.spent);
    await plans.stop();
  });

  it('books what a cancelled order bought and gives the rest of the budget back', async () => {
    const person = await rig.person();
    person.exchange.script.push({ kind: 'partial', percent: 40n });
    const planId = await rig.plan(person);
    const plans = await rig.prepare();
    rig.clock.ms = startMs + hourMs;
    await plans.runOnceFor(3 * minuteMs);
    const [intent] = await rig.intents(planId);
    expect(intent?.stateKind).toBe('done');
    expect(await rig.planRow(planId)).toMatchObject({ reserved: 0n, spent: person.exchange.spent });
    expect(person.exchange.spent).toBeGreaterThan(190n * unitsPerWhole);
    expect(await checkBooks(rig.db)).toEqual([]);
    await plans.stop();
  });

  it('reads back an order of which the exchange says that the id exists already', async () => {
    const person = await rig.person();
    person.exchange.script.push({ kind: 'already_exists' });
    const planId = await rig.plan(person);
    const plans = await rig.prepare();
    rig.clock.ms = startMs + hourMs;
    await plans.runOnce();
    expect((await rig.intents(planId)).map(({ stateKind }) => stateKind)).toEqual(['done']);
    await plans.stop();
  });

  it('skips with the reason what the exchange rejects, once, and tries the next slot again', async () => {
    const person = await rig.person();
    person.exchange.script.push({ kind: 'reject', code: 'funds_insufficient', venueCode: '0379' });
    const planId = await rig.plan(person);
    const plans = await rig.prepare();
    rig.clock.ms = startMs + hourMs;
    await plans.runOnce();
    rig.clock.ms += dayMs;
    await plans.runOnce();
    const rows = await rig.intents(planId);
    expect(rows.map(({ stateKind, reason }) => [stateKind, reason])).toEqual([
      ['skipped', 'funds_insufficient'],
      ['done', null],
    ]);
    expect(await rig.codes(planId)).toEqual([
      'order_recorded',
      'order_skipped',
      'order_recorded',
      'order_done',
    ]);
    expect(person.exchange.received.size).toBe(2);
    await plans.stop();
  });

  it('sends nothing when the balance is too small, the link is not usable, or the book is gone', async () => {
    const poor = await rig.person();
    poor.exchange.availableMxn = 499n * unitsPerWhole;
    const revoked = await rig.person();
    await rig.db.update(links).set({ status: 'invalid' }).where(eq(links.linkId, revoked.linkId));
    const planOfPoor = await rig.plan(poor);
    const planOfRevoked = await rig.plan(revoked);
    const plans = await rig.prepare();
    rig.clock.ms = startMs + hourMs;
    await plans.runOnce();
    expect((await rig.intents(planOfPoor)).map(({ reason }) => reason)).toEqual(['balance_insufficient']);
    expect((await rig.intents(planOfRevoked)).map(({ reason }) => reason)).toEqual(['link_not_usable']);
    expect(poor.exchange.received.size + revoked.exchange.received.size).toBe(0);
    expect(await rig.planRow(planOfPoor)).toMatchObject({ reserved: 0n, spent: 0n });
    await plans.stop();
  });

  it('tries again within the slot what was certainly not sent, under a new order id', async () => {
    const person = await rig.person();
    person.exchange.script.push({ kind: 'not_sent' }, { kind: 'not_sent' });
    const planId = await rig.plan(person);
    const plans = await rig.prepare();
    rig.clock.ms = startMs + hourMs;
    await plans.runOnceFor(minuteMs);
    const [intent] = await rig.intents(planId);
    expect(intent).toMatchObject({ stateKind: 'done' });
    expect(intent?.orderId.endsWith('-3')).toBe(true);
    expect([...person.exchange.received.values()]).toEqual([1]);
    const journal = await rig.db
      .select()
      .from(attempts)
      .where(eq(attempts.intentId, intent?.intentId ?? ''))
      .orderBy(attempts.n);
    expect(journal.map(({ outcome }) => outcome)).toEqual(['not_sent', 'not_sent', 'accepted']);
    const nonces = journal.map(({ nonce }) => BigInt(nonce));
    expect(nonces.every((nonce, n) => n === 0 || nonce > (nonces[n - 1] ?? 0n))).toBe(true);
    await plans.stop();
  });

  it('waits for an exchange that cannot be reached, and says so when the slot has passed', async () => {
    const back = await rig.person();
    const gone = await rig.person();
    back.exchange.isReachable = false;
    gone.exchange.isReachable = false;
    const planOfBack = await rig.plan(back);
    const planOfGone = await rig.plan(gone);
    const plans = await rig.prepare();
    rig.clock.ms = startMs + hourMs;
    await plans.runOnceFor(10 * minuteMs);
    expect(await rig.intents(planOfBack)).toHaveLength(0);
    back.exchange.isReachable = true;
    await plans.runOnceFor(minuteMs);
    expect((await rig.intents(planOfBack)).map(({ stateKind }) => stateKind)).toEqual(['done']);
    rig.clock.ms = startMs + 7 * hourMs;
    await plans.runOnce();
    expect((await rig.intents(planOfGone)).map(({ reason }) => reason)).toEqual(['connection_refused']);
    await plans.stop();
  });

  it('adopts an order whose answer was lost, without sending again', async () => {
    const person = await rig.person();
    person.exchange.script.push({ kind: 'fill_and_lose' });
    const planId = await rig.plan(person);
    const plans = await rig.prepare();
    rig.clock.ms = startMs + hourMs;
    await plans.runOnce();
    expect((await rig.intents(planId)).map(({ stateKind }) => stateKind)).toEqual(['being_confirmed']);
    await plans.runOnceFor(5_000);
    expect((await rig.intents(planId)).map(({ stateKind }) => stateKind)).toEqual(['done']);
    expect([...person.exchange.received.values()]).toEqual([1]);
    expect(await rig.codes(planId)).toEqual(['order_recorded', 'order_being_confirmed', 'order_done']);
    await plans.stop();
  });

  it('waits for a lost order at the practice exchange as long as that was measured to need, and not less', async () => {
    const person = await rig.person();
    person.exchange.script.push({ kind: 'drop_and_lose' });
    const planId = await rig.plan(person);
    const practiceTiming = { requestWindowMs: 40_000, settleTimeMs: 20_000 };
    const plans = await rig.prepare({ policy: { practiceTiming } });
    rig.clock.ms = startMs + hourMs;
    await plans.runOnceFor(55_000);
    expect((await rig.intents(planId)).map(({ stateKind }) => stateKind)).toEqual(['being_confirmed']);
    await plans.runOnceFor(90_000);
    expect((await rig.intents(planId)).map(({ stateKind }) => stateKind)).toEqual(['skipped']);
    expect([...person.exchange.received.values()]).toEqual([1]);
    await plans.stop();
  });

  it('calls a lost order absent only after both windows, with its evidence, and never sends it again', async () => {
    const person = await rig.person();
    person.exchange.script.push({ kind: 'drop_and_lose' });
    const planId = await rig.plan(person);
    const plans = await rig.prepare();
    rig.clock.ms = startMs + hourMs;
    await plans.runOnceFor(19 * minuteMs);
    expect((await rig.intents(planId)).map(({ stateKind }) => stateKind)).toEqual(['being_confirmed']);
    expect((await rig.planRow(planId)).reserved).toBe(500n * unitsPerWhole);
    await plans.runOnceFor(3 * minuteMs);
    const [intent] = await rig.intents(planId);
    expect(intent).toMatchObject({ stateKind: 'skipped', reason: 'proven_absent' });
    const [attempt] = await rig.db
      .select()
      .from(attempts)
      .where(eq(attempts.intentId, intent?.intentId ?? ''));
    expect(attempt?.outcome).toBe('proven_absent');
    expect(attempt?.evidence?.['proof']).toHaveLength(2);
    expect([...person.exchange.received.values()]).toEqual([1]);
    expect((await rig.planRow(planId)).reserved).toBe(0n);
    await plans.stop();
  });

  it('books an order that turns up after it was called absent as late, and pauses its plan', async () => {
    const person = await rig.person();
    person.exchange.script.push({ kind: 'delay_and_lose' });
    const planId = await rig.plan(person, { budgetMax: 500n * unitsPerWhole });
    const plans = await rig.prepare();
    rig.clock.ms = startMs + hourMs;
    await plans.runOnceFor(22 * minuteMs);
    expect((await rig.intents(planId)).map(({ reason }) => reason)).toEqual(['proven_absent']);
    person.exchange.deliverLate();
    await plans.runOnceFor(11 * minuteMs);
    const [intent] = await rig.intents(planId);
    expect(intent).toMatchObject({ stateKind: 'late', spent: person.exchange.spent });
    const plan = await rig.planRow(planId);
    expect(plan).toMatchObject({ spent: person.exchange.spent, stateKind: 'paused', reserved: 0n });
    expect(plan.state).toMatchObject({ reason: 'late_order_found' });
    expect((await rig.codes(planId)).slice(-2).sort()).toEqual(['order_late', 'plan_paused']);
    expect(await checkBooks(rig.db)).toEqual([]);
    await plans.stop();
  });

  it('sends nothing after the kill switch was turned, and goes on when it is turned back', async () => {
    const person = await rig.person();
    const planId = await rig.plan(person);
    const plans = await rig.prepare();
    await setKillSwitch(rig.db, true);
    rig.clock.ms = startMs + hourMs;
    await plans.runOnce();
    await setKillSwitch(rig.db, false);
    rig.clock.ms += dayMs;
    await plans.runOnce();
    expect((await rig.intents(planId)).map(({ reason }) => reason)).toEqual(['kill_switch_on', null]);
    expect(person.exchange.received.size).toBe(1);
    await plans.stop();
  });

  it('does not send when the journal took longer than the send deadline', async () => {
    const person = await rig.person();
    const planId = await rig.plan(person);
    let readings = 0;
    // Every reading is 1.5 s after the one before: journal and sending are always 3 s apart.
    const monotonicMs = () => {
      readings += 1;
      return readings * 3_000;
    };
    const plans = await rig.prepare({ monotonicMs });
    rig.clock.ms = startMs + hourMs;
    await plans.runOnce();
    const [intent] = await rig.intents(planId);
    expect(intent).toMatchObject({ stateKind: 'recorded' });
    expect(person.exchange.received.size).toBe(0);
    const [attempt] = await rig.db
      .select()
      .from(attempts)
      .where(eq(attempts.intentId, intent?.intentId ?? ''));
    expect(attempt).toMatchObject({ outcome: 'not_sent', sentAtMs: null });
    await plans.stop();
  });

  it('C9: answers for every slot of a time away once, by the plan’s rule', async () => {
    const skipper = await rig.person();
    const buyer = await rig.person();
    const skips = await rig.plan(skipper, { missedSlots: 'skip' });
    const buys = await rig.plan(buyer, { missedSlots: 'buy_once' });
    const plans = await rig.prepare();
    rig.clock.ms = startMs + hourMs + 3 * dayMs + 10 * minuteMs;
    await plans.runOnce();
    await plans.runOnce();
    const missed = ['skipped', 'slot_missed_while_away'];
    const shown = async (planId: string) =>
      (await rig.intents(planId)).map(({ stateKind, reason }) => [stateKind, reason]);
    expect(await shown(skips)).toEqual([missed, missed, missed, missed]);
    expect(await shown(buys)).toEqual([missed, missed, missed, ['done', null]]);
    expect(await rig.codes(skips)).toEqual(['slot_missed', 'slot_missed', 'slot_missed', 'slot_missed']);
    expect(skipper.exchange.received.size).toBe(0);
    expect(buyer.exchange.received.size).toBe(1);
    await plans.stop();
  });

  it('C5 C6: buys once on the days on which clocks change', async () => {
    const person = await rig.person();
    // Tijuana: 02:30 does not exist on 2027-03-14, and 01:30 comes twice on 2026-11-01 and 2027-11-07.
    rig.clock.ms = Date.parse('2027-03-12T12:00:00Z');
    const zone = 'America/Tijuana';
    const planId = await rig.plan(person, {
      schedule: { kind: 'daily', hour: 2, minute: 30, zone },
      startsOn: '2027-03-13',
    });
    const plans = await rig.prepare();
    for (let hour = 0; hour < 4 * 24; hour += 1) {
      rig.clock.ms += hourMs / 2;
      await plans.runOnce();
    }
    const rows = await rig.intents(planId);
    expect(rows.map(({ slotKey }) => slotKey)).toEqual(['2027-03-13T02:30', '2027-03-14T02:30']);
    expect(rows.map(({ dueAtMs }) => new Date(dueAtMs).toISOString())).toEqual([
      '2027-03-13T10:30:00.000Z',
      '2027-03-14T10:00:00.000Z',
    ]);
    expect(rows.every(({ stateKind }) => stateKind === 'done')).toBe(true);
    await plans.stop();
  });

  it('spends its whole limit and not a unit more, then stops', async () => {
    const person = await rig.person();
    const planId = await rig.plan(person, { budgetMax: 1_200n * unitsPerWhole });
    const plans = await rig.prepare();
    for (let day = 0; day < 4; day += 1) {
      rig.clock.ms = startMs + hourMs + day * dayMs;
      await plans.runOnce();
    }
    expect((await rig.intents(planId)).map(({ reason }) => reason)).toEqual([null, null, 'budget_used_up']);
    expect(await rig.planRow(planId)).toMatchObject({ stateKind: 'stopped', nextSlotAtMs: null });
    expect(person.exchange.spent).toBeLessThanOrEqual(1_200n * unitsPerWhole);
    await plans.stop();
  });

  it('runs two pipelines on one database without doubling a slot or a call in flight', async () => {
    const person = await rig.person();
    const planIds = [];
    for (let n = 0; n < 6; n += 1) planIds.push(await rig.plan(person));
    const [one, two] = [await rig.prepare(), await rig.prepare()];
    rig.clock.ms = startMs + hourMs;
    await Promise.all([one.runOnce(), two.runOnce()]);
    for (let pass = 0; pass < 20; pass += 1) {
      rig.clock.ms += 1_000;
      await Promise.all([one.runOnce(), two.runOnce()]);
    }
    for (const planId of planIds)
      expect((await rig.intents(planId)).map(({ stateKind }) => stateKind)).toEqual(['done']);
    expect([...person.exchange.received.values()]).toEqual([1, 1, 1, 1, 1, 1]);
    expect(person.exchange.inFlightMax).toBe(1);
    expect(await checkBooks(rig.db)).toEqual([]);
    await Promise.all([one.stop(), two.stop()]);
  });
});
