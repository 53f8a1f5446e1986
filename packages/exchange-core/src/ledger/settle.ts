// The money side of one match: both accounts pay and receive, both pay their fee, and the entry sums to zero.

import { invariant } from '@mandato/primitives/invariant';
import {
  type AccountState,
  type BookState,
  type ExchangeState,
  monthIndex,
  todayIndex,
  totalIndex,
} from '../engine/state.ts';
import { rollVolumes } from '../fees/day-volumes.ts';
import { isSellOf, kindOf, limitKind, partiallyFilled } from '../store/order-codes.ts';
import {
  accountColumn,
  bookColumn,
  filledNotionalColumn,
  holdColumn,
  intsAt,
  numbersAt,
  type OrderPage,
  phaseColumn,
  remainingColumn,
  termsColumn,
  ticksColumn,
  updatedAtMsColumn,
} from '../store/order-store.ts';
import { makerFeeAt, takerFeeAt, tradeEntryAt } from '../store/trade-store.ts';
import { pay, release } from './balances.ts';
import { fillRef, postingOfFill } from './fill-refs.ts';
import { setBuyHold, setFee } from './notional.ts';
import { type Amount, addAmount, subtractAmount, unitsPerHigh } from './split-money.ts';

/** Books the trade in `scratch` for one of its two orders: its row, its account's money, volume and postings. */
export function settle(state: ExchangeState, order: number, isTaker: boolean): void {
  const { scratch } = state;
  const page = state.orders.page(order);
  const { ints } = page;
  const at = intsAt(order);
  const account = state.accountList[ints[at | accountColumn] ?? 0];
  const book = state.bookList[ints[at | bookColumn] ?? 0];
  invariant(account !== undefined && book !== undefined, 'an order is of an account and a book');
  advance(state, page, order);
  rollVolumes(account, scratch.atMs);
  if (isSellOf(ints[at | termsColumn] ?? 0)) {
    setFee(scratch.fee, scratch.notional, rateOf(account, book, isTaker));
    subtractAmount(page.numbers, numbersAt(order) | holdColumn, scratch.quantity);
    release(account, book.baseIndex, scratch.quantity);
    pay(account, book.baseIndex, scratch.quantity);
    addAmount(account.money, totalIndex(book.quoteIndex), scratch.notional);
    payFee(state, account, book.quoteIndex);
  } else {
    setFee(scratch.fee, scratch.quantity, rateOf(account, book, isTaker));
    release(account, book.quoteIndex, takeFromHold(state, page, order));
    pay(account, book.quoteIndex, scratch.notional);
    addAmount(account.money, totalIndex(book.baseIndex), scratch.quantity);
    payFee(state, account, book.baseIndex);
  }
  const { money } = account;
  addAmount(money, monthIndex(book.quoteIndex), scratch.notional);
  addAmount(money, todayIndex(book.quoteIndex), scratch.notional);
  post(state, account, isTaker);
}

// What the order's own row says of the fill.
function advance({ scratch }: ExchangeState, { ints, numbers }: OrderPage, order: number): void {
  const row = numbersAt(order);
  numbers[row | remainingColumn] = (numbers[row | remainingColumn] ?? 0) - scratch.lots;
  numbers[row | updatedAtMsColumn] = scratch.atMs;
  addAmount(numbers, row | filledNotionalColumn, scratch.notional);
  ints[intsAt(order) | phaseColumn] = ~partiallyFilled;
}

// The volume before this fill decides.
function rateOf({ money }: AccountState, book: BookState, isTaker: boolean): number {
  return book.fees.ratePpm(money, monthIndex(book.quoteIndex), isTaker);
}

// Lowers a buy's hold and returns by how much: a limit order keeps what its remainder needs at its own price; all
// others simply pay out of what was held.
function takeFromHold(state: ExchangeState, { ints, numbers }: OrderPage, order: number): Amount {
  const { hold, unlocked, notional } = state.scratch;
  const at = intsAt(order);
  const row = numbersAt(order);
  const held = row | holdColumn;
  if (kindOf(ints[at | termsColumn] ?? 0) !== limitKind) {
    subtractAmount(numbers, held, notional);
    return notional;
  }
  const remaining = numbers[row | remainingColumn] ?? 0;
  if (remaining === 0) {
    hold[0] = 0;
    hold[1] = 0;
  } else {
    const tick = state.bookList[ints[at | bookColumn] ?? 0]?.tick ?? 0;
    setBuyHold(hold, (ints[at | ticksColumn] ?? 0) * tick, remaining);
  }
  unlocked[0] = numbers[held] ?? 0;
  unlocked[1] = numbers[held | 1] ?? 0;
  subtractAmount(unlocked, 0, hold);
  numbers[held] = hold[0] ?? 0;
  numbers[held | 1] = hold[1] ?? 0;
  return unlocked;
}

// Out of what was received, to the exchange.
function payFee({ scratch, fees }: ExchangeState, { money }: AccountState, asset: number): void {
  subtractAmount(money, totalIndex(asset), scratch.fee);
  addAmount(fees, asset * 2, scratch.fee);
}

function post(state: ExchangeState, account: AccountState, isTaker: boolean): void {
  const { scratch, trades } = state;
  const row = scratch.tradeRow;
  const { numbers } = trades.newest;
  const at = trades.numbersAt(row);
  const fee = (scratch.fee[0] ?? 0) * unitsPerHigh + (scratch.fee[1] ?? 0);
  numbers[at | (isTaker ? takerFeeAt : makerFeeAt)] = fee;
  if (!isTaker) numbers[at | tradeEntryAt] = state.nextEntry;
  state.nextEntry += 2;
  account.postings.push(postingOfFill(fillRef(row, isTaker)));
}
