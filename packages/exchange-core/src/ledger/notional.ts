// Price × quantity as money: the one place where a price meets a quantity, exact without bigints.

import { unitsPerWhole } from '@mandato/primitives/money';
import { type Amount, setSafeUnits, setUnits, unitsOf, unitsPerHigh } from './split-money.ts';

const partsPerWhole = 100_000_000;
const perPart = 1 / partsPerWhole;
const millionth = 1 / 1_000_000;

/**
 * price × lots (both safe integers of 10^-8) in units of 10^-8 of quote, rounded down: what one fill costs and pays. -1
 * when that is not surely below 2^52 units.
 *
 * Below 2^52 the floating quotient is wrong by at most two, so its rest is a small number, and the low 32 bits of both
 * products, which are exact, tell which one.
 */
export function notionalUnits(price: number, lots: number): number {
  const units = Math.floor(price * lots * perPart);
  // The number itself: as a constant, of which a build makes a variable, V8 would keep every result as an object.
  if (units >= unitsPerHigh - 2) return -1;
  const rest = (Math.imul(price, lots) - Math.imul(units, partsPerWhole)) | 0;
  // The half keeps the floating quotient of a small integer away from its next one.
  return units + Math.floor((rest + 0.5) * perPart);
}

/** What a limit buy of so many lots must hold, in units of 10^-8, or -1: see `setBuyHold` and `notionalUnits`. */
export function buyHoldUnits(price: number, lots: number): number {
  const units = notionalUnits(price, lots);
  return units < 0 || isExact(price, lots, units) ? units : units + 1;
}

/** Writes what `notionalUnits` says, however much it is, into `to`. True when nothing was rounded off. */
export function setNotional(to: Amount, price: number, lots: number): boolean {
  const units = notionalUnits(price, lots);
  if (units < 0) return setBigNotional(to, price, lots);
  to.high = 0;
  to.low = units;
  return isExact(price, lots, units);
}

// Whether price × lots is that many units and no part of one: what is over is less than 2^32.
function isExact(price: number, lots: number, units: number): boolean {
  return ((Math.imul(price, lots) - Math.imul(units, partsPerWhole)) | 0) === 0;
}

function setBigNotional(to: Amount, price: number, lots: number): boolean {
  const product = BigInt(price) * BigInt(lots);
  setUnits(to, product / unitsPerWhole);
  return product % unitsPerWhole === 0n;
}

/**
 * Writes what a limit buy of so many lots must hold: price × lots rounded up, which covers the rounded-down notionals
 * of any way of filling it.
 */
export function setBuyHold(to: Amount, price: number, lots: number): void {
  if (!setNotional(to, price, lots)) roundUp(to);
}

/** Adds the smallest unit to an amount that was rounded down. */
export function roundUp(to: Amount): void {
  const low = to.low + 1;
  if (low === unitsPerHigh) {
    to.high += 1;
    to.low = 0;
  } else to.low = low;
}

/** How many lots `amount` pays for at `price` (units of 10^-8), at most `lotsMax`. */
export function lotsFor(amount: Amount, price: number, lotsMax: number): number {
  const fit = (unitsOf(amount) * unitsPerWhole) / BigInt(price);
  return fit < BigInt(lotsMax) ? Number(fit) : lotsMax;
}

/** Writes rate × received, rounded down to 10^-8, into `to`; the rate is in parts per million, at most a million. */
export function setFee(to: Amount, received: Amount, ratePpm: number): void {
  if (received.high === 0) setSafeUnits(to, feeUnits(received.low, ratePpm));
  else setUnits(to, (unitsOf(received) * BigInt(ratePpm)) / 1_000_000n);
}

/** The fee of `units` of 10^-8, below 2^52, in the same units, rounded down. */
export function feeUnits(units: number, ratePpm: number): number {
  // As above: the floating quotient is next to the right one, and 32 bits say by how much.
  const fee = Math.floor(units * ratePpm * millionth);
  const rest = (Math.imul(units, ratePpm) - Math.imul(fee, 1_000_000)) | 0;
  return fee + Math.floor((rest + 0.5) * millionth);
}
