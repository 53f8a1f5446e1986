// A plan paused, resumed and stopped, also at the very second at which it is due.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pausePlan, resumePlan, stopPlan } from './change-plan.ts';
import { PlanRig, startMs } from './plan-rig.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let rig: PlanRig;
beforeAll(async () => {
  rig = await PlanRig.open();
});
beforeEach(() => rig.begin());
afterAll(() => rig.database.discard());

describe('pausePlan(), resumePlan(), stopPlan()', () => {
  it('pause at the due second leaves the slot bought or shown as missed, never both, never neither', async () => {
    const person = await rig.person();
    const plans = await rig.prepare();
    for (let n = 0; n < 6; n += 1) {
      rig.clock.ms = startMs + n * dayMs;
      const planId = await rig.plan(person, { startsOn: '2026-11-20' });
      rig.clock.ms += hourMs;
      const ref = { userId: person.userId, planId };
      const pause = async () => {
        await new Promise((resolve) => setTimeout(resolve, n * 3));
        return pausePlan(plans.deps, ref);
      };
      const [, paused] = await Promise.all([plans.runOnce(), pause()]);
      expect(paused.ok).toBe(true);
      await plans.runOnceFor(5_000);
      const [intent, ...others] = await rig.intents(planId);
      expect(others).toHaveLength(0);
      expect(['done', 'skipped']).toContain(intent?.stateKind);
      const isSent = person.exchange.received.has(intent?.orderId ?? '');
      expect(isSent).toBe(intent?.stateKind === 'done');
      await stopPlan(plans.deps, ref);
    }
    await plans.stop();
  });

  it('shows the slots of a pause as missed and buys again after it', async () => {
    const person = await rig.person();
    const planId = await rig.plan(person, { missedSlots: 'buy_once' });
    const ref = { userId: person.userId, planId };
    const plans = await rig.prepare();
    await pausePlan(plans.deps, ref);
    rig.clock.ms = startMs + hourMs;
    await plans.runOnce();
    const resumed = await resumePlan(plans.deps, ref);
    expect(resumed.ok).toBe(true);
    rig.clock.ms += dayMs;
    await plans.runOnce();
    expect((await rig.intents(planId)).map(({ reason }) => reason)).toEqual([
      'slot_missed_while_paused',
      null,
    ]);
    const stopped = await stopPlan(plans.deps, ref);
    expect(stopped.ok).toBe(true);
    expect(await resumePlan(plans.deps, ref)).toEqual({ ok: false, error: 'plan_stopped' });
    expect(await pausePlan(plans.deps, { userId: 'somebody-else', planId })).toEqual({
      ok: false,
      error: 'plan_unknown',
    });
    await plans.stop();
  });
});
