// The money side of one match: both accounts pay and receive, both pay their fee, and the entry sums to zero.

import { invariant } from '@mandato/primitives/invariant';
import { type AccountState, type BookState, type ExchangeState, totalIndex } from '../engine/state.ts';
import { DayVolumes } from '../fees/day-volumes.ts';
import { isSellOf, kindOf, limitKind } from '../store/order-codes.ts';
import { makerFeeAt, takerFeeAt, tradeEntryAt } from '../store/trade-store.ts';
import { credit, pay, release } from './balances.ts';
import { fillRef, postingOfFill } from './fill-refs.ts';
import { setBuyHold, setFee } from './notional.ts';
import { type Amount, addAmount, partsPerWhole, subtractAmount } from './split-money.ts';

/** Books the trade in `scratch` for one of its two orders, whose filled and remaining lots are those after it. */
export function settle(state: ExchangeState, order: number, isTaker: boolean): void {
  const { orders, scratch } = state;
  const account = state.accountList[orders.account(order)];
  const book = state.bookList[orders.book(order)];
  invariant(account !== undefined && book !== undefined, 'an order is of an account and a book');
  const isSell = isSellOf(orders.terms(order));
  const received = isSell ? scratch.notional : scratch.quantity;
  const paid = isSell ? scratch.quantity : scratch.notional;
  const receivedAsset = isSell ? book.quoteIndex : book.baseIndex;
  const paidAsset = isSell ? book.baseIndex : book.quoteIndex;

  const volumes = volumesOf(account, book);
  volumes.rollTo(scratch.atMs);
  setFee(scratch.fee, received, book.fees.ratePpm(volumes.amounts, isTaker));
  volumes.add(scratch.notional);
  release(account, paidAsset, takeFromHold(state, order, paid));
  pay(account, paidAsset, paid);
  credit(account, receivedAsset, received);
  subtractAmount(account.money, totalIndex(receivedAsset), scratch.fee);
  addAmount(state.fees, receivedAsset * 2, scratch.fee);
  post(state, account, isTaker);
}

// Lowers the order's hold and returns by how much: a limit buy keeps what its remainder needs at its own price; all
// others simply pay out of what was held.
function takeFromHold(state: ExchangeState, order: number, paid: Amount): Amount {
  const { orders, scratch } = state;
  const amounts = orders.amounts(order);
  const at = orders.holdAt(order);
  const terms = orders.terms(order);
  if (kindOf(terms) !== limitKind || isSellOf(terms)) {
    subtractAmount(amounts, at, paid);
    return paid;
  }
  const book = state.bookList[orders.book(order)];
  setBuyHold(scratch.hold, orders.ticks(order) * (book?.tick ?? 0), orders.remaining(order));
  const { unlocked } = scratch;
  unlocked[0] = amounts[at] ?? 0;
  unlocked[1] = amounts[at + 1] ?? 0;
  subtractAmount(unlocked, 0, scratch.hold);
  amounts[at] = scratch.hold[0] ?? 0;
  amounts[at + 1] = scratch.hold[1] ?? 0;
  return unlocked;
}

function volumesOf(account: AccountState, book: BookState): DayVolumes {
  const found = account.volumes[book.quoteIndex] ?? null;
  if (found !== null) return found;
  const fresh = new DayVolumes();
  account.volumes[book.quoteIndex] = fresh;
  return fresh;
}

function post(state: ExchangeState, account: AccountState, isTaker: boolean): void {
  const { scratch, trades } = state;
  const row = scratch.tradeRow;
  const numbers = trades.numbers(row);
  const at = trades.numbersAt(row);
  const fee = (scratch.fee[0] ?? 0) * partsPerWhole + (scratch.fee[1] ?? 0);
  numbers[at + (isTaker ? takerFeeAt : makerFeeAt)] = fee;
  if (!isTaker) numbers[at + tradeEntryAt] = state.nextEntry;
  state.nextEntry += 2;
  const ref = fillRef(row, isTaker);
  account.fills.push(ref);
  account.postings.push(postingOfFill(ref));
}
