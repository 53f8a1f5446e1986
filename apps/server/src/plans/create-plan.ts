// Starts a plan from a form as a person typed it, checked against the exchange's books and the balance.

import { parsePlanForm } from '@mandato/invest-core/plan/parse-plan-form';
import type { PlanTerms } from '@mandato/invest-core/plan/plan';
import { nextSlot } from '@mandato/invest-core/plan/slots';
import type { Balance, BookRules, ReadFailure } from '@mandato/invest-core/venue/venue';
import { formatMoneyTrimmed } from '@mandato/primitives/money';
import { err, ok, type Result } from '@mandato/primitives/result';
import type { PlanForm } from '../api-contract/plan-contract.ts';
import type { RefusalCode } from '../api-contract/refusal.ts';
import { isOurFailure } from '../links/read-balances.ts';
import type { LinkedVenue } from '../links/venue-for-link.ts';
import type { BookRulesCache } from '../orders/look-at-market.ts';
import { isLinkUsable, type PipelineDeps } from '../orders/order-deps.ts';
import type { OrderTx } from '../orders/order-store.ts';
import type { PlanRow } from '../store/schema/plan-schema.ts';

/** A refusal of the API with what its sentence may name. */
export interface PlanRefusal {
  readonly code: RefusalCode;
  readonly details: Readonly<Record<string, string>>;
}

/** The largest amount that the store can hold, in 10^-8 units; far above anybody's money. */
const amountMax = 9_000_000_000_000_000_000n;

/** Whose plan, from what, under which id. */
export interface PlanToCreate {
  readonly userId: string;
  readonly form: PlanForm;
  readonly planId: string;
}

/** Reads, checks and starts a plan; nothing is written when it is refused. */
export async function createPlan(
  deps: PipelineDeps,
  cache: BookRulesCache,
  of: PlanToCreate,
): Promise<Result<PlanRow, PlanRefusal>> {
  const plan = await checkPlan(deps, cache, of);
  if (!plan.ok) return plan;
  await deps.store.transaction((tx) => writePlan(tx, plan.value));
  return plan;
}

/** The plan that the form asks for, when the link, the books and the balance allow it; writes nothing. */
export async function checkPlan(
  deps: PipelineDeps,
  cache: BookRulesCache,
  { userId, form, planId }: PlanToCreate,
): Promise<Result<PlanRow, PlanRefusal>> {
  const link = await deps.venueFor(form.linkId);
  if (link === null || link.userId !== userId) return refuseWith('link_unknown');
  const { status } = link;
  if (!isLinkUsable(link)) return refuseWith('link_not_active', { status });
  const known = await readBooksAndBalances(deps, cache, link);
  if (!known.ok) return known;
  const { books, balances } = known.value;
  const nowMs = deps.marketClock.nowMs();
  const terms = parsePlanForm(form, {
    nowMs,
    books,
    availableOf: (asset) => balances.find((balance) => balance.asset === asset)?.available ?? null,
  });
  if (!terms.ok) return refuseWith(terms.error.code, { ...terms.error.details, field: terms.error.field });
  if ((terms.value.budgetMax ?? 0n) > amountMax) return refuseWith('budget_malformed', { field: 'budget' });
  const rules = books.find(({ book }) => book === terms.value.book);
  if (rules === undefined) return refuseWith('book_unknown');
  return ok(planRow({ planId, userId, link, terms: terms.value, rules, nowMs }));
}

/** The refusal that fits a failed read. */
export function refusalOfRead(failure: ReadFailure): RefusalCode {
  switch (failure.kind) {
    case 'rejected':
    case 'denied':
      return 'link_not_active';
    case 'rate_limited':
    case 'overtaken':
      return 'exchange_unreachable';
    case 'unreachable':
      return isOurFailure(failure.cause) ? 'signer_unavailable' : 'exchange_unreachable';
  }
}

interface Known {
  readonly books: readonly BookRules[];
  readonly balances: readonly Balance[];
}

/** What a form is checked against, as the exchange says it now. */
export async function readBooksAndBalances(
  deps: PipelineDeps,
  cache: BookRulesCache,
  link: LinkedVenue,
): Promise<Result<Known, PlanRefusal>> {
  const [books, balances] = await Promise.all([
    cache.books(link.exchange, link.publicVenue),
    link.venue.readBalances(deps.nextNonce()),
  ]);
  if (books.kind === 'unread') return refuseWith('exchange_unreachable');
  if (balances.kind === 'unread') return refuseWith(refusalOfRead(balances.failure));
  return ok({ books: books.value, balances: balances.value });
}

interface NewPlan {
  readonly planId: string;
  readonly userId: string;
  readonly link: LinkedVenue;
  readonly terms: PlanTerms;
  readonly rules: BookRules;
  readonly nowMs: number;
}

function planRow({ planId, userId, link, terms, rules, nowMs }: NewPlan): PlanRow {
  return {
    planId,
    userId,
    linkId: link.linkId,
    exchange: link.exchange,
    book: rules.book,
    base: rules.base,
    quote: rules.quote,
    notional: terms.notional,
    schedule: terms.schedule,
    startsOn: terms.startsOn,
    budgetMax: terms.budgetMax,
    missedSlots: terms.missedSlots,
    stateKind: 'active',
    state: { kind: 'active' },
    answeredUntilMs: nowMs,
    nextSlotAtMs: nextSlot(terms, nowMs).atMs,
    spent: 0n,
    reserved: 0n,
    bought: 0n,
    ordersDone: 0,
    createdAtMs: nowMs,
  };
}

/** Writes a plan and tells of it; `tx` is the transaction of whatever else belongs to its start. */
export async function writePlan(
  tx: Pick<OrderTx, 'insertPlan' | 'recordActivity'>,
  plan: PlanRow,
): Promise<void> {
  await tx.insertPlan(plan);
  await tx.recordActivity({
    userId: plan.userId,
    atMs: plan.createdAtMs,
    code: 'plan_created',
    details: {
      book: plan.book,
      base: plan.base,
      quote: plan.quote,
      notional: formatMoneyTrimmed(plan.notional),
      schedule: plan.schedule.kind,
    },
    planId: plan.planId,
    linkId: plan.linkId,
  });
}

/** A refusal with what its sentence may name. */
export function refuseWith(
  code: RefusalCode,
  details: Readonly<Record<string, string>> = {},
): Result<never, PlanRefusal> {
  return err({ code, details });
}
