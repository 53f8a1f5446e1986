// The safety procedures as a browser calls them: whose limits and whose stops, proofs, waits, and what the trail says.

import { call, ORPCError } from '@orpc/server';
import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRecoveryCodes } from '../account/recovery-codes.ts';
import { type LinkedPerson, PlanRig } from '../plans/plan-rig.ts';
import { newKeyLimits } from '../safety/default-limits.ts';
import { type FakePolicy, fakePolicy, fakeWaitMs } from '../safety/fake-policy.ts';
import { reconcileSignerStop } from '../safety/stop-buying.ts';
import { sessions } from '../store/schema/account-schema.ts';
import { activities } from '../store/schema/activity-schema.ts';
import { serverKeyForTests } from '../store/temporary-database.ts';
import type { ApiContext } from './api-base.ts';
import { safetyProcedures } from './safety.ts';

let rig: PlanRig;
let person: LinkedPerson;
let stranger: LinkedPerson;
let signer: FakePolicy;
let api: ReturnType<typeof safetyProcedures>;
let codes: string[];
let roused = 0;

beforeAll(async () => {
  rig = await PlanRig.open();
  person = await rig.person();
  rig.clock.ms += 1;
  stranger = await rig.person();
  const nowMs = rig.clock.nowMs();
  await rig.db.insert(sessions).values({
    sessionId: `s-${person.userId}`,
    userId: person.userId,
    tokenHash: `t-${person.userId}`,
    stage: 'signed_in',
    startedAt: nowMs,
    lastSeenAt: nowMs,
    address: '',
    userAgent: '',
  });
  const { userId } = person;
  codes = [...(await rig.db.transaction((tx) => makeRecoveryCodes(tx, { userId, nowMs })))];
  // The rig names the credential of a link like the link.
  signer = fakePolicy(person.linkId, newKeyLimits, () => rig.clock.ms);
  api = safetyProcedures({
    db: rig.db,
    key: serverKeyForTests,
    wall: rig.clock,
    signer: { ...signer, policy: () => signer.policy() },
    operatorEmail: `${person.userId}@EXAMPLE.test`,
    rouse: () => {
      roused += 1;
    },
  });
});
afterAll(() => rig.database.discard());

function as({ userId }: LinkedPerson): { context: ApiContext } {
  const email = `${userId}@example.test`;
  const face = { name: 'A', email, language: null, hasSecondFactor: true };
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
      setDeviceToken: () => undefined,
      setSessionToken: () => undefined,
      relyingParty: null,
      holdBrowser: () => 'browser',
    },
  };
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (error) {
    return error instanceof ORPCError ? String(error.code) : 'not_a_refusal';
  }
}

async function newestActivity(): Promise<string | undefined> {
  const [row] = await rig.db
    .select({ code: activities.code })
    .from(activities)
    .where(eq(activities.userId, person.userId))
    .orderBy(desc(activities.seq))
    .limit(1);
  return row?.code;
}

const limitsOf = () => call(api.limits, { linkId: person.linkId }, as(person));

/** The limits in force with another amount for one order. */
async function perOrder(mxn: string) {
  const { limits } = await limitsOf();
  return { ...limits, perOrder: { ...limits.perOrder, mxn } };
}

async function change(mxn: string, stepUpCode: string | null) {
  return call(api.setLimits, { linkId: person.linkId, limits: await perOrder(mxn), stepUpCode }, as(person));
}

describe('safetyProcedures()', () => {
  it('limits are the person’s own, and shown as the signer has them', async () => {
    expect(await limitsOf()).toMatchObject({
      limits: {
        books: null,
        sides: ['buy'],
        perOrder: { mxn: '50000' },
        ordersPerMinute: 30,
        priceBandBps: 1_000,
      },
      pending: null,
      isFrozen: false,
      waitMs: fakeWaitMs,
    });
    const theirs = { linkId: person.linkId };
    expect(await refusalOf(call(api.limits, theirs, as(stranger)))).toBe('link_unknown');
    expect(await refusalOf(call(api.withdrawLimits, theirs, as(stranger)))).toBe('link_unknown');
  });

  it('setLimits tightens at once, and loosens only with a proof and after the wait', async () => {
    expect((await change('400', null)).limits.perOrder).toMatchObject({ mxn: '400', usd: '2500' });
    expect(await newestActivity()).toBe('limits_tightened');
    expect(await refusalOf(change('600', null))).toBe('step_up_needed');
    expect(await refusalOf(change('600', 'aaaa-aaaa-aaaa-aaaa-aaaa-aaaa'))).toBe('code_wrong');
    expect(signer.grants).toEqual([]);
    const asked = await change('600', codes.pop() ?? '');
    expect(asked.limits.perOrder).toMatchObject({ mxn: '400' });
    expect(asked.pending?.limits.perOrder).toMatchObject({ mxn: '600' });
    expect(Date.parse(asked.pending?.at ?? '')).toBe(rig.clock.ms + fakeWaitMs);
    expect(await newestActivity()).toBe('limits_loosening_asked');
    expect(signer.grants).toHaveLength(1);
    const withdrawn = await call(api.withdrawLimits, { linkId: person.linkId }, as(person));
    expect(withdrawn).toMatchObject({ pending: null, limits: { perOrder: { mxn: '400' } } });
    expect(await newestActivity()).toBe('limits_loosening_withdrawn');
  });

  it('limitsForPlan says what a plan would need raised, with the other plans of the key', async () => {
    await rig.plan(person, { notional: 60_000n * 100_000_000n });
    const input = { linkId: person.linkId, book: 'btc_mxn', notional: '500', planId: null };
    const { raises, holdsFrom } = await call(api.limitsForPlan, input, as(person));
    expect(raises).toEqual([
      { of: 'per_order', asset: 'mxn', from: '400', to: '500' },
      { of: 'per_day', asset: 'mxn', from: '100000', to: '121000' },
    ]);
    expect(Date.parse(holdsFrom)).toBe(rig.clock.ms + fakeWaitMs);
    const fits = await call(api.limitsForPlan, { ...input, notional: '0' }, as(person));
    expect(fits.raises.map(({ of }) => of)).toEqual(['per_day']);
  });

  it('stop and start of an account are its own, and start needs a proof', async () => {
    const scope = { kind: 'account' } as const;
    const before = roused;
    const stopped = await call(api.stop, { scope }, as(person));
    expect(stopped.stops.map((stop) => stop.scope)).toEqual([scope]);
    expect(roused).toBe(before + 1);
    expect((await call(api.state, undefined, as(stranger))).stops).toEqual([]);
    expect(await newestActivity()).toBe('buying_stopped');
    const wrong = call(api.start, { scope, stepUpCode: 'aaaa-aaaa-aaaa-aaaa-aaaa-aaaa' }, as(person));
    expect(await refusalOf(wrong)).toBe('code_wrong');
    expect((await call(api.state, undefined, as(person))).stops).toHaveLength(1);
    const started = await call(api.start, { scope, stepUpCode: codes.pop() ?? '' }, as(person));
    expect(started.stops).toEqual([]);
    expect(await newestActivity()).toBe('buying_started');
  });

  it('stop of a plan is for its owner alone', async () => {
    const planId = await rig.plan(person);
    const scope = { kind: 'plan', planId } as const;
    expect(await refusalOf(call(api.stop, { scope }, as(stranger)))).toBe('plan_unknown');
    const stopped = await call(api.stop, { scope }, as(person));
    expect(stopped.stops.map((stop) => stop.scope)).toEqual([scope]);
    await call(api.start, { scope, stepUpCode: codes.pop() ?? '' }, as(person));
  });

  it('only the operator stops everybody, in the signer too, and its release waits', async () => {
    const scope = { kind: 'all' } as const;
    expect(await refusalOf(call(api.stop, { scope }, as(stranger)))).toBe('operator_only');
    const stopped = await call(api.stop, { scope }, as(person));
    expect(stopped).toMatchObject({ isOperator: true, signer: { isStopped: true, releasedFrom: null } });
    expect(await call(api.state, undefined, as(stranger))).toMatchObject({
      stops: [{ scope }],
      isOperator: false,
    });
    const started = await call(api.start, { scope, stepUpCode: codes.pop() ?? '' }, as(person));
    expect(started.stops).toEqual([]);
    expect(Date.parse(started.signer?.releasedFrom ?? '')).toBe(rig.clock.ms + fakeWaitMs);
  });

  it('a release that the signer did not hear is asked for again, and until then the signer refuses', async () => {
    const scope = { kind: 'all' } as const;
    await call(api.stop, { scope }, as(person));
    const view = signer.view;
    signer.view = null;
    const unheard = call(api.start, { scope, stepUpCode: codes.pop() ?? '' }, as(person));
    expect(await refusalOf(unheard)).toBe('signer_unavailable');
    signer.view = view;
    expect(await call(api.state, undefined, as(person))).toMatchObject({
      stops: [],
      signer: { isStopped: true, releasedFrom: null },
    });
    const started = await call(api.start, { scope, stepUpCode: codes.pop() ?? '' }, as(person));
    expect(Date.parse(started.signer?.releasedFrom ?? '')).toBe(rig.clock.ms + fakeWaitMs);
  });

  it('what the signer’s clock calls stale, or its disk does not take, is refused by its own name', async () => {
    const scope = { kind: 'all' } as const;
    await call(api.stop, { scope }, as(person));
    const by = { userId: person.userId, nowMs: rig.clock.ms };
    codes = [...(await rig.db.transaction((tx) => makeRecoveryCodes(tx, by)))];
    const start = async () => {
      const stepUpCode = codes.pop() ?? '';
      return refusalOf(call(api.start, { scope, stepUpCode }, as(person)));
    };
    for (const clockAheadMs of [-10 * 60_000, 10 * 60_000]) {
      signer.clockAheadMs = clockAheadMs;
      expect(await start()).toBe('signer_clock_differs');
      expect(signer.view?.killSwitch).toEqual({ isOn: true, releaseAtMs: null });
      expect(await refusalOf(change('900000', codes.pop() ?? ''))).toBe('signer_clock_differs');
    }
    signer.clockAheadMs = 0;
    signer.isDiskFull = true;
    expect(await start()).toBe('signer_write_failed');
    expect(await refusalOf(change('900000', codes.pop() ?? ''))).toBe('signer_write_failed');
    signer.isDiskFull = false;
    expect(await start()).toBe('none');
  });

  it('a stop holds while the signer cannot be told, and is told to it at the next start', async () => {
    const view = signer.view;
    signer.view = null;
    const scope = { kind: 'all' } as const;
    expect(await call(api.stop, { scope }, as(person))).toMatchObject({ stops: [{ scope }], signer: null });
    signer.view = view === null ? null : { ...view, killSwitch: { isOn: false, releaseAtMs: null } };
    await reconcileSignerStop({ db: rig.db, signer });
    expect(signer.view?.killSwitch.isOn).toBe(true);
  });

  it('nothing of it is shown to who has not signed in', async () => {
    const anonymous = { context: { ...as(person).context, caller: { kind: 'anonymous' as const } } };
    expect(await refusalOf(call(api.state, undefined, anonymous))).toBe('session_expired');
  });
});
