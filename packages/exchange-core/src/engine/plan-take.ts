// A rehearsal of a match that changes nothing: how much an arriving order would take, and for how much money.

import { unitsPerWhole } from '@mandato/primitives/money';
import { oppositeSide, type Side } from '../ids.ts';
import { notionalOf } from '../ledger/notional.ts';
import type { BookState } from './state.ts';

/** What may be taken at most; null means no such limit. `limitTicks` is the worst price. */
export interface TakeWish {
  readonly side: Side;
  readonly limitTicks: number | null;
  readonly lotsMax: number | null;
  readonly notionalMax: bigint | null;
  readonly owner: number;
}

export interface TakePlan {
  readonly lots: number;
  /** The sum of the notionals of the fills, each rounded down as it will be. */
  readonly notional: bigint;
  /** Why the walk ended: it got all it wished, the book ran out, or an own order was next. */
  readonly end: 'fulfilled' | 'exhausted' | 'met_self';
}

/** Walks the other side as `take` would, without taking. */
export function planTake(book: BookState, wish: TakeWish): TakePlan {
  const { orderBook } = book;
  const makers = oppositeSide(wish.side);
  let lots = 0;
  let notional = 0n;
  for (let ticks = orderBook.best(makers); isWithin(wish, ticks); ticks = orderBook.worse(makers, ticks)) {
    for (let slot = orderBook.first(makers, ticks); slot >= 0; slot = orderBook.after(slot)) {
      const have = orderBook.lots(slot);
      const room = roomFor(book, wish, { lots, notional, ticks, have });
      if (room === 0) return { lots, notional, end: 'fulfilled' };
      if (orderBook.owner(slot) === wish.owner) return { lots, notional, end: 'met_self' };
      const taken = Math.min(have, room);
      lots += taken;
      notional += notionalOf(book.spec, { ticks, lots: taken });
      if (taken < have) return { lots, notional, end: 'fulfilled' };
    }
  }
  const isFulfilled = lots === wish.lotsMax || notional === wish.notionalMax;
  return { lots, notional, end: isFulfilled ? 'fulfilled' : 'exhausted' };
}

function isWithin(wish: TakeWish, ticks: number): boolean {
  if (ticks < 0) return false;
  if (wish.limitTicks === null) return true;
  return wish.side === 'buy' ? ticks <= wish.limitTicks : ticks >= wish.limitTicks;
}

// How many lots still fit at this price, at most what is there.
function roomFor(
  book: BookState,
  wish: TakeWish,
  so: { readonly lots: number; readonly notional: bigint; readonly ticks: number; readonly have: number },
): number {
  const byLots = wish.lotsMax === null ? so.have : Math.min(so.have, wish.lotsMax - so.lots);
  if (wish.notionalMax === null) return byLots;
  const price = BigInt(so.ticks) * book.spec.tickSize;
  const fit = ((wish.notionalMax - so.notional) * unitsPerWhole) / price;
  return fit < BigInt(byLots) ? Number(fit) : byLots;
}
