// A match that changes nothing yet: how much an arriving order would take, and for how much money.

import { ticksLimit } from '../book/order-book.ts';
import { oppositeSide, type Side } from '../ids.ts';
import { lotsFor, setNotional } from '../ledger/notional.ts';
import { type Amount, addAmount, copyAmount, setSafeUnits, subtractAmount } from '../ledger/split-money.ts';
import type { BookState, Scratch } from './state.ts';

/** What may be taken at most. `limitTicks` is the worst price, -1 for any; `notionalMax` null for no such limit. */
export interface TakeWish {
  readonly side: Side;
  readonly limitTicks: number;
  readonly lotsMax: number;
  readonly notionalMax: Amount | null;
  readonly owner: number;
}

/**
 * Finds what `take` would take, without taking: the book has its fills (see `OrderBook.match`). `scratch` then has the
 * lots, the sum of their notionals, each rounded down as it will be, and why the walk ended: it got all it wished, the
 * book ran out, or an own order was next.
 */
export function planTake(book: BookState, wish: TakeWish, scratch: Scratch): void {
  if (wish.notionalMax === null) {
    const left = matchWish(book, wish, { scratch, lots: wish.lotsMax });
    scratch.planLots = wish.lotsMax - left;
    if (left === 0) scratch.planEnd = 'fulfilled';
    else scratch.planEnd = book.orderBook.metSelf ? 'met_self' : 'exhausted';
    sumNotionals(book, scratch);
  } else {
    planByNotional(book, wish, scratch);
    matchWish(book, wish, { scratch, lots: scratch.planLots });
  }
}

function matchWish(
  { orderBook }: BookState,
  { side, limitTicks, owner }: TakeWish,
  { scratch: { arrival }, lots }: { readonly scratch: Scratch; readonly lots: number },
): number {
  const anyTicks = side === 'buy' ? ticksLimit : 0;
  arrival.side = side;
  arrival.limitTicks = limitTicks < 0 ? anyTicks : limitTicks;
  arrival.lots = lots;
  arrival.owner = owner;
  return orderBook.match(arrival);
}

function sumNotionals({ orderBook, tick }: BookState, { planNotional, notional }: Scratch): void {
  setSafeUnits(planNotional, 0);
  for (let fill = 0; fill < orderBook.fillCount; fill += 1) {
    setNotional(notional, (orderBook.fillTicks[fill] ?? 0) * tick, orderBook.fillLots[fill] ?? 0);
    addAmount(planNotional, notional);
  }
}

// How many lots a notional buys or sells is known only order by order.
function planByNotional(book: BookState, wish: TakeWish, scratch: Scratch): void {
  scratch.planLots = 0;
  setSafeUnits(scratch.planNotional, 0);
  const { orderBook } = book;
  const makers = oppositeSide(wish.side);
  for (let ticks = orderBook.best(makers); isWithin(wish, ticks); ticks = orderBook.worse(makers, ticks)) {
    for (let slot = orderBook.first(makers, ticks); slot >= 0; slot = orderBook.after(slot)) {
      const end = planOne(book, wish, { scratch, ticks, slot });
      if (end === null) continue;
      scratch.planEnd = end;
      return;
    }
  }
  const isFulfilled = scratch.planLots === wish.lotsMax || isAll(wish.notionalMax, scratch.planNotional);
  scratch.planEnd = isFulfilled ? 'fulfilled' : 'exhausted';
}

function planOne(
  book: BookState,
  wish: TakeWish,
  at: { readonly scratch: Scratch; readonly ticks: number; readonly slot: number },
): Scratch['planEnd'] | null {
  const { scratch, slot } = at;
  const { orderBook } = book;
  const price = at.ticks * book.tick;
  const have = orderBook.lots(slot);
  const room = roomFor(wish, { scratch, price, have });
  if (room === 0) return 'fulfilled';
  if (orderBook.owner(slot) === wish.owner) return 'met_self';
  scratch.planLots += room;
  setNotional(scratch.notional, price, room);
  addAmount(scratch.planNotional, scratch.notional);
  return room < have ? 'fulfilled' : null;
}

function isWithin(wish: TakeWish, ticks: number): boolean {
  if (ticks < 0) return false;
  if (wish.limitTicks < 0) return true;
  return wish.side === 'buy' ? ticks <= wish.limitTicks : ticks >= wish.limitTicks;
}

// How many lots still fit at this price, at most what is there.
function roomFor(
  wish: TakeWish,
  at: { readonly scratch: Scratch; readonly price: number; readonly have: number },
): number {
  const { scratch, price, have } = at;
  const byLots = Math.min(have, wish.lotsMax - scratch.planLots);
  if (wish.notionalMax === null) return byLots;
  const left = scratch.needed;
  copyAmount(left, wish.notionalMax);
  subtractAmount(left, scratch.planNotional);
  return lotsFor(left, price, byLots);
}

function isAll(wished: Amount | null, planned: Amount): boolean {
  return wished !== null && wished.high === planned.high && wished.low === planned.low;
}
