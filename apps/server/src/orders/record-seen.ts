// Books what was seen of an order at its exchange and moves the order on, all in one transaction.

import { isTerminal, type OrderEvent } from '@mandato/invest-core/order/order-state';
import { moneyOfUnits } from '@mandato/primitives/money';
import type { IntentRow } from '../store/schema/order-schema.ts';
import { applyEvent } from './apply-event.ts';
import { areFillsOfIntent, bookFills, dearestPrice } from './book-fills.ts';
import type { PipelineDeps } from './order-deps.ts';
import type { OrderTx } from './order-store.ts';
import { isGone, type OrderSeen } from './read-order.ts';

/** What was seen of the order `orderId`, an attempt of `intentId`. */
export interface Sighting {
  readonly intentId: string;
  readonly linkId: string;
  readonly orderId: string;
  readonly seen: Pick<OrderSeen, 'fills' | 'order' | 'exists' | 'lookup'>;
  /** Accepted, no longer listed, and long enough ago that the listing cannot merely lag behind. */
  readonly isUnlisted: boolean;
}

/** Records `sighting`; answers the intent as it is afterwards, or null when there is no such intent. */
export async function recordSeen(deps: PipelineDeps, sighting: Sighting): Promise<IntentRow | null> {
  const after = await deps.store.transaction(async (tx) => {
    const locked = await tx.lockIntent(sighting.intentId);
    if (locked === null) return null;
    const atMs = deps.wallClock.nowMs();
    if (!areFillsOfIntent(locked, sighting.seen.fills)) {
      const evidence = { kind: 'contradiction', state: locked.stateKind, event: 'foreign_fills' } as const;
      return applyEvent(tx, deps, { intent: locked, event: { kind: 'held_by', evidence, atMs } });
    }
    const events = await eventsOf(tx, sighting, { locked, atMs });
    let intent = events.intent;
    for (const event of events.events) intent = await applyEvent(tx, deps, { intent, event });
    return completeIfPossible(tx, deps, { intent, priceMax: events.priceMax, atMs, seen: sighting.seen });
  }, sighting.linkId);
  await deps.policy.reach('booked', sighting.intentId);
  return after;
}

interface SeenEvents {
  readonly intent: IntentRow;
  readonly events: readonly OrderEvent[];
  readonly priceMax: bigint | null;
}

async function eventsOf(
  tx: OrderTx,
  { orderId, seen, isUnlisted }: Sighting,
  { locked, atMs }: { readonly locked: IntentRow; readonly atMs: number },
): Promise<SeenEvents> {
  const { intent, rows } = await bookFills(tx, locked, { orderId, fills: seen.fills });
  const events: OrderEvent[] = [];
  const isUnknown = locked.state.kind === 'being_confirmed';
  const { order } = seen;
  if (isUnknown && order === null && rows.length === 0 && seen.exists)
    events.push({ kind: 'already_exists', atMs });
  const newest = rows.at(-1);
  if (newest !== undefined)
    events.push({
      kind: 'fills_read',
      venueOrderId: newest.venueOrderId,
      tradeCount: rows.length,
      atMs,
    });
  // An order that ended without a trade is no news to an intent that has ended without one.
  const isNews = rows.length > 0 || !isTerminal(locked.state) || !isGone(order);
  if (order !== null && isNews)
    events.push({ kind: 'found', venueOrderId: order.venueOrderId, gone: isGone(order), atMs });
  else if (isUnlisted && locked.state.kind === 'acknowledged') events.push({ kind: 'gone', atMs });
  if (isUnknown && seen.exists) await tx.updateAttempt(orderId, { outcome: 'adopted' });
  return { intent, events, priceMax: dearestPrice(rows) };
}

async function completeIfPossible(
  tx: OrderTx,
  deps: PipelineDeps,
  {
    intent,
    priceMax,
    atMs,
    seen,
  }: {
    readonly intent: IntentRow;
    readonly priceMax: bigint | null;
    readonly atMs: number;
    readonly seen: Sighting['seen'];
  },
): Promise<IntentRow> {
  const { state } = intent;
  if (state.kind !== 'acknowledged' && state.kind !== 'closing') return intent;
  const isComplete = deps.policy.areTradesComplete(
    {
      notional: moneyOfUnits(intent.notional),
      spent: moneyOfUnits(intent.spent),
      priceMax,
      lotSize: intent.lotSize,
      // An order that may still trade is only complete when its money is used up.
      unchangedSinceMs: state.kind === 'closing' ? state.unchangedSinceMs : atMs,
    },
    // The trades were complete or not when they were asked for, not when the answer was taken up.
    seen.lookup.atMs,
  );
  return isComplete ? applyEvent(tx, deps, { intent, event: { kind: 'trades_complete', atMs } }) : intent;
}
