// Orders and fills in the words of the wire.

import type { WireOrderStatus, WireTimeInForce } from '@mandato/bitso-wire/order-words';
import type { OrderPayload, UserTrade } from '@mandato/bitso-wire/private-payloads';
import { formatPrice } from '@mandato/bitso-wire/wire-number';
import { formatRowTime } from '@mandato/bitso-wire/wire-time';
import type { TimeInForce } from '@mandato/exchange-core/engine/command';
import type { Fill } from '@mandato/exchange-core/engine/event';
import type { ExchangeState, OrderStatus } from '@mandato/exchange-core/engine/state';
import type { BookId } from '@mandato/exchange-core/ids';
import { signedAmounts } from '@mandato/exchange-core/view/account-view';
import { bookSpecOf } from '@mandato/exchange-core/view/book-view';
import type { OrderView } from '@mandato/exchange-core/view/order-view';
import { formatMoney, formatMoneyTrimmed, unitsPerWhole } from '@mandato/primitives/money';
import { divideHalfEven } from '@mandato/primitives/rounding';

const statuses: Readonly<Record<OrderStatus, WireOrderStatus>> = {
  queued: 'queued',
  open: 'open',
  partially_filled: 'partially filled',
  completed: 'completed',
  cancelled: 'cancelled',
};

/** The engine's word for each of the wire's. */
export const timesInForce: Readonly<Record<WireTimeInForce, TimeInForce>> = {
  goodtillcancelled: 'gtc',
  fillorkill: 'fok',
  immediateorcancel: 'ioc',
  postonly: 'postonly',
};
const wireTimesInForce: Readonly<Record<TimeInForce, WireTimeInForce>> = {
  gtc: 'goodtillcancelled',
  fok: 'fillorkill',
  ioc: 'immediateorcancel',
  postonly: 'postonly',
};

/**
 * An order row. No field is ever null: for a market order the price is what its fills cost on average (`0` before
 * the first), and amounts that were not asked for are what was filled.
 */
export function orderPayload(exchange: ExchangeState, order: OrderView): OrderPayload {
  const isLimit = order.kind === 'limit';
  const text = priceTextOf(exchange, order.book);
  return {
    book: order.book,
    oid: order.orderId,
    ...(order.originId === null ? {} : { origin_id: order.originId }),
    side: order.side,
    type: isLimit ? 'limit' : 'market',
    status: statuses[order.status],
    price: order.price === null ? averagePrice(order, text) : text(order.price),
    original_amount: formatMoney(order.quantity ?? order.filledQuantity),
    unfilled_amount: formatMoney(order.quantity === null ? 0n : order.quantity - order.filledQuantity),
    original_value: formatMoney(order.notional ?? order.filledNotional),
    ...(isLimit ? { time_in_force: wireTimesInForce[order.timeInForce] } : {}),
    ...(order.stop === null ? {} : { stop: text(order.stop) }),
    ...(order.triggeredAtMs === null ? {} : { triggered_at: formatRowTime(order.triggeredAtMs) }),
    created_at: formatRowTime(order.createdAtMs),
    updated_at: formatRowTime(order.updatedAtMs),
  };
}

function averagePrice(order: OrderView, text: (price: bigint) => string): string {
  if (order.filledQuantity === 0n) return '0';
  return text(divideHalfEven(order.filledNotional * unitsPerWhole, order.filledQuantity));
}

/** How prices of a book are written: with the decimals of its step. */
export function priceTextOf(exchange: ExchangeState, book: BookId): (price: bigint) => string {
  const spec = bookSpecOf(exchange, book);
  return spec === null ? formatMoneyTrimmed : (price) => formatPrice(price, spec.tickSize);
}

/** A fill row of `user_trades` and `order_trades`. */
export function userTradePayload(exchange: ExchangeState, fill: Fill): UserTrade {
  const { trade } = fill;
  const { base, quote } = signedAmounts(fill);
  const [major = '', minor = ''] = trade.book.split('_');
  return {
    book: trade.book,
    tid: String(trade.tradeId),
    oid: fill.orderId,
    ...(fill.originId === null ? {} : { origin_id: fill.originId }),
    side: fill.side,
    maker_side: trade.takerSide === 'buy' ? 'sell' : 'buy',
    price: priceTextOf(exchange, trade.book)(trade.price),
    major: formatMoney(base),
    minor: formatMoney(quote),
    major_currency: major,
    minor_currency: minor,
    fees_amount: formatMoney(fill.fee),
    fees_currency: fill.receivedAsset,
    created_at: formatRowTime(trade.atMs),
  };
}
