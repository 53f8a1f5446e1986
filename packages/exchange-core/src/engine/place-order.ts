// A new order from its check to where it ends up: filled, resting, waiting for its trigger, or gone.

import { hold } from '../ledger/balances.ts';
import { limitKind, marketNotionalKind, queued } from '../store/order-codes.ts';
import { checkOrder } from './check-order.ts';
import type { EngineRefusal } from './command.ts';
import { beginOrder } from './end-order.ts';
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
  hold(account, request.isSell ? book.baseIndex : book.quoteIndex, scratch.hold);
  const order = newOrder(state, request);
  beginOrder(state, account, order);
  state.log.accepted(order);
  if (request.stop > 0) addStop(state, order);
  else if (request.kind === limitKind) matchLimit(state, order);
  else matchMarket(state, order);
  if (book.stops !== null) triggerStops(state, book);
}

function newOrder(state: ExchangeState, request: OrderRequest): number {
  const { orders, scratch } = state;
  const order = orders.add(request.id, 0, request.idHash);
  orders.setAccount(order, request.account.index);
  orders.setBook(order, request.book.index);
  orders.setTerms(order, request.terms);
  orders.setTicks(order, request.ticks);
  orders.setStopTicks(order, request.stopTicks);
  orders.setSlippagePpm(order, request.slippagePpm);
  orders.setSlot(order, -1);
  orders.setStatus(order, queued);
  orders.setReason(order, -1);
  orders.setLots(order, request.lots);
  orders.setRemaining(order, request.lots);
  orders.setCreatedAtMs(order, scratch.atMs);
  orders.setUpdatedAtMs(order, scratch.atMs);
  orders.setTriggeredAtMs(order, -1);
  const amounts = orders.amounts(order);
  const held = orders.holdAt(order);
  amounts[held] = scratch.hold[0] ?? 0;
  amounts[held + 1] = scratch.hold[1] ?? 0;
  if (request.kind === marketNotionalKind) {
    const asked = orders.askedNotionalAt(order);
    amounts[asked] = request.asked[0] ?? 0;
    amounts[asked + 1] = request.asked[1] ?? 0;
  }
  if (request.originId !== null) {
    orders.setOriginId(order, request.originId);
    request.account.byOriginId.set(request.originId, order);
  }
  return order;
}
