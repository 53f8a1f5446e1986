// Checks that the books hold together: the ledger balances, totals agree with rows, and no budget is exceeded.

import { sql } from 'drizzle-orm';
import type { Db } from '../store/database.ts';

/** One statement that does not hold, and where. */
export interface BooksFinding {
  readonly rule:
    | 'journal_sums_to_zero'
    | 'spent_equals_ledger'
    | 'bought_equals_ledger'
    | 'reserved_equals_reservations'
    | 'within_budget'
    | 'ended_orders_reserve_nothing'
    | 'done_orders_have_fills';
  readonly subject: string;
}

/** Every finding there is; an empty list is what must always be true. */
export async function checkBooks(db: Db): Promise<readonly BooksFinding[]> {
  const findings: BooksFinding[] = [];
  for (const [rule, query] of rules) {
    const result = await db.execute<{ subject: string }>(query);
    findings.push(...result.rows.map(({ subject }) => ({ rule, subject })));
  }
  return findings;
}

const rules: readonly (readonly [BooksFinding['rule'], ReturnType<typeof sql>])[] = [
  [
    'journal_sums_to_zero',
    sql`select journal_id || ' ' || currency as subject from ledger_entries
        group by journal_id, currency having sum(amount) <> 0 order by 1`,
  ],
  [
    'spent_equals_ledger',
    sql`select plan_id as subject from plans where spent <> coalesce((select -sum(amount) from ledger_entries
        where account = 'plan:' || plan_id and currency = quote), 0) order by 1`,
  ],
  [
    'bought_equals_ledger',
    sql`select plan_id as subject from plans where bought <> coalesce((select sum(amount) from ledger_entries
        where account = 'plan:' || plan_id and currency = base), 0) order by 1`,
  ],
  [
    'reserved_equals_reservations',
    sql`select plan_id as subject from plans where reserved <> coalesce((select sum(r."left") from reservations r
        where r.plan_id = plans.plan_id), 0) order by 1`,
  ],
  [
    // A late order may exceed the limit: it was not supposed to exist, and the plan is paused for it.
    'within_budget',
    sql`select plan_id as subject from plans where budget_max is not null and spent + reserved > budget_max
        and not exists (select 1 from intents i where i.plan_id = plans.plan_id and i.state_kind = 'late') order by 1`,
  ],
  [
    'ended_orders_reserve_nothing',
    sql`select i.intent_id as subject from intents i join reservations r on r.intent_id = i.intent_id
        where i.state_kind in ('done', 'skipped', 'late') and r."left" <> 0 order by 1`,
  ],
  [
    'done_orders_have_fills',
    sql`select i.intent_id as subject from intents i where (i.state_kind = 'done')
        and not exists (select 1 from fills f where f.intent_id = i.intent_id) order by 1`,
  ],
];
