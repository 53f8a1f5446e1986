// Pauses, resumes and stops a plan. What was journaled before stays sent; nothing is journaled afterwards.

import type { PlanState } from '@mandato/invest-core/plan/plan';
import { nextSlot } from '@mandato/invest-core/plan/slots';
import { err, ok, type Result } from '@mandato/primitives/result';
import { and, eq } from 'drizzle-orm';
import { type ActivityCode, recordActivity } from '../activity/record-activity.ts';
import { isLinkUsable, type OrderDeps } from '../orders/order-deps.ts';
import type { Db } from '../store/database.ts';
import { type PlanRow, plans } from '../store/schema/plan-schema.ts';

/** Whose plan to change. */
export interface PlanRef {
  readonly userId: string;
  readonly planId: string;
}

/** Buys nothing more until it is resumed; pausing twice is pausing once. */
export async function pausePlan(
  deps: OrderDeps,
  ref: PlanRef,
): Promise<Result<PlanRow, 'plan_unknown' | 'plan_stopped'>> {
  return deps.db.transaction(async (tx) => {
    const plan = await lockPlan(tx, ref);
    if (plan === null) return err('plan_unknown');
    if (plan.state.kind === 'stopped') return err('plan_stopped');
    if (plan.state.kind === 'paused') return ok(plan);
    const sinceMs = deps.marketClock.nowMs();
    const state: PlanState = { kind: 'paused', reason: 'paused_by_person', sinceMs };
    return ok(await moveTo(tx, plan, { state, code: 'plan_paused', atMs: sinceMs }));
  });
}

/** Goes on with the next slot; what was missed meanwhile is not bought. */
export async function resumePlan(
  deps: OrderDeps,
  ref: PlanRef,
): Promise<Result<PlanRow, 'plan_unknown' | 'plan_stopped' | 'link_not_active'>> {
  const [found] = await deps.db.select({ linkId: plans.linkId }).from(plans).where(isPlan(ref));
  if (found === undefined) return err('plan_unknown');
  const link = await deps.venueFor(found.linkId);
  return deps.db.transaction(async (tx) => {
    const plan = await lockPlan(tx, ref);
    if (plan === null) return err('plan_unknown');
    if (plan.state.kind === 'stopped') return err('plan_stopped');
    if (plan.state.kind === 'active') return ok(plan);
    if (!isLinkUsable(link)) return err('link_not_active');
    const atMs = deps.marketClock.nowMs();
    return ok(await moveTo(tx, plan, { state: { kind: 'active' }, code: 'plan_resumed', atMs }));
  });
}

/** Ends a plan for good; its history stays. */
export async function stopPlan(deps: OrderDeps, ref: PlanRef): Promise<Result<PlanRow, 'plan_unknown'>> {
  return deps.db.transaction(async (tx) => {
    const plan = await lockPlan(tx, ref);
    if (plan === null) return err('plan_unknown');
    if (plan.state.kind === 'stopped') return ok(plan);
    const atMs = deps.marketClock.nowMs();
    const state: PlanState = { kind: 'stopped', reason: 'stopped_by_person', atMs };
    return ok(await moveTo(tx, plan, { state, code: 'plan_stopped', atMs }));
  });
}

/** The person's plan, locked until the transaction ends. */
export async function lockPlan(tx: Db, ref: PlanRef): Promise<PlanRow | null> {
  const [plan] = await tx.select().from(plans).where(isPlan(ref)).for('update');
  return plan ?? null;
}

function isPlan({ planId, userId }: PlanRef) {
  return and(eq(plans.planId, planId), eq(plans.userId, userId));
}

async function moveTo(
  tx: Db,
  plan: PlanRow,
  to: { readonly state: PlanState; readonly code: ActivityCode; readonly atMs: number },
): Promise<PlanRow> {
  const { state } = to;
  const nextSlotAtMs =
    state.kind === 'stopped' ? null : (plan.nextSlotAtMs ?? nextSlot(plan, plan.answeredUntilMs).atMs);
  const after: PlanRow = { ...plan, state, stateKind: state.kind, nextSlotAtMs };
  await tx
    .update(plans)
    .set({ state, stateKind: state.kind, nextSlotAtMs })
    .where(eq(plans.planId, plan.planId));
  await recordActivity(tx, {
    userId: plan.userId,
    atMs: to.atMs,
    code: to.code,
    details: { book: plan.book, base: plan.base, quote: plan.quote },
    planId: plan.planId,
    linkId: plan.linkId,
  });
  return after;
}
