// Writes what the members of a shared transaction want written: each kind of row with one statement for all of them.

import { type SQL, sql } from 'drizzle-orm';
import { insertActivities } from '../activity/record-activity.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Db } from '../store/database.ts';
import { assignmentsOf, insertOf, jsonOf, recordsOf } from '../store/rows-as-json.ts';
import {
  attempts,
  fills,
  intents,
  lanes,
  ledgerEntries,
  reservations,
} from '../store/schema/order-schema.ts';
import { plans } from '../store/schema/plan-schema.ts';
import { type MemberWrites, NeedsOwnTransaction } from './group-member.ts';

/**
 * Writes everything of `members`, whose rows must be apart: then no order of writing can matter. Throws when a row was
 * not there or not in the state that was read, with nothing of the transaction worth keeping.
 */
export async function writeGroup(tx: Db, jobs: Jobs | null, members: readonly MemberWrites[]): Promise<void> {
  requireApart(members);
  await writeIntents(tx, members);
  await writePlans(tx, members);
  await writeReservations(tx, members);
  await writeAttempts(tx, members);
  await writeLanes(tx, members);
  const newFills = members.flatMap((one) => one.fills);
  if (newFills.length > 0) await tx.execute(insertOf(fills, newFills));
  const entries = members.flatMap((one) => one.ledger);
  if (entries.length > 0) await tx.execute(insertOf(ledgerEntries, entries));
  await insertActivities(
    tx,
    members.flatMap((one) => one.activities),
  );
  if (members.some(({ isWaking }) => isWaking)) await jobs?.enqueueWake(tx);
}

/** Two members with a row in common saw it both as it was before. */
function requireApart(members: readonly MemberWrites[]): void {
  const taken = new Set<string>();
  for (const { intents: ours, plans: plansOf, lanes: claimed, lanesLeft } of members) {
    const names = [
      ...[...ours.keys()].map((id) => `intent ${id}`),
      ...[...plansOf.keys()].map((id) => `plan ${id}`),
      ...[...claimed.keys(), ...lanesLeft.keys()].map((id) => `lane ${id}`),
    ];
    for (const name of names) {
      if (taken.has(name)) throw new NeedsOwnTransaction();
      taken.add(name);
    }
  }
}

async function writeIntents(tx: Db, members: readonly MemberWrites[]): Promise<void> {
  const changed = members.flatMap((one) => [...one.intents.values()]).filter(({ isChanged }) => isChanged);
  const added = changed.filter(({ from }) => from === null).map(({ row }) => row);
  if (added.length > 0) await tx.execute(insertOf(intents, added));
  const moved = changed.flatMap(({ row, from }) => (from === null ? [] : [{ row, from }]));
  const rows = moved.map(({ row }) => row);
  await writeAll(tx, moved.length, () => {
    const ids = sql.param(rows.map(({ intentId }) => intentId));
    const states = sql.param(moved.map(({ from }) => from));
    return sql`
      update ${intents} set ${assignmentsOf(intents, 'intent_id')}
      from ${recordsOf(intents, rows)} as v
      join unnest(${ids}::text[], ${states}::text[]) as was(intent_id, state_kind)
        on was.intent_id = v.intent_id
      where intents.intent_id = v.intent_id and intents.state_kind = was.state_kind`;
  });
}

async function writePlans(tx: Db, members: readonly MemberWrites[]): Promise<void> {
  const changes = members
    .flatMap((one) => [...one.plans])
    .map(([planId, { mark, ...added }]) => ({
      planId,
      ...added,
      isMarked: mark !== null,
      answeredUntilMs: mark?.answeredUntilMs ?? null,
      nextSlotAtMs: mark?.nextSlotAtMs ?? null,
    }));
  await writeAll(
    tx,
    changes.length,
    () => sql`
      update ${plans} set
        spent = plans.spent + v.spent,
        reserved = plans.reserved + v.reserved,
        bought = plans.bought + v.bought,
        orders_done = plans.orders_done + v."ordersDone",
        answered_until_ms = case when v."isMarked" then v."answeredUntilMs" else plans.answered_until_ms end,
        next_slot_at_ms = case when v."isMarked" then v."nextSlotAtMs" else plans.next_slot_at_ms end
      from jsonb_to_recordset(${jsonOf(changes)}::jsonb) as v("planId" text, spent bigint, reserved bigint,
        bought bigint, "ordersDone" integer, "isMarked" boolean, "answeredUntilMs" bigint, "nextSlotAtMs" bigint)
      where plans.plan_id = v."planId"`,
  );
}

async function writeReservations(tx: Db, members: readonly MemberWrites[]): Promise<void> {
  const added = members.flatMap((one) => one.reservations);
  if (added.length > 0) await tx.execute(insertOf(reservations, added));
  const left = members
    .flatMap((one) => [...one.reservationsLeft])
    .map(([intentId, units]) => ({ intentId, units }));
  await writeAll(
    tx,
    left.length,
    () => sql`
      update ${reservations} set "left" = v.units
      from jsonb_to_recordset(${jsonOf(left)}::jsonb) as v("intentId" text, units bigint)
      where reservations.intent_id = v."intentId"`,
  );
}

async function writeAttempts(tx: Db, members: readonly MemberWrites[]): Promise<void> {
  const added = members
    .flatMap((one) => one.attempts)
    .map((attempt) => ({
      ...attempt,
      sentAtMs: null,
      outcome: null,
      evidence: null,
      sweepAtMs: null,
      sweepsDone: 0,
    }));
  if (added.length > 0) await tx.execute(insertOf(attempts, added));
  const changes = members
    .flatMap((one) => [...one.attemptChanges])
    .map(([orderId, { outcome, sentAtMs, evidence }]) => ({
      orderId,
      ...{ outcome, sentAtMs, evidence },
      hasOutcome: outcome !== undefined,
      hasSentAtMs: sentAtMs !== undefined,
      hasEvidence: evidence !== undefined,
    }));
  await writeAll(
    tx,
    changes.length,
    () => sql`
      update ${attempts} set
        outcome = case when v."hasOutcome" then v.outcome else attempts.outcome end,
        sent_at_ms = case when v."hasSentAtMs" then v."sentAtMs" else attempts.sent_at_ms end,
        evidence = case when v."hasEvidence" then v.evidence else attempts.evidence end
      from jsonb_to_recordset(${jsonOf(changes)}::jsonb) as v("orderId" text, outcome text, "sentAtMs" bigint,
        evidence jsonb, "hasOutcome" boolean, "hasSentAtMs" boolean, "hasEvidence" boolean)
      where attempts.order_id = v."orderId"`,
  );
  const sweeps = members.flatMap((one) => [...one.sweeps]).map(([intentId, atMs]) => ({ intentId, atMs }));
  if (sweeps.length === 0) return;
  // An order that was never sent has no attempt to look for.
  await tx.execute(sql`
    update ${attempts} set sweep_at_ms = v."atMs"
    from jsonb_to_recordset(${jsonOf(sweeps)}::jsonb) as v("intentId" text, "atMs" bigint)
    where attempts.intent_id = v."intentId"`);
}

async function writeLanes(tx: Db, members: readonly MemberWrites[]): Promise<void> {
  const claimed = members.flatMap((one) => [...one.lanes.values()]);
  await writeAll(
    tx,
    claimed.length,
    () => sql`
      update ${lanes} set ${assignmentsOf(lanes, 'link_id')}
      from ${recordsOf(lanes, claimed)} as v where lanes.link_id = v.link_id`,
  );
  const left = members.flatMap((one) => [...one.lanesLeft]);
  if (left.length === 0) return;
  const linkIds = sql.param(left.map(([linkId]) => linkId));
  const intentIds = sql.param(left.map(([, intentId]) => intentId));
  // Only whoever holds it leaves it.
  await tx.execute(sql`
    update ${lanes} set holder_intent_id = null, owner = null, lease_until_ms = 0
    from unnest(${linkIds}::text[], ${intentIds}::text[]) as v(link_id, intent_id)
    where lanes.link_id = v.link_id and lanes.holder_intent_id = v.intent_id`);
}

/** Runs the statement for `count` rows, each of which must be there. */
async function writeAll(tx: Db, count: number, statement: () => SQL): Promise<void> {
  if (count === 0) return;
  const { rowCount } = await tx.execute(statement());
  if (rowCount !== count) throw new NeedsOwnTransaction();
}
