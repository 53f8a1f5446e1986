// What clocks and calendars do to plans, by the letters of the fault catalogue, on a real database.

import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkBooks } from '../orders/check-books.ts';
import { plans as planTable } from '../store/schema/plan-schema.ts';
import { followZoneRules } from './follow-zone-rules.ts';
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

/** A clock that is off by `ms`. */
const offBy = (ms: number) => ({ nowMs: () => rig.clock.ms + ms });

describe('followZoneRules()', () => {
  it('followZoneRules() (C7) moves the alarm of a slot that a new law brought forward, which is bought in time', async () => {
    const person = await rig.person();
    const planId = await rig.plan(person);
    // Under the old rule the same local time was an hour later.
    const oldAlarmMs = startMs + 2 * hourMs;
    await rig.db.update(planTable).set({ nextSlotAtMs: oldAlarmMs }).where(eq(planTable.planId, planId));
    const plans = await rig.prepare();
    expect((await rig.planRow(planId)).nextSlotAtMs).toBe(startMs + hourMs);
    rig.clock.ms = startMs + hourMs;
    await plans.runOnce();
    expect((await rig.intents(planId)).map(({ stateKind }) => stateKind)).toEqual(['done']);
    expect(await followZoneRules(rig.db)).toBe(0);
    await plans.stop();
  });

  it('followZoneRules() (C7) leaves a plan that has no next slot without one', async () => {
    const planId = await rig.plan(await rig.person());
    await rig.db.update(planTable).set({ nextSlotAtMs: null }).where(eq(planTable.planId, planId));
    expect(await followZoneRules(rig.db)).toBe(0);
    expect((await rig.planRow(planId)).nextSlotAtMs).toBe(null);
  });
});

describe('startPlans()', () => {
  it.each([10, -10])(
    'C1: buys nothing while this clock is %i minutes off the exchange’s',
    async (minutes) => {
      const person = await rig.person();
      const planId = await rig.plan(person);
      const off = offBy(minutes * minuteMs);
      const plans = await rig.prepare({ wallClock: off, marketClock: off });
      rig.clock.ms = startMs + hourMs - minutes * minuteMs;
      for (let pass = 0; pass < 30; pass += 1) {
        await plans.runOnce();
        rig.clock.ms += 30_000;
      }
      expect((await rig.intents(planId)).map(({ reason }) => reason)).toEqual(['market_stale']);
      expect(person.exchange.received.size).toBe(0);
      await plans.stop();
    },
  );

  it('C1: buys nothing while this clock is surely more than two seconds off, and buys when it is right', async () => {
    const person = await rig.person();
    const planId = await rig.plan(person);
    const plans = await rig.prepare();
    const seenAtMs = startMs;
    person.exchange.marketOver = { drift: { leastMs: 2_100, mostMs: 3_200, seenAtMs } };
    rig.clock.ms = startMs + hourMs;
    for (let pass = 0; pass < 30; pass += 1) {
      await plans.runOnce();
      rig.clock.ms += 30_000;
    }
    expect((await rig.intents(planId)).map(({ reason }) => reason)).toEqual(['clock_off']);
    expect(person.exchange.received.size).toBe(0);
    // A slow answer leaves open how far the clock is off: that stops nobody.
    person.exchange.marketOver = { drift: { leastMs: -9_000, mostMs: 4_000, seenAtMs } };
    rig.clock.ms = startMs + hourMs + dayMs;
    await plans.runOnce();
    expect((await rig.intents(planId)).map(({ stateKind }) => stateKind)).toEqual(['skipped', 'done']);
    await plans.stop();
  });

  it('C2: buys a slot once though the clock steps back an hour and comes by again', async () => {
    const person = await rig.person();
    const planId = await rig.plan(person);
    const plans = await rig.prepare();
    rig.clock.ms = startMs + hourMs;
    await plans.runOnce();
    rig.clock.ms -= hourMs;
    for (let pass = 0; pass < 6; pass += 1) {
      rig.clock.ms += 12 * minuteMs;
      await plans.runOnce();
    }
    rig.clock.ms = startMs + hourMs + dayMs;
    await plans.runOnce();
    expect((await rig.intents(planId)).map(({ stateKind }) => stateKind)).toEqual(['done', 'done']);
    expect([...person.exchange.received.values()]).toEqual([1, 1]);
    expect(new Set(person.exchange.nonces).size).toBe(person.exchange.nonces.length);
    expect(await checkBooks(rig.db)).toEqual([]);
    await plans.stop();
  });

  it('C9: answers once for each slot of a night’s sleep, with no burst', async () => {
    const person = await rig.person();
    const planId = await rig.plan(person, { missedSlots: 'skip' });
    const plans = await rig.prepare();
    await plans.runOnce();
    rig.clock.ms += 6 * hourMs;
    await Promise.all([plans.runOnce(), plans.runOnce()]);
    expect((await rig.intents(planId)).map(({ reason }) => reason)).toEqual(['slot_missed_while_away']);
    expect(person.exchange.received.size).toBe(0);
    await plans.stop();
  });

  it('C10: never sleeps to a due moment: no timer of a plan forty days out is longer than a minute', async () => {
    const person = await rig.person();
    const planId = await rig.plan(person, { startsOn: '2026-12-30' });
    const timers = [vi.spyOn(globalThis, 'setTimeout'), vi.spyOn(globalThis, 'setInterval')];
    const plans = await rig.prepare();
    plans.start();
    await plans.runOnce();
    await plans.stop();
    const pausesMs = timers.flatMap(({ mock }) => mock.calls.map(([, ms]) => ms ?? 0));
    for (const timer of timers) timer.mockRestore();
    expect(pausesMs.length).toBeGreaterThan(0);
    expect(Math.max(...pausesMs)).toBeLessThanOrEqual(minuteMs);
    expect(await rig.intents(planId)).toEqual([]);
  });

  it('C12: two processes that disagree about now by two seconds buy each slot once', async () => {
    const person = await rig.person();
    const planIds = [await rig.plan(person), await rig.plan(person), await rig.plan(person)];
    const behind = offBy(-2_000);
    const [one, other] = [
      await rig.prepare({ isOnlyProcess: false }),
      await rig.prepare({ isOnlyProcess: false, wallClock: behind, marketClock: behind }),
    ];
    rig.clock.ms = startMs + hourMs;
    for (let pass = 0; pass < 20; pass += 1) {
      await Promise.all([one.runOnce(), other.runOnce()]);
      rig.clock.ms += 1_000;
    }
    for (const planId of planIds)
      expect((await rig.intents(planId)).map(({ stateKind }) => stateKind)).toEqual(['done']);
    expect([...person.exchange.received.values()]).toEqual([1, 1, 1]);
    expect(await checkBooks(rig.db)).toEqual([]);
    await Promise.all([one.stop(), other.stop()]);
  });
});
