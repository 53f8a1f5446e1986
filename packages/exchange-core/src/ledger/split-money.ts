// Money in flat arrays as two safe integers, whole units and 10^-8 parts, so that sums beyond 2^53 stay exact.

import { invariant } from '@mandato/primitives/invariant';
import { unitsPerWhole } from '@mandato/primitives/money';

/** 10^8 as a number: the parts in one whole. */
export const partsPerWhole = 100_000_000;

const safeUnits = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * An amount of money: at index 0 its wholes and at 1 its parts, 0 ≤ parts < 10^8. Rows of balances hold several
 * amounts after each other, each at an even index.
 */
export type Amount = Float64Array;

/** Zero, to be written over. */
export function newAmount(): Amount {
  return new Float64Array(2);
}

/** Writes units of 10^-8 (not negative) at `at`. */
export function setUnits(to: Amount, at: number, units: bigint): void {
  if (units <= safeUnits) {
    setSafeUnits(to, at, Number(units));
    return;
  }
  const whole = Number(units / unitsPerWhole);
  invariant(Number.isSafeInteger(whole), 'an amount stays below 2^53 wholes');
  to[at] = whole;
  to[at + 1] = Number(units % unitsPerWhole);
}

/** Writes units of 10^-8 that are a safe integer. */
export function setSafeUnits(to: Amount, at: number, units: number): void {
  const whole = Math.floor(units / partsPerWhole);
  to[at] = whole;
  to[at + 1] = units - whole * partsPerWhole;
}

/** The units of 10^-8 at `at`. */
export function unitsAt(from: Amount, at: number): bigint {
  const whole = from[at] ?? 0;
  const part = from[at + 1] ?? 0;
  if (whole < 90_000_000) return BigInt(whole * partsPerWhole + part);
  return BigInt(whole) * unitsPerWhole + BigInt(part);
}

/** to[at] += amount. */
export function addAmount(to: Amount, at: number, amount: Amount): void {
  const part = (to[at + 1] ?? 0) + (amount[1] ?? 0);
  const carry = part >= partsPerWhole ? 1 : 0;
  to[at] = (to[at] ?? 0) + (amount[0] ?? 0) + carry;
  to[at + 1] = part - carry * partsPerWhole;
}

/** to[at] −= amount; the wholes turn negative when there was less, which callers hold for a bug. */
export function subtractAmount(to: Amount, at: number, amount: Amount): void {
  const part = (to[at + 1] ?? 0) - (amount[1] ?? 0);
  const borrow = part < 0 ? 1 : 0;
  to[at] = (to[at] ?? 0) - (amount[0] ?? 0) - borrow;
  to[at + 1] = part + borrow * partsPerWhole;
}

/** True when the amount at `at` is less than `amount`. */
export function isLess(from: Amount, at: number, amount: Amount): boolean {
  const whole = from[at] ?? 0;
  const other = amount[0] ?? 0;
  return whole < other || (whole === other && (from[at + 1] ?? 0) < (amount[1] ?? 0));
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
