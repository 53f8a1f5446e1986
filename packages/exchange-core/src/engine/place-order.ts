// A new order from its check to where it ends up: filled, resting, waiting for its trigger, or gone.

import { hold } from '../ledger/balances.ts';
import { unitsAt } from '../ledger/split-money.ts';
import { limitKind, marketNotionalKind, queued } from '../store/order-codes.ts';
import {
  accountColumn,
  bookColumn,
  createdAtMsColumn,
  filledNotionalColumn,
  filledNotionalPartColumn,
  holdColumn,
  holdPartColumn,
  intsAt,
  lotsColumn,
  nextColumn,
  numbersAt,
  phaseColumn,
  remainingColumn,
  slippagePpmColumn,
  slotColumn,
  stopTicksColumn,
  termsColumn,
  ticksColumn,
  triggeredAtMsColumn,
  updatedAtMsColumn,
} from '../store/order-store.ts';
import { checkOrder } from './check-order.ts';
import type { EngineRefusal } from './command.ts';
import { matchLimit, matchMarket } from './match-order.ts';
import type { OrderRequest } from './order-request.ts';
import type { ExchangeState } from './state.ts';
import { addStop, triggerStops } from './stop-orders.ts';

/** Checks, holds, matches, settles and rests one order at market time `scratch.atMs`; null when it was accepted. */
export function placeOrder(state: ExchangeState, request: OrderRequest): EngineRefusal | null {
  const refusal = checkOrder(state, request);
  if (refusal === null) enterOrder(state, request);
  return refusal;
}

/** Enters an order that was checked just now. */
export function enterOrder(state: ExchangeState, request: OrderRequest): void {
  const { account, book } = request;
  const { scratch } = state;
  const asset = request.isSell ? book.baseIndex : book.quoteIndex;
  hold(state.money.page(account.index), state.money.assetAt(account.index, asset), scratch.hold);
  const order = newOrder(state, request);
  state.log.accepted(order);
  if (request.stop > 0) addStop(state, order);
  else if (request.kind === limitKind) matchLimit(state, order);
  else matchMarket(state, order);
  if (book.stops !== null) triggerStops(state, book);
}

function newOrder(state: ExchangeState, request: OrderRequest): number {
  const { orders, scratch } = state;
  const order = orders.add(request.id, 0, request.idNumber);
  const { ints, numbers } = orders.page(order);
  const at = intsAt(order);
  ints[at | accountColumn] = request.account.index;
  ints[at | bookColumn] = request.book.index;
  ints[at | termsColumn] = request.terms;
  ints[at | ticksColumn] = request.ticks;
  ints[at | stopTicksColumn] = request.stopTicks;
  ints[at | slippagePpmColumn] = request.slippagePpm;
  ints[at | slotColumn] = -1;
  ints[at | nextColumn] = state.open.add(request.account.index, order, orders);
  ints[at | phaseColumn] = ~queued;
  const row = numbersAt(order);
  numbers[row | lotsColumn] = request.lots;
  numbers[row | remainingColumn] = request.lots;
  numbers[row | createdAtMsColumn] = scratch.atMs;
  numbers[row | updatedAtMsColumn] = scratch.atMs;
  numbers[row | triggeredAtMsColumn] = -1;
  numbers[row | holdColumn] = scratch.hold[0] ?? 0;
  numbers[row | holdPartColumn] = scratch.hold[1] ?? 0;
  numbers[row | filledNotionalColumn] = 0;
  numbers[row | filledNotionalPartColumn] = 0;
  if (request.kind === marketNotionalKind) orders.setAskedNotional(order, unitsAt(request.asked, 0));
  if (request.originId !== null) {
    orders.setOriginId(order, request.originId);
    request.account.byOriginId.set(request.originId, order);
  }
  return order;
}
