// The check of the books finds every kind of planted error, and nothing in books that are right.

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PlanRig, startMs } from '../plans/plan-rig.ts';
import { type BooksFinding, checkBooks } from './check-books.ts';

let rig: PlanRig;
beforeAll(async () => {
  rig = await PlanRig.open();
  const person = await rig.person();
  await rig.plan(person, { budgetMax: 100_000_000_000n });
  const plans = await rig.prepare();
  rig.clock.ms = startMs + 3_600_000;
  await plans.runOnce();
  await plans.stop();
});
afterAll(() => rig.database.discard());

const planted: [BooksFinding['rule'], ReturnType<typeof sql>][] = [
  ['journal_sums_to_zero', sql`update ledger_entries set amount = amount + 1 where line = 5`],
  ['spent_equals_ledger', sql`update plans set spent = spent + 1`],
  ['bought_equals_ledger', sql`update plans set bought = bought - 1`],
  ['reserved_equals_reservations', sql`update plans set reserved = reserved + 1`],
  ['within_budget', sql`update plans set budget_max = spent - 1`],
  ['ended_orders_reserve_nothing', sql`update reservations set "left" = 1`],
  ['done_orders_have_fills', sql`delete from fills`],
];

class Undone extends Error {}

describe('checkBooks()', () => {
  it('finds nothing where a buy was booked as it should be', async () => {
    expect(await checkBooks(rig.db)).toEqual([]);
  });

  for (const [rule, violation] of planted) {
    it(`finds a planted violation of ${rule}`, async () => {
      let found: readonly BooksFinding[] = [];
      await rig.db
        .transaction(async (tx) => {
          await tx.execute(violation);
          found = await checkBooks(tx);
          throw new Undone();
        })
        .catch((error: unknown) => {
          if (!(error instanceof Undone)) throw error;
        });
      expect(found.map((finding) => finding.rule)).toContain(rule);
      expect(await checkBooks(rig.db)).toEqual([]);
    });
  }
});
