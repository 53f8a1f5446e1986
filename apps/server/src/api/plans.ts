// The plan procedures: they check whose plan it is, hand the work on, and show what came of it.

import type { BookRules } from '@mandato/invest-core/venue/venue';
import { formatMoneyTrimmed } from '@mandato/primitives/money';
import { protect, type SecurityNeeds } from '../account/account-security.ts';
import type { LinkedVenue } from '../links/venue-for-link.ts';
import { closeHeld, lookForHeldAgain, ownOrder } from '../orders/decide-held.ts';
import { changeAmount } from '../plans/change-amount.ts';
import { pausePlan, resumePlan, stopPlan } from '../plans/change-plan.ts';
import { createPlanOnce } from '../plans/create-plan-once.ts';
import type { PlanLimits } from '../plans/plan-limits.ts';
import { ordersOfPlan, ownPlan, plansOf, viewOfOrder, viewOfPlan } from '../plans/plan-view.ts';
import { runNow } from '../plans/run-now.ts';
import type { RunningPlans } from '../plans/start-plans.ts';
import { stepUpOfCall } from '../step-up/step-up-of-call.ts';
import type { Db } from '../store/database.ts';
import { api, signedIn } from './api-base.ts';
import { refuse } from './refuse.ts';

/** The running pipeline: procedures write what it works on, and wake it. */
export interface PlanProcedureNeeds extends Pick<RunningPlans, 'deps' | 'cache' | 'wake'> {
  readonly security: SecurityNeeds;
  readonly limits: PlanLimits;
}

export function planProcedures(needs: PlanProcedureNeeds) {
  const { deps, cache, security, limits } = needs;
  const { plans } = api;
  return {
    books: plans.books.use(signedIn).handler(async ({ context, input }) => {
      const link = await deps.venueFor(input.linkId);
      if (link === null || link.userId !== context.person.userId) throw refuse('link_unknown');
      const books = await cache.books(link.exchange, link.publicVenue);
      if (books.kind === 'unread') throw refuse('exchange_unreachable');
      const withPrices = books.value.length <= pricedBooksMax;
      return Promise.all(books.value.map((rules) => bookView(rules, withPrices ? link : null)));
    }),
    create: plans.create.use(signedIn).handler(async ({ context, input }) => {
      const { requestId, stepUpCode, ...form } = input;
      const params = { form: JSON.stringify(form), requestId };
      const stepUp = stepUpOfCall(security, context, {
        subject: { action: 'start_plan', params },
        proof: stepUpCode,
      });
      const request = { userId: context.person.userId, form, requestId, stepUp };
      const created = await createPlanOnce(deps, cache, { request, limits });
      if (!created.ok) throw refuse(created.error.code, created.error.details);
      needs.wake();
      return viewOfPlan(deps.db, created.value);
    }),
    list: plans.list.use(signedIn).handler(({ context }) => plansOf(deps.db, context.person.userId)),
    get: plans.get.use(signedIn).handler(async ({ context, input }) => {
      const plan = await ownPlan(deps.db, { userId: context.person.userId, planId: input.planId });
      if (plan === null) throw refuse('plan_unknown');
      return { plan: await viewOfPlan(deps.db, plan), orders: await ordersOfPlan(deps.db, plan.planId) };
    }),
    pause: plans.pause.use(signedIn).handler(async ({ context, input }) => {
      const paused = await pausePlan(deps, { userId: context.person.userId, planId: input.planId });
      if (!paused.ok) throw refuse(paused.error);
      return viewOfPlan(deps.db, paused.value);
    }),
    resume: plans.resume.use(signedIn).handler(async ({ context, input }) => {
      const resumed = await resumePlan(deps, { userId: context.person.userId, planId: input.planId });
      if (!resumed.ok) throw refuse(resumed.error);
      needs.wake();
      return viewOfPlan(deps.db, resumed.value);
    }),
    runNow: plans.runNow.use(signedIn).handler(async ({ context, input }) => {
      const recorded = await runNow(deps, cache, { userId: context.person.userId, ...input });
      if (!recorded.ok) throw refuse(recorded.error);
      needs.wake();
      return viewOfOrder(deps.db, recorded.value);
    }),
    stop: plans.stop.use(signedIn).handler(async ({ context, input }) => {
      const stopped = await stopPlan(deps, { userId: context.person.userId, planId: input.planId });
      if (!stopped.ok) throw refuse(stopped.error);
      return viewOfPlan(deps.db, stopped.value);
    }),
    changeAmount: plans.changeAmount.use(signedIn).handler(async ({ context, input }) => {
      const { planId, notional, budget, stepUpCode } = input;
      const subject = { action: 'raise_plan', params: { planId, notional, budget: budget ?? '' } } as const;
      const stepUp =
        stepUpCode === null ? null : stepUpOfCall(security, context, { subject, proof: stepUpCode });
      const change = { userId: context.person.userId, planId, notional, budget, stepUp };
      const changed = await changeAmount(deps, cache, { change, limits });
      if (!changed.ok) throw refuse(changed.error.code, changed.error.details);
      return viewOfPlan(deps.db, changed.value);
    }),
    ...heldProcedures(needs),
  };
}

function heldProcedures({ deps, security, wake }: PlanProcedureNeeds) {
  const { plans } = api;
  return {
    lookAgain: plans.lookAgain.use(signedIn).handler(async ({ context, input }) => {
      const again = await lookForHeldAgain(deps, { userId: context.person.userId, orderId: input.orderId });
      if (!again.ok) throw refuse(again.error);
      wake();
      return viewOfOrder(deps.db, again.value);
    }),
    closeHeld: plans.closeHeld.use(signedIn).handler(async ({ context, input }) => {
      const { orderId, stepUpCode } = input;
      const ref = { userId: context.person.userId, orderId };
      const own = await ownOrder(deps.db, ref);
      if (own === null) throw refuse('order_unknown');
      if (own.state.kind !== 'held') throw refuse('order_not_held');
      const subject = { action: 'close_held_order', params: { orderId } } as const;
      const change = (tx: Db) => closeHeld(tx, deps, ref);
      const closed = await protect(security, context, { subject, proof: stepUpCode, change });
      if (!closed.ok) throw refuse(closed.error);
      if (!closed.value.ok) throw refuse(closed.value.error);
      return viewOfOrder(deps.db, closed.value.value);
    }),
  };
}

/** Each price is a call of a limit that everybody on this machine shares: long lists go without. */
const pricedBooksMax = 12;

async function bookView(rules: BookRules, link: LinkedVenue | null) {
  const quote = await link?.publicVenue.readQuote(rules.book);
  const last = quote?.kind === 'read' ? quote.value.last : null;
  return {
    book: rules.book,
    base: rules.base,
    quote: rules.quote,
    notionalMin: formatMoneyTrimmed(rules.notionalMin),
    notionalMax: formatMoneyTrimmed(rules.notionalMax),
    last: last === null ? null : formatMoneyTrimmed(last),
  };
}
