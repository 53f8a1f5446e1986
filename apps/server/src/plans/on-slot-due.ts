// Finds the plans that are due by one reading of the market clock, and answers for each due slot exactly once.

import type { SkipReason } from '@mandato/invest-core/order/order-state';
import { decideDueSlots, onTimeDefaultMs, type SlotDecision } from '@mandato/invest-core/plan/missed-slots';
import { nextSlot } from '@mandato/invest-core/plan/slots';
import { invariant } from '@mandato/primitives/invariant';
import { type BookRulesCache, lookAtMarket, type MarketLook } from '../orders/look-at-market.ts';
import { isLinkUsable, type PipelineDeps } from '../orders/order-deps.ts';
import type { DueOrder, OrderTx } from '../orders/order-store.ts';
import { recordOrder, recordSkipped } from '../orders/record-order.ts';
import type { IntentRow } from '../store/schema/order-schema.ts';
import type { PlanRow } from '../store/schema/plan-schema.ts';

/** When an exchange that could not be read is asked again for a slot. */
const retryPausesMs = [1_000, 2_000, 5_000, 10_000, 30_000] as const;

/** How often a market that must not be bought on is looked at again: for about 80 s. */
const redTriesMax = 6;

/** An accelerated clock passes hours between two passes; only a longer silence than this means being away. */
const awayAfterMs = 30_000;

const plansPerPass = 200;

/** How long to trust that nothing is due; other processes and people change plans. */
const idleReadMs = 250;

/** After an error of ours or of the database, longer each time: every try asks the exchange again. */
const errorPauseMs = 5_000;
const errorPauseMaxMs = 60_000;

/** The decisions about a plan's due slots, taken once and kept while its exchange cannot be read. */
interface Noticed {
  readonly decisions: readonly SlotDecision[];
  readonly fromMs: number;
  readonly nowMs: number;
  readonly wallMs: number;
  readonly tries: number;
  readonly retryAtMs: number;
}

export class SlotWatch {
  readonly #deps: PipelineDeps;
  readonly #cache: BookRulesCache;
  readonly #isAccelerated: boolean;
  readonly #noticed = new Map<string, Noticed>();
  readonly #inHand = new Map<string, Promise<void>>();
  #lastPassMs = Number.NEGATIVE_INFINITY;
  #lastReadMs = Number.NEGATIVE_INFINITY;
  /** Nothing is due before this moment of the market clock, as far as is known. */
  #nextDueMs = Number.NEGATIVE_INFINITY;

  constructor(deps: PipelineDeps, cache: BookRulesCache, options: { readonly isAccelerated: boolean }) {
    this.#deps = deps;
    this.#cache = cache;
    this.#isAccelerated = options.isAccelerated;
  }

  /** Answers for all slots that are due; `onRecorded` hears of each order the moment it may be sent. */
  async pass(
    onRecorded: (order: DueOrder) => void,
    { isWoken }: { readonly isWoken: boolean },
  ): Promise<void> {
    const wallMs = this.#deps.wallClock.nowMs();
    const marketMs = this.#deps.marketClock.nowMs();
    const isContinuous = wallMs - this.#lastPassMs < awayAfterMs;
    this.#lastPassMs = wallMs;
    // Every few milliseconds on an accelerated clock: most passes can do without asking the store.
    const isKnownIdle = marketMs < this.#nextDueMs && wallMs - this.#lastReadMs < idleReadMs;
    if (isKnownIdle && !isWoken) return;
    const due = await this.#readDue(marketMs, wallMs);
    for (const plan of due) {
      if (this.#inHand.has(plan.planId)) continue;
      const noticed = this.#notice(plan, { wallMs, marketMs, isContinuous });
      if (noticed.retryAtMs > wallMs) continue;
      // Not awaited: an exchange that answers slowly must not keep other plans waiting.
      const work = this.#handle(plan, noticed, onRecorded).finally(() => this.#inHand.delete(plan.planId));
      this.#inHand.set(plan.planId, work);
    }
  }

  /** Resolves when no plan is in hand. */
  async idle(): Promise<void> {
    while (this.#inHand.size > 0) await Promise.allSettled(this.#inHand.values());
  }

  async #readDue(marketMs: number, wallMs: number): Promise<readonly PlanRow[]> {
    const next = await this.#deps.store.plansByNextSlot(plansPerPass, marketMs);
    this.#lastReadMs = wallMs;
    this.#nextDueMs = next[0]?.nextSlotAtMs ?? Number.POSITIVE_INFINITY;
    return next.filter(({ nextSlotAtMs }) => nextSlotAtMs !== null && nextSlotAtMs <= marketMs);
  }

  async #handle(plan: PlanRow, noticed: Noticed, onRecorded: (order: DueOrder) => void): Promise<void> {
    try {
      for (const intentId of await this.#answer(plan, noticed)) {
        await this.#deps.policy.reach('recorded', intentId);
        onRecorded({ intentId, linkId: plan.linkId, isQueued: true });
      }
    } catch (error) {
      this.#deps.logger.error({ planId: plan.planId, error }, 'a due plan could not be handled');
      const tries = noticed.tries + 1;
      const pauseMs = Math.min(errorPauseMaxMs, errorPauseMs * tries);
      this.#noticed.set(plan.planId, {
        ...noticed,
        tries,
        retryAtMs: this.#deps.wallClock.nowMs() + pauseMs,
      });
    }
  }

  #notice(
    plan: PlanRow,
    at: { readonly wallMs: number; readonly marketMs: number; readonly isContinuous: boolean },
  ): Noticed {
    const kept = this.#noticed.get(plan.planId);
    if (kept !== undefined && kept.fromMs === plan.answeredUntilMs) return kept;
    const fromMs = plan.answeredUntilMs;
    // On an accelerated clock that was watched all along, each slot in turn is due this very moment.
    const first = this.#isAccelerated && at.isContinuous ? nextSlot(plan, fromMs) : null;
    const nowMs = first === null ? at.marketMs : Math.min(first.atMs, at.marketMs);
    const decisions = decideDueSlots(plan, {
      fromMs,
      nowMs,
      onTimeMs: onTimeDefaultMs,
      isPaused: plan.stateKind === 'paused',
    });
    return { decisions, fromMs, nowMs, wallMs: at.wallMs, tries: 0, retryAtMs: 0 };
  }

  /** Records a row for every due slot; answers the orders that may be sent. */
  async #answer(plan: PlanRow, noticed: Noticed): Promise<readonly string[]> {
    const wanted = noticed.decisions.find((decision) => decision.kind === 'buy');
    const look = wanted === undefined || plan.stateKind !== 'active' ? null : await this.#look(plan);
    if (look !== null && !look.ok && look.isPassing && this.#mayRetry(plan, noticed, look)) return [];
    this.#noticed.delete(plan.planId);
    return this.#deps.store.transaction(
      (tx) => answerSlots(tx, this.#deps, { planId: plan.planId, noticed, look }),
      plan.linkId,
    );
  }

  async #look(plan: PlanRow): Promise<PlanLook> {
    const link = await this.#deps.venueFor(plan.linkId);
    if (!isLinkUsable(link)) return { ok: false, reason: { kind: 'link_not_usable' }, isPassing: false };
    const { book, quote, notional } = plan;
    const nonce = this.#deps.nextNonce();
    const look = await lookAtMarket(this.#deps, this.#cache, { link, nonce, book, quote, notional });
    return look.ok ? { ok: true, look: look.value } : { ok: false, ...look.error };
  }

  /** Keeps the decisions for a later try while the slot is still valid. */
  #mayRetry(plan: PlanRow, noticed: Noticed, look: { readonly isMarketRed?: boolean }): boolean {
    // A market that stays red is not waited for: the next slot comes, and the person reads why this one bought nothing.
    if (look.isMarketRed === true && noticed.tries >= redTriesMax) return false;
    const wallMs = this.#deps.wallClock.nowMs();
    const wanted = noticed.decisions.find((decision) => decision.kind === 'buy');
    const pauseMs = retryPausesMs[Math.min(noticed.tries, retryPausesMs.length - 1)] ?? 30_000;
    const retryAtMs = wallMs + pauseMs;
    if (wanted?.kind !== 'buy' || retryAtMs >= validUntilWallMs(noticed, wanted.validUntilMs)) return false;
    this.#noticed.set(plan.planId, { ...noticed, tries: noticed.tries + 1, retryAtMs });
    return true;
  }
}

type PlanLook =
  | { readonly ok: true; readonly look: MarketLook }
  | {
      readonly ok: false;
      readonly reason: SkipReason;
      readonly isPassing: boolean;
      readonly isMarketRed?: boolean;
    };

interface Answer {
  readonly planId: string;
  readonly noticed: Noticed;
  readonly look: PlanLook | null;
}

/** All due slots of a plan in one transaction: a row each, and the plan's mark moved past them. */
async function answerSlots(
  tx: OrderTx,
  deps: PipelineDeps,
  { planId, noticed, look }: Answer,
): Promise<string[]> {
  const plan = await tx.lockPlan(planId);
  // Somebody else answered for these slots, or the plan was stopped meanwhile.
  if (plan === null || plan.stateKind === 'stopped' || plan.answeredUntilMs !== noticed.fromMs) return [];
  const recorded: string[] = [];
  let isUsedUp = false;
  for (const decision of noticed.decisions) {
    const intent = await answerSlot(tx, deps, { plan, decision, noticed, look });
    if (intent?.state.kind === 'recorded') recorded.push(intent.intentId);
    if (intent?.reason === 'budget_used_up') isUsedUp = leavesNoRoom(plan);
  }
  await tx.markAnswered(planId, {
    answeredUntilMs: noticed.nowMs,
    nextSlotAtMs: nextSlot(plan, noticed.nowMs).atMs,
  });
  if (isUsedUp) await stopUsedUp(tx, deps, plan);
  return recorded;
}

async function answerSlot(
  tx: OrderTx,
  deps: PipelineDeps,
  of: Omit<Answer, 'planId'> & { readonly plan: PlanRow; readonly decision: SlotDecision },
): Promise<IntentRow | null> {
  const { plan, decision, noticed, look } = of;
  const { key, atMs } = decision.slot;
  const validMs = decision.kind === 'buy' ? decision.validUntilMs : atMs;
  const slot = { plan, slotKey: key, dueAtMs: atMs, validUntilMs: validUntilWallMs(noticed, validMs) };
  if (plan.stateKind === 'paused') {
    return recordSkipped(tx, deps, { ...slot, reason: { kind: 'missed', cause: 'paused' } });
  }
  if (decision.kind === 'missed') {
    return recordSkipped(tx, deps, { ...slot, reason: { kind: 'missed', cause: decision.cause } });
  }
  if (look === null || !look.ok) {
    const reason: SkipReason = look === null ? { kind: 'plan_not_active' } : look.reason;
    return recordSkipped(tx, deps, { ...slot, reason });
  }
  return recordOrder(tx, deps, { ...slot, look: look.look });
}

/** Whether the limit leaves no room for another buy, ever, whatever becomes of orders under way. */
function leavesNoRoom(plan: PlanRow): boolean {
  return plan.budgetMax !== null && plan.spent + plan.notional > plan.budgetMax;
}

/** A plan whose limit is used up has done its work. */
async function stopUsedUp(tx: OrderTx, deps: PipelineDeps, plan: PlanRow): Promise<void> {
  const atMs = deps.marketClock.nowMs();
  await tx.stopPlan(plan.planId, { kind: 'stopped', reason: 'budget_used_up', atMs });
  await tx.recordActivity({
    userId: plan.userId,
    atMs,
    code: 'plan_stopped',
    details: { reason: 'budget_used_up', book: plan.book },
    planId: plan.planId,
    linkId: plan.linkId,
  });
}

/** A moment of the market clock as seen from when the slots were noticed; the same moment where clocks agree. */
function validUntilWallMs(noticed: Noticed, marketMs: number): number {
  const untilMs = Math.ceil(noticed.wallMs + (marketMs - noticed.nowMs));
  invariant(Number.isSafeInteger(untilMs), 'a moment is a whole number of milliseconds');
  return untilMs;
}
