// Asks the exchange to cancel our own open order because buying was stopped: journaled first, and never taken for done.

import type { Venue } from '@mandato/invest-core/venue/venue';
import { laneNonce, nonceAhead } from '../links/nonce-source.ts';
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

/** A cancellation that the exchange did not answer for is sent again so often, and rests so long before each. */
const triesMax = 3;
const tryPauseMs = 700;

/**
 * So much further ahead is the nonce of each further try. Where nonces must rise, reads of processes whose clocks are
 * ahead of ours would overtake every one of ours as long as they go on reading; theirs can wait these seconds.
 */
const leadMs = 2_000;

/**
 * Journals and sends a cancellation by our own order id, with a new nonce each time until the exchange answers for it:
 * where nonces must rise, a read of another process can overtake it. That the order traded before it was cancelled, only
 * its trades can say.
 */
export async function cancelOrder(deps: PipelineDeps, intent: IntentRow): Promise<Submission> {
  const { intentId, linkId } = intent;
  const link = await deps.venueFor(linkId);
  if (link === null) return { kind: 'wait', atMs: deps.wallClock.nowMs() + cancelAgainMs };
  for (let tried = 1; ; tried += 1) {
    const startedMs = deps.monotonicMs();
    const nonce = nonceAhead(laneNonce(deps.nextNonce()), leadMs * (tried - 1));
    const journaled = await deps.store.transaction((tx) => journal(tx, deps, { intent, nonce }), linkId);
    if (journaled.kind !== 'journaled') return journaled;
    await deps.policy.reach('cancel_journaled', intentId);
    const isFresh = deps.monotonicMs() - startedMs <= deps.policy.sendDeadlineMs;
    const isAnswered = isFresh && (await isTaken(deps, link.venue, { intent, nonce: journaled.nonce }));
    await deps.store.transaction((tx) => tx.leaveLane(linkId, intentId), linkId);
    if (isAnswered || tried === triesMax) return { kind: 'moved' };
    await pause(deps, tryPauseMs * tried);
  }
}

/** Whether the exchange answered, cancelled or not, within the time for an answer. */
async function isTaken(
  deps: PipelineDeps,
  venue: Pick<Venue, 'cancelOrder'>,
  { intent: { orderId }, nonce }: { readonly intent: IntentRow; readonly nonce: string },
): Promise<boolean> {
  const asked = venue.cancelOrder(orderId, nonce).then(
    ({ kind }) => {
      deps.logger.info({ orderId, outcome: kind }, 'asked to cancel an order');
      return kind === 'read';
    },
    (error: unknown) => {
      deps.logger.warn({ orderId, error }, 'asking to cancel an order broke off');
      return false;
    },
  );
  let cancelDeadline = () => {};
  const deadline = new Promise<false>((resolve) => {
    cancelDeadline = deps.timers.after(deps.policy.answerDeadlineMs, () => resolve(false));
  });
  const isAnswered = await Promise.race([asked, deadline]);
  cancelDeadline();
  return isAnswered;
}

function pause(deps: PipelineDeps, ms: number): Promise<void> {
  return new Promise((resolve) => {
    deps.timers.after(ms, resolve);
  });
}

type Journaled = { readonly kind: 'journaled'; readonly nonce: string } | Submission;

async function journal(
  tx: OrderTx,
  deps: PipelineDeps,
  { intent, nonce }: { readonly intent: IntentRow; readonly nonce: string },
): Promise<Journaled> {
  const locked = await tx.lockIntent(intent.intentId);
  const nowMs = deps.wallClock.nowMs();
  if (locked?.state.kind !== 'acknowledged') return { kind: 'moved' };
  const lane = await tx.claimLane(locked.linkId, {
    intentId: locked.intentId,
    owner: deps.owner,
    nonce,
    nowMs,
  });
  if (lane === null) return { kind: 'wait', atMs: nowMs + laneRetryMs };
  await applyEvent(tx, deps, { intent: locked, event: { kind: 'cancel_sent', atMs: nowMs } });
  // Said once, however often it has to be asked.
  if (locked.state.cancelSentMs === undefined)
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
