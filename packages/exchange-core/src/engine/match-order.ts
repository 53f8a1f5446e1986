// An accepted order meets the book: it fills, rests, or is gone.

import { invariant } from '@mandato/primitives/invariant';
import {
  bookOfBits,
  diffOpen,
  endCompleted,
  endLiquidityExhausted,
  endNotFillableAtOnce,
  endPostOnlyWouldTake,
  endRemainderNotRested,
  endSelfTrade,
  fok,
  ioc,
  isSellOf,
  kindOf,
  marketNotionalKind,
  open,
  postonly,
  queued,
  sideOf,
  statusOfBits,
  termsOfBits,
  timeInForceOf,
  withStatus,
} from '../store/order-codes.ts';
import {
  accountColumn,
  bitsColumn,
  intsAt,
  nextColumn,
  numbersAt,
  remainingColumn,
  slotColumn,
  ticksColumn,
} from '../store/order-store.ts';
import { endOrder, noteDiff } from './end-order.ts';
import { fillOrders } from './fill-orders.ts';
import { holdForOrder } from './order-hold.ts';
import type { BookState, ExchangeState } from './state.ts';

/** Matches a limit order and rests what is left of it, as its time in force says. */
export function matchLimit(state: ExchangeState, order: number): void {
  const { orders } = state;
  const { ints } = orders.page(order);
  const at = intsAt(order);
  const bits = ints[at | bitsColumn] ?? 0;
  const terms = termsOfBits(bits);
  const timeInForce = timeInForceOf(terms);
  const limitTicks = ints[at | ticksColumn] ?? 0;
  const book = bookAt(state, bookOfBits(bits));
  const best = book.orderBook.best(isSellOf(terms) ? 'buy' : 'sell');
  if (!isCrossed(best, limitTicks, isSellOf(terms))) {
    leaveUnmatched(state, order, timeInForce);
    return;
  }
  if (timeInForce === postonly) endOrder(state, order, endPostOnlyWouldTake);
  else if (timeInForce === fok && matchUpTo(state, book, order) > 0)
    endOrder(state, order, endNotFillableAtOnce);
  else {
    const metSelf = takeLimit(state, book, order);
    if (orders.remaining(order) === 0) endOrder(state, order, endCompleted);
    else if (metSelf) endOrder(state, order, endSelfTrade);
    else leaveUnmatched(state, order, timeInForce);
  }
}

// Whether an order at a limit takes at the other side's best price, -1 for none.
function isCrossed(best: number, limitTicks: number, isSell: boolean): boolean {
  return best >= 0 && (isSell ? best >= limitTicks : best <= limitTicks);
}

function leaveUnmatched(state: ExchangeState, order: number, timeInForce: number): void {
  if (timeInForce === fok) endOrder(state, order, endNotFillableAtOnce);
  else if (timeInForce === ioc) endOrder(state, order, endRemainderNotRested);
  else rest(state, order);
}

/** Takes what was planned for a market order, which the book still has as its last match; nothing of it ever rests. */
export function matchMarket(state: ExchangeState, order: number): void {
  const { planLots, planEnd } = state.scratch;
  const { orders } = state;
  if (kindOf(orders.terms(order)) === marketNotionalKind) orders.setLots(order, planLots, 0);
  takeMatched(state, bookOf(state, order), order);
  if (planEnd === 'met_self') endOrder(state, order, endSelfTrade);
  else endOrder(state, order, planEnd === 'fulfilled' && planLots > 0 ? endCompleted : endLiquidityExhausted);
}

export function bookOf(state: ExchangeState, order: number): BookState {
  return bookAt(state, state.orders.book(order));
}

/** The book with this place in the list of books. */
export function bookAt(state: ExchangeState, index: number): BookState {
  const book = state.bookList[index];
  invariant(book !== undefined, 'an order is of a book');
  return book;
}

// Takes what is left of a limit order; true when an order of the taker's own was next.
function takeLimit(state: ExchangeState, book: BookState, taker: number): boolean {
  matchUpTo(state, book, taker);
  takeMatched(state, book, taker);
  return book.orderBook.metSelf;
}

// Matches what is left of a limit order, and returns what the book leaves of it.
function matchUpTo(state: ExchangeState, { orderBook }: BookState, taker: number): number {
  const { ints, numbers } = state.orders.page(taker);
  const { arrival } = state.scratch;
  const at = intsAt(taker);
  arrival.side = sideOf(termsOfBits(ints[at | bitsColumn] ?? 0));
  arrival.limitTicks = ints[at | ticksColumn] ?? 0;
  arrival.lots = numbers[numbersAt(taker) | remainingColumn] ?? 0;
  arrival.owner = ints[at | accountColumn] ?? 0;
  return orderBook.match(arrival);
}

// Takes what was matched off the book and books it.
function takeMatched(state: ExchangeState, book: BookState, taker: number): void {
  if (book.orderBook.fillCount === 0) return;
  book.orderBook.commit();
  fillOrders(state, book, taker);
}

/** Locks what an order asks for while it rests or waits, and lists it among its account's active ones. */
export function keepActive(state: ExchangeState, order: number): void {
  const { ints } = state.orders.page(order);
  const at = intsAt(order);
  holdForOrder(state, order);
  // An order that waited for its trigger, or is changed, has its place.
  if ((ints[at | nextColumn] ?? 0) < 0)
    ints[at | nextColumn] = state.open.add(ints[at | accountColumn] ?? 0, order, state.orders);
}

function rest(state: ExchangeState, order: number): void {
  keepActive(state, order);
  const { ints, numbers } = state.orders.page(order);
  const at = intsAt(order);
  const bits = ints[at | bitsColumn] ?? 0;
  const { orderBook } = bookAt(state, bookOfBits(bits));
  const { arrival } = state.scratch;
  arrival.side = sideOf(termsOfBits(bits));
  arrival.limitTicks = ints[at | ticksColumn] ?? 0;
  arrival.lots = numbers[numbersAt(order) | remainingColumn] ?? 0;
  arrival.owner = ints[at | accountColumn] ?? 0;
  arrival.tag = order;
  ints[at | slotColumn] = orderBook.rest(arrival);
  if (statusOfBits(bits) === queued) ints[at | bitsColumn] = withStatus(bits, open);
  noteDiff(state, order, diffOpen);
}
