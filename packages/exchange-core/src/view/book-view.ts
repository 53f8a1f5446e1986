// A book as the public sees it: its rules, its levels, its resting orders and its recent trades.

import type { BookSpec } from '../book-spec.ts';
import type { Trade } from '../engine/event.ts';
import type { BookState, ExchangeState } from '../engine/state.ts';
import type { BookId, Side, VenueOrderId } from '../ids.ts';
import { tradeOf } from '../ledger/fill-refs.ts';
import { NumberList } from '../store/number-list.ts';
import { type PageQuery, pageOf } from './page.ts';

/** One price and what rests there, in units of 10^-8. */
export interface Level {
  readonly price: bigint;
  readonly quantity: bigint;
}

export interface RestingOrder extends Level {
  readonly orderId: VenueOrderId;
  readonly side: Side;
  readonly createdAtMs: number;
}

/** Levels, best first on both sides, with the sequence number that they belong to. */
export interface Depth {
  readonly sequence: number;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

/** Resting orders, best price first and then oldest first, with the sequence number that they belong to. */
export interface FullBook {
  readonly sequence: number;
  readonly bids: readonly RestingOrder[];
  readonly asks: readonly RestingOrder[];
}

/** The rules of every book. */
export function bookSpecs(state: ExchangeState): readonly BookSpec[] {
  return [...state.books.values()].map((book) => book.spec);
}

/** The rules of one book, or null. */
export function bookSpecOf(state: ExchangeState, bookId: BookId): BookSpec | null {
  return state.books.get(bookId)?.spec ?? null;
}

/** The best `levelsMax` price levels of both sides, or null for an unknown book. */
export function depthOf(state: ExchangeState, bookId: BookId, levelsMax: number): Depth | null {
  const book = state.books.get(bookId);
  if (book === undefined) return null;
  return {
    sequence: book.sequence,
    bids: levelsOf(book, 'buy', levelsMax),
    asks: levelsOf(book, 'sell', levelsMax),
  };
}

/** Every resting order of both sides (at most `ordersMax` each), or null for an unknown book. */
export function fullBookOf(state: ExchangeState, bookId: BookId, ordersMax: number): FullBook | null {
  const book = state.books.get(bookId);
  if (book === undefined) return null;
  return {
    sequence: book.sequence,
    bids: restingOf(state, book, { side: 'buy', ordersMax }),
    asks: restingOf(state, book, { side: 'sell', ordersMax }),
  };
}

/** The best bid and ask prices, each null when its side is empty. */
export function bestPricesOf(
  state: ExchangeState,
  bookId: BookId,
): { readonly bid: bigint | null; readonly ask: bigint | null } {
  const book = state.books.get(bookId);
  if (book === undefined) return { bid: null, ask: null };
  return {
    bid: priceOrNull(book, book.orderBook.best('buy')),
    ask: priceOrNull(book, book.orderBook.best('sell')),
  };
}

/** Recent public trades of a book; the marker is a trade id. Empty for an unknown book. */
export function publicTradesOf(state: ExchangeState, bookId: BookId, query: PageQuery): readonly Trade[] {
  return pageOf(state.books.get(bookId)?.trades ?? new NumberList(), query, {
    key: (row) => row + 1,
    wanted: () => true,
  }).map((row) => tradeOf(state, row));
}

function priceOrNull(book: BookState, ticks: number): bigint | null {
  return ticks < 0 ? null : BigInt(ticks) * book.spec.tickSize;
}

function levelsOf(book: BookState, side: Side, levelsMax: number): Level[] {
  const levels: Level[] = [];
  const { orderBook } = book;
  for (
    let ticks = orderBook.best(side);
    ticks >= 0 && levels.length < levelsMax;
    ticks = orderBook.worse(side, ticks)
  ) {
    let quantity = 0n;
    for (let slot = orderBook.first(side, ticks); slot >= 0; slot = orderBook.after(slot)) {
      quantity += BigInt(orderBook.lots(slot));
    }
    levels.push({ price: BigInt(ticks) * book.spec.tickSize, quantity });
  }
  return levels;
}

function restingOf(
  state: ExchangeState,
  book: BookState,
  { side, ordersMax }: { readonly side: Side; readonly ordersMax: number },
): RestingOrder[] {
  const orders: RestingOrder[] = [];
  const { orderBook } = book;
  for (
    let ticks = orderBook.best(side);
    ticks >= 0 && orders.length < ordersMax;
    ticks = orderBook.worse(side, ticks)
  ) {
    const price = BigInt(ticks) * book.spec.tickSize;
    for (
      let slot = orderBook.first(side, ticks);
      slot >= 0 && orders.length < ordersMax;
      slot = orderBook.after(slot)
    ) {
      const order = orderBook.tag(slot);
      const orderId = state.orders.orderId(order);
      const createdAtMs = state.orders.createdAtMs(order);
      orders.push({ orderId, side, price, quantity: BigInt(orderBook.lots(slot)), createdAtMs });
    }
  }
  return orders;
}
