// Stop orders: they wait outside the book until the last price reaches their trigger, and then enter it.

import { invariant } from '@mandato/primitives/invariant';
import { createOrderBook, type OrderBook } from '../book/order-book.ts';
import { Amount, isLess, setUnits, unitsOf } from '../ledger/split-money.ts';
import { isSellOf, kindOf, limitKind, marketNotionalKind } from '../store/order-codes.ts';
import { setAvailable, worstTicks } from './check-order.ts';
import { bookOf, keepActive, matchLimit, matchMarket } from './match-order.ts';
import { releaseHold } from './order-hold.ts';
import { OrderRequest, safeUnits } from './order-request.ts';
import { planTake } from './plan-take.ts';
import type { BookState, ExchangeState } from './state.ts';

/**
 * Lets an order wait for its trigger: for a rise when the last price is below it, for a fall when it is above. Without
 * a last price a buy waits for a rise and a sell for a fall. A trigger at the last price is reached at once.
 */
export function addStop(state: ExchangeState, order: number): void {
  const { orders } = state;
  const book = bookOf(state, order);
  const trigger = orders.stopTicks(order);
  const { lastTicks } = book;
  const waitsForRise = lastTicks < 0 ? !isSellOf(orders.terms(order)) : trigger > lastTicks;
  // As an ask it is found from the lowest trigger up, as a bid from the highest down.
  const side = waitsForRise ? 'sell' : 'buy';
  const owner = orders.account(order);
  keepActive(state, order);
  orders.setSlot(order, stopsOf(book).rest({ side, limitTicks: trigger, lots: 1, owner, tag: order }));
}

/** The stops of a book, made with the first. */
export function stopsOf(book: BookState): OrderBook {
  book.stops ??= createOrderBook(Number(book.spec.priceMax / book.spec.tickSize));
  return book.stops;
}

/** Takes a waiting order out from among the stops. */
export function removeStop(state: ExchangeState, order: number): void {
  bookOf(state, order).stops?.remove(state.orders.slot(order));
  state.orders.setSlot(order, -1);
}

/** Enters every stop order whose trigger the last price has reached, and those that their trades trigger in turn. */
export function triggerStops(state: ExchangeState, book: BookState): void {
  const { orders } = state;
  for (let order = nextTriggered(book); order >= 0; order = nextTriggered(book)) {
    removeStop(state, order);
    releaseHold(state, order);
    const extras = orders.extras(order);
    invariant(extras !== null, 'a stop order has a trigger');
    extras.triggeredAtMs = state.scratch.atMs;
    orders.setUpdatedAtMs(order, state.scratch.atMs);
    if (kindOf(orders.terms(order)) === limitKind) matchLimit(state, order);
    else enterStopLoss(state, order);
  }
}

// Rises before falls, the trigger furthest passed first, then the oldest.
function nextTriggered({ stops, lastTicks }: BookState): number {
  if (stops === null || lastTicks < 0) return -1;
  const rise = stops.best('sell');
  if (rise >= 0 && rise <= lastTicks) return stops.tag(stops.first('sell', rise));
  const fall = stops.best('buy');
  if (fall >= 0 && fall >= lastTicks) return stops.tag(stops.first('buy', fall));
  return -1;
}

// What was held at the trigger's price may not cover the prices of now: then what the account can spend is the bound.
function enterStopLoss(state: ExchangeState, order: number): void {
  const { orders } = state;
  const terms = orders.terms(order);
  const book = bookOf(state, order);
  const account = state.accountList[orders.account(order)];
  invariant(account !== undefined, 'an order is of an account');
  const request = new OrderRequest(account, book);
  request.terms = terms;
  request.isSell = isSellOf(terms);
  request.kind = kindOf(terms);
  request.slippagePpm = orders.extras(order)?.slippagePpm ?? -1;
  request.lots = orders.lots(order);
  setUnits(request.asked, orders.askedNotional(order));
  planWithinMeans(state, request);
  matchMarket(state, order);
}

// A plan that what the account can spend cut short has exhausted it, and is not what was asked for.
function planWithinMeans(state: ExchangeState, request: OrderRequest): void {
  const { scratch } = state;
  const { book, isSell } = request;
  const isByNotional = request.kind === marketNotionalKind;
  const available = new Amount();
  setAvailable(available, request);
  const wished = isByNotional ? Number.MAX_SAFE_INTEGER : request.lots;
  const lotsMax = isSell ? Math.min(wished, safeUnits(unitsOf(available))) : wished;
  const isMoneyShort = !isSell && (!isByNotional || isLess(available, request.asked));
  const asked = isByNotional ? request.asked : null;
  const notionalMax = isMoneyShort ? available : asked;
  const side = isSell ? 'sell' : 'buy';
  const owner = request.account.index;
  planTake(book, { side, limitTicks: worstTicks(request), lotsMax, notionalMax, owner }, scratch);
  const isLotsShort = lotsMax < wished && scratch.planLots === lotsMax;
  const isCut = isByNotional ? isMoneyShort || isLotsShort : scratch.planLots < request.lots;
  if (scratch.planEnd === 'fulfilled' && isCut) scratch.planEnd = 'exhausted';
}
