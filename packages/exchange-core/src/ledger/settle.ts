// The money side of one match: both accounts pay and receive, both pay their fee, and the entry sums to zero.

import { invariant } from '@mandato/primitives/invariant';
import { type ExchangeState, monthAt, todayAt, volumeDayAt } from '../engine/state.ts';
import { dayMs, rollVolumes } from '../fees/day-volumes.ts';
import {
  bookOfBits,
  isSellOf,
  kindOf,
  limitKind,
  partiallyFilled,
  termsOfBits,
  withStatus,
} from '../store/order-codes.ts';
import {
  accountColumn,
  bitsColumn,
  filledAt,
  intsAt,
  numbersAt,
  type OrderPage,
  remainingColumn,
  ticksColumn,
  updatedAtMsColumn,
} from '../store/order-store.ts';
import { pay, release } from './balances.ts';
import { setBuyHold, setFee } from './notional.ts';
import { type Amount, addAmount, subtractAmount } from './split-money.ts';

/**
 * Books the trade in `scratch` for one of its two orders: its row, its account's money and volume, and its fee, whose rate
 * in parts per million is returned.
 */
export function settle(state: ExchangeState, order: number, isTaker: boolean): number {
  const { scratch } = state;
  const page = state.orders.page(order);
  const { ints } = page;
  const at = intsAt(order);
  const account = ints[at | accountColumn] ?? 0;
  const bits = ints[at | bitsColumn] ?? 0;
  const book = state.bookList[bookOfBits(bits)];
  invariant(book !== undefined, 'an order is of a book');
  advance(state, page, order);
  const money = state.money.page(account);
  const base = state.money.assetAt(account, book.baseIndex);
  const quote = state.money.assetAt(account, book.quoteIndex);
  const day = Math.floor(scratch.atMs / dayMs);
  if (money[state.money.rowAt(account) + volumeDayAt] !== day) rollVolumes(state, account);
  // The volume before this fill decides.
  const ratePpm = book.fees.ratePpm(money, quote + monthAt, isTaker);
  if (isSellOf(termsOfBits(bits))) {
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
  return ratePpm;
}

// What the order's own row says of the fill.
function advance({ scratch }: ExchangeState, { ints, numbers, filled }: OrderPage, order: number): void {
  const row = numbersAt(order);
  const at = intsAt(order);
  numbers[row | remainingColumn] = (numbers[row | remainingColumn] ?? 0) - scratch.lots;
  numbers[row | updatedAtMsColumn] = scratch.atMs;
  addAmount(filled, filledAt(order), scratch.notional);
  ints[at | bitsColumn] = withStatus(ints[at | bitsColumn] ?? 0, partiallyFilled);
}

// What a fill unlocks of a buy's hold: a limit order keeps what its remainder needs at its own price; all others simply
// pay out of what was held.
function takeFromHold(state: ExchangeState, { ints, numbers }: OrderPage, order: number): Amount {
  const { hold, unlocked, notional, lots } = state.scratch;
  const at = intsAt(order);
  const bits = ints[at | bitsColumn] ?? 0;
  if (kindOf(termsOfBits(bits)) !== limitKind) return notional;
  const price = (ints[at | ticksColumn] ?? 0) * (state.bookList[bookOfBits(bits)]?.tick ?? 0);
  const remaining = numbers[numbersAt(order) | remainingColumn] ?? 0;
  setBuyHold(unlocked, price, remaining + lots);
  if (remaining === 0) return unlocked;
  setBuyHold(hold, price, remaining);
  subtractAmount(unlocked, 0, hold);
  return unlocked;
}
