// Changes how much a plan buys for and its total limit; more than before needs the person's fresh proof.

import { formatCivilDate } from '@mandato/invest-core/plan/civil-date';
import { parsePlanForm } from '@mandato/invest-core/plan/parse-plan-form';
import type { PlanTerms } from '@mandato/invest-core/plan/plan';
import { civilDateAt } from '@mandato/invest-core/plan/zone-time';
import { formatMoneyTrimmed } from '@mandato/primitives/money';
import { ok, type Result } from '@mandato/primitives/result';
import { eq } from 'drizzle-orm';
import { recordActivity } from '../activity/record-activity.ts';
import type { BookRulesCache } from '../orders/look-at-market.ts';
import type { OrderDeps } from '../orders/order-deps.ts';
import type { PlanRef } from '../orders/order-store.ts';
import { sqlOrderTx } from '../orders/sql-order-store.ts';
import type { StepUp } from '../step-up/step-up-of-call.ts';
import { type PlanRow, plans } from '../store/schema/plan-schema.ts';
import { type PlanRefusal, readBooksAndBalances, refuseWith } from './create-plan.ts';
import type { PlanLimits } from './plan-limits.ts';
import { ownPlan } from './plan-view.ts';

export interface AmountChange extends PlanRef {
  readonly notional: string;
  readonly budget: string | null;
  /** Null where the person gave no proof; enough to buy for less. */
  readonly stepUp: StepUp | null;
}

/** Orders that are recorded already keep the amount that they were recorded with. */
export async function changeAmount(
  deps: OrderDeps,
  cache: BookRulesCache,
  { change, limits }: { readonly change: AmountChange; readonly limits: PlanLimits },
): Promise<Result<PlanRow, PlanRefusal>> {
  const plan = await ownPlan(deps.db, change);
  if (plan === null) return refuseWith('plan_unknown');
  if (plan.stateKind === 'stopped') return refuseWith('plan_stopped');
  const terms = await readTerms(deps, cache, { plan, change });
  if (!terms.ok) return terms;
  if (!isMore(terms.value, plan)) return write(deps, { change, terms: terms.value, stepUp: null });
  const needed = await limits.raiseFor({ ...plan, notional: terms.value.notional });
  if (!needed.ok) return refuseWith(needed.error);
  if (change.stepUp === null) return refuseWith('step_up_needed');
  const granted = await change.stepUp.grant();
  if (!granted.ok) return refuseWith(granted.error);
  const written = await write(deps, { change, terms: terms.value, stepUp: change.stepUp });
  if (written.ok) await limits.raise({ ...written.value }, needed.value);
  return written;
}

async function readTerms(
  deps: OrderDeps,
  cache: BookRulesCache,
  { plan, change }: { readonly plan: PlanRow; readonly change: AmountChange },
): Promise<Result<PlanTerms, PlanRefusal>> {
  const link = await deps.venueFor(plan.linkId);
  if (link === null) return refuseWith('link_not_active');
  const known = await readBooksAndBalances(deps, cache, link);
  if (!known.ok) return known;
  const { books, balances } = known.value;
  const { hour, minute, zone, ...schedule } = plan.schedule;
  const nowMs = deps.marketClock.nowMs();
  const form = {
    book: plan.book,
    notional: change.notional,
    budget: change.budget,
    schedule,
    time: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`,
    zone,
    // Only the amounts change: a start that has passed is no mistake here.
    startsOn: formatCivilDate(civilDateAt(zone, nowMs)),
    missedSlots: plan.missedSlots,
  };
  const terms = parsePlanForm(form, {
    nowMs,
    books,
    availableOf: (asset) => balances.find((balance) => balance.asset === asset)?.available ?? null,
  });
  return terms.ok
    ? terms
    : refuseWith(terms.error.code, { ...terms.error.details, field: terms.error.field });
}

function isMore({ notional, budgetMax }: PlanTerms, plan: PlanRow): boolean {
  const isBudgetRaised = plan.budgetMax !== null && (budgetMax === null || budgetMax > plan.budgetMax);
  return notional > plan.notional || isBudgetRaised;
}

async function write(
  deps: OrderDeps,
  of: { readonly change: AmountChange; readonly terms: PlanTerms; readonly stepUp: StepUp | null },
): Promise<Result<PlanRow, PlanRefusal>> {
  const { change, terms, stepUp } = of;
  return deps.db.transaction(async (tx) => {
    const plan = await sqlOrderTx(tx, null).lockOwnPlan(change);
    if (plan === null) return refuseWith('plan_unknown');
    if (plan.stateKind === 'stopped') return refuseWith('plan_stopped');
    // Somebody else changed it meanwhile, so that what was less is more now.
    const isPermitted = stepUp === null ? !isMore(terms, plan) : await stepUp.consume(tx);
    if (!isPermitted) return refuseWith('step_up_needed');
    if (terms.budgetMax !== null && terms.budgetMax < plan.spent + plan.reserved)
      return refuseWith('budget_below_spent', {
        spent: formatMoneyTrimmed(plan.spent + plan.reserved),
        quote: plan.quote,
        field: 'budget',
      });
    const after: PlanRow = { ...plan, notional: terms.notional, budgetMax: terms.budgetMax };
    await tx
      .update(plans)
      .set({ notional: after.notional, budgetMax: after.budgetMax })
      .where(eq(plans.planId, plan.planId));
    await recordActivity(tx, {
      userId: plan.userId,
      atMs: deps.marketClock.nowMs(),
      code: 'plan_amount_changed',
      details: {
        book: plan.book,
        base: plan.base,
        quote: plan.quote,
        notional: formatMoneyTrimmed(after.notional),
        before: formatMoneyTrimmed(plan.notional),
      },
      planId: plan.planId,
      linkId: plan.linkId,
    });
    return ok(after);
  });
}
