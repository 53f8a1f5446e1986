// What becomes of a link's plans when the link itself is halted, goes on, or ends; always in the transaction of that.

import type { PlanPauseReason, PlanState, PlanStopReason } from '@mandato/invest-core/plan/plan';
import { and, asc, eq, ne } from 'drizzle-orm';
import { sqlOrderTx } from '../orders/sql-order-store.ts';
import type { Db } from '../store/database.ts';
import { type PlanRow, plans } from '../store/schema/plan-schema.ts';
import { movePlan } from './change-plan.ts';

/** A link's plans, and the moment of the market clock at which they change. */
export interface PlansOfLink {
  readonly linkId: string;
  readonly atMs: number;
}

/** Pauses those that buy; a person's own pauses stay theirs. Answers how many were paused. */
export async function pausePlansOfLink(
  tx: Db,
  { linkId, atMs }: PlansOfLink,
  reason: PlanPauseReason,
): Promise<number> {
  const state: PlanState = { kind: 'paused', reason, sinceMs: atMs };
  const active = (await lockPlans(tx, linkId)).filter((plan) => plan.state.kind === 'active');
  const verbs = sqlOrderTx(tx, null);
  for (const plan of active) await movePlan(verbs, plan, { state, code: 'plan_paused', atMs, reason });
  return active.length;
}

/** Goes on with those that waited for the link alone; what was missed meanwhile is not bought. */
export async function resumePlansOfLink(tx: Db, { linkId, atMs }: PlansOfLink): Promise<number> {
  const reasons: readonly PlanPauseReason[] = ['link_not_usable', 'link_paused'];
  const waiting = (await lockPlans(tx, linkId)).filter(
    ({ state }) => state.kind === 'paused' && reasons.includes(state.reason),
  );
  const verbs = sqlOrderTx(tx, null);
  for (const plan of waiting) {
    await movePlan(verbs, plan, { state: { kind: 'active' }, code: 'plan_resumed', atMs });
  }
  return waiting.length;
}

/** Ends all that have not ended. Answers how many. */
export async function stopPlansOfLink(
  tx: Db,
  { linkId, atMs }: PlansOfLink,
  reason: PlanStopReason,
): Promise<number> {
  const going = await lockPlans(tx, linkId);
  const state: PlanState = { kind: 'stopped', reason, atMs };
  const verbs = sqlOrderTx(tx, null);
  for (const plan of going) await movePlan(verbs, plan, { state, code: 'plan_stopped', atMs, reason });
  return going.length;
}

/** In one order everywhere, so that two such changes never wait for each other in a ring. */
function lockPlans(tx: Db, linkId: string): Promise<PlanRow[]> {
  return tx
    .select()
    .from(plans)
    .where(and(eq(plans.linkId, linkId), ne(plans.stateKind, 'stopped')))
    .orderBy(asc(plans.planId))
    .for('update');
}
