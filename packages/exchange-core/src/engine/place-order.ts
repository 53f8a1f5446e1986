// A new order from its check to where it ends up: filled, resting, waiting for its trigger, or gone.

import { unitsOf } from '../ledger/split-money.ts';
import { hasExtras, limitKind, marketNotionalKind, packBits, queued } from '../store/order-codes.ts';
import {
  accountColumn,
  askedAt,
  bitsColumn,
  createdAtMsColumn,
  intsAt,
  lotsColumn,
  nextColumn,
  numbersAt,
  type OrderExtras,
  remainingColumn,
  slotColumn,
  ticksColumn,
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

/** Enters an order that was checked just now. Nothing is held for it, and no list has it, until it rests or waits. */
export function enterOrder(state: ExchangeState, request: OrderRequest): void {
  const { book } = request;
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
  const { ints, numbers, asked } = orders.page(order);
  const at = intsAt(order);
  const isPlain = request.stopTicks === 0 && request.slippagePpm < 0 && request.kind !== marketNotionalKind;
  ints[at | accountColumn] = request.account.index;
  ints[at | bitsColumn] = packBits(
    request.book.index,
    isPlain ? request.terms : request.terms | hasExtras,
    queued,
  );
  ints[at | ticksColumn] = request.ticks;
  ints[at | slotColumn] = -1;
  ints[at | nextColumn] = -1;
  const row = numbersAt(order);
  numbers[row | remainingColumn] = request.lots;
  numbers[row | updatedAtMsColumn] = scratch.atMs;
  const beside = askedAt(order);
  asked[beside | lotsColumn] = request.lots;
  asked[beside | createdAtMsColumn] = scratch.atMs;
  if (!isPlain) orders.setExtras(order, extrasOf(request));
  if (request.originId !== null) {
    orders.setOriginId(order, request.originId);
    request.account.nameOrder(request.originId, order);
  }
  return order;
}

function extrasOf({ stopTicks, slippagePpm, kind, asked }: OrderRequest): OrderExtras {
  const askedNotional = kind === marketNotionalKind ? unitsOf(asked) : 0n;
  return { stopTicks, slippagePpm, triggeredAtMs: -1, askedNotional };
}
