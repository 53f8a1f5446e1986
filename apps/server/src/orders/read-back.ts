// Reads back what an accepted order traded, quickly at first, until its trades are complete.

import { closeGraceMs } from '@mandato/invest-core/order/close-rule';
import { isTerminal } from '@mandato/invest-core/order/order-state';
import { holdAfterMs } from '@mandato/invest-core/order/settle-rule';
import type { IntentRow } from '../store/schema/order-schema.ts';
import { applyEvent } from './apply-event.ts';
import type { PipelineDeps } from './order-deps.ts';
import { type OrderSeen, readFills, readOrder } from './read-order.ts';
import { recordSeen } from './record-seen.ts';
import type { Submission } from './submit-order.ts';

/** Pause after read number n (from 0); the last one repeats. */
const readPausesMs = [20, 50, 100, 200, 400, 800, 1_600, 3_000, 5_000, 10_000, 30_000] as const;
const readPauseMaxMs = 30_000;

/** From this read on the order itself is looked for too; a filled market order does not need it. */
const listingFromRead = 3;

/** One read of an acknowledged or closing order; `reads` counts those already made by this process. */
export async function readBack(deps: PipelineDeps, intent: IntentRow, reads: number): Promise<Submission> {
  const nowMs = deps.wallClock.nowMs();
  const next = { kind: 'wait', atMs: nowMs + pauseAfter(reads, ageOf(intent, nowMs)) } as const;
  const link = await deps.venueFor(intent.linkId);
  if (link === null) return holdIfOverdue(deps, intent, next);
  const seen = await look(deps, { intent, reads, venue: link.venue });
  await deps.policy.reach('trades_read', intent.intentId);
  if (!mayMove(intent, seen)) return holdIfOverdue(deps, intent, next);
  const after = await recordSeen(deps, {
    intentId: intent.intentId,
    linkId: intent.linkId,
    orderId: intent.orderId,
    seen,
    isUnlisted: isUnlisted(intent, seen),
  });
  return after === null || isTerminal(after.state) ? { kind: 'moved' } : next;
}

interface Look {
  readonly intent: IntentRow;
  readonly reads: number;
  readonly venue: Parameters<typeof readOrder>[1];
}

async function look(deps: PipelineDeps, { intent, reads, venue }: Look): Promise<OrderSeen> {
  if (reads >= listingFromRead) return readOrder(deps, venue, intent.orderId);
  const lookup = { atMs: deps.wallClock.nowMs(), orders: 'unread', trades: 'unread' } as const;
  const fills = await readFills(deps, venue, intent.orderId);
  return { fills, order: null, exists: fills.length > 0, lookup };
}

/** Whether there is anything new to write; a read that shows nothing new costs no commit. */
function mayMove(intent: IntentRow, seen: OrderSeen): boolean {
  const { state } = intent;
  if (state.kind === 'closing') {
    const isGraceOver = seen.lookup.atMs - state.unchangedSinceMs >= closeGraceMs;
    // Only a read that really came back may end the wait.
    return seen.fills.length > state.tradeCount || (isGraceOver && seen.lookup.trades === 'absent');
  }
  if (state.kind !== 'acknowledged') return false;
  const isEnded = seen.order?.status === 'completed' || seen.order?.status === 'cancelled';
  return seen.fills.length > state.tradeCount || isEnded || isUnlisted(intent, seen);
}

/** Both places were read, the order is not listed, and its acceptance is longer ago than listings lag. */
function isUnlisted({ state }: IntentRow, seen: OrderSeen): boolean {
  if (state.kind !== 'acknowledged' || seen.order !== null) return false;
  const wasRead = seen.lookup.orders === 'absent' && seen.lookup.trades === 'absent';
  return wasRead && seen.lookup.atMs - state.sinceMs >= closeGraceMs;
}

/** After a day without an end a person is told; the order stays in the books as it is. */
async function holdIfOverdue(deps: PipelineDeps, intent: IntentRow, next: Submission): Promise<Submission> {
  const nowMs = deps.wallClock.nowMs();
  const { state } = intent;
  const sinceMs = state.kind === 'acknowledged' ? state.sinceMs : nowMs;
  if (nowMs - sinceMs < holdAfterMs) return next;
  await deps.store.transaction(async (tx) => {
    const locked = await tx.lockIntent(intent.intentId);
    if (locked?.state.kind !== 'acknowledged') return;
    const evidence = { kind: 'unreadable_too_long', sinceMs } as const;
    await applyEvent(tx, deps, { intent: locked, event: { kind: 'held_by', evidence, atMs: nowMs } });
  }, intent.linkId);
  return { kind: 'moved' };
}

/** An order that has waited long is not asked for in haste again because a process was restarted. */
function pauseAfter(reads: number, ageMs: number): number {
  const pauseMs = readPausesMs[Math.min(reads, readPausesMs.length - 1)] ?? readPauseMaxMs;
  return Math.max(pauseMs, Math.min(Math.round(ageMs / 8), readPauseMaxMs));
}

function ageOf({ state }: IntentRow, nowMs: number): number {
  if (state.kind === 'acknowledged') return nowMs - state.sinceMs;
  return state.kind === 'closing' ? nowMs - state.unchangedSinceMs : 0;
}
