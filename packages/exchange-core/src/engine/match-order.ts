// An accepted order meets the book: it fills, rests, or is gone.

import { invariant } from '@mandato/primitives/invariant';
import { oppositeSide } from '../ids.ts';
import { setNotional } from '../ledger/notional.ts';
import { settle } from '../ledger/settle.ts';
import { addAmount, setSafeUnits } from '../ledger/split-money.ts';
import {
  diffCompleted,
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
  partiallyFilled,
  postonly,
  queued,
  sideOf,
  timeInForceOf,
} from '../store/order-codes.ts';
import {
  accountColumn,
  bookColumn,
  filledNotionalColumn,
  phaseColumn,
  remainingColumn,
  slotColumn,
  termsColumn,
  ticksColumn,
  updatedAtMsColumn,
} from '../store/order-store.ts';
import {
  makerAccountAt,
  makerIdAt,
  takerAccountAt,
  takerIdAt,
  takerSellsAt,
  tradeAtMsAt,
  tradeBookAt,
  tradeLotsAt,
  tradeNotionalAt,
  tradeTicksAt,
} from '../store/trade-store.ts';
import { endOrder, noteDiff } from './end-order.ts';
import type { BookState, ExchangeState } from './state.ts';

/** Matches a limit order and rests what is left of it, as its time in force says. */
export function matchLimit(state: ExchangeState, order: number): void {
  const { orders } = state;
  const terms = orders.terms(order);
  const timeInForce = timeInForceOf(terms);
  const limitTicks = orders.ticks(order);
  const { orderBook } = bookOf(state, order);
  const best = orderBook.best(isSellOf(terms) ? 'buy' : 'sell');
  if (best < 0 || (isSellOf(terms) ? best < limitTicks : best > limitTicks)) {
    leaveUnmatched(state, order, timeInForce);
    return;
  }
  if (timeInForce === postonly) endOrder(state, order, endPostOnlyWouldTake);
  else if (timeInForce === fok && !isFillable(state, order)) endOrder(state, order, endNotFillableAtOnce);
  else {
    state.scratch.arrival.lots = orders.remaining(order);
    const metSelf = take(state, order, limitTicks);
    if (orders.remaining(order) === 0) endOrder(state, order, endCompleted);
    else if (metSelf) endOrder(state, order, endSelfTrade);
    else leaveUnmatched(state, order, timeInForce);
  }
}

function leaveUnmatched(state: ExchangeState, order: number, timeInForce: number): void {
  if (timeInForce === fok) endOrder(state, order, endNotFillableAtOnce);
  else if (timeInForce === ioc) endOrder(state, order, endRemainderNotRested);
  else rest(state, order);
}

/** Takes what was planned for a market order; nothing of it ever rests. */
export function matchMarket(state: ExchangeState, order: number): void {
  const { planLots, planEnd } = state.scratch;
  const { orders } = state;
  const isSell = isSellOf(orders.terms(order));
  // The plan walked the very book that is matched now, so its lots are there at any price it allowed.
  const limitTicks = isSell ? 0 : Number.MAX_SAFE_INTEGER;
  if (kindOf(orders.terms(order)) === marketNotionalKind) orders.setLots(order, planLots, 0);
  state.scratch.arrival.lots = planLots;
  if (planLots > 0) take(state, order, limitTicks);
  if (planEnd === 'met_self') endOrder(state, order, endSelfTrade);
  else endOrder(state, order, planEnd === 'fulfilled' && planLots > 0 ? endCompleted : endLiquidityExhausted);
}

export function bookOf(state: ExchangeState, order: number): BookState {
  const book = state.bookList[state.orders.book(order)];
  invariant(book !== undefined, 'an order is of a book');
  return book;
}

function isFillable(state: ExchangeState, order: number): boolean {
  const { orders } = state;
  const { orderBook } = bookOf(state, order);
  const makers = oppositeSide(sideOf(orders.terms(order)));
  const limitTicks = orders.ticks(order);
  const owner = orders.account(order);
  let left = orders.remaining(order);
  for (let ticks = orderBook.best(makers); ticks >= 0; ticks = orderBook.worse(makers, ticks)) {
    if (makers === 'sell' ? ticks > limitTicks : ticks < limitTicks) return false;
    for (let slot = orderBook.first(makers, ticks); slot >= 0; slot = orderBook.after(slot)) {
      if (orderBook.owner(slot) === owner) return false;
      left -= orderBook.lots(slot);
      if (left <= 0) return true;
    }
  }
  return false;
}

// Takes `scratch.arrival.lots`; true when an order of the taker's own was next.
function take(state: ExchangeState, taker: number, limitTicks: number): boolean {
  const { orders, scratch } = state;
  const { orderBook } = bookOf(state, taker);
  const { arrival } = scratch;
  arrival.side = sideOf(orders.terms(taker));
  arrival.limitTicks = limitTicks;
  arrival.owner = orders.account(taker);
  orderBook.take(arrival);
  for (let fill = 0; fill < orderBook.fillCount; fill += 1) {
    scratch.ticks = orderBook.fillTicks[fill] ?? 0;
    scratch.lots = orderBook.fillLots[fill] ?? 0;
    fillBoth(state, taker, orderBook.tag(orderBook.fillSlots[fill] ?? 0));
  }
  return orderBook.metSelf;
}

function fillBoth(state: ExchangeState, taker: number, maker: number): void {
  const { scratch, orders, log } = state;
  const book = bookOf(state, taker);
  setNotional(scratch.notional, scratch.ticks * book.tick, scratch.lots);
  setSafeUnits(scratch.quantity, 0, scratch.lots);
  const row = state.trades.add();
  scratch.tradeRow = row;
  writeTrade(state, taker, maker);
  advance(state, maker);
  advance(state, taker);
  settle(state, maker, false);
  settle(state, taker, true);
  book.lastTicks = scratch.ticks;
  book.trades.push(row);
  book.candles.add(scratch);
  log.trade(row);

  const isDone = orders.remaining(maker) === 0;
  noteDiff(state, maker, isDone ? diffCompleted : diffOpen);
  if (!isDone) return;
  orders.setSlot(maker, -1);
  endOrder(state, maker, endCompleted);
}

function writeTrade(state: ExchangeState, taker: number, maker: number): void {
  const { scratch, orders, trades } = state;
  const row = scratch.tradeRow;
  const ints = trades.ints(row);
  const at = trades.intsAt(row);
  const makerInts = orders.ints(maker);
  const makerAt = orders.intsAt(maker);
  const takerInts = orders.ints(taker);
  const takerAt = orders.intsAt(taker);
  for (let word = 0; word < 3; word += 1) {
    ints[at + makerIdAt + word] = makerInts[makerAt + word] ?? 0;
    ints[at + takerIdAt + word] = takerInts[takerAt + word] ?? 0;
  }
  ints[at + tradeBookAt] = takerInts[takerAt + bookColumn] ?? 0;
  ints[at + tradeTicksAt] = scratch.ticks;
  ints[at + takerSellsAt] = isSellOf(takerInts[takerAt + termsColumn] ?? 0) ? 1 : 0;
  ints[at + makerAccountAt] = makerInts[makerAt + accountColumn] ?? 0;
  ints[at + takerAccountAt] = takerInts[takerAt + accountColumn] ?? 0;
  const numbers = trades.numbers(row);
  const from = trades.numbersAt(row);
  numbers[from + tradeLotsAt] = scratch.lots;
  numbers[from + tradeNotionalAt] = scratch.notional[0] ?? 0;
  numbers[from + tradeNotionalAt + 1] = scratch.notional[1] ?? 0;
  numbers[from + tradeAtMsAt] = scratch.atMs;
  const makerOrigin = orders.originId(maker);
  const takerOrigin = orders.originId(taker);
  if (makerOrigin !== null) trades.setOriginId(row, 0, makerOrigin);
  if (takerOrigin !== null) trades.setOriginId(row, 1, takerOrigin);
}

function advance(state: ExchangeState, order: number): void {
  const { orders, scratch } = state;
  const numbers = orders.amounts(order);
  const row = orders.numbersAt(order);
  numbers[row + remainingColumn] = (numbers[row + remainingColumn] ?? 0) - scratch.lots;
  numbers[row + updatedAtMsColumn] = scratch.atMs;
  addAmount(numbers, row + filledNotionalColumn, scratch.notional);
  orders.setStatus(order, partiallyFilled);
}

function rest(state: ExchangeState, order: number): void {
  const { orders } = state;
  const ints = orders.ints(order);
  const at = orders.intsAt(order);
  const book = state.bookList[ints[at + bookColumn] ?? 0];
  invariant(book !== undefined, 'an order is of a book');
  const { arrival } = state.scratch;
  arrival.side = sideOf(ints[at + termsColumn] ?? 0);
  arrival.limitTicks = ints[at + ticksColumn] ?? 0;
  arrival.lots = orders.remaining(order);
  arrival.owner = ints[at + accountColumn] ?? 0;
  arrival.tag = order;
  ints[at + slotColumn] = book.orderBook.rest(arrival);
  if (ints[at + phaseColumn] === ~queued) ints[at + phaseColumn] = ~open;
  noteDiff(state, order, diffOpen);
}
