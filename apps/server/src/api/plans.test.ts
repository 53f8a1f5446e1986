// The plan and activity procedures as a browser calls them: every refusal with its code, and nobody else's plans.

import { call, ORPCError } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRecoveryCodes } from '../account/recovery-codes.ts';
import type { PlanForm } from '../api-contract/plan-contract.ts';
import { type LinkedPerson, PlanRig, planNeedsForTests, startMs } from '../plans/plan-rig.ts';
import { sessions } from '../store/schema/account-schema.ts';
import { serverKeyForTests } from '../store/temporary-database.ts';
import { activityProcedures } from './activity.ts';
import type { ApiContext } from './api-base.ts';
import { planProcedures } from './plans.ts';

let rig: PlanRig;
let plans: Awaited<ReturnType<PlanRig['prepare']>>;
let api: ReturnType<typeof planProcedures>;
let person: LinkedPerson;
let codes: string[];
beforeAll(async () => {
  rig = await PlanRig.open();
  plans = await rig.prepare();
  api = planProcedures({ ...plans, ...planNeedsForTests(rig) });
  person = await rig.person();
  codes = await recoveryCodesFor(person.userId);
});
afterAll(async () => {
  await plans.stop();
  await rig.database.discard();
});

function as(userId: string): { context: ApiContext } {
  const face = { name: 'A', email: 'a@example.test', language: null, hasSecondFactor: true };
  return {
    context: {
      caller: {
        kind: 'signed_in',
        person: { userId, ...face },
        tokenHash: `t-${userId}`,
        sessionId: `s-${userId}`,
      },
      address: '127.0.0.1',
      device: { tokenHash: null, userAgent: '' },
      relyingParty: null,
      holdBrowser: () => 'browser',
      setDeviceToken: () => undefined,
      setSessionToken: () => undefined,
    },
  };
}

/** A live session of the person, and recovery codes as proofs. */
async function recoveryCodesFor(userId: string): Promise<string[]> {
  const nowMs = rig.clock.nowMs();
  await rig.db.insert(sessions).values({
    sessionId: `s-${userId}`,
    userId,
    tokenHash: `t-${userId}`,
    stage: 'signed_in',
    startedAt: nowMs,
    lastSeenAt: nowMs,
    address: '',
    userAgent: '',
  });
  return [...(await rig.db.transaction((tx) => makeRecoveryCodes(tx, { userId, nowMs })))];
}

type NewPlan = PlanForm & { readonly requestId: string; readonly stepUpCode: string };

let presses = 0;

function form(over: Partial<NewPlan> = {}): NewPlan {
  presses += 1;
  return {
    requestId: `press${String(presses).padStart(4, '0')}`,
    stepUpCode: '000000',
    linkId: person.linkId,
    book: 'btc_mxn',
    notional: '500',
    schedule: { kind: 'weekly', weekday: 5 },
    time: '13:00',
    zone: 'America/Mexico_City',
    startsOn: '2026-11-20',
    budget: null,
    missedSlots: 'skip',
    ...over,
  };
}

/** The refusal code of `work`, or `none`. */
async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (error) {
    return error instanceof ORPCError ? String(error.code) : 'not_a_refusal';
  }
}

const create = (over: Partial<NewPlan> = {}) => call(api.create, form(over), as(person.userId));

describe('planProcedures()', () => {
  it('create answers each wrong field with its own code and writes nothing', async () => {
    const cases: [Partial<PlanForm>, string][] = [
      [{ linkId: 'nobody' }, 'link_unknown'],
      [{ book: 'btc_moon' }, 'book_unknown'],
      [{ notional: '1.000,50' }, 'notional_malformed'],
      [{ notional: '1e309' }, 'notional_malformed'],
      [{ notional: '0' }, 'notional_not_positive'],
      [{ notional: '-1' }, 'notional_not_positive'],
      [{ notional: '10.005' }, 'notional_too_precise'],
      [{ notional: '9.99' }, 'notional_below_minimum'],
      [{ notional: '1000000.01' }, 'notional_above_maximum'],
      [{ budget: '499.99' }, 'budget_below_notional'],
      [{ budget: '9'.repeat(30) }, 'budget_malformed'],
      [{ time: '25:00' }, 'schedule_malformed'],
      [{ zone: 'Mars/Olympus' }, 'zone_unknown'],
      [{ startsOn: '2026-02-30' }, 'start_malformed'],
      [{ startsOn: '2026-11-18' }, 'start_in_past'],
    ];
    for (const [over, code] of cases) expect([over, await refusalOf(create(over))]).toEqual([over, code]);
    person.exchange.availableMxn = 49_999_000_000n;
    expect(await refusalOf(create())).toBe('notional_above_balance');
    person.exchange.availableMxn = 100_000_000_000_000n;
    expect(await call(api.list, undefined, as(person.userId))).toEqual([]);
  });

  it('create refuses an exchange that cannot be reached and a link that is somebody else’s', async () => {
    const other = await rig.person();
    expect(await refusalOf(create({ linkId: other.linkId }))).toBe('link_unknown');
    other.exchange.isReachable = false;
    const theirs = call(api.create, form({ linkId: other.linkId }), as(other.userId));
    expect(await refusalOf(theirs)).toBe('exchange_unreachable');
    expect(await refusalOf(call(api.books, { linkId: other.linkId }, as(person.userId)))).toBe(
      'link_unknown',
    );
  });

  it('shows a plan from its creation to its first buy, with exact amounts', async () => {
    const books = await call(api.books, { linkId: person.linkId }, as(person.userId));
    expect(books).toEqual([
      {
        book: 'btc_mxn',
        base: 'btc',
        quote: 'mxn',
        notionalMin: '10',
        notionalMax: '1000000',
        last: '1500000',
      },
    ]);
    const plan = await create({ budget: '2000', stepUpCode: codes.pop() ?? '' });
    expect(plan).toMatchObject({
      state: 'active',
      schedule: { kind: 'weekly', weekday: 5 },
      time: '13:00',
      zone: 'America/Mexico_City',
      budget: '2000',
      nextSlotAt: '2026-11-20T19:00:00.000Z',
      pausedBecause: null,
      spent: '0',
      bought: '0',
    });
    rig.clock.ms = startMs + 7 * 3_600_000;
    await plans.runOnce();
    const shown = await call(api.get, { planId: plan.planId }, as(person.userId));
    expect(shown.plan).toMatchObject({ ordersDone: 1, spent: '499.995', bought: '0.00033117' });
    expect(shown.plan.nextSlotAt).toBe('2026-11-27T19:00:00.000Z');
    expect(shown.orders).toHaveLength(1);
    expect(shown.orders[0]).toMatchObject({
      state: 'done',
      slotKey: '2026-11-20T13:00',
      spent: '499.995',
      bought: '0.00033117',
      fills: [{ price: '1500000', quantity: '0.00033333', fee: '0.00000216', feeAsset: 'btc' }],
    });
    const activity = activityProcedures({
      db: rig.db,
      key: serverKeyForTests,
      wall: { nowMs: () => startMs },
    });
    const all = await call(activity.list, { before: null, limit: 50 }, as(person.userId));
    expect(all.map(({ code }) => code)).toEqual([
      'order_done',
      'order_recorded',
      'plan_created',
      'recovery_code_used',
    ]);
    const older = await call(
      activity.list,
      { before: all[0]?.activityId ?? null, limit: 1 },
      as(person.userId),
    );
    expect(older.map(({ code }) => code)).toEqual(['order_recorded']);
    expect(await refusalOf(call(activity.list, { before: "1' or 1", limit: 1 }, as(person.userId)))).toBe(
      'input_malformed',
    );
  });

  it('create starts one plan for each press, however often it is sent, and none without its proof', async () => {
    const press = { requestId: 'doubleclick1', stepUpCode: codes.pop() ?? '', notional: '250' };
    const before = (await call(api.list, undefined, as(person.userId))).length;
    const made = await Promise.all(Array.from({ length: 20 }, () => create(press)));
    expect(new Set(made.map(({ planId }) => planId)).size).toBe(1);
    expect(await call(api.list, undefined, as(person.userId))).toHaveLength(before + 1);
    expect(await refusalOf(create({ ...press, notional: '251' }))).toBe('request_reused');
    expect(await refusalOf(create({ stepUpCode: 'aaaa-aaaa-aaaa-aaaa-aaaa-aaaa' }))).toBe('code_wrong');
    expect(await refusalOf(create({ stepUpCode: press.stepUpCode }))).toBe('code_used');
    expect(await call(api.list, undefined, as(person.userId))).toHaveLength(before + 1);
  });

  it('changeAmount lowers without a proof and raises with one', async () => {
    const plan = await create({ stepUpCode: codes.pop() ?? '', budget: '1000' });
    const { planId } = plan;
    const change = (notional: string, budget: string | null, stepUpCode: string | null = null) =>
      call(api.changeAmount, { planId, notional, budget, stepUpCode }, as(person.userId));
    expect(await change('300', '900')).toMatchObject({ notional: '300', budget: '900' });
    expect(await refusalOf(change('301', '900'))).toBe('step_up_needed');
    expect(await refusalOf(change('300', '901'))).toBe('step_up_needed');
    expect(await refusalOf(change('300', null))).toBe('step_up_needed');
    expect(await refusalOf(change('300', '299'))).toBe('budget_below_notional');
    expect(await change('400', null, codes.pop() ?? '')).toMatchObject({ notional: '400', budget: null });
    const other = as((await rig.person()).userId);
    const theirs = call(api.changeAmount, { planId, notional: '1', budget: null, stepUpCode: null }, other);
    expect(await refusalOf(theirs)).toBe('plan_unknown');
  });

  it('lets nobody see or change another person’s plan', async () => {
    const plan = await create({ stepUpCode: codes.pop() ?? '' });
    const other = as((await rig.person()).userId);
    const ref = { planId: plan.planId };
    expect(await refusalOf(call(api.get, ref, other))).toBe('plan_unknown');
    for (const procedure of [api.pause, api.resume, api.stop])
      expect(await refusalOf(call(procedure, ref, other))).toBe('plan_unknown');
    expect(await refusalOf(call(api.runNow, { ...ref, requestId: 'abcdefgh1' }, other))).toBe('plan_unknown');
    expect(await call(api.list, undefined, other)).toEqual([]);
    const stopped = await call(api.stop, ref, as(person.userId));
    expect(stopped).toMatchObject({ state: 'stopped', nextSlotAt: null, pausedBecause: null });
    expect(await refusalOf(call(api.resume, ref, as(person.userId)))).toBe('plan_stopped');
  });

  it('lets nobody in who is not signed in', async () => {
    const anonymous = { context: { ...as('x').context, caller: { kind: 'anonymous' as const } } };
    expect(await refusalOf(call(api.list, undefined, anonymous))).toBe('session_expired');
  });
});
