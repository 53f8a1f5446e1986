// Orders that share a commit: each comes out as it would alone, one that fails takes no other with it.

import { count, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PlanRig, startMs } from '../plans/plan-rig.ts';
import { auditEntries } from '../store/schema/audit-schema.ts';
import { lanes } from '../store/schema/order-schema.ts';
import { plans } from '../store/schema/plan-schema.ts';
import type { OrderTx } from './order-store.ts';
import { sqlOrderStore } from './sql-order-store.ts';

let rig: PlanRig;
beforeAll(async () => {
  rig = await PlanRig.open();
});
afterAll(() => rig.database.discard());

/** The rig's database, on which transactions are counted. */
function countingDatabase() {
  const counted = { transactions: 0 };
  const db = new Proxy(rig.db, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (name === 'transaction') counted.transactions += 1;
      return value.bind(target);
    },
  });
  return { db, counted };
}

function countingStore() {
  const { db, counted } = countingDatabase();
  return { store: sqlOrderStore(db, null), counted };
}

async function peopleWithPlans(number: number) {
  const made = [];
  for (let n = 0; n < number; n += 1) {
    const person = await rig.person();
    made.push({ ...person, planId: await rig.plan(person) });
  }
  return made;
}

function claim(linkId: string, intentId: string) {
  const request = { intentId, owner: 'me', nonce: '1000', nowMs: startMs };
  return (tx: OrderTx) => tx.claimLane(linkId, request);
}

it('transaction() of different links is one commit, and each is told its own answer', async () => {
  const people = await peopleWithPlans(5);
  const { store, counted } = countingStore();
  const seen = await Promise.all(
    people.map(({ linkId, planId }) =>
      store.transaction(async (tx) => {
        const plan = await tx.lockPlan(planId);
        await tx.addToPlan(planId, { reserved: 7n });
        return {
          plan: plan?.planId,
          lane: await tx.claimLane(linkId, { intentId: planId, owner: 'me', nonce: '5', nowMs: 1 }),
        };
      }, linkId),
    ),
  );
  expect(counted.transactions).toBe(1);
  expect(seen).toEqual(people.map(({ planId }) => ({ plan: planId, lane: { epoch: 1, nonce: '5' } })));
  for (const { planId } of people) expect((await rig.planRow(planId)).reserved).toBe(7n);
});

it('transaction() of one link comes after the one before it and sees what that did', async () => {
  const [person] = await peopleWithPlans(1);
  const { linkId = '' } = person ?? {};
  const { store } = countingStore();
  const claims = await Promise.all(['a', 'b', 'c'].map((id) => store.transaction(claim(linkId, id), linkId)));
  expect(claims).toEqual([{ epoch: 1, nonce: '1000' }, null, null]);
  const [lane] = await rig.db.select().from(lanes).where(eq(lanes.linkId, linkId));
  expect(lane?.holderIntentId).toBe('a');
});

it('transaction() that throws leaves nothing of itself and everything of the others', async () => {
  const people = await peopleWithPlans(3);
  const { store } = countingStore();
  const [before] = await rig.db.select({ entries: count() }).from(auditEntries);
  const ended = await Promise.allSettled(
    people.map(({ userId, linkId, planId }, at) =>
      store.transaction(async (tx) => {
        await tx.addToPlan(planId, { reserved: 3n });
        await tx.recordActivity({ userId, atMs: startMs, code: 'plan_paused', planId });
        if (at === 1) throw new Error('ours');
      }, linkId),
    ),
  );
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  const reserved = await Promise.all(people.map(async ({ planId }) => (await rig.planRow(planId)).reserved));
  expect(reserved).toEqual([3n, 0n, 3n]);
  const [after] = await rig.db.select({ entries: count() }).from(auditEntries);
  expect(after?.entries).toBe((before?.entries ?? 0) + 2);
});

it('transaction() that the database refuses when it is written takes no other with it', async () => {
  const people = await peopleWithPlans(3);
  const { store } = countingStore();
  const ended = await Promise.allSettled(
    people.map(({ linkId, planId }, at) =>
      // The database keeps totals from becoming negative.
      store.transaction((tx) => tx.addToPlan(planId, { spent: at === 0 ? -1n : 2n }), linkId),
    ),
  );
  expect(ended.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  const spent = await Promise.all(people.map(async ({ planId }) => (await rig.planRow(planId)).spent));
  expect(spent).toEqual([0n, 2n, 2n]);
});

it('transaction() that cannot be shared is done by itself, its own way', async () => {
  const people = await peopleWithPlans(2);
  const { store } = countingStore();
  const state = { kind: 'paused', reason: 'late_order_found', sinceMs: 1 } as const;
  const paused = await Promise.all(
    people.map(({ linkId, planId }) => store.transaction((tx) => tx.pauseActivePlan(planId, state), linkId)),
  );
  expect(paused).toEqual([true, true]);
  const rows = await rig.db.select().from(plans).where(eq(plans.stateKind, 'paused'));
  expect(rows.map(({ planId }) => planId).sort()).toEqual(people.map(({ planId }) => planId).sort());
});

it('a due minute of many people costs far fewer transactions than orders, and books each order once', async () => {
  const people = await peopleWithPlans(20);
  const { db, counted } = countingDatabase();
  const pipeline = await rig.prepare({ db });
  rig.clock.ms = startMs + 3_600_000;
  await pipeline.runOnceFor(60_000);
  await pipeline.stop();
  const rows = (await Promise.all(people.map(({ planId }) => rig.intents(planId)))).flat();
  expect(rows.map(({ stateKind }) => stateKind)).toEqual(people.map(() => 'done'));
  // Alone each order has four of its own.
  expect(counted.transactions).toBeLessThan(rows.length * 2);
});
