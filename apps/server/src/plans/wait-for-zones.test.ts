// Plans of a zone that this runtime does not know, on a real database.

import type { PlanSchedule } from '@mandato/invest-core/plan/plan';
import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { activities } from '../store/schema/activity-schema.ts';
import { plans as planTable } from '../store/schema/plan-schema.ts';
import { resumePlan } from './change-plan.ts';
import { PlanRig, startMs } from './plan-rig.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let rig: PlanRig;
beforeAll(async () => {
  rig = await PlanRig.open();
});
beforeEach(() => rig.begin());
afterAll(() => rig.database.discard());

const noonIn = (zone: string): PlanSchedule => ({ kind: 'daily', hour: 13, minute: 0, zone });

async function setZone(planId: string, zone: string): Promise<void> {
  await rig.db
    .update(planTable)
    .set({ schedule: noonIn(zone) })
    .where(eq(planTable.planId, planId));
}

async function newestActivity(planId: string) {
  const [row] = await rig.db
    .select()
    .from(activities)
    .where(eq(activities.planId, planId))
    .orderBy(desc(activities.seq))
    .limit(1);
  return { code: row?.code, reason: row?.details['reason'] };
}

describe('waitForZones()', () => {
  it('C7: lets a plan wait whose zone is unknown, buys nothing at other hours, and goes on when it is known', async () => {
    const person = await rig.person();
    const planId = await rig.plan(person);
    const other = await rig.plan(person);
    await setZone(planId, 'Mars/Olympus');
    const without = await rig.prepare();
    const waiting = { kind: 'paused', reason: 'zone_unknown', sinceMs: startMs };
    expect((await rig.planRow(planId)).state).toEqual(waiting);
    expect(await newestActivity(planId)).toEqual({ code: 'plan_paused', reason: 'zone_unknown' });
    expect((await rig.planRow(other)).state).toEqual({ kind: 'active' });
    expect(await resumePlan(without.deps, { userId: person.userId, planId })).toEqual({
      ok: false,
      error: 'plan_zone_unknown',
    });
    rig.clock.ms = startMs + hourMs;
    await without.runOnce();
    expect((await rig.intents(planId)).filter(({ stateKind }) => stateKind !== 'skipped')).toEqual([]);
    expect((await rig.intents(other)).map(({ stateKind }) => stateKind)).toEqual(['done']);
    await without.stop();
    // Started again with what knows it: the next day's buy, at the right hour. Today's was answered for while it waited.
    await setZone(planId, 'America/Mexico_City');
    const again = await rig.prepare();
    expect((await rig.planRow(planId)).state).toEqual({ kind: 'active' });
    expect(await newestActivity(planId)).toEqual({ code: 'plan_resumed', reason: undefined });
    rig.clock.ms = startMs + dayMs + 7 * hourMs;
    await again.runOnce();
    const bought = (await rig.intents(planId)).filter(({ stateKind }) => stateKind === 'done');
    expect(bought.map(({ dueAtMs }) => dueAtMs)).toEqual([startMs + dayMs + 7 * hourMs]);
    await again.stop();
  });

  it('C7: leaves what a person paused as it is, and stopped plans alone', async () => {
    const person = await rig.person();
    const [paused, stopped] = [await rig.plan(person), await rig.plan(person)];
    const byPerson = { kind: 'paused', reason: 'paused_by_person', sinceMs: startMs } as const;
    const ended = { kind: 'stopped', reason: 'stopped_by_person', atMs: startMs } as const;
    for (const [planId, state] of [
      [paused, byPerson],
      [stopped, ended],
    ] as const) {
      await setZone(planId, 'Mars/Olympus');
      await rig.db
        .update(planTable)
        .set({ state, stateKind: state.kind })
        .where(eq(planTable.planId, planId));
    }
    rig.clock.ms = startMs + dayMs;
    await (await rig.prepare()).stop();
    expect((await rig.planRow(paused)).state).toEqual(byPerson);
    expect((await rig.planRow(stopped)).state).toEqual(ended);
    await setZone(paused, 'UTC');
    await (await rig.prepare()).stop();
    expect((await rig.planRow(paused)).state).toEqual(byPerson);
  });
});
