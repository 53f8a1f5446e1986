// Which fee tier a 30-day volume falls into, and what a fill then costs.

import { invariant } from '@mandato/primitives/invariant';
import type { FeeTier } from '../book-spec.ts';

const ppmPerWhole = 1_000_000n;

/** The first tier whose inclusive upper bound holds `volume`; beyond all bounds, the last tier. */
export function feeTierOf(tiers: readonly FeeTier[], volume: bigint): FeeTier {
  for (const tier of tiers) {
    if (tier.volumeMax === null || volume <= tier.volumeMax) return tier;
  }
  const last = tiers.at(-1);
  invariant(last !== undefined, 'a book has at least one fee tier');
  return last;
}

/** rate × the amount received, rounded down to the asset's scale. */
export function feeOf(received: bigint, ratePpm: number): bigint {
  return (received * BigInt(ratePpm)) / ppmPerWhole;
}
