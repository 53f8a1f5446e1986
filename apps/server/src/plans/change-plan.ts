// Pauses, resumes and stops a plan. What was journaled before stays sent; nothing is journaled afterwards.

import type { PlanPauseReason, PlanState, PlanStopReason } from '@mandato/invest-core/plan/plan';
import { nextSlot } from '@mandato/invest-core/plan/slots';
import { isZone } from '@mandato/invest-core/plan/zone-time';
import { err, ok, type Result } from '@mandato/primitives/result';
import type { ActivityCode } from '../activity/record-activity.ts';
import { isLinkUsable, type PipelineDeps } from '../orders/order-deps.ts';
import type { OrderTx, PlanRef } from '../orders/order-store.ts';
import type { PlanRow } from '../store/schema/plan-schema.ts';

/** Buys nothing more until it is resumed; pausing twice is pausing once. */
export async function pausePlan(
  deps: PipelineDeps,
  ref: PlanRef,
): Promise<Result<PlanRow, 'plan_unknown' | 'plan_stopped'>> {
  return deps.store.transaction(async (tx) => {
    const plan = await tx.lockOwnPlan(ref);
    if (plan === null) return err('plan_unknown');
    if (plan.state.kind === 'stopped') return err('plan_stopped');
    if (plan.state.kind === 'paused') return ok(plan);
    const sinceMs = deps.marketClock.nowMs();
    const state: PlanState = { kind: 'paused', reason: 'paused_by_person', sinceMs };
    return ok(await movePlan(tx, plan, { state, code: 'plan_paused', atMs: sinceMs }));
  });
}

/** Goes on with the next slot; what was missed meanwhile is not bought. */
export async function resumePlan(
  deps: PipelineDeps,
  ref: PlanRef,
): Promise<Result<PlanRow, 'plan_unknown' | 'plan_stopped' | 'plan_zone_unknown' | 'link_not_active'>> {
  const found = await deps.store.findOwnPlan(ref);
  if (found === null) return err('plan_unknown');
  const link = await deps.venueFor(found.linkId);
  return deps.store.transaction(async (tx) => {
    const plan = await tx.lockOwnPlan(ref);
    if (plan === null) return err('plan_unknown');
    if (plan.state.kind === 'stopped') return err('plan_stopped');
    if (plan.state.kind === 'active') return ok(plan);
    if (!isZone(plan.schedule.zone)) return err('plan_zone_unknown');
    if (!isLinkUsable(link)) return err('link_not_active');
    const atMs = deps.marketClock.nowMs();
    return ok(await movePlan(tx, plan, { state: { kind: 'active' }, code: 'plan_resumed', atMs }));
  });
}

/** Ends a plan for good; its history stays. */
export async function stopPlan(deps: PipelineDeps, ref: PlanRef): Promise<Result<PlanRow, 'plan_unknown'>> {
  return deps.store.transaction(async (tx) => {
    const plan = await tx.lockOwnPlan(ref);
    if (plan === null) return err('plan_unknown');
    if (plan.state.kind === 'stopped') return ok(plan);
    const atMs = deps.marketClock.nowMs();
    const state: PlanState = { kind: 'stopped', reason: 'stopped_by_person', atMs };
    return ok(await movePlan(tx, plan, { state, code: 'plan_stopped', atMs }));
  });
}

/** Writes the state and tells of it; `plan` is locked, and `tx` the transaction of whatever causes the change. */
export async function movePlan(
  tx: Pick<OrderTx, 'setPlanState' | 'recordActivity'>,
  plan: PlanRow,
  to: {
    readonly state: PlanState;
    readonly code: ActivityCode;
    readonly atMs: number;
    /** Why, where it was not the person who did it to this plan. */
    readonly reason?: PlanPauseReason | PlanStopReason;
  },
): Promise<PlanRow> {
  const { state } = to;
  const nextSlotAtMs =
    state.kind === 'stopped' ? null : (plan.nextSlotAtMs ?? nextSlot(plan, plan.answeredUntilMs).atMs);
  await tx.setPlanState(plan.planId, state, nextSlotAtMs);
  await tx.recordActivity({
    userId: plan.userId,
    atMs: to.atMs,
    code: to.code,
    details: {
      book: plan.book,
      base: plan.base,
      quote: plan.quote,
      ...(to.reason === undefined ? {} : { reason: to.reason }),
    },
    planId: plan.planId,
    linkId: plan.linkId,
  });
  return { ...plan, state, stateKind: state.kind, nextSlotAtMs };
}
