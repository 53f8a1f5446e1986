// What is locked for an order that rests or waits: it follows from what the order still asks for, so that no row has to keep it.

import { invariant } from '@mandato/primitives/invariant';
import { isBacked } from '../ledger/balances.ts';
import { buyHoldUnits, setBuyHold } from '../ledger/notional.ts';
import {
  Amount,
  addAt,
  moveAt,
  setSafeUnits,
  setUnits,
  subtractAt,
  unitsPerHigh,
} from '../ledger/split-money.ts';
import { bookOfBits, isSellOf, kindOf, limitKind, termsOfBits } from '../store/order-codes.ts';
import {
  accountColumn,
  bitsColumn,
  intsAt,
  numbersAt,
  remainingColumn,
  ticksColumn,
} from '../store/order-store.ts';
import { setWaitingHold } from './check-order.ts';
import { type ExchangeState, lockedAt } from './state.ts';

/** Locks what an order asks for, which its account can spend. */
export function holdForOrder(state: ExchangeState, order: number): void {
  lockFor(state, order, 1);
}

/** Gives back what is locked for an order. */
export function releaseHold(state: ExchangeState, order: number): void {
  lockFor(state, order, -1);
}

// Adds what an order asks for to what is locked of its account's money, or with a sign of -1 takes it from there.
function lockFor(state: ExchangeState, order: number, sign: 1 | -1): void {
  const { ints, numbers } = state.orders.page(order);
  const at = intsAt(order);
  const bits = ints[at | bitsColumn] ?? 0;
  const terms = termsOfBits(bits);
  const account = ints[at | accountColumn] ?? 0;
  const remaining = numbers[numbersAt(order) | remainingColumn] ?? 0;
  const book = state.bookList[bookOfBits(bits)];
  invariant(book !== undefined, 'an order is of a book');
  const isSell = isSellOf(terms);
  const money = state.money.page(account);
  const asset = state.money.assetAt(account, isSell ? book.baseIndex : book.quoteIndex);
  const units = isSell ? remaining : buyHoldUnits((ints[at | ticksColumn] ?? 0) * book.tick, remaining);
  if (kindOf(terms) === limitKind && units >= 0 && units < unitsPerHigh) {
    moveAt(money, asset + lockedAt, sign * units);
  } else {
    const { unlocked } = state.scratch;
    setOrderHold(state, order, unlocked);
    if (sign > 0) addAt(money, asset + lockedAt, unlocked);
    else subtractAt(money, asset + lockedAt, unlocked);
  }
  invariant(isBacked(money, asset), 'what is locked is there, and never less than nothing');
}

/**
 * Writes what is locked for an order that rests or waits into `to`: quote for a buy, base for a sell. A market order has
 * something locked only while it waits for its trigger.
 */
export function setOrderHold(state: ExchangeState, order: number, to: Amount): void {
  const { ints, numbers } = state.orders.page(order);
  const at = intsAt(order);
  const bits = ints[at | bitsColumn] ?? 0;
  const terms = termsOfBits(bits);
  const remaining = numbers[numbersAt(order) | remainingColumn] ?? 0;
  if (kindOf(terms) !== limitKind) setMarketHold(state, order, to);
  else if (isSellOf(terms)) setSafeUnits(to, remaining);
  else setBuyHold(to, (ints[at | ticksColumn] ?? 0) * tickOf(state, bookOfBits(bits)), remaining);
}

function setMarketHold(state: ExchangeState, order: number, to: Amount): void {
  const { orders } = state;
  setSafeUnits(to, 0);
  if (!orders.isWaitingStop(order)) return;
  const terms = orders.terms(order);
  const asked = new Amount();
  setUnits(asked, orders.askedNotional(order));
  setWaitingHold(to, {
    kind: kindOf(terms),
    isSell: isSellOf(terms),
    lots: orders.remaining(order),
    price: 0,
    stop: orders.stopTicks(order) * tickOf(state, orders.book(order)),
    asked,
  });
}

function tickOf(state: ExchangeState, book: number): number {
  return state.bookList[book]?.tick ?? 0;
}
