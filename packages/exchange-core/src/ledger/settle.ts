// The money side of one match: both accounts pay and receive, both pay their fee, and the entry sums to zero.

import { invariant } from '@mandato/primitives/invariant';
import {
  type AccountState,
  type ExchangeState,
  monthIndex,
  todayIndex,
  totalIndex,
} from '../engine/state.ts';
import { rollVolumes } from '../fees/day-volumes.ts';
import { isSellOf, kindOf, limitKind } from '../store/order-codes.ts';
import { accountColumn, bookColumn, termsColumn, ticksColumn } from '../store/order-store.ts';
import { makerFeeAt, takerFeeAt, tradeEntryAt } from '../store/trade-store.ts';
import { credit, pay, release } from './balances.ts';
import { fillRef, postingOfFill } from './fill-refs.ts';
import { setBuyHold, setFee } from './notional.ts';
import { type Amount, addAmount, subtractAmount, unitsPerHigh } from './split-money.ts';

/** Books the trade in `scratch` for one of its two orders, whose filled and remaining lots are those after it. */
export function settle(state: ExchangeState, order: number, isTaker: boolean): void {
  const { orders, scratch } = state;
  const ints = orders.ints(order);
  const row = orders.intsAt(order);
  const account = state.accountList[ints[row + accountColumn] ?? 0];
  const book = state.bookList[ints[row + bookColumn] ?? 0];
  invariant(account !== undefined && book !== undefined, 'an order is of an account and a book');
  const isSell = isSellOf(ints[row + termsColumn] ?? 0);
  const received = isSell ? scratch.notional : scratch.quantity;
  const paid = isSell ? scratch.quantity : scratch.notional;
  const receivedAsset = isSell ? book.quoteIndex : book.baseIndex;
  const paidAsset = isSell ? book.baseIndex : book.quoteIndex;

  const { money } = account;
  const month = monthIndex(book.quoteIndex);
  rollVolumes(account, scratch.atMs);
  setFee(scratch.fee, received, book.fees.ratePpm(money, month, isTaker));
  addAmount(money, month, scratch.notional);
  addAmount(money, todayIndex(book.quoteIndex), scratch.notional);
  release(account, paidAsset, takeFromHold(state, order, paid));
  pay(account, paidAsset, paid);
  credit(account, receivedAsset, received);
  subtractAmount(money, totalIndex(receivedAsset), scratch.fee);
  addAmount(state.fees, receivedAsset * 2, scratch.fee);
  post(state, account, isTaker);
}

// Lowers the order's hold and returns by how much: a limit buy keeps what its remainder needs at its own price; all
// others simply pay out of what was held.
function takeFromHold(state: ExchangeState, order: number, paid: Amount): Amount {
  const { orders, scratch } = state;
  const amounts = orders.amounts(order);
  const at = orders.holdAt(order);
  const ints = orders.ints(order);
  const row = orders.intsAt(order);
  const terms = ints[row + termsColumn] ?? 0;
  if (kindOf(terms) !== limitKind || isSellOf(terms)) {
    subtractAmount(amounts, at, paid);
    return paid;
  }
  const { hold, unlocked } = scratch;
  const remaining = orders.remaining(order);
  const tick = state.bookList[ints[row + bookColumn] ?? 0]?.tick ?? 0;
  if (remaining === 0) {
    hold[0] = 0;
    hold[1] = 0;
  } else setBuyHold(hold, (ints[row + ticksColumn] ?? 0) * tick, remaining);
  unlocked[0] = amounts[at] ?? 0;
  unlocked[1] = amounts[at + 1] ?? 0;
  subtractAmount(unlocked, 0, hold);
  amounts[at] = hold[0] ?? 0;
  amounts[at + 1] = hold[1] ?? 0;
  return unlocked;
}

function post(state: ExchangeState, account: AccountState, isTaker: boolean): void {
  const { scratch, trades } = state;
  const row = scratch.tradeRow;
  const numbers = trades.numbers(row);
  const at = trades.numbersAt(row);
  const fee = (scratch.fee[0] ?? 0) * unitsPerHigh + (scratch.fee[1] ?? 0);
  numbers[at + (isTaker ? takerFeeAt : makerFeeAt)] = fee;
  if (!isTaker) numbers[at + tradeEntryAt] = state.nextEntry;
  state.nextEntry += 2;
  account.postings.push(postingOfFill(fillRef(row, isTaker)));
}
