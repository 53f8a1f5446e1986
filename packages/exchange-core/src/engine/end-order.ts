// The end of an order: its hold is released, it stops being active, and later it is forgotten.

import { release } from '../ledger/balances.ts';
import type { EndReason, EngineEvent } from './event.ts';
import { type ExchangeState, endedRetentionMs, type OrderState } from './state.ts';

/** Ends an active order that no longer rests in its book. */
export function endOrder(
  state: ExchangeState,
  order: OrderState,
  end: { readonly reason: EndReason; readonly atMs: number },
): EngineEvent {
  const { base, quote } = order.book.spec;
  if (order.hold > 0n) release(order.account, order.side === 'buy' ? quote : base, order.hold);
  order.hold = 0n;
  order.status = end.reason === 'completed' ? 'completed' : 'cancelled';
  order.endReason = end.reason;
  order.updatedAtMs = end.atMs;
  order.account.openOrders.delete(order.orderId);
  state.ended.push(order);
  return { kind: 'order_ended', account: order.account.id, orderId: order.orderId, reason: end.reason };
}

/** Forgets orders that ended longer ago than orders can be looked up. Their fills stay. */
export function dropEndedOrders(state: ExchangeState): void {
  let oldest = state.ended[state.endedHead];
  while (oldest !== undefined && oldest.updatedAtMs + endedRetentionMs < state.nowMs) {
    forget(state, oldest);
    state.endedHead += 1;
    oldest = state.ended[state.endedHead];
  }
  // Cutting the front off only when it is most of the array keeps the cost per order constant.
  if (state.endedHead > 1024 && state.endedHead * 2 > state.ended.length) {
    state.ended.splice(0, state.endedHead);
    state.endedHead = 0;
  }
}

function forget(state: ExchangeState, order: OrderState): void {
  state.orders.delete(order.orderId);
  const { byOriginId } = order.account;
  if (order.originId !== null && byOriginId.get(order.originId) === order) byOriginId.delete(order.originId);
}
