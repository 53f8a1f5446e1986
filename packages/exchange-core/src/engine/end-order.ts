// The end of an order: its hold is released, it stops being active, and later it is forgotten.

import { invariant } from '@mandato/primitives/invariant';
import { release } from '../ledger/balances.ts';
import { isZero } from '../ledger/split-money.ts';
import { bookOfBits, isSellOf, kindOf, limitKind, termsOfBits, withReason } from '../store/order-codes.ts';
import {
  accountColumn,
  bitsColumn,
  intsAt,
  nextColumn,
  numbersAt,
  type OrderStore,
  remainingColumn,
  ticksColumn,
  updatedAtMsColumn,
} from '../store/order-store.ts';
import { setOrderHold } from './order-hold.ts';
import { type ExchangeState, endedRetentionMs } from './state.ts';

// Orders forgotten with one command at most, so that a long silence is not followed by a long pause.
const forgottenAtOnce = 64;

/** Ends an active order that rests in no book; `reason` is a code. */
export function endOrder(state: ExchangeState, order: number, reason: number): void {
  const { orders } = state;
  const { ints, numbers } = orders.page(order);
  const at = intsAt(order);
  const row = numbersAt(order);
  const bits = ints[at | bitsColumn] ?? 0;
  // A limit order that is filled whole has nothing locked any more.
  if (numbers[row | remainingColumn] !== 0 || kindOf(termsOfBits(bits)) !== limitKind)
    releaseHold(state, order);
  numbers[row | updatedAtMsColumn] = state.scratch.atMs;
  state.open.remove(ints[at | accountColumn] ?? 0, ints[at | nextColumn] ?? 0);
  ints[at | bitsColumn] = withReason(bits, reason);
  ints[at | nextColumn] = -1;
  if (state.endedLast >= 0) orders.setNext(state.endedLast, order);
  else {
    state.endedFirst = order;
    state.endedFirstAtMs = state.scratch.atMs;
  }
  state.endedLast = order;
  state.log.ended(order, reason);
}

/** Gives back what is held for an order, which asks for it no more. */
export function releaseHold(state: ExchangeState, order: number): void {
  const { ints } = state.orders.page(order);
  const at = intsAt(order);
  const { unlocked } = state.scratch;
  setOrderHold(state, order, unlocked);
  if (isZero(unlocked)) return;
  const account = ints[at | accountColumn] ?? 0;
  const bits = ints[at | bitsColumn] ?? 0;
  const book = state.bookList[bookOfBits(bits)];
  invariant(book !== undefined, 'an order is of a book');
  const asset = isSellOf(termsOfBits(bits)) ? book.baseIndex : book.quoteIndex;
  release(state.money.page(account), state.money.assetAt(account, asset), unlocked);
}

/** Says what became of a resting order outside of a match, in a message of its own with the book's next sequence number. */
export function noteDiff(state: ExchangeState, order: number, status: number): void {
  const { log } = state;
  const { ints, numbers } = state.orders.page(order);
  const at = intsAt(order);
  const book = state.bookList[bookOfBits(ints[at | bitsColumn] ?? 0)];
  invariant(book !== undefined, 'an order is of a book');
  book.sequence += 1;
  const event = log.diff(order);
  const { rows } = log;
  rows[event | 2] = book.sequence;
  rows[event | 3] = status;
  rows[event | 4] = numbers[numbersAt(order) | remainingColumn] ?? 0;
  rows[event | 5] = ints[at | ticksColumn] ?? 0;
}

/** Forgets orders that ended longer ago than orders can be looked up, a few at a time. Their fills stay. */
export function dropEndedOrders(state: ExchangeState): void {
  const { orders } = state;
  for (let dropped = 0; dropped < forgottenAtOnce; dropped += 1) {
    if (state.endedFirstAtMs + endedRetentionMs >= state.nowMs) return;
    const oldest = state.endedFirst;
    const next = orders.next(oldest);
    state.endedFirst = next;
    state.endedFirstAtMs = endedAtMsOf(orders, next);
    if (next < 0) state.endedLast = -1;
    forget(state, oldest);
  }
}

/** When the ended order of this handle ended; for -1, none, a time that never comes. */
export function endedAtMsOf(orders: OrderStore, ended: number): number {
  return ended < 0 ? Number.POSITIVE_INFINITY : orders.updatedAtMs(ended);
}

function forget(state: ExchangeState, order: number): void {
  const { orders } = state;
  const originId = orders.originId(order);
  const byOriginId = state.accountList[orders.account(order)]?.byOriginId;
  if (originId !== null && byOriginId?.get(originId) === order) byOriginId.delete(originId);
  orders.remove(order);
}
