// The money side of one match: both accounts pay and receive, both pay their fee, and the entry sums to zero.

import { invariant } from '@mandato/primitives/invariant';
import { type ExchangeState, monthAt, todayAt, volumeDayAt } from '../engine/state.ts';
import { dayMs, rollVolumes } from '../fees/day-volumes.ts';
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
import { setBuyHold, setFee } from './notional.ts';
import { type Amount, addAmount, subtractAmount, unitsPerHigh } from './split-money.ts';

/** Books the trade in `scratch` for one of its two orders: its row, its account's money and volume, and its fee. */
export function settle(state: ExchangeState, order: number, isTaker: boolean): void {
  const { scratch } = state;
  const page = state.orders.page(order);
  const { ints } = page;
  const at = intsAt(order);
  const account = ints[at | accountColumn] ?? 0;
  const book = state.bookList[ints[at | bookColumn] ?? 0];
  invariant(book !== undefined, 'an order is of a book');
  advance(state, page, order);
  const money = state.money.page(account);
  const base = state.money.assetAt(account, book.baseIndex);
  const quote = state.money.assetAt(account, book.quoteIndex);
  const day = Math.floor(scratch.atMs / dayMs);
  if (money[state.money.rowAt(account) + volumeDayAt] !== day) rollVolumes(state, account);
  // The volume before this fill decides.
  const ratePpm = book.fees.ratePpm(money, quote + monthAt, isTaker);
  if (isSellOf(ints[at | termsColumn] ?? 0)) {
    subtractAmount(page.numbers, numbersAt(order) | holdColumn, scratch.quantity);
    release(money, base, scratch.quantity);
    pay(money, base, scratch.quantity);
    setFee(scratch.fee, scratch.notional, ratePpm);
    addAmount(money, quote, scratch.notional);
    subtractAmount(money, quote, scratch.fee);
    addAmount(state.fees, book.quoteIndex * 2, scratch.fee);
  } else {
    release(money, quote, takeFromHold(state, page, order));
    pay(money, quote, scratch.notional);
    setFee(scratch.fee, scratch.quantity, ratePpm);
    addAmount(money, base, scratch.quantity);
    subtractAmount(money, base, scratch.fee);
    addAmount(state.fees, book.baseIndex * 2, scratch.fee);
  }
  addAmount(money, quote + monthAt, scratch.notional);
  addAmount(money, quote + todayAt, scratch.notional);
  noteFee(state, isTaker);
}

// What the order's own row says of the fill.
function advance({ scratch }: ExchangeState, { ints, numbers }: OrderPage, order: number): void {
  const row = numbersAt(order);
  numbers[row | remainingColumn] = (numbers[row | remainingColumn] ?? 0) - scratch.lots;
  numbers[row | updatedAtMsColumn] = scratch.atMs;
  addAmount(numbers, row | filledNotionalColumn, scratch.notional);
  ints[intsAt(order) | phaseColumn] = ~partiallyFilled;
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

// The fee and, once for both sides, the ledger entries of the trade.
function noteFee(state: ExchangeState, isTaker: boolean): void {
  const { scratch, trades } = state;
  const { numbers } = trades.newest;
  const at = trades.numbersAt(scratch.tradeRow);
  const fee = (scratch.fee[0] ?? 0) * unitsPerHigh + (scratch.fee[1] ?? 0);
  numbers[at | (isTaker ? takerFeeAt : makerFeeAt)] = fee;
  if (!isTaker) numbers[at | tradeEntryAt] = state.nextEntry;
  state.nextEntry += 2;
}
