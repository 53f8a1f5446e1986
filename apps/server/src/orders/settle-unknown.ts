// Settles an order whose answer was lost: it is found and adopted, or proven absent, or a person is told. Never re-sent.

import type { Lookup } from '@mandato/invest-core/order/order-state';
import { settle } from '@mandato/invest-core/order/settle-rule';
import type { IntentRow } from '../store/schema/order-schema.ts';
import { applyEvent, leaseMs } from './apply-event.ts';
import type { PipelineDeps } from './order-deps.ts';
import { readOrder } from './read-order.ts';
import { recordSeen } from './record-seen.ts';
import type { Submission } from './submit-order.ts';

/** What stays readable of the proof that nothing exists. */
interface AbsenceEvidence {
  readonly proof: readonly Lookup[];
}

/** One look for an order being confirmed, when it is time for one. */
export async function settleUnknown(deps: PipelineDeps, intent: IntentRow): Promise<Submission> {
  const { state } = intent;
  if (state.kind !== 'being_confirmed') return { kind: 'moved' };
  const due = settle(state, deps.wallClock.nowMs());
  if (due.kind === 'look_again' && due.atMs > deps.wallClock.nowMs()) return { kind: 'wait', atMs: due.atMs };
  const link = await deps.venueFor(intent.linkId);
  if (link !== null) {
    const seen = await readOrder(deps, link.venue, intent.orderId);
    await deps.policy.reach('looked_up', intent.intentId);
    if (seen.exists) {
      const { intentId, linkId, orderId } = intent;
      await recordSeen(deps, { intentId, linkId, orderId, seen, isUnlisted: false });
      return { kind: 'moved' };
    }
    return recordEmptyLook(deps, intent, seen.lookup);
  }
  const atMs = deps.wallClock.nowMs();
  return recordEmptyLook(deps, intent, { atMs, orders: 'unread', trades: 'unread' });
}

/**
 * Treats an order that is being sent by nobody any more as lost. With `isStarting`, everything that another
 * owner was sending; later only what has outlived its lease.
 */
export async function loseAbandoned(
  deps: PipelineDeps,
  intent: IntentRow,
  { isStarting }: { readonly isStarting: boolean },
): Promise<Submission> {
  const { state } = intent;
  if (state.kind !== 'submitting') return { kind: 'moved' };
  const leaseEndsMs = state.journaledAtMs + leaseMs;
  const isAbandoned = deps.wallClock.nowMs() >= leaseEndsMs || (isStarting && intent.owner !== deps.owner);
  if (!isAbandoned) return { kind: 'wait', atMs: leaseEndsMs };
  await deps.store.transaction(async (tx) => {
    const locked = await tx.lockIntent(intent.intentId);
    if (locked?.state.kind !== 'submitting' || locked.orderId !== intent.orderId) return;
    const atMs = deps.wallClock.nowMs();
    await tx.updateAttempt(locked.orderId, { outcome: 'lost', evidence: { kind: 'restarted', atMs } });
    await tx.leaveLane(locked.linkId, locked.intentId);
    await applyEvent(tx, deps, { intent: locked, event: { kind: 'restarted', atMs } });
  }, intent.linkId);
  return { kind: 'moved' };
}

/** Keeps an empty look as evidence, and draws the conclusion when there is enough of it. */
async function recordEmptyLook(deps: PipelineDeps, intent: IntentRow, lookup: Lookup): Promise<Submission> {
  await deps.policy.reach('before_settle', intent.intentId);
  await deps.store.transaction(async (tx) => {
    const locked = await tx.lockIntent(intent.intentId);
    if (locked?.state.kind !== 'being_confirmed') return;
    const { atMs } = lookup;
    const looked = await applyEvent(tx, deps, {
      intent: locked,
      event: { kind: 'looked_up', lookup, atMs },
    });
    if (looked.state.kind !== 'being_confirmed') return;
    const answer = settle(looked.state, atMs);
    if (answer.kind === 'look_again') return;
    const evidence: AbsenceEvidence = {
      proof: answer.kind === 'proven_absent' ? answer.evidence : looked.state.lookups,
    };
    await tx.updateAttempt(looked.orderId, {
      outcome: answer.kind,
      evidence: { ...evidence, nonce: looked.state.nonce },
    });
    const { sinceMs } = looked.state;
    await applyEvent(tx, deps, {
      intent: looked,
      event:
        answer.kind === 'proven_absent'
          ? { kind: 'proven_absent', atMs }
          : { kind: 'held_by', evidence: { kind: 'unreadable_too_long', sinceMs }, atMs },
    });
  }, intent.linkId);
  return { kind: 'moved' };
}
