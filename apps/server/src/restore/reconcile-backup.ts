// After an older backup was restored: asks the exchange for every order that may have been made since, before any is sent.

import type { OrderState } from '@mandato/invest-core/order/order-state';
import { dueSlots, nextSlot, type Slot, slotValidUntilMs } from '@mandato/invest-core/plan/slots';
import { asc, inArray, isNotNull } from 'drizzle-orm';
import { applyEvent, orderIdOf } from '../orders/apply-event.ts';
import type { OrderDeps } from '../orders/order-deps.ts';
import type { OrderTx } from '../orders/order-store.ts';
import { readOrder } from '../orders/read-order.ts';
import { type IntentRow, intents } from '../store/schema/order-schema.ts';
import { type PlanRow, plans } from '../store/schema/plan-schema.ts';

/** What was found to be asked about. */
export interface Reconciling {
  /** Slots that came due after the backup; each has a row now and is being confirmed. */
  readonly slots: number;
  /** Orders that the backup shows as not ended, and that may have gone on since. */
  readonly orders: number;
}

/** A slot is tried again only when nothing was sent, so that later attempts are rare; the sweeper looks for these too. */
const attemptsLookedFor = 3;

/**
 * Treats everything that may have been sent after the backup as sent and unanswered: each slot since then gets its
 * row with the order id that it must have had, and the pipeline looks for it until it is adopted, or proven absent W + S
 * from now. Nothing is sent. May be repeated: what it has done is in the rows.
 */
export async function reconcileBackup(deps: OrderDeps): Promise<Reconciling> {
  let orders = 0;
  const open = await deps.db
    .select()
    .from(intents)
    .where(inArray(intents.stateKind, ['recorded', 'submitting']))
    .orderBy(asc(intents.intentId));
  for (const intent of open) if (await doubtIntent(deps, intent.intentId)) orders += 1;
  let slots = 0;
  const running = await deps.db
    .select()
    .from(plans)
    .where(isNotNull(plans.nextSlotAtMs))
    .orderBy(asc(plans.planId));
  for (const plan of running) slots += await doubtSlots(deps, plan);
  return { slots, orders };
}

/** An order that was not sent, or was being sent, when the backup was made. */
async function doubtIntent(deps: OrderDeps, intentId: string): Promise<boolean> {
  return deps.store.transaction(async (tx) => {
    const intent = await tx.lockIntent(intentId);
    if (intent?.state.kind !== 'recorded' && intent?.state.kind !== 'submitting') return false;
    await tx.leaveLane(intent.linkId, intent.intentId);
    const { attempt } = intent.state;
    await noteAttempts(tx, deps, { intent, from: intent.state.kind === 'recorded' ? attempt : attempt + 1 });
    await loseIntent(tx, deps, intent);
    return true;
  });
}

/** The slots of a plan since the last one that the backup answers for. */
async function doubtSlots(deps: OrderDeps, plan: PlanRow): Promise<number> {
  const nowMs = deps.marketClock.nowMs();
  const due = dueSlots(plan, plan.answeredUntilMs, nowMs);
  if (due.length === 0) return 0;
  const attempts = new Map<string, number>();
  for (const slot of due) attempts.set(slot.key, await attemptThatExists(deps, plan, slot));
  return deps.store.transaction(async (tx) => {
    const locked = await tx.lockPlan(plan.planId);
    if (locked === null || locked.answeredUntilMs !== plan.answeredUntilMs) return 0;
    for (const slot of due) await doubtSlot(tx, deps, { plan, slot, attempt: attempts.get(slot.key) ?? 1 });
    await tx.markAnswered(plan.planId, {
      answeredUntilMs: nowMs,
      nextSlotAtMs: plan.stateKind === 'stopped' ? null : nextSlot(plan, nowMs).atMs,
    });
    return due.length;
  });
}

/** Which attempt of a slot the exchange shows; the first where it shows none. */
async function attemptThatExists(deps: OrderDeps, plan: PlanRow, slot: Slot): Promise<number> {
  const link = await deps.venueFor(plan.linkId);
  if (link === null) return 1;
  for (let attempt = 1; attempt <= attemptsLookedFor; attempt += 1) {
    const orderId = orderIdOf(deps, { planId: plan.planId, slotKey: slot.key }, attempt);
    if ((await readOrder(deps, link.venue, orderId)).exists) return attempt;
  }
  return 1;
}

async function doubtSlot(
  tx: OrderTx,
  deps: OrderDeps,
  of: { readonly plan: PlanRow; readonly slot: Slot; readonly attempt: number },
): Promise<void> {
  const intent = await tx.insertIntent(rowOfSlot(deps, of));
  if (intent === null) return;
  const { intentId, planId, quote, notional } = intent;
  await tx.insertReservation({ intentId, planId, currency: quote, amount: notional, left: notional });
  await tx.addToPlan(planId, { reserved: notional });
  await noteAttempts(tx, deps, { intent, from: 1 });
  await loseIntent(tx, deps, intent);
}

function rowOfSlot(
  deps: OrderDeps,
  { plan, slot, attempt }: { readonly plan: PlanRow; readonly slot: Slot; readonly attempt: number },
): IntentRow {
  const wallMs = deps.wallClock.nowMs();
  const orderId = orderIdOf(deps, { planId: plan.planId, slotKey: slot.key }, attempt);
  const state: OrderState = {
    kind: 'recorded',
    attempt,
    notBeforeMs: wallMs,
    validUntilMs: slotValidUntilMs(plan, slot),
  };
  const { planId, userId, linkId, exchange, book, base, quote, notional } = plan;
  return {
    ...{ planId, userId, linkId, exchange, book, base, quote, notional },
    intentId: orderId.slice(0, orderId.lastIndexOf('-')),
    slotKey: slot.key,
    // The book's own lot is not needed: an order that can no longer trade is complete after the close grace.
    lotSize: 1n,
    dueAtMs: slot.atMs,
    validUntilMs: state.validUntilMs,
    stateKind: state.kind,
    state,
    orderId,
    reason: null,
    nextWorkAtMs: wallMs,
    venueOrderId: null,
    owner: null,
    spent: 0n,
    bought: 0n,
    recordedAtMs: deps.marketClock.nowMs(),
    endedAtMs: null,
  };
}

/** Rows for the attempts that may exist, so that the sweeper looks for each of them once the order has ended. */
async function noteAttempts(
  tx: OrderTx,
  deps: OrderDeps,
  { intent, from }: { readonly intent: IntentRow; readonly from: number },
): Promise<void> {
  for (let n = from; n < from + attemptsLookedFor; n += 1) {
    await tx.insertAttempt({
      intentId: intent.intentId,
      n,
      orderId: orderIdOf(deps, intent, n),
      linkId: intent.linkId,
      nonce: deps.nextNonce(),
      laneEpoch: 0,
      killGeneration: 0,
      journaledAtMs: deps.wallClock.nowMs(),
    });
  }
}

/** As if it had been sent this moment and the process had died: everything sent earlier is covered by that. */
async function loseIntent(tx: OrderTx, deps: OrderDeps, intent: IntentRow): Promise<void> {
  const atMs = deps.wallClock.nowMs();
  const sent =
    intent.state.kind === 'recorded'
      ? await applyEvent(tx, deps, { intent, event: { kind: 'claimed', nonce: deps.nextNonce(), atMs } })
      : intent;
  // W + S count from now: what this attempt's row says of its sending is older than what may have happened since.
  const { state } = sent;
  const since = state.kind === 'submitting' ? { ...sent, state: { ...state, journaledAtMs: atMs } } : sent;
  await applyEvent(tx, deps, { intent: since, event: { kind: 'restarted', atMs } });
}
