// The plain sums and comparisons of the naive twin.

import type { OrderTerms } from '../engine/command.ts';
import type { AccountId } from '../ids.ts';
import { notional, remainingOf, type TwinOrder } from './twin-order.ts';

export type Plan = {
  readonly quantity: bigint;
  readonly cost: bigint;
  readonly end: 'fulfilled' | 'exhausted' | 'met_self';
};

export function planOver(
  makers: readonly TwinOrder[],
  taker: AccountId,
  most: { readonly quantityMax: bigint | null; readonly costMax: bigint | null },
): Plan {
  const { quantityMax, costMax } = most;
  let quantity = 0n;
  let cost = 0n;
  for (const maker of makers) {
    const price = priceOf(maker);
    const have = remainingOf(maker);
    const fit = costMax === null ? null : ((costMax - cost) * 100_000_000n) / price;
    const room = minimum([have, quantityMax === null ? null : quantityMax - quantity, fit]) ?? 0n;
    if (room === 0n) return { quantity, cost, end: 'fulfilled' };
    if (maker.account === taker) return { quantity, cost, end: 'met_self' };
    quantity += room;
    cost += notional(price, room);
    if (room < have) return { quantity, cost, end: 'fulfilled' };
  }
  return { quantity, cost, end: quantity === quantityMax || cost === costMax ? 'fulfilled' : 'exhausted' };
}

export function isFillable(makers: readonly TwinOrder[], order: TwinOrder): boolean {
  let left = remainingOf(order);
  for (const maker of makers) {
    if (left <= 0n) break;
    if (maker.account === order.account) return false;
    left -= remainingOf(maker);
  }
  return left <= 0n;
}

export function isWithin({ terms, side }: TwinOrder, maker: TwinOrder): boolean {
  if (terms.kind !== 'limit') return true;
  return side === 'buy' ? priceOf(maker) <= terms.price : priceOf(maker) >= terms.price;
}

export function valueAsked(terms: OrderTerms, stop: bigint | null): bigint {
  if (terms.kind === 'market_notional') return terms.notional;
  return notional(terms.kind === 'limit' ? terms.price : (stop ?? 0n), terms.quantity);
}

export function priceOf(order: TwinOrder): bigint {
  return order.terms.kind === 'limit' ? order.terms.price : 0n;
}

export function compare(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

export function minimum(values: readonly (bigint | null)[]): bigint | null {
  return values.reduce(
    (least, value) => (least === null || (value !== null && value < least) ? value : least),
    null,
  );
}

export function divideUp(value: bigint, by: bigint): bigint {
  return (value + by - 1n) / by;
}

/** The worst price that the slippage allows, counted from the best one; null for any. */
export function worstPrice(
  best: TwinOrder | undefined,
  tick: bigint,
  wish: { readonly side: 'buy' | 'sell'; readonly slippagePpm: number | null },
): bigint | null {
  if (wish.slippagePpm === null || best === undefined) return null;
  const ticks = priceOf(best) / tick;
  if (wish.side === 'buy') return ((ticks * BigInt(1_000_000 + wish.slippagePpm)) / 1_000_000n) * tick;
  return divideUp(ticks * BigInt(1_000_000 - wish.slippagePpm), 1_000_000n) * tick;
}
