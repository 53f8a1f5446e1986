// An accepted order meets the book: it fills, rests, or is gone.

import { invariant } from '@mandato/primitives/invariant';
import { oppositeSide } from '../ids.ts';
import { entriesPerTrade } from '../ledger/fill-refs.ts';
import { setNotional } from '../ledger/notional.ts';
import { settle } from '../ledger/settle.ts';
import { setSafeUnits } from '../ledger/split-money.ts';
import {
  bookOfBits,
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
  numbersAt,
  remainingColumn,
  slotColumn,
  ticksColumn,
} from '../store/order-store.ts';
import {
  bookAndMakerFeeAt,
  fundingsBeforeAt,
  makerAccountAt,
  makerIdAt,
  packFee,
  sideAndTakerFeeAt,
  takerAccountAt,
  takerIdAt,
  tradeAtMsAt,
  tradeLotsAt,
  tradeTicksAt,
} from '../store/trade-store.ts';
import { endOrder, noteDiff } from './end-order.ts';
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
  const { orderBook } = bookAt(state, bookOfBits(bits));
  const best = orderBook.best(isSellOf(terms) ? 'buy' : 'sell');
  if (!isCrossed(best, limitTicks, isSellOf(terms))) {
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

// Whether an order at a limit takes at the other side's best price, -1 for none.
function isCrossed(best: number, limitTicks: number, isSell: boolean): boolean {
  return best >= 0 && (isSell ? best >= limitTicks : best <= limitTicks);
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
  return bookAt(state, state.orders.book(order));
}

function bookAt(state: ExchangeState, index: number): BookState {
  const book = state.bookList[index];
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
  const { ints } = orders.page(taker);
  const at = intsAt(taker);
  const bits = ints[at | bitsColumn] ?? 0;
  const { orderBook } = bookAt(state, bookOfBits(bits));
  const { arrival } = scratch;
  arrival.side = sideOf(termsOfBits(bits));
  arrival.limitTicks = limitTicks;
  arrival.owner = ints[at | accountColumn] ?? 0;
  orderBook.take(arrival);
  for (let fill = 0; fill < orderBook.fillCount; fill += 1) {
    scratch.ticks = orderBook.fillTicks[fill] ?? 0;
    scratch.lots = orderBook.fillLots[fill] ?? 0;
    fillBoth(state, taker, orderBook.tag(orderBook.fillSlots[fill] ?? 0));
  }
  return orderBook.metSelf;
}

// One fill, from the row of its trade to the end of the maker that it fills whole.
function fillBoth(state: ExchangeState, taker: number, maker: number): void {
  const { scratch, orders, log } = state;
  const makerPage = orders.page(maker);
  const makerAt = intsAt(maker);
  const book = bookAt(state, bookOfBits(makerPage.ints[makerAt | bitsColumn] ?? 0));
  setNotional(scratch.notional, scratch.ticks * book.tick, scratch.lots);
  setSafeUnits(scratch.quantity, 0, scratch.lots);
  const row = state.trades.add();
  scratch.tradeRow = row;
  writeTrade(state, taker, maker);
  const { ints } = state.trades.newest;
  const at = state.trades.intsAt(row);
  ints[at | bookAndMakerFeeAt] = packFee(book.index, settle(state, maker, false));
  const takerSells = isSellOf(termsOfBits(makerPage.ints[makerAt | bitsColumn] ?? 0)) ? 0 : 1;
  ints[at | sideAndTakerFeeAt] = packFee(takerSells, settle(state, taker, true));
  ints[at | fundingsBeforeAt] = state.nextEntry - 1 - row * entriesPerTrade;
  state.nextEntry += entriesPerTrade;
  book.lastTicks = scratch.ticks;
  book.trades.push(row);
  book.candles.add(scratch);
  log.trade(row);

  const isDone = makerPage.numbers[numbersAt(maker) | remainingColumn] === 0;
  noteDiff(state, maker, isDone ? diffCompleted : diffOpen);
  if (!isDone) return;
  makerPage.ints[makerAt | slotColumn] = -1;
  endOrder(state, maker, endCompleted);
}

// Who traded what; each side's fee follows when it is settled.
function writeTrade(state: ExchangeState, taker: number, maker: number): void {
  const { scratch, orders, trades } = state;
  const makers = orders.page(maker);
  const takers = orders.page(taker);
  const { ints, numbers } = trades.newest;
  const at = trades.intsAt(scratch.tradeRow);
  const makerAt = intsAt(maker);
  const takerAt = intsAt(taker);
  for (let word = 0; word < 3; word += 1) {
    ints[at | (makerIdAt + word)] = makers.ints[makerAt | word] ?? 0;
    ints[at | (takerIdAt + word)] = takers.ints[takerAt | word] ?? 0;
  }
  ints[at | makerAccountAt] = makers.ints[makerAt | accountColumn] ?? 0;
  ints[at | takerAccountAt] = takers.ints[takerAt | accountColumn] ?? 0;
  ints[at | tradeTicksAt] = scratch.ticks;
  const from = trades.numbersAt(scratch.tradeRow);
  numbers[from | tradeLotsAt] = scratch.lots;
  numbers[from | tradeAtMsAt] = scratch.atMs;
  if (makers.originIds === null && takers.originIds === null) return;
  const makerOrigin = orders.originId(maker);
  const takerOrigin = orders.originId(taker);
  if (makerOrigin !== null) trades.setOriginId(scratch.tradeRow, 0, makerOrigin);
  if (takerOrigin !== null) trades.setOriginId(scratch.tradeRow, 1, takerOrigin);
}

function rest(state: ExchangeState, order: number): void {
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
