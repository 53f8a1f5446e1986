// Money is an integer of one asset's smallest unit; two assets' money never meet in one sum.

import { type Brand, brand } from './brand.ts';
import { type DecimalError, formatDecimal, formatDecimalTrimmed, parseDecimal } from './decimal.ts';
import { ok, type Result } from './result.ts';

/** A lower-case currency code as exchanges write it: `btc`, `mxn`. */
export type Asset = Brand<string, 'Asset'>;

/** An amount of `A` in its smallest unit (10^-8 for every asset here). */
export type Money<A extends string = string> = Brand<bigint, `Money<${A}>`>;

/** Decimals of every asset's smallest unit: Bitso writes all balances, pesos too, with eight. */
export const moneyScale = 8;

/** 10^8: the smallest units in one whole coin or peso. */
export const unitsPerWhole = 100_000_000n;

/** Marks an integer that was already computed in smallest units as money of `A`. */
export function moneyOfUnits<A extends string>(units: bigint): Money<A> {
  return brand<Money<A>>(units);
}

/** Reads plain decimal text (`500`, `0.00012`) as money. */
export function parseMoney<A extends string>(text: string): Result<Money<A>, DecimalError> {
  const units = parseDecimal(text, moneyScale);
  return units.ok ? ok(moneyOfUnits<A>(units.value)) : units;
}

/** Writes money with all eight decimals, as exchanges do. */
export function formatMoney(money: bigint): string {
  return formatDecimal(money, moneyScale);
}

/** Writes money without trailing zeros. */
export function formatMoneyTrimmed(money: bigint): string {
  return formatDecimalTrimmed(money, moneyScale);
}
