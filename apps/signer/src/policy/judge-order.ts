// Decides, from the limits and what was already reserved, whether an order may be signed. Pure.

import type { DenialCode } from '@mandato/invest-core/venue/venue-answer';
import type { PlaceOrderIntent } from '@mandato/invest-core/venue/venue-intent';
import { parseDecimal } from '@mandato/primitives/decimal';
import { moneyScale, unitsPerWhole } from '@mandato/primitives/money';
import { divideUp } from '@mandato/primitives/rounding';
import type { OrderSide, SignerLimits } from '../client/signer-options.ts';

/** What one credential has reserved so far. */
export interface Usage {
  /** Buys of this UTC day in the order's quote currency, in 10^-8 units. */
  readonly notionalToday: bigint;
  readonly ordersInLastMinute: number;
}

/** The first denial that applies, or null. */
export function judgeOrder(order: PlaceOrderIntent, limits: SignerLimits, usage: Usage): DenialCode | null {
  const quote = quoteOf(order.book);
  const notional = notionalOf(order);
  if (limits.books !== null && !limits.books.includes(order.book)) return 'book_not_allowed';
  if (limits.sides !== null && !limits.sides.includes(sideOf(order))) return 'side_not_allowed';
  if (isAbove(limits.notionalPerOrderMax, quote, notional)) return 'notional_above_order_limit';
  const today = usage.notionalToday + spentBy(order);
  if (isAbove(limits.notionalPerDayMax, quote, today)) return 'notional_above_day_limit';
  const isTooOften =
    limits.ordersPerMinuteMax !== null && usage.ordersInLastMinute >= limits.ordersPerMinuteMax;
  return isTooOften ? 'orders_per_minute_exceeded' : null;
}

/** The quote currency of `btc_mxn` is `mxn`. */
export function quoteOf(book: string): string {
  return book.slice(book.lastIndexOf('_') + 1);
}

/** What the order may take of its quote currency, in 10^-8 units; a sell takes none. */
export function spentBy(order: PlaceOrderIntent): bigint {
  return sideOf(order) === 'sell' ? 0n : notionalOf(order);
}

function sideOf(order: PlaceOrderIntent): OrderSide {
  return order.kind === 'place_market_buy' ? 'buy' : order.side;
}

function notionalOf(order: PlaceOrderIntent): bigint {
  if (order.kind === 'place_market_buy') return unitsOf(order.notional);
  return divideUp(unitsOf(order.quantity) * unitsOf(order.price), unitsPerWhole);
}

function isAbove(limits: Readonly<Record<string, string>> | null, quote: string, notional: bigint): boolean {
  if (limits === null) return false;
  const limit = Object.hasOwn(limits, quote) ? limits[quote] : undefined;
  return limit === undefined || notional > unitsOf(limit);
}

// Limits were checked at start-up and amounts by parseIntent; a text that is neither counts as nothing allowed.
function unitsOf(text: string): bigint {
  const units = parseDecimal(text, moneyScale);
  return units.ok ? units.value : 0n;
}
