// Asks the exchange to cancel our own open order because buying was stopped: journaled first, and never taken for done.

import type { IntentRow } from '../store/schema/order-schema.ts';
import { applyEvent } from './apply-event.ts';
import type { PipelineDeps } from './order-deps.ts';
import type { OrderTx } from './order-store.ts';
import type { Submission } from './submit-order.ts';

/** A cancellation that changed nothing by then is sent once more. */
const cancelAgainMs = 10_000;

const laneRetryMs = 250;

/** Whether the order is open at the exchange as far as is known, stopped, and not just asked to be cancelled. */
export async function mayCancel(deps: PipelineDeps, intent: IntentRow): Promise<boolean> {
  const { state } = intent;
  if (state.kind !== 'acknowledged') return false;
  const isJustSent =
    state.cancelSentMs !== undefined && deps.wallClock.nowMs() - state.cancelSentMs < cancelAgainMs;
  return !isJustSent && deps.store.isStopped(intent);
}

/**
 * Journals and sends one cancellation by our own order id. What the exchange answers decides nothing: whether the
 * order traded before it was cancelled, only its trades can say.
 */
export async function cancelOrder(deps: PipelineDeps, intent: IntentRow): Promise<Submission> {
  const { intentId, linkId, orderId } = intent;
  const link = await deps.venueFor(linkId);
  if (link === null) return { kind: 'wait', atMs: deps.wallClock.nowMs() + cancelAgainMs };
  const startedMs = deps.monotonicMs();
  const journaled = await deps.store.transaction((tx) => journal(tx, deps, intent), linkId);
  if (journaled.kind !== 'journaled') return journaled;
  await deps.policy.reach('cancel_journaled', intentId);
  if (deps.monotonicMs() - startedMs <= deps.policy.sendDeadlineMs) {
    const asked = link.venue.cancelOrder(orderId, journaled.nonce).then(
      (outcome) => deps.logger.info({ orderId, outcome: outcome.kind }, 'asked to cancel an order'),
      (error: unknown) => deps.logger.warn({ orderId, error }, 'asking to cancel an order broke off'),
    );
    await withinDeadline(deps, asked);
  }
  await deps.store.transaction((tx) => tx.leaveLane(linkId, intentId), linkId);
  return { kind: 'moved' };
}

type Journaled = { readonly kind: 'journaled'; readonly nonce: string } | Submission;

async function journal(tx: OrderTx, deps: PipelineDeps, intent: IntentRow): Promise<Journaled> {
  const locked = await tx.lockIntent(intent.intentId);
  const nowMs = deps.wallClock.nowMs();
  if (locked?.state.kind !== 'acknowledged') return { kind: 'moved' };
  const lane = await tx.claimLane(locked.linkId, {
    intentId: locked.intentId,
    owner: deps.owner,
    nonce: deps.nextNonce(),
    nowMs,
  });
  if (lane === null) return { kind: 'wait', atMs: nowMs + laneRetryMs };
  await applyEvent(tx, deps, { intent: locked, event: { kind: 'cancel_sent', atMs: nowMs } });
  await tx.recordActivity({
    userId: locked.userId,
    atMs: deps.marketClock.nowMs(),
    code: 'order_cancel_asked',
    details: { book: locked.book, base: locked.base, quote: locked.quote },
    planId: locked.planId,
    orderId: locked.orderId,
    linkId: locked.linkId,
  });
  return { kind: 'journaled', nonce: lane.nonce };
}

async function withinDeadline(deps: PipelineDeps, asked: Promise<void>): Promise<void> {
  let cancelDeadline = () => {};
  const deadline = new Promise<void>((resolve) => {
    cancelDeadline = deps.timers.after(deps.policy.answerDeadlineMs, resolve);
  });
  await Promise.race([asked, deadline]);
  cancelDeadline();
}
