// Everything that can be said against an order before it is accepted, the first reason being the answer.

import { oppositeSide } from '../ids.ts';
import { roundUp, setBuyHold, setNotional } from '../ledger/notional.ts';
import {
  Amount,
  addAmount,
  copyAmount,
  copyFrom,
  isLess,
  isLessAt,
  isZero,
  setSafeUnits,
  setUnits,
  subtractAmount,
  unitsOf,
} from '../ledger/split-money.ts';
import { limitKind, marketNotionalKind, marketQuantityKind } from '../store/order-codes.ts';
import { type EngineRefusal, openOrdersMax } from './command.ts';
import type { OrderRequest } from './order-request.ts';
import { planTake } from './plan-take.ts';
import {
  type AccountState,
  type ExchangeState,
  lockedAt,
  lockedIndex,
  type Scratch,
  totalIndex,
} from './state.ts';

/**
 * Checks an order against the account, the book's rules and the balance, in the order of `EngineRefusal`. When there is
 * nothing against it, `scratch.hold` has what it must hold, and for a market order the plan what it will take.
 */
export function checkOrder(state: ExchangeState, request: OrderRequest): EngineRefusal | null {
  if (state.orders.find(request.id, 0, request.idNumber) >= 0) return 'order_id_duplicate';
  const terms = checkTerms(request);
  if (terms !== null) return terms;
  if (request.originId !== null && isOriginIdActive(state, request.account, request.originId))
    return 'origin_id_duplicate';

  const isMarketNow = request.kind !== limitKind && request.stop < 0;
  if (isMarketNow) planMarket(state, request);
  const bounds = checkBounds(state, request);
  if (bounds !== null) return bounds;
  if (state.open.count(request.account.index) >= openOrdersMax) return 'open_orders_exceeded';
  const { scratch } = state;
  if (isMarketNow) setMarketHold(state, request);
  else if (request.kind === limitKind && request.stop < 0) setLimitHold(scratch, request);
  else setWaitingHold(scratch.hold, request);
  return isAvailable(state, request, isMarketNow ? scratch.needed : scratch.hold)
    ? null
    : 'balance_insufficient';
}

/** Whether amounts are positive and prices on a tick. */
export function checkTerms(request: OrderRequest): EngineRefusal | null {
  const isNothing = request.kind === marketNotionalKind ? isZero(request.asked) : request.lots === 0;
  if (isNothing) return 'amount_not_positive';
  if ((request.kind === limitKind && request.price === 0) || request.stop === 0) return 'price_off_tick';
  return null;
}

function isOriginIdActive(state: ExchangeState, account: AccountState, originId: string): boolean {
  const latest = account.byOriginId.get(originId);
  return latest !== undefined && state.orders.reason(latest) < 0;
}

/** Whether price, trigger, quantity and notional are what the book allows. */
export function checkBounds(state: ExchangeState, request: OrderRequest): EngineRefusal | null {
  const { book, kind, price, stop, lots } = request;
  if (kind === limitKind) {
    if (price < book.priceMin) return 'price_below_min';
    if (price > book.priceMax) return 'price_above_max';
  }
  if (stop > 0) {
    if (stop < book.priceMin) return 'stop_below_min';
    if (stop > book.priceMax) return 'stop_above_max';
  }
  if (kind !== marketNotionalKind) {
    if (lots < book.quantityMin) return 'quantity_below_min';
    if (lots > book.quantityMax) return 'quantity_above_max';
  }
  return checkNotional(state, request);
}

function checkNotional(state: ExchangeState, request: OrderRequest): EngineRefusal | null {
  const { book, kind, stop } = request;
  const { scratch } = state;
  const isPlanned = kind === marketQuantityKind && stop < 0;
  const notional = notionalAsked(state, request);
  // A market order that the book cannot fill whole has no known value, so only the upper bound can apply.
  const isKnown = !isPlanned || scratch.planEnd === 'fulfilled';
  if (isKnown && isLess(notional, book.notionalMin)) return 'notional_below_min';
  return isLess(book.notionalMax, notional) ? 'notional_above_max' : null;
}

function notionalAsked(state: ExchangeState, request: OrderRequest): Amount {
  const { kind, stop, price, lots } = request;
  const { scratch } = state;
  if (kind === marketNotionalKind) return request.asked;
  if (kind === marketQuantityKind && stop < 0) return scratch.planNotional;
  scratch.isNotionalExact = setNotional(scratch.notional, kind === limitKind ? price : stop, lots);
  return scratch.notional;
}

/** Plans what a market order takes at the prices of this moment. */
export function planMarket(state: ExchangeState, request: OrderRequest): void {
  const { book, kind, lots, account } = request;
  const isByNotional = kind === marketNotionalKind;
  planTake(
    book,
    {
      side: request.isSell ? 'sell' : 'buy',
      limitTicks: worstTicks(request),
      // More lots than a book may hold are refused by its bounds; until then the number must stay safe.
      lotsMax: isByNotional ? Number.POSITIVE_INFINITY : Math.min(lots, book.quantityMax),
      notionalMax: isByNotional ? request.asked : null,
      owner: account.index,
    },
    state.scratch,
  );
}

/** The worst price that the slippage allows, counted from the best price of this moment; -1 for any. */
export function worstTicks(request: OrderRequest): number {
  const { slippagePpm, isSell, book } = request;
  const best = book.orderBook.best(oppositeSide(isSell ? 'sell' : 'buy'));
  if (slippagePpm < 0 || best < 0) return -1;
  const millionths = BigInt(best) * BigInt(isSell ? 1_000_000 - slippagePpm : 1_000_000 + slippagePpm);
  const down = millionths / 1_000_000n;
  return Math.max(0, Number(!isSell || down * 1_000_000n === millionths ? down : down + 1n));
}

// A market order holds what it will take, but funds are asked for as it states them even where the book has less.
function setMarketHold(state: ExchangeState, request: OrderRequest): void {
  const { scratch } = state;
  const { hold, needed, planNotional, planLots } = scratch;
  if (request.isSell) setSafeUnits(hold, planLots);
  else copyAmount(hold, planNotional);
  if (request.kind === marketNotionalKind && !request.isSell) copyAmount(needed, request.asked);
  else if (request.kind === marketQuantityKind && request.isSell) setSafeUnits(needed, request.lots);
  else copyAmount(needed, hold);
}

// The bounds made the notional; a buy holds it rounded up.
function setLimitHold({ hold, notional, isNotionalExact }: Scratch, { isSell, lots }: OrderRequest): void {
  if (isSell) setSafeUnits(hold, lots);
  else {
    copyAmount(hold, notional);
    if (!isNotionalExact) roundUp(hold);
  }
}

/** What an order holds while it rests or waits: what it may cost, at its price or else at its trigger. */
export function setWaitingHold(
  hold: Amount,
  request: Pick<OrderRequest, 'kind' | 'isSell' | 'lots' | 'price' | 'stop' | 'asked'>,
): void {
  const { kind, isSell, lots, price, stop } = request;
  if (kind !== marketNotionalKind) {
    if (isSell) setSafeUnits(hold, lots);
    else setBuyHold(hold, kind === limitKind ? price : stop, lots);
  } else if (isSell) {
    const product = unitsOf(request.asked) * 100_000_000n;
    setUnits(hold, (product + BigInt(stop) - 1n) / BigInt(stop));
  } else copyAmount(hold, request.asked);
}

/** True when the account of `request` can spend `amount` of what its side pays with. */
export function isAvailable(state: ExchangeState, request: OrderRequest, amount: Amount): boolean {
  const { index } = request.account;
  const money = state.money.page(index);
  const at = state.money.assetAt(index, request.isSell ? request.book.baseIndex : request.book.quoteIndex);
  const { unlocked } = state.scratch;
  copyFrom(unlocked, money, at + lockedAt);
  addAmount(unlocked, amount);
  return !isLessAt(money, at, unlocked);
}

/** What the account of `request` can spend of what its side pays with, into `to`. */
export function setAvailable(to: Amount, request: OrderRequest): void {
  const { money } = request.account;
  const asset = request.isSell ? request.book.baseIndex : request.book.quoteIndex;
  const locked = new Amount();
  copyFrom(locked, money, lockedIndex(asset));
  copyFrom(to, money, totalIndex(asset));
  subtractAmount(to, locked);
}
