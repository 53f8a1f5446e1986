// When the trades of an order that is no longer open are all known: its money is used up, or nothing came for long.

import type { Money } from '@mandato/primitives/money';
import { unitsPerWhole } from '@mandato/primitives/money';
import { divideUp } from '@mandato/primitives/rounding';

/** An exchange may still be writing trade rows; an unchanged list counts as complete only after this. */
export const closeGraceMs = 2 * 60_000;

/** What was read of a market buy that is closing. Amounts in the quote currency. */
export interface Closing {
  readonly notional: Money;
  readonly spent: Money;
  /** The price of its dearest fill, quote units per whole base; null without fills. */
  readonly priceMax: bigint | null;
  readonly lotSize: bigint;
  readonly unchangedSinceMs: number;
}

/** Whether no further trade is to be expected. */
export function areTradesComplete(closing: Closing, nowMs: number): boolean {
  return isUsedUp(closing) || nowMs - closing.unchangedSinceMs >= closeGraceMs;
}

/** What is left buys not even one lot at the price already paid. */
function isUsedUp({ notional, spent, priceMax, lotSize }: Closing): boolean {
  if (priceMax === null) return false;
  return notional - spent < divideUp(priceMax * lotSize, unitsPerWhole);
}
