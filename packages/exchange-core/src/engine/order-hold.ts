// What is locked for an active order: it follows from what the order still asks for, so that no row has to keep it.

import { setBuyHold } from '../ledger/notional.ts';
import { Amount, setSafeUnits, setUnits } from '../ledger/split-money.ts';
import { bookOfBits, isSellOf, kindOf, limitKind, termsOfBits } from '../store/order-codes.ts';
import { bitsColumn, intsAt, numbersAt, remainingColumn, ticksColumn } from '../store/order-store.ts';
import { setWaitingHold } from './check-order.ts';
import type { ExchangeState } from './state.ts';

/**
 * Writes what is locked for an active order into `to`: quote for a buy, base for a sell. A market order pays out at once
 * all that was locked for it, so that it has something locked only while it waits for its trigger.
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
