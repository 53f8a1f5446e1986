// What the `release_lag` dial keeps back: money of cancelled orders that is free and does not look it yet (bitso-api 8.5).

import type { OrderTerms } from '@mandato/exchange-core/engine/command';
import type { AccountId, BookId, Side } from '@mandato/exchange-core/ids';
import { balancesOf } from '@mandato/exchange-core/view/account-view';
import { depthOf } from '@mandato/exchange-core/view/book-view';
import type { OrderView } from '@mandato/exchange-core/view/order-view';
import { unitsPerWhole } from '@mandato/primitives/money';
import { divideUp } from '@mandato/primitives/rounding';
import type { Seen } from './shown-fills.ts';

interface Held {
  readonly asset: string;
  readonly amount: bigint;
  readonly untilMs: number;
}

// By dial: removing it frees everything, and so does a restart.
const heldOf = new WeakMap<object, Map<AccountId, readonly Held[]>>();

/** Remembers what these orders, about to be cancelled, hold now. */
export function keepBack(call: Seen, orders: readonly OrderView[]): void {
  const dial = call.holds('release_lag');
  if (dial === null) return;
  const ofDial = heldOf.get(dial) ?? new Map<AccountId, readonly Held[]>();
  heldOf.set(dial, ofDial);
  const fresh = orders.map((order) => ({ ...holdOf(order), untilMs: call.atMs + dial.ms }));
  ofDial.set(call.account, [...stillHeld(call, ofDial), ...fresh]);
}

/** What is kept back of an asset, in units of 10^-8. */
export function keptBack(call: Seen, asset: string): bigint {
  const dial = call.holds('release_lag');
  const ofDial = dial === null ? undefined : heldOf.get(dial);
  if (ofDial === undefined) return 0n;
  const held = stillHeld(call, ofDial).filter((each) => each.asset === asset);
  return held.reduce((sum, { amount }) => sum + amount, 0n);
}

/** True for an order that could be paid with what is kept back, and cannot without it. */
export function needsKeptBack(
  call: Seen,
  order: { readonly book: BookId; readonly side: Side; readonly terms: OrderTerms },
): boolean {
  const [base = '', quote = ''] = order.book.split('_');
  const asset = order.side === 'buy' ? quote : base;
  const held = keptBack(call, asset);
  if (held === 0n) return false;
  const row = balancesOf(call.exchange, call.account).find((balance) => balance.asset === asset);
  return (row?.available ?? 0n) - held < costOf(call, order);
}

function stillHeld(call: Seen, ofDial: ReadonlyMap<AccountId, readonly Held[]>): readonly Held[] {
  return (ofDial.get(call.account) ?? []).filter(({ untilMs }) => untilMs > call.atMs);
}

function holdOf(order: OrderView): Pick<Held, 'asset' | 'amount'> {
  const [base = '', quote = ''] = order.book.split('_');
  const open = (order.quantity ?? 0n) - order.filledQuantity;
  if (order.side === 'sell') return { asset: base, amount: open };
  const cost = divideUp((order.price ?? 0n) * open, unitsPerWhole);
  return { asset: quote, amount: order.notional === null || order.price !== null ? cost : order.notional };
}

function costOf(
  call: Seen,
  { book, side, terms }: { readonly book: BookId; readonly side: Side; readonly terms: OrderTerms },
): bigint {
  if (terms.kind === 'market_notional') return side === 'buy' ? terms.notional : 0n;
  if (side === 'sell') return terms.quantity;
  const best = depthOf(call.exchange, book, 1)?.asks[0]?.price ?? 0n;
  const price = terms.kind === 'limit' ? terms.price : best;
  return divideUp(price * terms.quantity, unitsPerWhole);
}
