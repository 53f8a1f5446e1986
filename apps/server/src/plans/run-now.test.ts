// An extra buy on request: once for each request, refused with its reason.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pausePlan, resumePlan } from './change-plan.ts';
import { PlanRig } from './plan-rig.ts';
import { runNow } from './run-now.ts';

let rig: PlanRig;
beforeAll(async () => {
  rig = await PlanRig.open();
});
beforeEach(() => rig.begin());
afterAll(() => rig.database.discard());

describe('runNow()', () => {
  it('buys once however often and however fast the same request comes', async () => {
    const person = await rig.person();
    const planId = await rig.plan(person);
    const plans = await rig.prepare();
    const request = { userId: person.userId, planId, requestId: 'click00001' };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => runNow(plans.deps, plans.cache, request)),
    );
    expect(answers.every((answer) => answer.ok && answer.value.slotKey === 'now-click00001')).toBe(true);
    await plans.runOnce();
    const again = await runNow(plans.deps, plans.cache, request);
    expect(again.ok && again.value.stateKind).toBe('done');
    expect(person.exchange.received.size).toBe(1);
    expect(await rig.intents(planId)).toHaveLength(1);
    await plans.stop();
  });

  it('refuses with its reason, and leaves no row', async () => {
    const person = await rig.person();
    const planId = await rig.plan(person);
    const plans = await rig.prepare();
    const request = { userId: person.userId, planId, requestId: 'click00002' };
    const press = (over: Partial<typeof request> = {}) =>
      runNow(plans.deps, plans.cache, { ...request, ...over });
    expect(await press({ userId: 'somebody-else' })).toEqual({ ok: false, error: 'plan_unknown' });
    person.exchange.isReachable = false;
    expect(await press()).toEqual({ ok: false, error: 'exchange_unreachable' });
    person.exchange.isReachable = true;
    await pausePlan(plans.deps, { userId: person.userId, planId });
    expect(await press()).toEqual({ ok: false, error: 'plan_not_active' });
    await resumePlan(plans.deps, { userId: person.userId, planId });
    expect((await press()).ok).toBe(true);
    expect(await press({ requestId: 'click00003' })).toEqual({ ok: false, error: 'order_in_progress' });
    expect(await rig.intents(planId)).toHaveLength(1);
    await plans.stop();
  });
});
