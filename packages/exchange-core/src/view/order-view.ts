// Orders as their owner may see them, in exact numbers.

import { invariant } from '@mandato/primitives/invariant';
import type { TimeInForce } from '../engine/command.ts';
import type { EndReason } from '../engine/event.ts';
import { bookOf } from '../engine/match-order.ts';
import type { AccountState, ExchangeState, OrderStatus } from '../engine/state.ts';
import { type AccountId, type BookId, isVenueOrderId, type Side, type VenueOrderId } from '../ids.ts';
import { setNotional } from '../ledger/notional.ts';
import { Amount, unitsOf } from '../ledger/split-money.ts';
import {
  endReasons,
  kindOf,
  orderKinds,
  orderStatuses,
  sideOf,
  timeInForceOf,
  timesInForce,
} from '../store/order-codes.ts';

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
  /** The trigger of a stop order, and when it was reached. */
  readonly stop: bigint | null;
  readonly triggeredAtMs: number | null;
}

/** The account's active orders, newest first. */
export function openOrdersOf(
  state: ExchangeState,
  account: AccountId,
  filter: { readonly book: BookId | null; readonly limit: number },
): readonly OrderView[] {
  const found: OrderView[] = [];
  const owner = state.accounts.get(account);
  if (owner === undefined) return found;
  const { open } = state;
  for (let place = open.length(owner.index) - 1; place >= 0 && found.length < filter.limit; place -= 1) {
    const order = open.at(owner.index, place);
    if (order >= 0 && (filter.book === null || bookOf(state, order).spec.id === filter.book))
      found.push(viewOf(state, order));
  }
  return found;
}

/**
 * The account's order of this id, active or ended, or null when it is unknown or another's. Ended orders stay for
 * at least 60 minutes of market time; a caller with a shorter window compares `updatedAtMs` with its clock.
 */
export function orderOf(state: ExchangeState, account: AccountId, orderId: VenueOrderId): OrderView | null {
  const order = isVenueOrderId(orderId) ? state.orders.handleOf(orderId) : -1;
  return order < 0 || accountOf(state, order).id !== account ? null : viewOf(state, order);
}

/** The account's latest order of this origin id, active or ended, or null. */
export function orderOfOriginId(
  state: ExchangeState,
  account: AccountId,
  originId: string,
): OrderView | null {
  const order = state.accounts.get(account)?.byOriginId.get(originId);
  return order === undefined ? null : viewOf(state, order);
}

/** True for orders that can still fill or be cancelled. */
export function isActive(status: OrderStatus): boolean {
  return status === 'queued' || status === 'open' || status === 'partially_filled';
}

/** The order with this handle. */
export function viewOf(state: ExchangeState, order: number): OrderView {
  const { orders } = state;
  const book = bookOf(state, order);
  const terms = orders.terms(order);
  const kind = orderKinds[kindOf(terms)] ?? 'limit';
  const isLimit = kind === 'limit';
  const stopTicks = orders.stopTicks(order);
  const triggeredAtMs = orders.triggeredAtMs(order);
  return {
    orderId: orders.orderId(order),
    originId: orders.originId(order),
    account: accountOf(state, order).id,
    book: book.spec.id,
    side: sideOf(terms),
    kind,
    timeInForce: timesInForce[timeInForceOf(terms)] ?? 'gtc',
    price: isLimit ? BigInt(orders.ticks(order)) * book.spec.tickSize : null,
    quantity: kind === 'market_notional' ? null : BigInt(orders.lots(order)),
    notional: notionalOf(state, order, kind),
    unfilledQuantity: BigInt(orders.remaining(order)),
    filledQuantity: BigInt(orders.filled(order)),
    filledNotional: orders.filledNotional(order),
    status: orderStatuses[orders.status(order)] ?? 'queued',
    endReason: endReasons[orders.reason(order)] ?? null,
    createdAtMs: orders.createdAtMs(order),
    updatedAtMs: orders.updatedAtMs(order),
    stop: stopTicks === 0 ? null : BigInt(stopTicks) * book.spec.tickSize,
    triggeredAtMs: triggeredAtMs < 0 ? null : triggeredAtMs,
  };
}

function notionalOf(state: ExchangeState, order: number, kind: OrderView['kind']): bigint | null {
  const { orders } = state;
  if (kind === 'market_quantity') return null;
  if (kind === 'market_notional') return orders.askedNotional(order);
  const notional = new Amount();
  setNotional(notional, orders.ticks(order) * bookOf(state, order).tick, orders.lots(order));
  return unitsOf(notional);
}

function accountOf(state: ExchangeState, order: number): AccountState {
  const account = state.accountList[state.orders.account(order)];
  invariant(account !== undefined, 'an order is of an account');
  return account;
}
