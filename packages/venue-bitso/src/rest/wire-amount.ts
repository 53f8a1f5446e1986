// Reads Bitso's decimal texts as exact integers; a text that does not fit is null, never rounded silently.

import { parseDecimal, parseDecimalTruncating } from '@mandato/primitives/decimal';
import { type Money, moneyOfUnits, moneyScale } from '@mandato/primitives/money';

/** An amount in 10^-8 units, of either sign, or null. */
export function readUnits(value: unknown): bigint | null {
  const units = typeof value === 'string' ? parseDecimal(value, moneyScale) : null;
  return units?.ok === true ? units.value : null;
}

/** An amount that is not negative, as money. */
export function readMoney(value: unknown): Money | null {
  const units = readUnits(value);
  return units === null || units < 0n ? null : moneyOfUnits(units);
}

/** A positive price; digits beyond 10^-8 carry no meaning on any book and are cut. Null for zero and for no price. */
export function readPrice(value: unknown): bigint | null {
  const units = typeof value === 'string' ? parseDecimalTruncating(value, moneyScale) : null;
  return units?.ok === true && units.value > 0n ? units.value : null;
}
