// Decimal text to and from exact integers: the only door between what is written and what is computed.

import { invariant } from './invariant.ts';
import { err, ok, type Result } from './result.ts';

/** Why a text is not a decimal of the wanted scale, in order of precedence. */
export type DecimalError = 'decimal_malformed' | 'decimal_too_long' | 'decimal_too_precise';

// Long enough for every amount of every asset, short enough that nobody can make us multiply megabytes.
const textLengthMax = 40;
const grammar = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?$/;

/**
 * Reads plain decimal text (`-12.5`, no exponent, no separators, no spaces, no leading zeros or plus sign)
 * as an integer count of `10^-scale`. Zeros beyond the scale are dropped; other digits there are refused.
 */
export function parseDecimal(text: string, scale: number): Result<bigint, DecimalError> {
  const short = parseShortDecimal(text, scale);
  if (short !== null) return ok(short);
  if (text.length > textLengthMax) return err('decimal_too_long');
  const match = grammar.exec(text);
  if (match === null) return err('decimal_malformed');
  const [, sign = '', whole = '', fraction = ''] = match;
  if (/[^0]/.test(fraction.slice(scale))) return err('decimal_too_precise');
  const digits = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  return ok(sign === '-' ? -digits : digits);
}

const zero = 0x30;

/**
 * `parseDecimal` of the texts that come most, in a fraction of its time: digits with at most `scale` decimals, without
 * a sign, and so few that their value is a safe integer. Null for every other text, malformed or not.
 */
export function parseShortDecimal(text: string, scale: number): bigint | null {
  const { length } = text;
  if (length === 0 || length > 16) return null;
  const pointAt = text.indexOf('.');
  const wholeEnd = pointAt < 0 ? length : pointAt;
  const decimals = pointAt < 0 ? 0 : length - pointAt - 1;
  if (wholeEnd === 0 || pointAt === length - 1 || decimals > scale) return null;
  if (wholeEnd > 1 && text.charCodeAt(0) === zero) return null;
  let value = 0;
  for (let at = 0; at < length; at += 1) {
    if (at === pointAt) continue;
    const digit = text.charCodeAt(at) - zero;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  // Sixteen digits may be past what a number holds exactly, and so may the product.
  const units = value * 10 ** (scale - decimals);
  return Number.isSafeInteger(units) ? BigInt(units) : null;
}

/** As `parseDecimal`, but drops any digits beyond the scale, toward zero. */
export function parseDecimalTruncating(text: string, scale: number): Result<bigint, DecimalError> {
  const point = text.indexOf('.');
  const fits = point < 0 || text.length - point - 1 <= scale;
  if (fits) return parseDecimal(text, scale);
  const whole = grammar.test(text)
    ? parseDecimal(text.slice(0, point + 1 + scale).replace(/\.$/, ''), scale)
    : null;
  return whole ?? err('decimal_malformed');
}

/** Writes `units × 10^-scale` with exactly `scale` decimals: 150000000n at 8 is `1.50000000`. */
export function formatDecimal(units: bigint, scale: number): string {
  invariant(scale >= 0 && scale <= 18, 'a scale is between 0 and 18');
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const sign = units < 0n ? '-' : '';
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Writes `units × 10^-scale` without trailing zeros: 150000000n at 8 is `1.5`. */
export function formatDecimalTrimmed(units: bigint, scale: number): string {
  const text = formatDecimal(units, scale);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
