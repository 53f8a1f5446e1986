// The prices and quantities at which the house quotes around a fair price: pure arithmetic in the book's steps.

import type { BookSpec } from '@mandato/exchange-core/book-spec';
import type { Side } from '@mandato/exchange-core/ids';
import { unitsPerWhole } from '@mandato/primitives/money';
import { ceilToStep, floorToStep } from '@mandato/primitives/rounding';

/** How a ladder is shaped. Distances from the fair price are parts per million; the notional is per level. */
export interface LadderShape {
  readonly levels: number;
  readonly firstPpm: bigint;
  readonly stepPpm: bigint;
  readonly notional: bigint;
}

export interface Quote {
  readonly side: Side;
  readonly price: bigint;
  readonly quantity: bigint;
}

const million = 1_000_000n;

/** The quotes of one side, best first, each at a price of its own inside the book's bounds. */
export function quoteLadder(
  spec: BookSpec,
  shape: LadderShape,
  around: { readonly side: Side; readonly fair: bigint },
): readonly Quote[] {
  const quotes: Quote[] = [];
  let before: bigint | null = null;
  for (let level = 0; level < shape.levels; level += 1) {
    const distance = (around.fair * (shape.firstPpm + shape.stepPpm * BigInt(level))) / million;
    const price = away(spec, around.side, { before, wish: around.fair + sign(around.side) * distance });
    if (price < spec.priceMin || price > spec.priceMax) break;
    before = price;
    quotes.push({ side: around.side, price, quantity: quantityFor(spec, shape.notional, price) });
  }
  return quotes;
}

function sign(side: Side): bigint {
  return side === 'buy' ? -1n : 1n;
}

// Rounded away from the fair price, and at least one tick further than the level before.
function away(
  spec: BookSpec,
  side: Side,
  of: { readonly before: bigint | null; readonly wish: bigint },
): bigint {
  const { tickSize } = spec;
  if (side === 'buy') {
    const price = floorToStep(of.wish, tickSize);
    return of.before !== null && price >= of.before ? of.before - tickSize : price;
  }
  const price = ceilToStep(of.wish, tickSize);
  return of.before !== null && price <= of.before ? of.before + tickSize : price;
}

function quantityFor(spec: BookSpec, notional: bigint, price: bigint): bigint {
  const quantity = (notional * unitsPerWhole) / price;
  if (quantity < spec.quantityMin) return spec.quantityMin;
  return quantity > spec.quantityMax ? spec.quantityMax : quantity;
}
