// The exchange as plain data, from which the same exchange can be made again without its commands.

import type { Asset } from '@mandato/primitives/money';
import type { OrderBookSnapshot } from '../book/order-book.ts';
import type { BookSpec } from '../book-spec.ts';
import { type Candle, candleSizes } from '../candle/candle-series.ts';
import type { AccountId, BookId } from '../ids.ts';
import { postingsOf } from '../ledger/postings.ts';
import type { NumberListSnapshot } from '../store/number-list.ts';
import type { OrderStoreSnapshot } from '../store/order-store.ts';
import type { TradeStoreSnapshot } from '../store/trade-store.ts';
import { endedAtMsOf } from './end-order.ts';
import {
  AccountState,
  type BookState,
  createExchangeState,
  type DayVolume,
  type ExchangeState,
  type Funding,
} from './state.ts';
import { stopsOf } from './stop-orders.ts';

/** Bumped whenever a field changes its meaning: an older snapshot is then not read, and the journal is. */
export const snapshotVersion = 6;

/**
 * Maps, typed arrays, bigints and plain objects only. Of its typed arrays nothing that counts changes again, so they may
 * be written out while the exchange goes on; everything else must be encoded at once.
 */
export interface ExchangeSnapshot {
  readonly version: number;
  readonly nowMs: number;
  readonly nextEntry: number;
  readonly endedFirst: number;
  readonly endedLast: number;
  readonly external: ReadonlyMap<Asset, bigint>;
  readonly fees: Float64Array;
  readonly orders: OrderStoreSnapshot;
  readonly trades: TradeStoreSnapshot;
  readonly accounts: readonly AccountSnapshot[];
  readonly books: readonly BookSnapshot[];
}

interface AccountSnapshot {
  readonly id: AccountId;
  readonly openedAtMs: number;
  readonly money: Float64Array;
  readonly volumeDay: number;
  readonly earlierVolumes: readonly DayVolume[];
  /** Handles of the active orders, the oldest first. */
  readonly open: Uint32Array;
  readonly byOriginId: ReadonlyMap<string, number>;
  readonly fundings: readonly Funding[];
  readonly postings: NumberListSnapshot;
}

interface BookSnapshot {
  readonly id: BookId;
  readonly sequence: number;
  readonly lastTicks: number;
  readonly resting: OrderBookSnapshot;
  readonly stops: OrderBookSnapshot | null;
  readonly candles: readonly (readonly Candle[])[];
  readonly minute: Candle | null;
  readonly trades: NumberListSnapshot;
}

/** Everything that the exchange is made of. */
export function snapshotOf(state: ExchangeState): ExchangeSnapshot {
  const { nowMs, nextEntry, endedFirst, endedLast, external, fees } = state;
  return {
    version: snapshotVersion,
    nowMs,
    nextEntry,
    endedFirst,
    endedLast,
    external,
    fees: fees.slice(),
    orders: state.orders.snapshot(),
    trades: state.trades.snapshot(),
    accounts: state.accountList.map((account) => accountSnapshot(state, account)),
    books: state.bookList.map(bookSnapshot),
  };
}

/** The exchange of a snapshot, or null when it was made by another version or for other books. */
export function restoreExchange(
  specs: readonly BookSpec[],
  snapshot: ExchangeSnapshot,
): ExchangeState | null {
  const isOurs =
    snapshot.version === snapshotVersion &&
    snapshot.books.length === specs.length &&
    specs.every((spec, index) => snapshot.books[index]?.id === spec.id);
  if (!isOurs) return null;
  const state = createExchangeState(specs);
  for (const [asset, amount] of snapshot.external) state.external.set(asset, amount);
  state.fees.set(snapshot.fees);
  state.nowMs = snapshot.nowMs;
  state.nextEntry = snapshot.nextEntry;
  state.endedFirst = snapshot.endedFirst;
  state.endedLast = snapshot.endedLast;
  state.orders.restore(snapshot.orders);
  state.endedFirstAtMs = endedAtMsOf(state.orders, state.endedFirst);
  state.trades.restore(snapshot.trades);
  state.postedTrades = state.trades.count;
  for (const account of snapshot.accounts) restoreAccount(state, account);
  const fundings = state.accountList.flatMap((account) => account.fundings);
  for (const { fundingId } of fundings.sort((a, b) => a.entry - b.entry)) state.fundingIds.add(fundingId);
  indexOrders(state);
  for (const [index, book] of snapshot.books.entries()) {
    const restored = state.bookList[index];
    if (restored !== undefined) restoreBook(restored, book);
  }
  return state;
}

function accountSnapshot(state: ExchangeState, account: AccountState): AccountSnapshot {
  const { id, openedAtMs, money, volumeDay, earlierVolumes, byOriginId, fundings } = account;
  return {
    money: money.slice(),
    ...{ id, openedAtMs, volumeDay, earlierVolumes, byOriginId, fundings },
    postings: postingsOf(state, account).snapshot(),
    open: Uint32Array.from(state.open.all(account.index)),
  };
}

function bookSnapshot(book: BookState): BookSnapshot {
  return {
    id: book.spec.id,
    sequence: book.sequence,
    lastTicks: book.lastTicks,
    resting: book.orderBook.snapshot(),
    stops: book.stops?.snapshot() ?? null,
    candles: candleSizes.map((seconds) => book.candles.closed.get(seconds) ?? []),
    minute: book.candles.minute,
    trades: book.trades.snapshot(),
  };
}

function restoreAccount(state: ExchangeState, snapshot: AccountSnapshot): void {
  const opening = { table: state.money, atMs: snapshot.openedAtMs };
  const account = new AccountState(snapshot.id, state.accountList.length, opening);
  account.money.set(snapshot.money);
  account.volumeDay = snapshot.volumeDay;
  account.earlierVolumes.push(...snapshot.earlierVolumes);
  for (const order of snapshot.open)
    state.orders.setNext(order, state.open.add(account.index, order, state.orders));
  for (const [originId, order] of snapshot.byOriginId) account.nameOrder(originId, order);
  account.fundings.push(...snapshot.fundings);
  account.postings.restore(snapshot.postings);
  state.accounts.set(account.id, account);
  state.accountList.push(account);
}

function indexOrders(state: ExchangeState): void {
  const { orders } = state;
  for (const account of state.accountList) {
    for (const order of state.open.all(account.index)) orders.index(order);
  }
  for (let order = state.endedFirst; order >= 0; order = orders.next(order)) orders.index(order);
}

function restoreBook(book: BookState, snapshot: BookSnapshot): void {
  book.sequence = snapshot.sequence;
  book.lastTicks = snapshot.lastTicks;
  book.trades.restore(snapshot.trades);
  book.orderBook.restore(snapshot.resting);
  if (snapshot.stops !== null) stopsOf(book).restore(snapshot.stops);
  for (const [index, seconds] of candleSizes.entries()) {
    book.candles.closed.get(seconds)?.push(...(snapshot.candles[index] ?? []));
  }
  if (snapshot.minute !== null) book.candles.restore(snapshot.minute);
}
