// What the orders of one shared transaction read and lock: each kind of row with one statement for all of them.

import { and, asc, inArray, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Db } from '../store/database.ts';
import { type AskAll, gathered } from '../store/gathered.ts';
import {
  type FillRow,
  fills,
  type IntentRow,
  intents,
  lanes,
  reservations,
} from '../store/schema/order-schema.ts';
import { type PlanRow, plans } from '../store/schema/plan-schema.ts';
import { type KillSubject, type KillSwitch, readKillSwitches } from './kill-switch.ts';

export type LaneRow = typeof lanes.$inferSelect;

/** Reads within one transaction; every row but a fill is locked until it ends. */
export interface GroupReads {
  intent(intentId: string): Promise<IntentRow | undefined>;
  planToChange(planId: string): Promise<PlanRow | undefined>;
  planToRead(planId: string): Promise<PlanRow | undefined>;
  reservationLeft(intentId: string): Promise<bigint | undefined>;
  /** The sums set aside on a link for orders that have not reached the exchange, by currency. */
  promisedOn(linkId: string): Promise<ReadonlyMap<string, bigint> | undefined>;
  fillsOf(intentId: string): Promise<readonly FillRow[] | undefined>;
  /** A lane that was never used before is made. */
  lane(linkId: string): Promise<LaneRow | undefined>;
  killSwitch(of: KillSubject): Promise<KillSwitch>;
  /** The first error of the database: after it the transaction is worth nothing. */
  readonly failure: { error: unknown } | null;
}

export function groupReads(tx: Db): GroupReads {
  const state: { failure: GroupReads['failure'] } = { failure: null };
  let last: Promise<unknown> = Promise.resolve();
  /** One statement after the other: the transaction has one connection. */
  const inTurn = <K, V>(askAll: AskAll<K, V>): ((key: K) => Promise<V | undefined>) =>
    gathered((keys) => {
      const mine = last.then(() => askAll(keys));
      last = mine.catch((error: unknown) => {
        state.failure ??= { error };
      });
      return mine;
    });
  const killSwitch = inTurn<string, KillSwitch>((names) => readKillSwitches(tx, names.map(subjectOf)));
  return {
    intent: inTurn((ids) => readIntents(tx, ids)),
    planToChange: inTurn((ids) => readPlans(tx, ids, 'update')),
    planToRead: inTurn((ids) => readPlans(tx, ids, 'share')),
    reservationLeft: inTurn((ids) => readReservations(tx, ids)),
    promisedOn: inTurn((ids) => readPromised(tx, ids)),
    fillsOf: inTurn((ids) => readFills(tx, ids)),
    lane: inTurn((ids) => readLanes(tx, ids)),
    killSwitch: async (of) =>
      (await killSwitch(JSON.stringify([of.userId, of.planId]))) ?? { isKilled: true, generation: 0 },
    get failure() {
      return state.failure;
    },
  };
}

function subjectOf(name: string): KillSubject {
  const [userId, planId]: string[] = JSON.parse(name);
  return { userId: userId ?? '', planId: planId ?? '' };
}

/** One parameter however many values, so that the text of the statement stays the same. */
function isAnyOf(column: AnyPgColumn, values: readonly string[]): SQL {
  return sql`${column} = any(${sql.param([...values])})`;
}

async function readIntents(tx: Db, ids: readonly string[]): Promise<ReadonlyMap<string, IntentRow>> {
  const rows = await tx
    .select()
    .from(intents)
    .where(isAnyOf(intents.intentId, ids))
    .orderBy(asc(intents.intentId))
    .for('update');
  return new Map(rows.map((row) => [row.intentId, row]));
}

async function readPlans(
  tx: Db,
  ids: readonly string[],
  strength: 'update' | 'share',
): Promise<ReadonlyMap<string, PlanRow>> {
  const rows = await tx
    .select()
    .from(plans)
    .where(isAnyOf(plans.planId, ids))
    .orderBy(asc(plans.planId))
    .for(strength);
  return new Map(rows.map((row) => [row.planId, row]));
}

async function readReservations(tx: Db, ids: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
  const rows = await tx
    .select({ intentId: reservations.intentId, left: reservations.left })
    .from(reservations)
    .where(isAnyOf(reservations.intentId, ids))
    .orderBy(asc(reservations.intentId))
    .for('update');
  return new Map(rows.map(({ intentId, left }) => [intentId, left]));
}

async function readPromised(
  tx: Db,
  linkIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, bigint>>> {
  const rows = await tx
    .select({
      linkId: intents.linkId,
      currency: reservations.currency,
      sum: sql<string>`sum(${reservations.left})`,
    })
    .from(reservations)
    .innerJoin(intents, sql`${intents.intentId} = ${reservations.intentId}`)
    .where(
      and(
        isAnyOf(intents.linkId, linkIds),
        // Implied by the states, and what its index is on.
        isNotNull(intents.nextWorkAtMs),
        inArray(intents.stateKind, ['recorded', 'submitting', 'being_confirmed']),
      ),
    )
    .groupBy(intents.linkId, reservations.currency);
  const sums = new Map<string, Map<string, bigint>>();
  for (const { linkId, currency, sum } of rows)
    sums.set(linkId, (sums.get(linkId) ?? new Map<string, bigint>()).set(currency, BigInt(sum)));
  return sums;
}

async function readFills(tx: Db, ids: readonly string[]): Promise<ReadonlyMap<string, readonly FillRow[]>> {
  const rows = await tx.select().from(fills).where(isAnyOf(fills.intentId, ids));
  const byIntent = new Map<string, FillRow[]>();
  for (const row of rows) byIntent.set(row.intentId, [...(byIntent.get(row.intentId) ?? []), row]);
  return byIntent;
}

async function readLanes(tx: Db, linkIds: readonly string[]): Promise<ReadonlyMap<string, LaneRow>> {
  const lock = () =>
    tx.select().from(lanes).where(isAnyOf(lanes.linkId, linkIds)).orderBy(asc(lanes.linkId)).for('update');
  const found = await lock();
  if (found.length === linkIds.length) return new Map(found.map((row) => [row.linkId, row]));
  await tx.execute(sql`
    insert into ${lanes} (link_id, epoch, lease_until_ms, nonce_high)
    select id, 0, 0, 0 from unnest(${sql.param([...linkIds])}::text[]) as id on conflict do nothing`);
  return new Map((await lock()).map((row) => [row.linkId, row]));
}
