// What an order would cost and bring by the book as it is now: fill by fill, rounded as the exchange rounds.
import { unitsPerWhole } from '@mandato/primitives/money';
import { divideDown, divideUp } from '@mandato/primitives/rounding';
import type { Resting, Side } from './live-book.ts';

export interface PreviewedOrder {
  readonly side: Side;
  /** Null for an order that takes any price. */
  readonly price: bigint | null;
  readonly amount:
    | { readonly in: 'base'; readonly quantity: bigint }
    | { readonly in: 'quote'; readonly notional: bigint };
}

export interface Market {
  /** The orders of the other side, best first. */
  readonly opposite: readonly Resting[];
  /** Parts per million of what is received. */
  readonly makerPpm: number;
  readonly takerPpm: number;
}

/** All in units of 10^-8; `fee` in what is received. */
export interface Part {
  readonly quantity: bigint;
  readonly notional: bigint;
  readonly fee: bigint;
}

export interface OrderPreview {
  /** What fills at once, as taker. */
  readonly now: Part;
  /** What rests, as maker, should all of it fill at the order's own price. */
  readonly later: Part;
  /** What was asked for and neither fills nor can rest. */
  readonly isTooThin: boolean;
  /** What is held from the balance: quote for a buy, base for a sell. */
  readonly pays: bigint;
  /** What comes in when all of it fills, after fees. */
  readonly gets: bigint;
}

/** The notional of each fill is rounded down once, the fee of each fill is rounded down, a buy's hold is rounded up. */
export function previewOrder(order: PreviewedOrder, market: Market): OrderPreview {
  const { now, quantityLeft, isFilled } = takeFrom(order, market);
  const rests = order.price !== null && quantityLeft > 0n;
  const later = rests ? restingPart(order, { quantity: quantityLeft, ppm: market.makerPpm }) : nothing;
  const hold = rests && order.price !== null ? divideUp(quantityLeft * order.price, unitsPerWhole) : 0n;
  const isBuy = order.side === 'buy';
  return {
    now,
    later,
    isTooThin: order.price === null && !isFilled,
    pays: isBuy ? now.notional + hold : now.quantity + later.quantity,
    gets: isBuy
      ? now.quantity + later.quantity - now.fee - later.fee
      : now.notional + later.notional - now.fee - later.fee,
  };
}

const nothing: Part = { quantity: 0n, notional: 0n, fee: 0n };

interface Taken {
  readonly now: Part;
  /** Of what was asked for in base; 0 for an order by quote, which never rests. */
  readonly quantityLeft: bigint;
  /** By quote, what is left may be less than one more lot costs. */
  readonly isFilled: boolean;
}

function takeFrom(order: PreviewedOrder, { opposite, takerPpm }: Market): Taken {
  const { side, amount } = order;
  let now = nothing;
  let isFilled = false;
  for (const resting of opposite) {
    if (!isReached(order, resting)) break;
    const wanted = wantedAt(order, now, resting.price);
    const taken = wanted < resting.amount ? wanted : resting.amount;
    const paid = divideDown(taken * resting.price, unitsPerWhole);
    now = {
      quantity: now.quantity + taken,
      notional: now.notional + paid,
      fee: now.fee + feeOf(side === 'buy' ? taken : paid, takerPpm),
    };
    isFilled = wanted <= resting.amount;
    if (isFilled) break;
  }
  const quantityLeft = amount.in === 'base' ? amount.quantity - now.quantity : 0n;
  return { now, quantityLeft, isFilled };
}

function isReached({ side, price }: PreviewedOrder, resting: Resting): boolean {
  return price === null || (side === 'buy' ? resting.price <= price : resting.price >= price);
}

function wantedAt({ amount }: PreviewedOrder, now: Part, price: bigint): bigint {
  if (amount.in === 'base') return amount.quantity - now.quantity;
  return divideDown((amount.notional - now.notional) * unitsPerWhole, price);
}

function restingPart(
  { side, price }: PreviewedOrder,
  { quantity, ppm }: { readonly quantity: bigint; readonly ppm: number },
): Part {
  const notional = divideDown(quantity * (price ?? 0n), unitsPerWhole);
  return { quantity, notional, fee: feeOf(side === 'buy' ? quantity : notional, ppm) };
}

function feeOf(received: bigint, ppm: number): bigint {
  return divideDown(received * BigInt(ppm), 1_000_000n);
}
