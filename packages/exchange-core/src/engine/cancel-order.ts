// Takes active orders off their book at their owner's wish.

import { bookOfBits, diffCancelled, endCancelledByOwner, reasonOfBits } from '../store/order-codes.ts';
import { accountColumn, bitsColumn, intsAt, slotColumn } from '../store/order-store.ts';
import type { EngineRefusal } from './command.ts';
import { endOrder, noteDiff } from './end-order.ts';
import { bookAt } from './match-order.ts';
import { releaseHold } from './order-hold.ts';
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
  if (order < 0) return 'order_unknown';
  const { ints } = state.orders.page(order);
  const at = intsAt(order);
  if (ints[at | accountColumn] !== account.index) return 'order_unknown';
  return reasonOfBits(ints[at | bitsColumn] ?? 0) < 0 ? null : 'order_ended';
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
  releaseHold(state, order);
  endOrder(state, order, endCancelledByOwner);
}

/** Takes a resting order off the book and says so. */
export function unrest(state: ExchangeState, order: number): void {
  const { ints } = state.orders.page(order);
  const at = intsAt(order);
  bookAt(state, bookOfBits(ints[at | bitsColumn] ?? 0)).orderBook.remove(ints[at | slotColumn] ?? -1);
  ints[at | slotColumn] = -1;
  noteDiff(state, order, diffCancelled);
}
