// Money in flat arrays as two safe integers, so that sums beyond 2^53 stay exact and everyday ones carry nothing.

import { invariant } from '@mandato/primitives/invariant';

/** What one of the high number stands for, in units of 10^-8: more than 45 million wholes. */
export const unitsPerHigh = 2 ** 52;

const highBits = 52n;
const lowMask = (1n << highBits) - 1n;

/**
 * An amount of money: at index 0 its high number and at 1 its low one, 0 ≤ low < 2^52; both together are units of
 * 10^-8. Two lows add up to a safe integer. Rows of balances hold several amounts after each other, each at an even
 * index.
 */
export type Amount = Float64Array;

/** Zero, to be written over. */
export function newAmount(): Amount {
  return new Float64Array(2);
}

/** Writes units of 10^-8 (not negative) at `at`. */
export function setUnits(to: Amount, at: number, units: bigint): void {
  const high = Number(units >> highBits);
  invariant(Number.isSafeInteger(high), 'an amount stays below 2^105 units');
  to[at] = high;
  to[at + 1] = Number(units & lowMask);
}

/** Writes units of 10^-8 that are a safe integer. */
export function setSafeUnits(to: Amount, at: number, units: number): void {
  const isLow = units < unitsPerHigh;
  to[at] = isLow ? 0 : 1;
  to[at + 1] = isLow ? units : units - unitsPerHigh;
}

/** The units of 10^-8 at `at`. */
export function unitsAt(from: Amount, at: number): bigint {
  const high = from[at] ?? 0;
  const low = BigInt(from[at + 1] ?? 0);
  return high === 0 ? low : (BigInt(high) << highBits) + low;
}

/** to[at] += amount. */
export function addAmount(to: Amount, at: number, amount: Amount): void {
  const low = (to[at + 1] ?? 0) + (amount[1] ?? 0);
  const carry = low >= unitsPerHigh ? 1 : 0;
  to[at] = (to[at] ?? 0) + (amount[0] ?? 0) + carry;
  to[at + 1] = low - carry * unitsPerHigh;
}

/** to[at] −= amount; the high number turns negative when there was less, which callers hold for a bug. */
export function subtractAmount(to: Amount, at: number, amount: Amount): void {
  const low = (to[at + 1] ?? 0) - (amount[1] ?? 0);
  const borrow = low < 0 ? 1 : 0;
  to[at] = (to[at] ?? 0) - (amount[0] ?? 0) - borrow;
  to[at + 1] = low + borrow * unitsPerHigh;
}

/** True when the amount at `at` is less than `amount`. */
export function isLess(from: Amount, at: number, amount: Amount): boolean {
  const high = from[at] ?? 0;
  const other = amount[0] ?? 0;
  return high < other || (high === other && (from[at + 1] ?? 0) < (amount[1] ?? 0));
}

/** True for zero. */
export function isZero(amount: Amount): boolean {
  return amount[0] === 0 && amount[1] === 0;
}

/** Makes an amount a copy of another. */
export function copyAmount(to: Amount, from: Amount): void {
  to[0] = from[0] ?? 0;
  to[1] = from[1] ?? 0;
}
