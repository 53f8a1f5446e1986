// Orders survive the death of the process at any step: none is sent twice, none is lost, the books balance.

import { unitsPerWhole } from '@mandato/primitives/money';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkBooks } from '../orders/check-books.ts';
import type { PlaceScript } from '../orders/scripted-exchange.ts';
import { plans as planTable } from '../store/schema/plan-schema.ts';
import { pausePlan, resumePlan } from './change-plan.ts';
import { type CrashPoint, crashingDatabase } from './crashing-database.ts';
import { type LinkedPerson, PlanRig, startMs } from './plan-rig.ts';
import { runNow } from './run-now.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
let rig: PlanRig;
beforeAll(async () => {
  rig = await PlanRig.open();
});
beforeEach(() => rig.begin());
afterAll(() => rig.database.discard());

/** Runs until `point` is reached, or through if it never is. */
async function runAndDie(point: CrashPoint): Promise<void> {
  const crash = crashingDatabase(rig.db, point);
  const doomed = await rig.prepare({ db: crash.db });
  await Promise.race([doomed.runOnce(), crash.crashed]);
}

/** What must hold of a person with one plan once everything is quiet. */
async function expectWhole(person: LinkedPerson, planId: string): Promise<void> {
  const { exchange } = person;
  for (const [orderId, times] of exchange.received) expect([orderId, times]).toEqual([orderId, 1]);
  const rows = await rig.intents(planId);
  for (const row of rows) {
    const ofIntent = [...exchange.orders.keys()].filter((orderId) => orderId.startsWith(row.intentId));
    expect(ofIntent.length).toBe(row.stateKind === 'done' ? 1 : 0);
    expect(['done', 'skipped']).toContain(row.stateKind);
  }
  expect(new Set(rows.map(({ slotKey }) => slotKey)).size).toBe(rows.length);
  expect(await rig.planRow(planId)).toMatchObject({ spent: exchange.spent, reserved: 0n });
  expect(await checkBooks(rig.db)).toEqual([]);
}

const scripts: readonly PlaceScript[] = [
  { kind: 'fill' },
  { kind: 'fill_and_lose' },
  { kind: 'drop_and_lose' },
  { kind: 'not_sent' },
  { kind: 'reject', code: 'funds_insufficient', venueCode: '0379' },
];

describe('startPlans() after a crash', () => {
  for (const side of ['before_commit', 'after_commit'] as const) {
    for (let transaction = 1; transaction <= 4; transaction += 1) {
      it(`finishes what a process that died ${side} of transaction ${transaction} had begun`, async () => {
        for (const script of scripts) {
          const person = await rig.person();
          person.exchange.script.push(script);
          const planId = await rig.plan(person);
          rig.clock.ms = startMs + hourMs;
          await runAndDie({ transaction, side });
          const survivor = await rig.prepare();
          await survivor.runOnceFor(25 * minuteMs);
          expect(await rig.intents(planId)).toHaveLength(1);
          await expectWhole(person, planId);
          await survivor.stop();
          rig.clock.ms = startMs;
          await rig.db.update(planTable).set({ nextSlotAtMs: null });
        }
      });
    }
  }

  it('adopts what was sent by a process that died before it heard the answer', async () => {
    const person = await rig.person();
    person.exchange.script.push({ kind: 'fill_and_hang' });
    const planId = await rig.plan(person);
    rig.clock.ms = startMs + hourMs;
    const doomed = await rig.prepare();
    void doomed.runOnce();
    while (person.exchange.orders.size === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    const survivor = await rig.prepare();
    await survivor.runOnceFor(10_000);
    expect((await rig.intents(planId)).map(({ stateKind }) => stateKind)).toEqual(['done']);
    await expectWhole(person, planId);
    expect(await rig.codes(planId)).toEqual(['order_recorded', 'order_being_confirmed', 'order_done']);
    await survivor.stop();
  });
});

type Act =
  | { readonly kind: 'day'; readonly script: PlaceScript }
  | { readonly kind: 'crash'; readonly script: PlaceScript; readonly point: CrashPoint }
  | { readonly kind: 'now'; readonly script: PlaceScript }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' };

const script = fc.constantFrom<PlaceScript>(...scripts, { kind: 'partial', percent: 30n });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('day' as const), script }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('crash' as const),
      script,
      point: fc.record({
        transaction: fc.integer({ min: 1, max: 5 }),
        side: fc.constantFrom('before_commit' as const, 'after_commit' as const),
      }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('now' as const), script }) },
  { weight: 1, arbitrary: fc.constant<Act>({ kind: 'pause' }) },
  { weight: 1, arbitrary: fc.constant<Act>({ kind: 'resume' }) },
);

describe('the books', () => {
  it('hold at every step of any history: within budget, balanced, equal to the exchange', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 500, max: 2_600 }),
        async (acts, budget) => {
          await rig.db.update(planTable).set({ nextSlotAtMs: null });
          rig.clock.ms = startMs;
          const person = await rig.person();
          const budgetMax = BigInt(budget) * unitsPerWhole;
          const planId = await rig.plan(person, { budgetMax });
          for (const [day, step] of acts.entries()) await play(person, planId, { step, day });
          const last = await rig.prepare();
          await last.runOnceFor(30 * minuteMs);
          await last.stop();
          await expectWhole(person, planId);
          expect(person.exchange.spent).toBeLessThanOrEqual(budgetMax);
        },
      ),
      { numRuns: 5 },
    );
  });
});

async function play(
  person: LinkedPerson,
  planId: string,
  { step, day }: { readonly step: Act; readonly day: number },
): Promise<void> {
  rig.clock.ms = startMs + hourMs + day * dayMs;
  const ref = { userId: person.userId, planId };
  if (step.kind === 'crash') {
    person.exchange.script.splice(0, Number.POSITIVE_INFINITY, step.script);
    await runAndDie(step.point);
  }
  const plans = await rig.prepare();
  if (step.kind === 'pause') await pausePlan(plans.deps, ref);
  if (step.kind === 'resume') await resumePlan(plans.deps, ref);
  if (step.kind === 'day' || step.kind === 'now')
    person.exchange.script.splice(0, Number.POSITIVE_INFINITY, step.script);
  if (step.kind === 'now') await runNow(plans.deps, plans.cache, { ...ref, requestId: `click${day}0000` });
  await plans.runOnce();
  expect(await checkBooks(rig.db)).toEqual([]);
  await plans.runOnceFor(30 * minuteMs);
  expect(await checkBooks(rig.db)).toEqual([]);
  await plans.stop();
}
