// Looks for one order in both places where an exchange can show it: among its orders, and among its trades.

import type { Lookup } from '@mandato/invest-core/order/order-state';
import type { Fill, OrderAtVenue, ReadOutcome, Venue } from '@mandato/invest-core/venue/venue';
import type { PipelineDeps } from './order-deps.ts';

/** What both places said together. */
export interface OrderSeen {
  readonly fills: readonly Fill[];
  /** The order itself, where it is listed. */
  readonly order: OrderAtVenue | null;
  /** Shown to exist, by its trades, by a listing, or by the exchange's word that trades are pending. */
  readonly exists: boolean;
  /** What the look-up proves if it showed nothing; its time is that of asking. */
  readonly lookup: Lookup;
}

/** Asks both places at once. A place that could not be read proves nothing. */
export async function readOrder(deps: PipelineDeps, venue: Venue, orderId: string): Promise<OrderSeen> {
  // What comes back tells of the moment of asking at best, however late a stalled process takes it up.
  const askedAtMs = deps.wallClock.nowMs();
  const [order, trades] = await Promise.all([
    guarded(deps, venue.findOrder(orderId, deps.nextNonce())),
    guarded(deps, venue.readOrderTrades(orderId, deps.nextNonce())),
  ]);
  const found = order.kind === 'read' ? order.value : null;
  const fills = trades.kind === 'read' && trades.value.kind === 'fills' ? trades.value.fills : [];
  const isPending = trades.kind === 'read' && trades.value.kind === 'exists_without_trades';
  return {
    fills,
    order: found,
    exists: found !== null || fills.length > 0 || isPending,
    lookup: {
      atMs: askedAtMs,
      orders: order.kind === 'read' ? 'absent' : 'unread',
      trades: trades.kind === 'read' ? 'absent' : 'unread',
    },
  };
}

/** The fills of an order alone: the one read that a filled market order needs. */
export async function readFills(deps: PipelineDeps, venue: Venue, orderId: string): Promise<readonly Fill[]> {
  const trades = await guarded(deps, venue.readOrderTrades(orderId, deps.nextNonce()));
  return trades.kind === 'read' && trades.value.kind === 'fills' ? trades.value.fills : [];
}

/** Whether the exchange says that the order can no longer trade. */
export function isGone(order: OrderAtVenue | null): boolean {
  return order?.status === 'completed' || order?.status === 'cancelled';
}

/** A read that breaks off is a read without a value. */
async function guarded<T>(deps: PipelineDeps, read: Promise<ReadOutcome<T>>): Promise<ReadOutcome<T>> {
  try {
    return await read;
  } catch (error) {
    deps.logger.warn({ error }, 'reading an order broke off');
    return { kind: 'unread', failure: { kind: 'unreachable', cause: 'signer_stopped' } };
  }
}
