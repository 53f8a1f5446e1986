// Orders as their owner may see them, in exact numbers.

import type { TimeInForce } from '../engine/command.ts';
import type { EndReason } from '../engine/event.ts';
import type { ExchangeState, OrderState, OrderStatus } from '../engine/state.ts';
import type { AccountId, BookId, Side, VenueOrderId } from '../ids.ts';

/** An order; prices, quantities and notionals are units of 10^-8. */
export interface OrderView {
  readonly orderId: VenueOrderId;
  readonly originId: string | null;
  readonly account: AccountId;
  readonly book: BookId;
  readonly side: Side;
  readonly kind: 'limit' | 'market_quantity' | 'market_notional';
  readonly timeInForce: TimeInForce;
  /** Null for market orders. */
  readonly price: bigint | null;
  /** As asked for; null for market orders by notional. */
  readonly quantity: bigint | null;
  /** price × quantity for limit orders, the notional asked for, or null for market orders by quantity. */
  readonly notional: bigint | null;
  readonly unfilledQuantity: bigint;
  readonly filledQuantity: bigint;
  readonly filledNotional: bigint;
  readonly status: OrderStatus;
  readonly endReason: EndReason | null;
  readonly createdAtMs: number;
  /** Of an ended order: when it ended. */
  readonly updatedAtMs: number;
}

/** The account's active orders, newest first. */
export function openOrdersOf(
  state: ExchangeState,
  account: AccountId,
  filter: { readonly book: BookId | null; readonly limit: number },
): readonly OrderView[] {
  const open = [...(state.accounts.get(account)?.openOrders.values() ?? [])].reverse();
  const kept = open.filter((order) => filter.book === null || order.book.spec.id === filter.book);
  return kept.slice(0, filter.limit).map(viewOf);
}

/**
 * The account's order of this id, active or ended, or null when it is unknown or another's. Ended orders stay for
 * at least 60 minutes of market time; a caller with a shorter window compares `updatedAtMs` with its clock.
 */
export function orderOf(state: ExchangeState, account: AccountId, orderId: VenueOrderId): OrderView | null {
  const order = state.orders.get(orderId);
  return order === undefined || order.account.id !== account ? null : viewOf(order);
}

/** The account's latest order of this origin id, active or ended, or null. */
export function orderOfOriginId(
  state: ExchangeState,
  account: AccountId,
  originId: string,
): OrderView | null {
  const order = state.accounts.get(account)?.byOriginId.get(originId);
  return order === undefined ? null : viewOf(order);
}

/** True for orders that can still fill or be cancelled. */
export function isActive(status: OrderStatus): boolean {
  return status === 'queued' || status === 'open' || status === 'partially_filled';
}

function viewOf(order: OrderState): OrderView {
  const isMarket = order.kind !== 'limit';
  return {
    orderId: order.orderId,
    originId: order.originId,
    account: order.account.id,
    book: order.book.spec.id,
    side: order.side,
    kind: order.kind,
    timeInForce: order.timeInForce,
    price: isMarket ? null : BigInt(order.priceTicks) * order.book.spec.tickSize,
    quantity: order.kind === 'market_notional' ? null : BigInt(order.quantityLots),
    notional: order.kind === 'market_quantity' ? null : order.notional,
    unfilledQuantity: BigInt(order.remainingLots),
    filledQuantity: BigInt(order.filledLots),
    filledNotional: order.filledNotional,
    status: order.status,
    endReason: order.endReason,
    createdAtMs: order.createdAtMs,
    updatedAtMs: order.updatedAtMs,
  };
}
