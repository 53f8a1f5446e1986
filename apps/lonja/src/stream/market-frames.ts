// The data messages of the stream as JSON text, in the shapes seen on Bitso's wire (bitso-api 12).

import type { BookDiff, Trade } from '@mandato/exchange-core/engine/event';
import type { BookId, Side } from '@mandato/exchange-core/ids';
import type { FullBook, RestingOrder } from '@mandato/exchange-core/view/book-view';
import { formatMoney, formatMoneyTrimmed, unitsPerWhole } from '@mandato/primitives/money';

/** Trades of one book that one command made, as one message. `t` is the taker's side. */
export function tradesFrame(book: BookId, trades: readonly Trade[], sentMs: number): string {
  const payload = trades.map((trade) => ({
    i: trade.tradeId,
    a: formatMoneyTrimmed(trade.quantity),
    r: formatMoneyTrimmed(trade.price),
    v: formatMoneyTrimmed(trade.notional),
    mo: trade.makerOrderId,
    to: trade.takerOrderId,
    t: sideNumber(trade.takerSide),
    x: trade.atMs,
  }));
  return JSON.stringify({ type: 'trades', book, payload, sent: sentMs });
}

/** What one message of the depth feed tells: entries of one book and one sequence number. */
export type DiffMessage = readonly [first: BookDiff, ...others: BookDiff[]];

/**
 * One message of the depth feed. On the wire a cancelled entry carries what was cancelled; the documents say that it
 * does not, which `documentedShape` follows.
 */
export function diffFrame(
  diffs: DiffMessage,
  options: { readonly documentedShape: boolean; readonly sentMs: number },
): string {
  const [{ book, sequence }] = diffs;
  const payload = diffs.map((diff) => diffEntry(diff, options.documentedShape));
  return JSON.stringify({ type: 'diff-orders', book, sequence, payload, sent: options.sentMs });
}

function diffEntry(diff: BookDiff, documentedShape: boolean) {
  const hasAmount = diff.status === 'open' || (diff.status === 'cancelled' && !documentedShape);
  return {
    o: diff.orderId,
    d: diff.createdAtMs,
    r: formatMoneyTrimmed(diff.price),
    t: sideNumber(diff.side),
    ...(hasAmount
      ? { a: formatMoney(diff.quantity), v: formatMoney(notionalOf(diff.price, diff.quantity)) }
      : {}),
    s: diff.status,
    z: diff.atMs,
  };
}

/** The payload of `orders`: the best orders of both sides, as text that can be compared. */
export function ordersPayload(top: Pick<FullBook, 'bids' | 'asks'>): string {
  return JSON.stringify({ bids: top.bids.map(orderEntry), asks: top.asks.map(orderEntry) });
}

/** One message of `orders` around a payload that is text already. */
export function ordersFrame(book: BookId, payload: string, sentMs: number): string {
  return `{"type":"orders","book":"${book}","payload":${payload},"sent":${sentMs}}`;
}

// One client of Bitso's own fails without the meaningless `s`.
function orderEntry(order: RestingOrder) {
  return {
    o: order.orderId,
    r: formatMoneyTrimmed(order.price),
    a: formatMoneyTrimmed(order.quantity),
    v: formatMoneyTrimmed(notionalOf(order.price, order.quantity)),
    t: sideNumber(order.side),
    d: order.createdAtMs,
    s: 'undefined',
  };
}

function notionalOf(price: bigint, quantity: bigint): bigint {
  return (price * quantity) / unitsPerWhole;
}

function sideNumber(side: Side): 0 | 1 {
  return side === 'buy' ? 0 : 1;
}
