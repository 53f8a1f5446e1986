// A short text that is equal for equal exchanges, so that a replay can be compared with the life it repeats.

import { candleSizes, candlesOf } from '../candle/candle-series.ts';
import { fillOf, isFundingPosting, tradeOf } from '../ledger/fill-refs.ts';
import { postingsOf } from '../ledger/postings.ts';
import { Amount, unitsAt, unitsOf } from '../ledger/split-money.ts';
import { fullBookOf } from '../view/book-view.ts';
import { viewOf } from '../view/order-view.ts';
import { setOrderHold } from './order-hold.ts';
import type { AccountState, BookState, ExchangeState } from './state.ts';
import { beforeTodayIndex, lockedIndex, monthIndex, totalIndex } from './state.ts';

type Atom = string | number | bigint | null;

/** Sixteen hex digits over a walk of everything in the state, in a fixed order. */
export function stateHash(state: ExchangeState): string {
  const hash = new TextHash();
  hash.add('state', state.nowMs, state.nextTradeId, state.nextEntry);
  for (const [index, asset] of state.assets.entries())
    hash.add(asset, state.external.get(asset) ?? 0n, unitsAt(state.fees, index * 2));
  for (const id of state.fundingIds) hash.add(id);
  for (const book of state.bookList) addBook(hash, state, book);
  for (const account of state.accountList) addAccount(hash, state, account);
  for (let order = state.endedFirst; order >= 0; order = state.orders.next(order))
    addOrder(hash, state, order);
  return hash.text();
}

function addBook(hash: TextHash, state: ExchangeState, book: BookState): void {
  const { spec } = book;
  hash.add('book', spec.id, book.sequence, book.lastPrice, book.trades.length);
  const full = fullBookOf(state, spec.id, Number.MAX_SAFE_INTEGER);
  for (const order of [...(full?.bids ?? []), ...(full?.asks ?? [])]) {
    hash.add(order.side, order.orderId, order.price, order.quantity);
  }
  addStops(hash, state, book);
  for (let at = 0; at < book.trades.length; at += 1) {
    const trade = tradeOf(state, book.trades.at(at));
    hash.add(trade.tradeId, trade.price, trade.quantity, trade.notional, trade.takerSide, trade.atMs);
    hash.add(trade.makerOrderId, trade.takerOrderId);
  }
  for (const seconds of candleSizes) {
    for (const candle of candlesOf(book.candles, seconds)) {
      hash.add(candle.startMs, candle.firstTradeMs, candle.lastTradeMs, candle.tradeCount);
      hash.add(candle.open, candle.high, candle.low, candle.close, candle.volume, candle.notional);
    }
  }
}

function addStops(hash: TextHash, state: ExchangeState, { stops }: BookState): void {
  if (stops === null) return;
  for (const side of ['buy', 'sell'] as const) {
    for (let ticks = stops.best(side); ticks >= 0; ticks = stops.worse(side, ticks)) {
      for (let slot = stops.first(side, ticks); slot >= 0; slot = stops.after(slot))
        hash.add('stop', side, ticks, state.orders.orderId(stops.tag(slot)));
    }
  }
}

function addAccount(hash: TextHash, state: ExchangeState, account: AccountState): void {
  hash.add('account', account.id, account.index, account.openedAtMs);
  for (const [index, asset] of state.assets.entries()) {
    const { money } = account;
    hash.add(asset, unitsAt(money, totalIndex(index)), unitsAt(money, lockedIndex(index)));
    hash.add(unitsAt(money, beforeTodayIndex(index)), unitsAt(money, monthIndex(index)));
  }
  for (const order of state.open.all(account.index)) addOrder(hash, state, order);
  const byOriginId = [...account.byOriginId].sort(([one], [other]) => (one < other ? -1 : 1));
  for (const [originId, order] of byOriginId) hash.add(originId, state.orders.orderId(order));
  const postings = postingsOf(state, account);
  for (let at = 0; at < postings.length; at += 1) {
    const posting = postings.at(at);
    hash.add(posting);
    if (isFundingPosting(posting)) continue;
    const fill = fillOf(state, posting / 2);
    hash.add(fill.entry, fill.trade.tradeId, fill.orderId, fill.originId, fill.side, fill.role, fill.fee);
  }
  for (const funding of account.fundings) {
    hash.add('funding', funding.entry, funding.fundingId, funding.asset, funding.amount, funding.method);
    hash.add(funding.atMs);
  }
  hash.add(account.volumeDay);
  for (const { day, asset, volume } of account.earlierVolumes) hash.add(day, asset, volume);
}

function addOrder(hash: TextHash, state: ExchangeState, order: number): void {
  const view = viewOf(state, order);
  const hold = new Amount();
  if (view.endReason === null) setOrderHold(state, order, hold);
  hash.add('order', view.orderId, view.originId, view.account, view.book, view.side, view.kind);
  hash.add(view.timeInForce, view.price, view.quantity, view.notional, view.unfilledQuantity);
  hash.add(view.filledQuantity, view.filledNotional, unitsOf(hold), view.status, view.endReason);
  hash.add(view.createdAtMs, view.updatedAtMs, view.stop, view.triggeredAtMs);
}

/** Two 32-bit FNV-1a lanes over the atoms' text, each atom closed by a separator. */
class TextHash {
  #first = 0x811c9dc5;
  #second = 0x050c5d1f;

  add(...atoms: readonly Atom[]): void {
    for (const atom of atoms) this.#addText(`${atom === null ? 'null' : atom.toString()}\n`);
  }

  text(): string {
    return hex(this.#first) + hex(this.#second);
  }

  #addText(text: string): void {
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      this.#first = Math.imul(this.#first ^ code, 0x01000193);
      this.#second = Math.imul(this.#second ^ (code + 0x9e), 0x01000193);
    }
  }
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
