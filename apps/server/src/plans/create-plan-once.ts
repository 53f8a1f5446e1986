// Starts a plan that a person asks for once, with their proof for exactly this, however often the request comes.

import { createHash } from 'node:crypto';
import { base32Lower } from '@mandato/primitives/base32';
import { parseMoney } from '@mandato/primitives/money';
import { ok, type Result } from '@mandato/primitives/result';
import type { PlanForm } from '../api-contract/plan-contract.ts';
import { TurnTaker } from '../orders/lane.ts';
import type { BookRulesCache } from '../orders/look-at-market.ts';
import type { OrderDeps } from '../orders/order-deps.ts';
import { sqlOrderTx } from '../orders/sql-order-store.ts';
import type { StepUp } from '../step-up/step-up-of-call.ts';
import type { PlanRow } from '../store/schema/plan-schema.ts';
import { checkPlan, type PlanRefusal, refuseWith, writePlan } from './create-plan.ts';
import type { PlanLimits } from './plan-limits.ts';
import { ownPlan } from './plan-view.ts';

/** A plan to start, with the person's proof for exactly this. */
export interface NewPlanRequest {
  readonly userId: string;
  readonly form: PlanForm;
  /** Minted by the client: the same one never starts a second plan. */
  readonly requestId: string;
  readonly stepUp: StepUp;
}

/** One start at a time for each request id: a double click finds the plan that its first half started. */
const turns = new TurnTaker();

/** Reads, checks and starts a plan; nothing is written when it is refused, and nothing twice. */
export async function createPlanOnce(
  deps: OrderDeps,
  cache: BookRulesCache,
  of: { readonly request: NewPlanRequest; readonly limits: PlanLimits },
): Promise<Result<PlanRow, PlanRefusal>> {
  return turns.inTurn(planIdOf(of.request), () => createInTurn(deps, cache, of));
}

async function createInTurn(
  deps: OrderDeps,
  cache: BookRulesCache,
  { request, limits }: { readonly request: NewPlanRequest; readonly limits: PlanLimits },
): Promise<Result<PlanRow, PlanRefusal>> {
  const { userId, form, stepUp } = request;
  const planId = planIdOf(request);
  const earlier = await ownPlan(deps.db, { userId, planId });
  if (earlier !== null) return isSamePlan(earlier, form) ? ok(earlier) : refuseWith('request_reused');
  const plan = await checkPlan(deps, cache, { userId, form, planId });
  if (!plan.ok) return plan;
  const needed = await limits.raiseFor(plan.value);
  if (!needed.ok) return refuseWith(needed.error);
  const granted = await stepUp.grant();
  if (!granted.ok) return refuseWith(granted.error);
  if (!(await insertPlan(deps, plan.value, stepUp))) return refuseWith('step_up_needed');
  await limits.raise(plan.value, needed.value);
  return plan;
}

/** False when the proof was gone, and then nothing is written. */
async function insertPlan(deps: OrderDeps, plan: PlanRow, stepUp: StepUp): Promise<boolean> {
  return deps.db.transaction(async (tx) => {
    if (!(await stepUp.consume(tx))) return false;
    await writePlan(sqlOrderTx(tx, null), plan);
    return true;
  });
}

/** The plan that a request starts; nobody else's request comes to the same id. */
function planIdOf({ userId, requestId }: Pick<NewPlanRequest, 'userId' | 'requestId'>): string {
  const digest = createHash('sha256').update(`${userId}\n${requestId}`).digest();
  return `plan_${base32Lower(digest.subarray(0, 16))}`;
}

/** Whether a repeated request asks for what the first one started; a start that moved with the day is the same. */
function isSamePlan(plan: PlanRow, form: PlanForm): boolean {
  const { hour, minute, zone, ...days } = plan.schedule;
  const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  const notional = parseMoney(form.notional.trim());
  return (
    plan.linkId === form.linkId &&
    plan.book === form.book &&
    notional.ok &&
    notional.value === plan.notional &&
    time === form.time.trim() &&
    zone === form.zone &&
    JSON.stringify(days) === JSON.stringify(form.schedule)
  );
}
