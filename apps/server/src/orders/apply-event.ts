// The one way an order changes state: the core's table decides, and everything that follows is one transaction.

import { orderId } from '@mandato/invest-core/order/order-id';
import { orderReasonCode } from '@mandato/invest-core/order/order-reason';
import { isTerminal, type OrderEvent, type OrderState } from '@mandato/invest-core/order/order-state';
import { settle } from '@mandato/invest-core/order/settle-rule';
import { transition } from '@mandato/invest-core/order/transition';
import { invariant } from '@mandato/primitives/invariant';
import { and, eq, sql } from 'drizzle-orm';
import { recordActivity } from '../activity/record-activity.ts';
import type { Db } from '../store/database.ts';
import { attempts, type IntentRow, intents, reservations } from '../store/schema/order-schema.ts';
import { plans } from '../store/schema/plan-schema.ts';
import { recordOrderActivity } from './order-activity.ts';
import { type OrderDeps, sha256 } from './order-deps.ts';

/** A sending that no process answers for any more counts as lost after this long. */
export const leaseMs = 30_000;

/** When an order that ended without a buy is looked for again, after its end and after each sweep. */
export const sweepPausesMs = [10 * 60_000, 50 * 60_000, 23 * 3_600_000] as const;

/** Which leg of a slot an order is; a recurring buy has one. */
export const buyLeg = 'buy';

/** The intent, locked until the transaction ends; null when there is none. */
export async function lockIntent(tx: Db, intentId: string): Promise<IntentRow | null> {
  const [row] = await tx.select().from(intents).where(eq(intents.intentId, intentId)).for('update');
  return row ?? null;
}

/**
 * Applies `event` to the locked `intent` and answers the row as it is now. An event that the table calls
 * impossible holds the order for a person; on an order that has ended already it changes nothing.
 */
export async function applyEvent(
  tx: Db,
  deps: OrderDeps,
  change: { readonly intent: IntentRow; readonly event: OrderEvent },
): Promise<IntentRow> {
  const { intent, event } = change;
  const next = nextState(deps, intent, event);
  if (next === null) return intent;
  const hasMoved = next.kind !== intent.state.kind;
  const marketMs = deps.marketClock.nowMs();
  const after: IntentRow = {
    ...intent,
    state: next,
    stateKind: next.kind,
    orderId: orderIdOf(deps, intent, next.attempt),
    venueOrderId: 'venueOrderId' in next ? next.venueOrderId : intent.venueOrderId,
    reason: orderReasonCode(next),
    owner: next.kind === 'submitting' ? deps.owner : null,
    nextWorkAtMs: workAtMs(next, event.atMs),
    endedAtMs: isTerminal(next) ? (intent.endedAtMs ?? marketMs) : null,
  };
  const { intentId, ...values } = after;
  const written = await tx
    .update(intents)
    .set(values)
    .where(and(eq(intents.intentId, intentId), eq(intents.stateKind, intent.stateKind)))
    .returning({ intentId: intents.intentId });
  invariant(written.length === 1, 'a locked intent is still in the state that was read');
  if (hasMoved) await afterMove(tx, { intent, after, marketMs, wallMs: event.atMs });
  return after;
}

/** The order id of attempt `attempt`; before the first sending that of attempt 1. */
export function orderIdOf(
  deps: OrderDeps,
  of: { readonly planId: string; readonly slotKey: string },
  attempt: number,
): string {
  const { planId, slotKey } = of;
  return orderId(
    { installId: deps.installId, planId, slotKey, leg: buyLeg, attempt: Math.max(1, attempt) },
    sha256,
  );
}

function nextState(deps: OrderDeps, intent: IntentRow, event: OrderEvent): OrderState | null {
  const first = transition(intent.state, event);
  if (first.kind !== 'impossible') return first.state;
  deps.logger.error(
    { intentId: intent.intentId, state: first.state, event: first.event },
    'impossible event',
  );
  const evidence = { kind: 'contradiction', state: first.state, event: first.event } as const;
  const second = transition(intent.state, { kind: 'held_by', atMs: event.atMs, evidence });
  return second.kind === 'impossible' ? null : second.state;
}

/** When the order needs looking at again, by the wall clock. */
function workAtMs(state: OrderState, nowMs: number): number | null {
  switch (state.kind) {
    case 'recorded':
      return state.notBeforeMs;
    case 'submitting':
      return state.journaledAtMs + leaseMs;
    case 'acknowledged':
    case 'closing':
      return nowMs;
    case 'being_confirmed': {
      const answer = settle(state, nowMs);
      return answer.kind === 'look_again' ? answer.atMs : nowMs;
    }
    case 'done':
    case 'skipped':
    case 'held':
    case 'late':
      return null;
  }
}

interface Move {
  readonly intent: IntentRow;
  readonly after: IntentRow;
  readonly marketMs: number;
  readonly wallMs: number;
}

async function afterMove(tx: Db, move: Move): Promise<void> {
  const { intent, after, marketMs, wallMs } = move;
  if (isTerminal(after.state)) await releaseReservation(tx, after);
  if (after.state.kind === 'done') {
    await tx
      .update(plans)
      .set({ ordersDone: sql`${plans.ordersDone} + 1` })
      .where(eq(plans.planId, after.planId));
  }
  if (after.state.kind === 'skipped' || after.state.kind === 'held') await scheduleSweep(tx, after, wallMs);
  if (after.state.kind === 'late') await pauseForLateOrder(tx, after, { marketMs, wallMs });
  // A later attempt of the same intent is not news; its first recording was told.
  if (!(after.state.kind === 'recorded' && intent.state.kind !== 'recorded'))
    await recordOrderActivity(tx, after, marketMs);
}

/** Gives back what is still set aside for an intent. */
async function releaseReservation(tx: Db, intent: IntentRow): Promise<void> {
  const [held] = await tx
    .select({ left: reservations.left })
    .from(reservations)
    .where(eq(reservations.intentId, intent.intentId))
    .for('update');
  if (held === undefined || held.left === 0n) return;
  await tx.update(reservations).set({ left: 0n }).where(eq(reservations.intentId, intent.intentId));
  await tx
    .update(plans)
    .set({ reserved: sql`${plans.reserved} - ${held.left}` })
    .where(eq(plans.planId, intent.planId));
}

/** Every attempt that may have left something is looked for again, ten minutes from now first. */
async function scheduleSweep(tx: Db, intent: IntentRow, wallMs: number): Promise<void> {
  await tx
    .update(attempts)
    .set({ sweepAtMs: wallMs + sweepPausesMs[0] })
    .where(eq(attempts.intentId, intent.intentId));
}

/** An order that exists although its intent ended without one means that an assumption broke: the plan waits. */
async function pauseForLateOrder(
  tx: Db,
  intent: IntentRow,
  at: { readonly marketMs: number; readonly wallMs: number },
): Promise<void> {
  const paused = await tx
    .update(plans)
    .set({
      stateKind: 'paused',
      state: { kind: 'paused', reason: 'late_order_found', sinceMs: at.marketMs },
    })
    .where(and(eq(plans.planId, intent.planId), eq(plans.stateKind, 'active')))
    .returning({ planId: plans.planId });
  if (paused.length === 0) return;
  await recordActivity(tx, {
    userId: intent.userId,
    atMs: at.marketMs,
    code: 'plan_paused',
    details: { reason: 'late_order_found', book: intent.book },
    planId: intent.planId,
    linkId: intent.linkId,
  });
}
