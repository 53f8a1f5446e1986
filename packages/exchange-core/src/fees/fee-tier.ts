// Which fee tier a 30-day volume falls into.

import { invariant } from '@mandato/primitives/invariant';
import type { FeeTier } from '../book-spec.ts';
import { type Amount, type Amounts, setUnitsAt, unitsPerHigh } from '../ledger/split-money.ts';

/** The first tier whose inclusive upper bound holds `volume`; beyond all bounds, the last tier. */
export function feeTierOf(tiers: readonly FeeTier[], volume: bigint): FeeTier {
  for (const tier of tiers) {
    if (tier.volumeMax === null || volume <= tier.volumeMax) return tier;
  }
  const last = tiers.at(-1);
  invariant(last !== undefined, 'a book has at least one fee tier');
  return last;
}

// More than anybody trades, and still a small integer.
const endlessHigh = 2 ** 31 - 1;

/** A book's tiers in flat rows, for looking a rate up with every fill. */
export class FeeTable {
  readonly #bounds: Amounts;
  readonly #maker: Int32Array;
  readonly #taker: Int32Array;
  // The tier of the latest maker, a guess for the next one.
  #makerGuess = 0;
  /** That of the latest taker. */
  takerGuess = 0;

  constructor(tiers: readonly FeeTier[]) {
    this.#bounds = new Float64Array(tiers.length * 2);
    this.#maker = Int32Array.from(tiers, ({ makerPpm }) => makerPpm);
    this.#taker = Int32Array.from(tiers, ({ takerPpm }) => takerPpm);
    for (const [index, { volumeMax }] of tiers.entries()) {
      if (volumeMax === null) this.#bounds[index * 2] = Number.POSITIVE_INFINITY;
      else setUnitsAt(this.#bounds, index * 2, volumeMax);
    }
  }

  /**
   * The place of the tier that holds the volume at `at`. `guess` is looked at first: a tier that held a volume not long
   * ago.
   */
  tierAt(amounts: Amounts, at: number, guess: number): number {
    const isAbove = guess === 0 || !this.#holds(guess - 1, amounts, at);
    let tier = isAbove ? guess : 0;
    while (tier < this.#maker.length - 1 && !this.#holds(tier, amounts, at)) tier += 1;
    return tier;
  }

  /** Makes of a volume by how much it may still grow without leaving its tier; negative beyond the last of all bounds. */
  turnToRoom(volume: Amount, tier: number): void {
    const high = this.#bounds[tier * 2] ?? 0;
    if (high === Number.POSITIVE_INFINITY) {
      volume.high = endlessHigh;
      volume.low = 0;
      return;
    }
    const low = (this.#bounds[tier * 2 + 1] ?? 0) - volume.low;
    const borrow = low < 0 ? 1 : 0;
    volume.high = high - volume.high - borrow;
    volume.low = low + borrow * unitsPerHigh;
  }

  /** What a maker with the volume at `at` pays, in parts per million. */
  makerPpmAt(amounts: Amounts, at: number): number {
    const tier = this.tierAt(amounts, at, this.#makerGuess);
    this.#makerGuess = tier;
    return this.#maker[tier] ?? 0;
  }

  /** What a tier's takers pay, in parts per million. */
  takerPpm(tier: number): number {
    return this.#taker[tier] ?? 0;
  }

  // Whether the volume at `at` is at most a tier's inclusive bound.
  #holds(tier: number, amounts: Amounts, at: number): boolean {
    const whole = amounts[at] ?? 0;
    const bound = this.#bounds[tier * 2] ?? 0;
    return whole < bound || (whole === bound && (amounts[at + 1] ?? 0) <= (this.#bounds[tier * 2 + 1] ?? 0));
  }
}
