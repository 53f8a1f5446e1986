// The one way an order changes state: the core's table decides, and everything that follows is one transaction.

import { orderId } from '@mandato/invest-core/order/order-id';
import { orderReasonCode } from '@mandato/invest-core/order/order-reason';
import { isTerminal, type OrderEvent, type OrderState } from '@mandato/invest-core/order/order-state';
import { settle } from '@mandato/invest-core/order/settle-rule';
import { invariant } from '@mandato/primitives/invariant';
import type { IntentRow } from '../store/schema/order-schema.ts';
import { recordOrderActivity } from './order-activity.ts';
import { type PipelineDeps, sha256 } from './order-deps.ts';
import type { OrderTx } from './order-store.ts';

/** A sending that no process answers for any more counts as lost after this long. */
export const leaseMs = 30_000;

/** When an order that ended without a buy is looked for again, after its end and after each sweep. */
export const sweepPausesMs = [10 * 60_000, 50 * 60_000, 23 * 3_600_000] as const;

/** Which leg of a slot an order is; a recurring buy has one. */
export const buyLeg = 'buy';

/**
 * Applies `event` to the locked `intent` and answers the row as it is now. An event that the table calls
 * impossible holds the order for a person; on an order that has ended already it changes nothing.
 */
export async function applyEvent(
  tx: OrderTx,
  deps: PipelineDeps,
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
    orderId: next.attempt === intent.state.attempt ? intent.orderId : orderIdOf(deps, intent, next.attempt),
    venueOrderId: 'venueOrderId' in next ? next.venueOrderId : intent.venueOrderId,
    reason: orderReasonCode(next),
    owner: next.kind === 'submitting' ? deps.owner : null,
    nextWorkAtMs: workAtMs(next, event.atMs),
    endedAtMs: isTerminal(next) ? (intent.endedAtMs ?? marketMs) : null,
  };
  const isWritten = await tx.updateIntent(after, intent.stateKind);
  invariant(isWritten, 'a locked intent is still in the state that was read');
  if (hasMoved) await afterMove(tx, { intent, after, marketMs, wallMs: event.atMs });
  return after;
}

/** The order id of attempt `attempt`; before the first sending that of attempt 1. */
export function orderIdOf(
  deps: PipelineDeps,
  of: { readonly planId: string; readonly slotKey: string },
  attempt: number,
): string {
  const { planId, slotKey } = of;
  return orderId(
    { installId: deps.installId, planId, slotKey, leg: buyLeg, attempt: Math.max(1, attempt) },
    sha256,
  );
}

function nextState(deps: PipelineDeps, intent: IntentRow, event: OrderEvent): OrderState | null {
  const { transition } = deps.policy;
  const first = transition(intent.state, event);
  if (first.kind !== 'impossible') return timed(deps, intent, first.state);
  deps.logger.error(
    { intentId: intent.intentId, state: first.state, event: first.event },
    'impossible event',
  );
  const evidence = { kind: 'contradiction', state: first.state, event: first.event } as const;
  const second = transition(intent.state, { kind: 'held_by', atMs: event.atMs, evidence });
  return second.kind === 'impossible' ? null : second.state;
}

/** How long to look for an order is a matter of the exchange, not of the table. */
function timed({ policy }: PipelineDeps, intent: IntentRow, state: OrderState): OrderState {
  if (state.kind !== 'being_confirmed') return state;
  const isPractice = intent.exchange === 'practice';
  const { requestWindowMs, settleTimeMs } = (isPractice ? policy.practiceTiming : null) ?? policy;
  const confirmUntilMs = state.journaledAtMs + requestWindowMs + settleTimeMs;
  return { ...state, confirmUntilMs };
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

async function afterMove(tx: OrderTx, move: Move): Promise<void> {
  const { intent, after, marketMs, wallMs } = move;
  // A held order may exist: its share stays set aside until a person or the exchange says what became of it.
  if (isTerminal(after.state) && after.state.kind !== 'held') await releaseReservation(tx, after);
  if (after.state.kind === 'done') await tx.addToPlan(after.planId, { ordersDone: 1 });
  // Every attempt that may have left something is looked for again.
  if (after.state.kind === 'skipped' || after.state.kind === 'held')
    await tx.scheduleSweeps(after.intentId, wallMs + sweepPausesMs[0]);
  if (after.state.kind === 'late') await pauseForLateOrder(tx, after, marketMs);
  // A later attempt of the same intent is not news; its first recording was told.
  if (!(after.state.kind === 'recorded' && intent.state.kind !== 'recorded'))
    await recordOrderActivity(tx, after, marketMs);
}

/** Gives back what is still set aside for an intent. */
async function releaseReservation(tx: OrderTx, intent: IntentRow): Promise<void> {
  const left = await tx.lockReservation(intent.intentId);
  if (left === null || left === 0n) return;
  await tx.setReservationLeft(intent.intentId, 0n);
  await tx.addToPlan(intent.planId, { reserved: -left });
}

/** An order that exists although its intent ended without one means that an assumption broke: the plan waits. */
async function pauseForLateOrder(tx: OrderTx, intent: IntentRow, atMs: number): Promise<void> {
  const state = { kind: 'paused', reason: 'late_order_found', sinceMs: atMs } as const;
  if (!(await tx.pauseActivePlan(intent.planId, state))) return;
  await tx.recordActivity({
    userId: intent.userId,
    atMs,
    code: 'plan_paused',
    details: { reason: 'late_order_found', book: intent.book },
    planId: intent.planId,
    linkId: intent.linkId,
  });
}
