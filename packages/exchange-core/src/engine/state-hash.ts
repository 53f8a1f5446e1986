// A short text that is equal for equal exchanges, so that a replay can be compared with the life it repeats.

import { candleSizes, candlesOf } from '../candle/candle-series.ts';
import { fullBookOf } from '../view/book-view.ts';
import type { AccountState, BookState, ExchangeState, OrderState } from './state.ts';

type Atom = string | number | bigint | null;

/** Sixteen hex digits over a walk of everything in the state, in a fixed order. */
export function stateHash(state: ExchangeState): string {
  const hash = new TextHash();
  hash.add('state', state.nowMs, state.nextTradeId, state.nextEntry);
  for (const asset of state.assets)
    hash.add(asset, state.external.get(asset) ?? 0n, state.fees.get(asset) ?? 0n);
  for (const id of state.fundingIds) hash.add(id);
  for (const book of state.books.values()) addBook(hash, state, book);
  for (const account of state.accounts.values()) addAccount(hash, account);
  for (const order of state.orders.values()) addOrder(hash, order);
  return hash.text();
}

function addBook(hash: TextHash, state: ExchangeState, book: BookState): void {
  const { spec } = book;
  hash.add('book', spec.id, book.sequence, book.lastPrice, book.trades.length);
  const full = fullBookOf(state, spec.id, Number.MAX_SAFE_INTEGER);
  for (const order of [...(full?.bids ?? []), ...(full?.asks ?? [])]) {
    hash.add(order.side, order.orderId, order.price, order.quantity);
  }
  for (const trade of book.trades) {
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

function addAccount(hash: TextHash, account: AccountState): void {
  hash.add('account', account.id, account.index, account.openedAtMs);
  for (const [asset, balance] of account.balances) hash.add(asset, balance.total, balance.locked);
  for (const orderId of account.openOrders.keys()) hash.add(orderId);
  for (const [originId, order] of account.byOriginId) hash.add(originId, order.orderId);
  for (const posting of account.postings) {
    if (posting.kind === 'fill') {
      const { fill } = posting;
      hash.add(
        'fill',
        fill.entry,
        fill.trade.tradeId,
        fill.orderId,
        fill.originId,
        fill.side,
        fill.role,
        fill.fee,
      );
    } else {
      const { funding } = posting;
      hash.add('funding', funding.entry, funding.fundingId, funding.asset, funding.amount, funding.method);
      hash.add(funding.atMs);
    }
  }
  for (const [asset, volumes] of account.volumes) {
    hash.add(asset, volumes.sum);
    for (const { day, volume } of volumes.days) hash.add(day, volume);
  }
}

function addOrder(hash: TextHash, order: OrderState): void {
  hash.add(
    'order',
    order.orderId,
    order.originId,
    order.account.id,
    order.book.spec.id,
    order.side,
    order.kind,
  );
  hash.add(order.timeInForce, order.priceTicks, order.quantityLots, order.notional, order.remainingLots);
  hash.add(order.filledLots, order.filledNotional, order.hold, order.status, order.endReason);
  hash.add(order.createdAtMs, order.updatedAtMs);
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
