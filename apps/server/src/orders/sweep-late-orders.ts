// Looks once more, minutes, an hour and a day later, for orders that must not exist; one that does is booked as late.

import type { AttemptRow } from '../store/schema/order-schema.ts';
import { sweepPausesMs } from './apply-event.ts';
import type { PipelineDeps } from './order-deps.ts';
import type { NextSweep } from './order-store.ts';
import { isGone, readOrder } from './read-order.ts';
import { recordSeen } from './record-seen.ts';

/** How soon to try again when the exchange could not be read. */
const unreadPauseMs = 60_000;

const sweepsPerPass = 20;

/** Makes the sweeps that are due; answers how many orders turned up. */
export async function sweepLateOrders(deps: PipelineDeps): Promise<number> {
  const due = await deps.store.attemptsToSweep(deps.wallClock.nowMs(), sweepsPerPass);
  let found = 0;
  for (const attempt of due) if (await sweep(deps, attempt)) found += 1;
  return found;
}

async function sweep(deps: PipelineDeps, attempt: AttemptRow): Promise<boolean> {
  const { intentId, linkId, orderId } = attempt;
  const link = await deps.venueFor(linkId);
  // Without the key nobody can look any more.
  if (link === null) {
    await deps.store.scheduleNextSweep(attempt, { sweepAtMs: null, sweepsDone: attempt.sweepsDone });
    return false;
  }
  const seen = await readOrder(deps, link.venue, orderId);
  await deps.policy.reach('swept', intentId);
  const nowMs = deps.wallClock.nowMs();
  // One that was cancelled without a trade is harmless and is no news.
  const isLate = seen.fills.length > 0 || (seen.order !== null && !isGone(seen.order));
  if (isLate) {
    await recordSeen(deps, { intentId, linkId, orderId, seen, isUnlisted: false });
    // Its trades may still be growing: look again until the sweeps are used up.
    await deps.store.scheduleNextSweep(attempt, nextSweep(attempt, nowMs));
    return true;
  }
  const isUnread = seen.lookup.orders === 'unread' || seen.lookup.trades === 'unread';
  const next = isUnread
    ? { sweepAtMs: nowMs + unreadPauseMs, sweepsDone: attempt.sweepsDone }
    : nextSweep(attempt, nowMs);
  await deps.store.scheduleNextSweep(attempt, next);
  return false;
}

function nextSweep(attempt: AttemptRow, nowMs: number): NextSweep {
  const sweepsDone = attempt.sweepsDone + 1;
  const pauseMs = sweepPausesMs[sweepsDone];
  return { sweepAtMs: pauseMs === undefined ? null : nowMs + pauseMs, sweepsDone };
}
