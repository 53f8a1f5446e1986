// Reads order look-ups and cancellations.

import type { OrderAtVenue } from '@mandato/invest-core/venue/venue';
import { fieldsOf } from './read-body.ts';

const statusOfWire: Readonly<Record<string, OrderAtVenue['status']>> = {
  queued: 'queued',
  open: 'open',
  'partially filled': 'partially_filled',
  'partial-fill': 'partially_filled',
  completed: 'completed',
  cancelled: 'cancelled',
};

/**
 * The order with our id, `none` when the look-up lists none, or null when the payload is not understood. An id may
 * have been used again after its order ended: one that still lives is the one meant.
 */
export function parseFoundOrder(payload: unknown, orderId: string): OrderAtVenue | 'none' | null {
  if (!Array.isArray(payload)) return null;
  const orders: OrderAtVenue[] = [];
  for (const row of payload) {
    const { origin_id: originId, oid, status } = fieldsOf(row) ?? {};
    if (originId !== orderId) continue;
    if (typeof oid !== 'string' || typeof status !== 'string') return null;
    const known = Object.hasOwn(statusOfWire, status) ? statusOfWire[status] : undefined;
    if (known === undefined) return null;
    orders.push({ orderId, venueOrderId: oid, status: known });
  }
  const living = orders.find(({ status }) => status !== 'completed' && status !== 'cancelled');
  return living ?? orders[0] ?? 'none';
}

/** Whether the exchange took the cancellation: it lists the orders that it took it for. */
export function parseCancelled(payload: unknown): { readonly cancelled: boolean } | null {
  return Array.isArray(payload) ? { cancelled: payload.length > 0 } : null;
}
