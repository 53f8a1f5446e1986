// New terms for an active order: `modify` keeps the order, `replace` ends it and places another.

import { invariant } from '@mandato/primitives/invariant';
import { lotsFor, setNotional } from '../ledger/notional.ts';
import { addAmount, isLess, setUnits, unitsOf } from '../ledger/split-money.ts';
import {
  isSellOf,
  kindOf,
  limitKind,
  marketNotionalKind,
  open,
  partiallyFilled,
  queued,
} from '../store/order-codes.ts';
import { numberOfId, packId } from '../store/packed-id.ts';
import { cancelActive, unrest } from './cancel-order.ts';
import { checkBounds, checkOrder, checkTerms, setAvailable, setWaitingHold } from './check-order.ts';
import type { EngineRefusal, ModifyOrder, NewTerms, ReplaceOrder } from './command.ts';
import { bookOf, matchLimit } from './match-order.ts';
import { releaseHold, setOrderHold } from './order-hold.ts';
import { OrderRequest, onTick, safeUnits } from './order-request.ts';
import { enterOrder } from './place-order.ts';
import type { ExchangeState } from './state.ts';
import { addStop, removeStop, triggerStops } from './stop-orders.ts';

/** Changes the active order with this handle in place. */
export function modifyOrder(state: ExchangeState, order: number, command: ModifyOrder): EngineRefusal | null {
  const refusal = tryModify(state, order, command.terms);
  if (refusal === null || !command.cancelIfRefused) return refusal;
  cancelActive(state, order);
  return null;
}

function tryModify(state: ExchangeState, order: number, terms: NewTerms): EngineRefusal | null {
  const { orders, scratch } = state;
  const waits = state.orders.isWaitingStop(order);
  const request = requestLike(state, order);
  const refused = changeRequest(request, terms, waits);
  if (refused !== null) return refused;
  const filled = orders.filled(order);
  if (terms.quantity === null && keepsValue(request, terms)) {
    setNotional(scratch.notional, orders.ticks(order) * request.book.tick, orders.remaining(order));
    request.lots = filled + lotsFor(scratch.notional, request.price, request.book.quantityMax);
  } else if (terms.quantity === null) request.lots = orders.lots(order);
  const unfit = checkTerms(request) ?? checkBounds(state, request);
  if (unfit !== null) return unfit;
  if (request.kind !== marketNotionalKind && request.lots <= filled) return 'quantity_below_min';

  const lots = request.lots;
  request.lots = lots - filled;
  setWaitingHold(scratch.hold, request);
  if (!coversChange(state, order, request)) return 'balance_insufficient';
  if (waits) removeStop(state, order);
  else unrest(state, order);
  request.lots = lots;
  rewrite(state, order, request);
  if (waits) addStop(state, order);
  else matchLimit(state, order);
  triggerStops(state, request.book);
  return null;
}

/** Cancels the active order with this handle and places its replacement, which was affordable beside it. */
export function replaceOrder(
  state: ExchangeState,
  order: number,
  command: ReplaceOrder,
): EngineRefusal | null {
  const request = requestLike(state, order);
  const { terms } = command;
  const refused = changeRequest(request, terms, state.orders.isWaitingStop(order));
  if (refused !== null) return refused;
  packId(request.id, 0, command.newOrderId);
  request.idNumber = numberOfId(request.id, 0);
  // The old order's own origin id is free for the new one, since the old one ends first.
  const isOwn = command.originId !== null && command.originId === state.orders.originId(order);
  request.originId = isOwn ? null : command.originId;
  state.open.recount(request.account.index, -1);
  const refusal = checkOrder(state, request);
  state.open.recount(request.account.index, 1);
  if (refusal !== null) return refusal;
  request.originId = command.originId;
  cancelActive(state, order);
  enterOrder(state, request);
  return null;
}

// A request that asks for what the order still asks for.
function requestLike(state: ExchangeState, order: number): OrderRequest {
  const { orders } = state;
  const account = state.accountList[orders.account(order)];
  invariant(account !== undefined, 'an order is of an account');
  const book = bookOf(state, order);
  const request = new OrderRequest(account, book);
  const terms = orders.terms(order);
  request.terms = terms;
  request.isSell = isSellOf(terms);
  request.kind = kindOf(terms);
  request.ticks = orders.ticks(order);
  request.price = request.ticks * book.tick;
  request.lots = orders.remaining(order);
  request.stopTicks = state.orders.isWaitingStop(order) ? orders.stopTicks(order) : 0;
  request.stop = request.stopTicks > 0 ? request.stopTicks * book.tick : -1;
  request.slippagePpm = orders.extras(order)?.slippagePpm ?? -1;
  setUnits(request.asked, orders.askedNotional(order));
  return request;
}

// A price only for limit orders, a quantity not for orders by notional, a notional only for those, a trigger only for
// an order that waits for it.
function changeRequest(request: OrderRequest, terms: NewTerms, waits: boolean): EngineRefusal | null {
  const isLimit = request.kind === limitKind;
  const isByNotional = request.kind === marketNotionalKind;
  const isAllowed =
    (terms.price === null || isLimit) &&
    (terms.quantity === null || !isByNotional) &&
    (terms.notional === null || isByNotional) &&
    (terms.stop === null || waits);
  const isAny = terms.price ?? terms.quantity ?? terms.notional ?? terms.stop;
  if (!isAllowed || isAny === null) return 'change_not_allowed';
  const { tick } = request.book;
  if (terms.price !== null) {
    request.price = onTick(terms.price, tick);
    request.ticks = Math.round(request.price / tick);
  }
  if (terms.quantity !== null) request.lots = safeUnits(terms.quantity);
  if (terms.notional !== null) request.ask(terms.notional);
  if (terms.stop !== null) {
    request.stop = onTick(terms.stop, tick);
    request.stopTicks = Math.round(request.stop / tick);
  }
  return null;
}

function keepsValue(request: OrderRequest, terms: NewTerms): boolean {
  return terms.price !== null && request.price > 0 && request.kind === limitKind && !request.isSell;
}

// What the order holds already counts as available to it.
function coversChange(state: ExchangeState, order: number, request: OrderRequest): boolean {
  const { scratch } = state;
  const { needed, unlocked } = scratch;
  setAvailable(needed, request);
  setOrderHold(state, order, unlocked);
  addAmount(needed, unlocked);
  return !isLess(needed, scratch.hold);
}

function rewrite(state: ExchangeState, order: number, request: OrderRequest): void {
  const { orders, scratch } = state;
  releaseHold(state, order);
  const extras = orders.extras(order);
  if (extras !== null && request.kind === marketNotionalKind) extras.askedNotional = unitsOf(request.asked);
  orders.setTicks(order, request.ticks);
  if (extras !== null && request.stopTicks > 0) extras.stopTicks = request.stopTicks;
  orders.setLots(order, request.lots, orders.filled(order));
  orders.setUpdatedAtMs(order, scratch.atMs);
  if (orders.status(order) !== partiallyFilled) orders.setStatus(order, request.stop > 0 ? queued : open);
}
