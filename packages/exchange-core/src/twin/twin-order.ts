// An order of the naive twin: everything in the open, in bigints.

import type { NewTerms, OrderTerms, PlaceOrder } from '../engine/command.ts';
import type { AccountId, Side, VenueOrderId } from '../ids.ts';

export interface TwinOrder {
  readonly orderId: VenueOrderId;
  readonly originId: string | null;
  readonly account: AccountId;
  readonly side: Side;
  terms: OrderTerms;
  /** Null once it was reached, or when there never was one. */
  stop: bigint | null;
  waitsForRise: boolean;
  filled: bigint;
  /** Orders of one price and stops of one trigger are served by age. */
  age: number;
  hold: bigint;
  /** Market time of its end, or null while it is active. */
  endedAtMs: number | null;
}

/** The order that a command asks for, holding nothing yet. */
export function twinOrderOf(command: PlaceOrder, age: number): TwinOrder {
  const { orderId, originId, account, side, terms, stop = null } = command;
  return {
    orderId,
    originId,
    account,
    side,
    terms,
    stop,
    waitsForRise: false,
    filled: 0n,
    age,
    hold: 0n,
    endedAtMs: null,
  };
}

/** What is still to be filled of an order by quantity. */
export function remainingOf(order: TwinOrder): bigint {
  return order.terms.kind === 'market_notional' ? 0n : order.terms.quantity - order.filled;
}

/** price × quantity, rounded down. */
export function notional(price: bigint, quantity: bigint): bigint {
  return (price * quantity) / 100_000_000n;
}

/** The order's terms with the new ones put in, or null when they do not go together. */
export function changedTerms(
  order: TwinOrder,
  change: NewTerms,
): { readonly terms: OrderTerms; readonly stop: bigint | null } | null {
  const { terms } = order;
  const values = [change.price, change.quantity, change.notional, change.stop];
  const isLimit = terms.kind === 'limit';
  const isByNotional = terms.kind === 'market_notional';
  const isAllowed = [
    change.price === null || isLimit,
    change.quantity === null || !isByNotional,
    change.notional === null || isByNotional,
    change.stop === null || order.stop !== null,
    values.some((value) => value !== null),
  ];
  if (isAllowed.includes(false)) return null;
  return { stop: change.stop ?? order.stop, terms: mergedTerms(terms, change) };
}

function mergedTerms(terms: OrderTerms, change: NewTerms): OrderTerms {
  if (terms.kind === 'market_notional') return { ...terms, notional: change.notional ?? terms.notional };
  const quantity = change.quantity ?? terms.quantity;
  return terms.kind === 'limit'
    ? { ...terms, quantity, price: change.price ?? terms.price }
    : { ...terms, quantity };
}

export interface TwinTrade {
  readonly maker: VenueOrderId;
  readonly taker: VenueOrderId;
  readonly price: bigint;
  readonly quantity: bigint;
  readonly fees: readonly [bigint, bigint];
}

export interface TwinFill {
  readonly quantity: bigint;
  readonly cost: bigint;
  readonly isTaker: boolean;
}

export interface TwinAccount {
  base: bigint;
  quote: bigint;
  readonly volumes: Map<number, bigint>;
}
