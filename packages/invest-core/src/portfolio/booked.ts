// What an order, or a whole plan, came to: fills summed in exact integers, each trade once.

import { type Money, moneyOfUnits, unitsPerWhole } from '@mandato/primitives/money';
import { divideHalfEven } from '@mandato/primitives/rounding';
import type { Fill } from '../venue/venue.ts';

/** Buys of one book, summed. */
export interface Booked {
  /** Quote currency paid, with fees that were charged in it. */
  readonly spent: Money;
  /** Base received, net of fees that were charged in it. */
  readonly bought: Money;
  /** Quote units per whole base over the fills before fees, to the nearest unit; null without fills. */
  readonly averagePrice: bigint | null;
  readonly tradeIds: readonly string[];
}

/** The book's two currencies. */
export interface BookAssets {
  readonly base: string;
  readonly quote: string;
}

/** Sums the buys among `fills`, counting a trade that is listed twice once. */
export function booked(fills: readonly Fill[], assets: BookAssets): Booked {
  const unique = new Map(fills.filter((fill) => fill.side === 'buy').map((fill) => [fill.tradeId, fill]));
  let notional = 0n;
  let quantity = 0n;
  let feeInQuote = 0n;
  let feeInBase = 0n;
  for (const fill of unique.values()) {
    notional += fill.notional;
    quantity += fill.quantity;
    if (fill.feeAsset === assets.quote) feeInQuote += fill.fee;
    if (fill.feeAsset === assets.base) feeInBase += fill.fee;
  }
  return {
    spent: moneyOfUnits(notional + feeInQuote),
    bought: moneyOfUnits(quantity - feeInBase),
    averagePrice: quantity > 0n ? divideHalfEven(notional * unitsPerWhole, quantity) : null,
    tradeIds: [...unique.keys()],
  };
}
