// Ticks × lots as money: the one place where a price meets a quantity.

import { unitsPerWhole } from '@mandato/primitives/money';
import type { BookSpec } from '../book-spec.ts';
import type { Side } from '../ids.ts';

/** A price and a quantity in a book's own steps. */
export interface PricedLots {
  readonly ticks: number;
  readonly lots: number;
}

/** price × quantity in quote units, rounded down: what one fill costs and pays. */
export function notionalOf(spec: BookSpec, priced: PricedLots): bigint {
  return (BigInt(priced.ticks) * spec.tickSize * BigInt(priced.lots)) / unitsPerWhole;
}

/**
 * What a limit order of so many lots must hold: lots of base for a sell, and for a buy price × quantity rounded up,
 * which covers the rounded-down notionals of any way of filling it.
 */
export function limitHold(spec: BookSpec, order: PricedLots & { readonly side: Side }): bigint {
  if (order.side === 'sell') return BigInt(order.lots);
  const product = BigInt(order.ticks) * spec.tickSize * BigInt(order.lots);
  return (product + unitsPerWhole - 1n) / unitsPerWhole;
}
