// Which fee tier a 30-day volume falls into.

import { invariant } from '@mandato/primitives/invariant';
import type { FeeTier } from '../book-spec.ts';
import { type Amount, setUnits } from '../ledger/split-money.ts';

/** The first tier whose inclusive upper bound holds `volume`; beyond all bounds, the last tier. */
export function feeTierOf(tiers: readonly FeeTier[], volume: bigint): FeeTier {
  for (const tier of tiers) {
    if (tier.volumeMax === null || volume <= tier.volumeMax) return tier;
  }
  const last = tiers.at(-1);
  invariant(last !== undefined, 'a book has at least one fee tier');
  return last;
}

/** A book's tiers in flat rows, for looking a rate up with every fill. */
export class FeeTable {
  readonly #bounds: Amount;
  readonly #maker: Int32Array;
  readonly #taker: Int32Array;

  constructor(tiers: readonly FeeTier[]) {
    this.#bounds = new Float64Array(tiers.length * 2);
    this.#maker = Int32Array.from(tiers, ({ makerPpm }) => makerPpm);
    this.#taker = Int32Array.from(tiers, ({ takerPpm }) => takerPpm);
    for (const [index, { volumeMax }] of tiers.entries()) {
      if (volumeMax === null) this.#bounds[index * 2] = Number.POSITIVE_INFINITY;
      else setUnits(this.#bounds, index * 2, volumeMax);
    }
  }

  /** The rate for a fill, in parts per million, at the volume that stands at `at`. */
  ratePpm(amounts: Amount, at: number, isTaker: boolean): number {
    const whole = amounts[at] ?? 0;
    const part = amounts[at + 1] ?? 0;
    const last = this.#maker.length - 1;
    let tier = 0;
    while (tier < last) {
      const bound = this.#bounds[tier * 2] ?? 0;
      if (whole < bound || (whole === bound && part <= (this.#bounds[tier * 2 + 1] ?? 0))) break;
      tier += 1;
    }
    return (isTaker ? this.#taker[tier] : this.#maker[tier]) ?? 0;
  }
}
