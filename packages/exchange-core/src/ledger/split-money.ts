// Money as two safe integers, alone or in flat rows, so that sums beyond 2^53 stay exact and everyday ones carry nothing.

import { invariant } from '@mandato/primitives/invariant';

/** What one of the high number stands for, in units of 10^-8: more than 45 million wholes. */
export const unitsPerHigh = 2 ** 52;

const highBits = 52n;
const lowMask = (1n << highBits) - 1n;

/**
 * An amount of money, to be written over: high × 2^52 + low units of 10^-8, 0 ≤ low < 2^52, so that two lows add up to a safe
 * integer.
 */
export class Amount {
  high = 0;
  low = 0;
}

/** Amounts after each other: the high number of each at an even index, and its low one behind it. */
export type Amounts = Float64Array;

/** Makes an amount of units of 10^-8 (not negative). */
export function setUnits(to: Amount, units: bigint): void {
  to.high = highOf(units);
  to.low = Number(units & lowMask);
}

/** Makes an amount of units of 10^-8 that are a safe integer. */
export function setSafeUnits(to: Amount, units: number): void {
  const isLow = units < unitsPerHigh;
  to.high = isLow ? 0 : 1;
  to.low = isLow ? units : units - unitsPerHigh;
}

/** The units of 10^-8 of an amount. */
export function unitsOf({ high, low }: Amount): bigint {
  return unite(high, low);
}

/** to += amount. */
export function addAmount(to: Amount, amount: Amount): void {
  const low = to.low + amount.low;
  const carry = low < unitsPerHigh ? 0 : 1;
  to.high += amount.high + carry;
  to.low = low - carry * unitsPerHigh;
}

/** to += units of 10^-8, from 0 and below 2^52. */
export function addUnits(to: Amount, units: number): void {
  const low = to.low + units;
  if (low < unitsPerHigh) to.low = low;
  else {
    to.high += 1;
    to.low = low - unitsPerHigh;
  }
}

/** to −= amount; the high number turns negative when there was less, which callers hold for a bug. */
export function subtractAmount(to: Amount, amount: Amount): void {
  const low = to.low - amount.low;
  const borrow = low < 0 ? 1 : 0;
  to.high -= amount.high + borrow;
  to.low = low + borrow * unitsPerHigh;
}

/** True when `amount` is less than `other`. */
export function isLess(amount: Amount, other: Amount): boolean {
  return amount.high < other.high || (amount.high === other.high && amount.low < other.low);
}

/** True for zero. */
export function isZero({ high, low }: Amount): boolean {
  return high === 0 && low === 0;
}

/** Makes an amount a copy of another. */
export function copyAmount(to: Amount, from: Amount): void {
  to.high = from.high;
  to.low = from.low;
}

/** Makes the amount at `at` one of units of 10^-8 (not negative). */
export function setUnitsAt(to: Amounts, at: number, units: bigint): void {
  to[at] = highOf(units);
  to[at + 1] = Number(units & lowMask);
}

/** The units of 10^-8 at `at`. */
export function unitsAt(from: Amounts, at: number): bigint {
  return unite(from[at] ?? 0, from[at + 1] ?? 0);
}

/** Makes an amount a copy of the one at `at`. */
export function copyFrom(to: Amount, from: Amounts, at: number): void {
  to.high = from[at] ?? 0;
  to.low = from[at + 1] ?? 0;
}

/** to[at] += amount. The high number is left alone where nothing is carried, as it is with everyday amounts. */
export function addAt(to: Amounts, at: number, amount: Amount): void {
  const low = (to[at + 1] ?? 0) + amount.low;
  const carry = low < unitsPerHigh ? 0 : 1;
  const high = amount.high + carry;
  if (high !== 0) to[at] = (to[at] ?? 0) + high;
  to[at + 1] = low - carry * unitsPerHigh;
}

/** to[at] −= amount; the high number turns negative when there was less, which callers hold for a bug. */
export function subtractAt(to: Amounts, at: number, amount: Amount): void {
  const low = (to[at + 1] ?? 0) - amount.low;
  const borrow = low < 0 ? 1 : 0;
  const high = amount.high + borrow;
  if (high !== 0) to[at] = (to[at] ?? 0) - high;
  to[at + 1] = low + borrow * unitsPerHigh;
}

/**
 * to[at] += units of 10^-8, more than −2^52 and less than 2^52; the high number turns negative when there was less, which
 * callers hold for a bug.
 */
export function moveAt(to: Amounts, at: number, units: number): void {
  const low = (to[at + 1] ?? 0) + units;
  if (low >= 0 && low < unitsPerHigh) to[at + 1] = low;
  else {
    const carry = low < 0 ? -1 : 1;
    to[at] = (to[at] ?? 0) + carry;
    to[at + 1] = low - carry * unitsPerHigh;
  }
}

/** True when the amount at `at` is less than `amount`. */
export function isLessAt(from: Amounts, at: number, amount: Amount): boolean {
  const high = from[at] ?? 0;
  return high < amount.high || (high === amount.high && (from[at + 1] ?? 0) < amount.low);
}

function highOf(units: bigint): number {
  const high = Number(units >> highBits);
  invariant(Number.isSafeInteger(high), 'an amount stays below 2^105 units');
  return high;
}

function unite(high: number, low: number): bigint {
  return high === 0 ? BigInt(low) : (BigInt(high) << highBits) + BigInt(low);
}
