// Price × quantity as money: the one place where a price meets a quantity, exact without bigints.

import { unitsPerWhole } from '@mandato/primitives/money';
import { type Amount, setSafeUnits, setUnits, unitsOf, unitsPerHigh } from './split-money.ts';

const partsPerWhole = 100_000_000;
const perPart = 1 / partsPerWhole;
const millionth = 1 / 1_000_000;

/**
 * Writes price × lots (both safe integers of 10^-8), rounded down to 10^-8 of quote, into `to`: what one fill costs
 * and pays. True when nothing was rounded off.
 *
 * Below 2^52 the floating quotient is wrong by at most two, so its rest is a small number, and the low 32 bits of both
 * products, which are exact, tell which one.
 */
export function setNotional(to: Amount, price: number, lots: number): boolean {
  let units = Math.floor(price * lots * perPart);
  if (units >= unitsPerHigh - 2) return setBigNotional(to, price, lots);
  const rest = (Math.imul(price, lots) - Math.imul(units, partsPerWhole)) | 0;
  // The half keeps the floating quotient of a small integer away from its next one.
  const off = Math.floor((rest + 0.5) * perPart);
  units += off;
  to.high = 0;
  to.low = units;
  return rest === off * partsPerWhole;
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
  const units = received.low;
  if (received.high !== 0) {
    setUnits(to, (unitsOf(received) * BigInt(ratePpm)) / 1_000_000n);
    return;
  }
  // As above: the floating quotient is next to the right one, and 32 bits say by how much.
  let fee = Math.floor(units * ratePpm * millionth);
  const rest = (Math.imul(units, ratePpm) - Math.imul(fee, 1_000_000)) | 0;
  fee += Math.floor((rest + 0.5) * millionth);
  setSafeUnits(to, fee);
}
