// Takes active orders off their book at their owner's wish.

import { diffCancelled, endCancelledByOwner } from '../store/order-codes.ts';
import type { EngineRefusal } from './command.ts';
import { endOrder, noteDiff } from './end-order.ts';
import { bookOf } from './match-order.ts';
import type { AccountState, BookState, ExchangeState } from './state.ts';
import { removeStop } from './stop-orders.ts';

/** Cancels the order with this handle (-1 for none); an order of another account is unknown. */
export function cancelOrder(
  state: ExchangeState,
  account: AccountState,
  order: number,
): EngineRefusal | null {
  const refusal = refuseInactive(state, account, order);
  if (refusal === null) cancelActive(state, order);
  return refusal;
}

/** Why an account can do nothing with the order of this handle, or null when it is an active one of its own. */
export function refuseInactive(
  state: ExchangeState,
  account: AccountState,
  order: number,
): 'order_unknown' | 'order_ended' | null {
  const { orders } = state;
  if (order < 0 || orders.account(order) !== account.index) return 'order_unknown';
  return orders.reason(order) < 0 ? null : 'order_ended';
}

/** Cancels every active order of the account, in one book or (null) in all, the oldest first. */
export function cancelAll(state: ExchangeState, account: AccountState, book: BookState | null): void {
  const { orders } = state;
  for (let place = 0; place < state.open.length(account.index); place += 1) {
    const order = state.open.at(account.index, place);
    if (order >= 0 && (book === null || orders.book(order) === book.index)) cancelActive(state, order);
  }
}

/** Cancels an active order. */
export function cancelActive(state: ExchangeState, order: number): void {
  if (state.orders.isWaitingStop(order)) removeStop(state, order);
  else unrest(state, order);
  endOrder(state, order, endCancelledByOwner);
}

/** Takes a resting order off the book and says so. */
export function unrest(state: ExchangeState, order: number): void {
  bookOf(state, order).orderBook.remove(state.orders.slot(order));
  state.orders.setSlot(order, -1);
  noteDiff(state, order, diffCancelled);
}
