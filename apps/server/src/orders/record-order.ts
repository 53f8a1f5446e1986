// Writes an order down, with its id and its share of the budget, in one transaction; nothing is sent before this.

import type { OrderIntent } from '@mandato/invest-core/order/order-intent';
import { orderReasonCode } from '@mandato/invest-core/order/order-reason';
import type { OrderState, SkipReason } from '@mandato/invest-core/order/order-state';
import { sizeDecision } from '@mandato/invest-core/order/size-decision';
import { recordedOrder } from '@mandato/invest-core/order/transition';
import { type ApprovedIntent, approve } from '@mandato/invest-core/risk/approve';
import { moneyOfUnits } from '@mandato/primitives/money';
import { err, ok, type Result } from '@mandato/primitives/result';
import type { IntentRow } from '../store/schema/order-schema.ts';
import type { PlanRow } from '../store/schema/plan-schema.ts';
import { orderIdOf } from './apply-event.ts';
import type { MarketLook } from './look-at-market.ts';
import { recordOrderActivity } from './order-activity.ts';
import type { PipelineDeps } from './order-deps.ts';
import type { OrderTx } from './order-store.ts';

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
  tx: OrderTx,
  deps: PipelineDeps,
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
  await tx.wakeOthers();
  return intent;
}

/** Records that a slot bought nothing, and why. Null when the slot has its row already. */
export async function recordSkipped(
  tx: OrderTx,
  deps: PipelineDeps,
  slot: SlotToRecord & { readonly reason: SkipReason },
): Promise<IntentRow | null> {
  return insertIntent(tx, deps, { ...slot, lotSize: 1n, state: skippedAs(deps, slot.reason) });
}

async function approvedIntent(
  tx: OrderTx,
  deps: PipelineDeps,
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
  const promised = await tx.promisedOnLink(plan.linkId, plan.quote);
  const approved = approve(intent, {
    nowMs: deps.wallClock.nowMs(),
    killSwitchOn: (await tx.readKillSwitch(plan)).isKilled,
    planState: plan.state,
    budgetLeft: plan.budgetMax === null ? null : moneyOfUnits(plan.budgetMax - plan.spent - plan.reserved),
    available: moneyOfUnits(look.available - promised),
    quote: look.quote,
  });
  return approved.ok ? ok(approved.value) : err({ kind: 'not_approved', code: approved.error });
}

async function insertIntent(
  tx: OrderTx,
  deps: PipelineDeps,
  of: SlotToRecord & { readonly lotSize: bigint; readonly notional?: bigint; readonly state: OrderState },
): Promise<IntentRow | null> {
  const { plan, slotKey, dueAtMs, validUntilMs, lotSize, state } = of;
  const orderId = orderIdOf(deps, { planId: plan.planId, slotKey }, 1);
  const marketMs = deps.marketClock.nowMs();
  const intent = await tx.insertIntent({
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
    venueOrderId: null,
    owner: null,
    spent: 0n,
    bought: 0n,
    recordedAtMs: marketMs,
    endedAtMs: state.kind === 'recorded' ? null : marketMs,
  });
  if (intent === null) return null;
  await recordOrderActivity(tx, intent, marketMs);
  return intent;
}

async function reserve(tx: OrderTx, intent: IntentRow): Promise<void> {
  await tx.insertReservation({
    intentId: intent.intentId,
    planId: intent.planId,
    currency: intent.quote,
    amount: intent.notional,
    left: intent.notional,
  });
  await tx.addToPlan(intent.planId, { reserved: intent.notional });
}

function skippedAs(deps: PipelineDeps, reason: SkipReason): OrderState {
  // No attempt was made, but ids count from 1 and this row keeps the id that attempt 1 would have had.
  return { kind: 'skipped', attempt: 1, reason, atMs: deps.wallClock.nowMs() };
}
