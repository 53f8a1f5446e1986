// The end of an order: it stops being active, and later it is forgotten.

import { invariant } from '@mandato/primitives/invariant';
import { bookOfBits, withReason } from '../store/order-codes.ts';
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
import { type ExchangeState, endedRetentionMs } from './state.ts';

// Orders forgotten with one command at most, so that a long silence is not followed by a long pause.
const forgottenAtOnce = 64;

/** Ends an active order that rests in no book and for which nothing is locked any more; `reason` is a code. */
export function endOrder(state: ExchangeState, order: number, reason: number): void {
  const { orders } = state;
  const { ints, numbers } = orders.page(order);
  const at = intsAt(order);
  const place = ints[at | nextColumn] ?? -1;
  if (place >= 0) state.open.remove(ints[at | accountColumn] ?? 0, place);
  numbers[numbersAt(order) | updatedAtMsColumn] = state.scratch.atMs;
  ints[at | bitsColumn] = withReason(ints[at | bitsColumn] ?? 0, reason);
  ints[at | nextColumn] = -1;
  linkEnded(state, order);
  state.log.ended(order, reason);
}

/** Puts an order that just ended behind all others that did. */
export function linkEnded(state: ExchangeState, order: number): void {
  const last = state.endedLast;
  if (last >= 0) state.orders.page(last).ints[intsAt(last) | nextColumn] = order;
  else {
    state.endedFirst = order;
    state.endedFirstAtMs = state.scratch.atMs;
  }
  state.endedLast = order;
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
  if (originId !== null) state.accountList[orders.account(order)]?.unnameOrder(originId, order);
  orders.remove(order);
}
