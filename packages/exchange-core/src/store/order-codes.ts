// The words of orders as small integers, so that a row can hold them.

import type { TimeInForce } from '../engine/command.ts';
import type { BookDiff, EndReason } from '../engine/event.ts';
import type { Side } from '../ids.ts';

/** `queued`: a stop order that waits for its trigger (or, unseen, an order that is being applied). */
export type OrderStatus = 'queued' | 'open' | 'partially_filled' | 'completed' | 'cancelled';

export type OrderKind = 'limit' | 'market_quantity' | 'market_notional';

/** Codes are places in these lists. */
export const orderStatuses: readonly OrderStatus[] = [
  'queued',
  'open',
  'partially_filled',
  'completed',
  'cancelled',
];
export const orderKinds: readonly OrderKind[] = ['limit', 'market_quantity', 'market_notional'];
export const timesInForce: readonly TimeInForce[] = ['gtc', 'ioc', 'fok', 'postonly'];
export const endReasons: readonly EndReason[] = [
  'completed',
  'cancelled_by_owner',
  'self_trade',
  'post_only_would_take',
  'not_fillable_at_once',
  'remainder_not_rested',
  'liquidity_exhausted',
];
export const diffStatuses: readonly BookDiff['status'][] = ['open', 'completed', 'cancelled'];

export const limitKind = 0;
export const marketQuantityKind = 1;
export const marketNotionalKind = 2;

export const gtc = 0;
export const ioc = 1;
export const fok = 2;
export const postonly = 3;

export const queued = 0;
export const open = 1;
export const partiallyFilled = 2;
export const completed = 3;
export const cancelled = 4;

export const endCompleted = 0;
export const endCancelledByOwner = 1;
export const endSelfTrade = 2;
export const endPostOnlyWouldTake = 3;
export const endNotFillableAtOnce = 4;
export const endRemainderNotRested = 5;
export const endLiquidityExhausted = 6;

export const diffOpen = 0;
export const diffCompleted = 1;
export const diffCancelled = 2;

/** Among an order's terms: the few orders that have it keep something beside their row. */
export const hasExtras = 1 << 5;

// Of an order's bits the book is the upper half, its terms are the next byte and its phase is the last one: the status of
// an active order, or the reason of an ended one and a bit that says so.
const endedBit = 128;

/** An order's book, terms and phase in one integer; there are fewer than 2^15 books. */
export function packBits(book: number, terms: number, status: number): number {
  return (book << 16) | (terms << 8) | status;
}

export function bookOfBits(bits: number): number {
  return bits >>> 16;
}

export function termsOfBits(bits: number): number {
  return (bits >>> 8) & 255;
}

/** The same order, active with this status. */
export function withStatus(bits: number, status: number): number {
  return (bits & ~255) | status;
}

/** The same order, ended for this reason. */
export function withReason(bits: number, reason: number): number {
  return (bits & ~255) | endedBit | reason;
}

/** The status of an order, ended or not. */
export function statusOfBits(bits: number): number {
  if ((bits & endedBit) === 0) return bits & 127;
  return (bits & 127) === endCompleted ? completed : cancelled;
}

/** Why an order ended, or -1. */
export function reasonOfBits(bits: number): number {
  return (bits & endedBit) === 0 ? -1 : bits & 127;
}

/** Side, kind and time in force in one integer. */
export function packTerms(isSell: boolean, kind: number, timeInForce: number): number {
  return (isSell ? 1 : 0) | (kind << 1) | (timeInForce << 3);
}

export function isSellOf(terms: number): boolean {
  return (terms & 1) === 1;
}

export function sideOf(terms: number): Side {
  return (terms & 1) === 1 ? 'sell' : 'buy';
}

export function kindOf(terms: number): number {
  return (terms >>> 1) & 3;
}

export function timeInForceOf(terms: number): number {
  return (terms >>> 3) & 3;
}
