// Price × quantity as money: the one place where a price meets a quantity, exact without bigints.

import { unitsPerWhole } from '@mandato/primitives/money';
import { type Amount, partsPerWhole, setSafeUnits, setUnits } from './split-money.ts';

// Below this sum of wholes every product of the split multiplication is a safe integer.
const wholesMax = 80_000_000;
const half = 10_000;

/**
 * Writes price × lots (both safe integers of 10^-8), rounded down to 10^-8 of quote, into `to`: what one fill costs
 * and pays. True when nothing was rounded off.
 */
export function setNotional(to: Amount, price: number, lots: number): boolean {
  const priceWhole = Math.floor(price / partsPerWhole);
  const lotsWhole = Math.floor(lots / partsPerWhole);
  if (priceWhole + lotsWhole >= wholesMax) return setBigNotional(to, price, lots);
  const pricePart = price - priceWhole * partsPerWhole;
  const lotsPart = lots - lotsWhole * partsPerWhole;
  let sum = pricePart * lotsWhole + priceWhole * lotsPart;
  let isExact = true;
  if (pricePart !== 0 && lotsPart !== 0) {
    // floor(pricePart × lotsPart / 10^8), four digits at a time because the product may pass 2^53.
    const lotsHigh = Math.floor(lotsPart / half);
    const low = pricePart * (lotsPart - lotsHigh * half);
    const lowOver = Math.floor(low / half);
    const high = pricePart * lotsHigh + lowOver;
    const over = Math.floor(high / half);
    isExact = low === lowOver * half && high === over * half;
    sum += over;
  }
  const carry = Math.floor(sum / partsPerWhole);
  to[0] = priceWhole * lotsWhole + carry;
  to[1] = sum - carry * partsPerWhole;
  return isExact;
}

function setBigNotional(to: Amount, price: number, lots: number): boolean {
  const product = BigInt(price) * BigInt(lots);
  setUnits(to, 0, product / unitsPerWhole);
  return product % unitsPerWhole === 0n;
}

/**
 * Writes what a limit buy of so many lots must hold: price × lots rounded up, which covers the rounded-down notionals
 * of any way of filling it.
 */
export function setBuyHold(to: Amount, price: number, lots: number): void {
  if (setNotional(to, price, lots)) return;
  const part = (to[1] ?? 0) + 1;
  if (part === partsPerWhole) {
    to[0] = (to[0] ?? 0) + 1;
    to[1] = 0;
  } else to[1] = part;
}

/** How many lots `amount` pays for at `price` (units of 10^-8), at most `lotsMax`. */
export function lotsFor(amount: Amount, price: number, lotsMax: number): number {
  const fit = (bigOf(amount) * unitsPerWhole) / BigInt(price);
  return fit < BigInt(lotsMax) ? Number(fit) : lotsMax;
}

function bigOf(amount: Amount): bigint {
  return BigInt(amount[0] ?? 0) * unitsPerWhole + BigInt(amount[1] ?? 0);
}

/** Writes rate × received, rounded down to 10^-8, into `to`; the rate is in parts per million. */
export function setFee(to: Amount, received: Amount, ratePpm: number): void {
  const whole = received[0] ?? 0;
  const part = received[1] ?? 0;
  // 10^8 / 10^6 = 100: a whole times a millionth is a hundred parts, without a rest.
  const ofWhole = whole * 100 * ratePpm;
  if (ofWhole < 9e15) setSafeUnits(to, 0, ofWhole + Math.floor((part * ratePpm) / 1_000_000));
  else setUnits(to, 0, (bigOf(received) * BigInt(ratePpm)) / 1_000_000n);
}
