// The end of an order: its hold is released, it stops being active, and later it is forgotten.

import { release } from '../ledger/balances.ts';
import { cancelled, completed, endCompleted, isSellOf } from '../store/order-codes.ts';
import { type AccountState, type ExchangeState, endedRetentionMs } from './state.ts';

// Orders forgotten with one command at most, so that a long silence is not followed by a long pause.
const forgottenAtOnce = 64;

/** Makes an order the newest active one of its account. */
export function beginOrder(state: ExchangeState, account: AccountState, order: number): void {
  const { orders } = state;
  orders.setNext(order, -1);
  orders.setPrevious(order, account.openNewest);
  if (account.openNewest >= 0) orders.setNext(account.openNewest, order);
  else account.openOldest = order;
  account.openNewest = order;
  account.openCount += 1;
}

/** Ends an active order that rests in no book; `reason` is a code. */
export function endOrder(state: ExchangeState, order: number, reason: number): void {
  const { orders } = state;
  releaseHold(state, order);
  orders.setStatus(order, reason === endCompleted ? completed : cancelled);
  orders.setReason(order, reason);
  orders.setUpdatedAtMs(order, state.scratch.atMs);
  unlink(state, order);
  orders.setNext(order, -1);
  if (state.endedLast >= 0) orders.setNext(state.endedLast, order);
  else state.endedFirst = order;
  state.endedLast = order;
  state.log.ended(order, reason);
}

/** Gives back what is held for an order. */
export function releaseHold(state: ExchangeState, order: number): void {
  const { orders } = state;
  const amounts = orders.amounts(order);
  const at = orders.holdAt(order);
  if (amounts[at] === 0 && amounts[at + 1] === 0) return;
  const { unlocked } = state.scratch;
  unlocked[0] = amounts[at] ?? 0;
  unlocked[1] = amounts[at + 1] ?? 0;
  const account = state.accountList[orders.account(order)];
  const book = state.bookList[orders.book(order)];
  if (account === undefined || book === undefined) return;
  release(account, isSellOf(orders.terms(order)) ? book.baseIndex : book.quoteIndex, unlocked);
  amounts[at] = 0;
  amounts[at + 1] = 0;
}

/** Says what became of a resting order; every message uses up one sequence number of its book. */
export function noteDiff(state: ExchangeState, order: number, status: number): void {
  const { orders, log } = state;
  const book = state.bookList[orders.book(order)];
  if (book === undefined) return;
  book.sequence += 1;
  const at = log.diff(order);
  log.rows[at + 2] = book.sequence;
  log.rows[at + 3] = status;
  log.rows[at + 4] = orders.remaining(order);
  log.rows[at + 5] = orders.ticks(order);
}

/** Forgets orders that ended longer ago than orders can be looked up, a few at a time. Their fills stay. */
export function dropEndedOrders(state: ExchangeState): void {
  const { orders } = state;
  for (let dropped = 0; dropped < forgottenAtOnce; dropped += 1) {
    const oldest = state.endedFirst;
    if (oldest < 0 || orders.updatedAtMs(oldest) + endedRetentionMs >= state.nowMs) return;
    state.endedFirst = orders.next(oldest);
    if (state.endedFirst < 0) state.endedLast = -1;
    forget(state, oldest);
  }
}

function forget(state: ExchangeState, order: number): void {
  const { orders } = state;
  const originId = orders.originId(order);
  const byOriginId = state.accountList[orders.account(order)]?.byOriginId;
  if (originId !== null && byOriginId?.get(originId) === order) byOriginId.delete(originId);
  orders.remove(order);
}

function unlink(state: ExchangeState, order: number): void {
  const { orders } = state;
  const account = state.accountList[orders.account(order)];
  if (account === undefined) return;
  const next = orders.next(order);
  const previous = orders.previous(order);
  if (previous >= 0) orders.setNext(previous, next);
  else account.openOldest = next;
  if (next >= 0) orders.setPrevious(next, previous);
  else account.openNewest = previous;
  account.openCount -= 1;
}
