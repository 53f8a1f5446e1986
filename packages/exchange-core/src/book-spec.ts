// The rules of one book: what is traded, in which steps, within which bounds, at which fees.

import type { Asset } from '@mandato/primitives/money';
import type { BookId } from './ids.ts';

/**
 * One fee tier. It holds up to and including `volumeMax` of 30-day volume in quote units (10^-8);
 * the last tier has `null`. Rates are parts per million of the amount received.
 */
export interface FeeTier {
  readonly volumeMax: bigint | null;
  readonly makerPpm: number;
  readonly takerPpm: number;
}

/**
 * A book's rules. Prices, quantities and notionals are bigints of 10^-8; the lot is always 10^-8 of base.
 * `priceMax / tickSize` stays below 2^30 and `quantityMax` below 2^53 lots, so that the order book may
 * work in safe integers.
 */
export interface BookSpec {
  readonly id: BookId;
  readonly base: Asset;
  readonly quote: Asset;
  readonly tickSize: bigint;
  readonly priceMin: bigint;
  readonly priceMax: bigint;
  readonly quantityMin: bigint;
  readonly quantityMax: bigint;
  readonly notionalMin: bigint;
  readonly notionalMax: bigint;
  readonly feeTiers: readonly FeeTier[];
}
