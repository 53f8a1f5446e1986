// Decides whether an order's price is close enough to the last public one. Pure.

import type { DenialCode } from '@mandato/invest-core/venue/venue-answer';
import type { PlaceOrderIntent } from '@mandato/invest-core/venue/venue-intent';
import { parseDecimal } from '@mandato/primitives/decimal';
import { moneyScale } from '@mandato/primitives/money';
import type { SignerLimits } from '../client/signer-options.ts';

/** What the exchange told the public of a book, in 10^-8 units, and when it was asked. */
export interface PublicPrice {
  readonly last: bigint;
  readonly bid: bigint;
  readonly ask: bigint;
  readonly askedAtMs: number;
}

/** Whether a public price is young enough; one from the future is not. */
export function isFresh(price: PublicPrice | null, ageMsMax: number, nowMs: number): price is PublicPrice {
  return price !== null && nowMs - price.askedAtMs <= ageMsMax && nowMs >= price.askedAtMs;
}

/** The denial, or null. A market buy is held to what it would pay first: the cheapest offer. */
export function judgePrice(
  order: PlaceOrderIntent,
  limits: SignerLimits,
  reference: { readonly price: PublicPrice | null; readonly nowMs: number },
): DenialCode | null {
  if (limits.priceBandBps === null) return null;
  const { price, nowMs } = reference;
  if (!isFresh(price, limits.referenceAgeMsMax, nowMs)) return 'price_reference_stale';
  const wanted = order.kind === 'place_market_buy' ? price.ask : unitsOf(order.price);
  const distance = wanted > price.last ? wanted - price.last : price.last - wanted;
  return distance * 10_000n > price.last * BigInt(limits.priceBandBps) ? 'price_outside_band' : null;
}

function unitsOf(text: string): bigint {
  const units = parseDecimal(text, moneyScale);
  return units.ok ? units.value : 0n;
}
