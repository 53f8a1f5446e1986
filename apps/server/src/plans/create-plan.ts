// Starts a plan from a form as a person typed it, checked against the exchange's books and the balance.

import { randomUUID } from 'node:crypto';
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
import type { PlanRow } from '../store/schema/plan-schema.ts';

/** A refusal of the API with what its sentence may name. */
export interface PlanRefusal {
  readonly code: RefusalCode;
  readonly details: Readonly<Record<string, string>>;
}

/** The largest amount that the store can hold, in 10^-8 units; far above anybody's money. */
const amountMax = 9_000_000_000_000_000_000n;

/** Reads, checks and starts a plan of `userId`, as `planId` or under a fresh id; nothing is written when refused. */
export async function createPlan(
  deps: PipelineDeps,
  cache: BookRulesCache,
  of: { readonly userId: string; readonly form: PlanForm; readonly planId?: string },
): Promise<Result<PlanRow, PlanRefusal>> {
  const { userId, form, planId = randomUUID() } = of;
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
  return ok(await insertPlan(deps, { planId, userId, link, terms: terms.value, rules, nowMs }));
}

/** The refusal that fits a failed read. */
export function refusalOfRead(failure: ReadFailure): RefusalCode {
  switch (failure.kind) {
    case 'rejected':
    case 'denied':
      return 'link_not_active';
    case 'rate_limited':
      return 'exchange_unreachable';
    case 'unreachable':
      return isOurFailure(failure.cause) ? 'signer_unavailable' : 'exchange_unreachable';
  }
}

interface Known {
  readonly books: readonly BookRules[];
  readonly balances: readonly Balance[];
}

async function readBooksAndBalances(
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

async function insertPlan(deps: PipelineDeps, of: NewPlan): Promise<PlanRow> {
  const { planId, userId, link, terms, rules, nowMs } = of;
  const plan: PlanRow = {
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
  await deps.store.transaction(async (tx) => {
    await tx.insertPlan(plan);
    await tx.recordActivity({
      userId,
      atMs: nowMs,
      code: 'plan_created',
      details: {
        book: plan.book,
        base: plan.base,
        quote: plan.quote,
        notional: formatMoneyTrimmed(plan.notional),
        schedule: terms.schedule.kind,
      },
      planId: plan.planId,
      linkId: plan.linkId,
    });
  });
  return plan;
}

function refuseWith(
  code: RefusalCode,
  details: Readonly<Record<string, string>> = {},
): Result<never, PlanRefusal> {
  return err({ code, details });
}
