// Writes an order down, with its id and its share of the budget, in one transaction; nothing is sent before this.

import type { OrderIntent } from '@mandato/invest-core/order/order-intent';
import { orderReasonCode } from '@mandato/invest-core/order/order-reason';
import type { OrderState, SkipReason } from '@mandato/invest-core/order/order-state';
import { sizeDecision } from '@mandato/invest-core/order/size-decision';
import { recordedOrder } from '@mandato/invest-core/order/transition';
import { type ApprovedIntent, approve } from '@mandato/invest-core/risk/approve';
import { type Money, moneyOfUnits } from '@mandato/primitives/money';
import { err, ok, type Result } from '@mandato/primitives/result';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '../store/database.ts';
import { type IntentRow, intents, reservations } from '../store/schema/order-schema.ts';
import { type PlanRow, plans } from '../store/schema/plan-schema.ts';
import { orderIdOf } from './apply-event.ts';
import { readKillSwitch } from './kill-switch.ts';
import type { MarketLook } from './look-at-market.ts';
import { recordOrderActivity } from './order-activity.ts';
import type { OrderDeps } from './order-deps.ts';

/** One due moment of a locked plan. */
export interface SlotToRecord {
  readonly plan: PlanRow;
  readonly slotKey: string;
  /** Market clock. */
  readonly dueAtMs: number;
  /** Wall clock. */
  readonly validUntilMs: number;
}

/**
 * Sizes, approves and records the buy of a slot; a denial is recorded too, as a skipped intent with its reason.
 * Null when the slot has its row already: a slot never has two. The plan must be locked by `tx`.
 */
export async function recordOrder(
  tx: Db,
  deps: OrderDeps,
  buy: SlotToRecord & { readonly look: MarketLook },
): Promise<IntentRow | null> {
  const approved = await approvedIntent(tx, deps, buy);
  const { lotSize } = buy.look.rules;
  if (!approved.ok)
    return insertIntent(tx, deps, { ...buy, lotSize, state: skippedAs(deps, approved.error) });
  const { notional, validUntilMs } = approved.value;
  const state = recordedOrder({ atMs: deps.wallClock.nowMs(), validUntilMs });
  const intent = await insertIntent(tx, deps, { ...buy, lotSize, notional, state });
  if (intent === null) return null;
  await reserve(tx, intent);
  await deps.jobs?.enqueueWake(tx);
  return intent;
}

/** Records that a slot bought nothing, and why. Null when the slot has its row already. */
export async function recordSkipped(
  tx: Db,
  deps: OrderDeps,
  slot: SlotToRecord & { readonly reason: SkipReason },
): Promise<IntentRow | null> {
  return insertIntent(tx, deps, { ...slot, lotSize: 1n, state: skippedAs(deps, slot.reason) });
}

/** What orders on a link that have not reached the exchange will take from its balance. */
export async function promisedOnLink(tx: Db, linkId: string, currency: string): Promise<Money> {
  const [row] = await tx
    .select({ sum: sql<string>`coalesce(sum(${reservations.left}), 0)` })
    .from(reservations)
    .innerJoin(intents, eq(intents.intentId, reservations.intentId))
    .where(
      and(
        eq(intents.linkId, linkId),
        eq(reservations.currency, currency),
        inArray(intents.stateKind, ['recorded', 'submitting', 'being_confirmed']),
      ),
    );
  return moneyOfUnits(BigInt(row?.sum ?? '0'));
}

async function approvedIntent(
  tx: Db,
  deps: OrderDeps,
  { plan, slotKey, validUntilMs, look }: SlotToRecord & { readonly look: MarketLook },
): Promise<Result<ApprovedIntent, SkipReason>> {
  const sized = sizeDecision({ notional: moneyOfUnits(plan.notional) }, look.rules);
  if (!sized.ok) return err({ kind: 'book_rules', code: sized.error });
  const intent: OrderIntent = {
    planId: plan.planId,
    linkId: plan.linkId,
    slotKey,
    book: plan.book,
    notional: sized.value,
    validUntilMs,
  };
  const promised = await promisedOnLink(tx, plan.linkId, plan.quote);
  const approved = approve(intent, {
    nowMs: deps.wallClock.nowMs(),
    killSwitchOn: (await readKillSwitch(tx)).isKilled,
    planState: plan.state,
    budgetLeft: plan.budgetMax === null ? null : moneyOfUnits(plan.budgetMax - plan.spent - plan.reserved),
    available: moneyOfUnits(look.available - promised),
    quote: look.quote,
  });
  return approved.ok ? ok(approved.value) : err({ kind: 'not_approved', code: approved.error });
}

async function insertIntent(
  tx: Db,
  deps: OrderDeps,
  of: SlotToRecord & { readonly lotSize: bigint; readonly notional?: bigint; readonly state: OrderState },
): Promise<IntentRow | null> {
  const { plan, slotKey, dueAtMs, validUntilMs, lotSize, state } = of;
  const orderId = orderIdOf(deps, { planId: plan.planId, slotKey }, 1);
  const marketMs = deps.marketClock.nowMs();
  const [intent] = await tx
    .insert(intents)
    .values({
      intentId: orderId.slice(0, orderId.lastIndexOf('-')),
      planId: plan.planId,
      slotKey,
      userId: plan.userId,
      linkId: plan.linkId,
      exchange: plan.exchange,
      book: plan.book,
      base: plan.base,
      quote: plan.quote,
      notional: of.notional ?? plan.notional,
      lotSize,
      dueAtMs,
      validUntilMs,
      stateKind: state.kind,
      state,
      orderId,
      reason: orderReasonCode(state),
      nextWorkAtMs: state.kind === 'recorded' ? state.notBeforeMs : null,
      spent: 0n,
      bought: 0n,
      recordedAtMs: marketMs,
      endedAtMs: state.kind === 'recorded' ? null : marketMs,
    })
    .onConflictDoNothing()
    .returning();
  if (intent === undefined) return null;
  await recordOrderActivity(tx, intent, marketMs);
  return intent;
}

async function reserve(tx: Db, intent: IntentRow): Promise<void> {
  await tx.insert(reservations).values({
    intentId: intent.intentId,
    planId: intent.planId,
    currency: intent.quote,
    amount: intent.notional,
    left: intent.notional,
  });
  await tx
    .update(plans)
    .set({ reserved: sql`${plans.reserved} + ${intent.notional}` })
    .where(eq(plans.planId, intent.planId));
}

function skippedAs(deps: OrderDeps, reason: SkipReason): OrderState {
  // No attempt was made, but ids count from 1 and this row keeps the id that attempt 1 would have had.
  return { kind: 'skipped', attempt: 1, reason, atMs: deps.wallClock.nowMs() };
}
