// Numbers on Bitso's wire: decimal text in answers, text or JSON numbers in requests, never an exponent.

import { type DecimalError, parseDecimal } from '@mandato/primitives/decimal';
import { formatMoneyTrimmed } from '@mandato/primitives/money';
import { err, type Result } from '@mandato/primitives/result';

/** Reads a request's amount (text or JSON number) as units of 10^-8. */
export function parseWireNumber(value: string | number): Result<bigint, DecimalError> {
  const text = typeof value === 'number' ? plainText(value) : value;
  return text === null ? err('decimal_malformed') : parseDecimal(text, 8);
}

/**
 * A price with the decimals of its book's step: 45.5 in steps of 0.01 is `45.50`. One between two steps, such as an
 * average, keeps all of its own. Both are units of 10^-8.
 */
export function formatPrice(price: bigint, tickSize: bigint): string {
  const text = formatMoneyTrimmed(price);
  const wanted = decimalsOfTick(tickSize);
  const point = text.indexOf('.');
  const missing = point < 0 ? wanted : wanted - (text.length - point - 1);
  if (missing <= 0) return text;
  return point < 0 ? `${text}.${'0'.repeat(missing)}` : text + '0'.repeat(missing);
}

const knownDecimals = new Map<bigint, number>();

function decimalsOfTick(tickSize: bigint): number {
  const known = knownDecimals.get(tickSize);
  if (known !== undefined) return known;
  const decimals = formatMoneyTrimmed(tickSize).split('.')[1]?.length ?? 0;
  knownDecimals.set(tickSize, decimals);
  return decimals;
}

/** A rate in parts per million as a fraction: 6500 is `0.0065`. */
export function formatRateFraction(ppm: number): string {
  return rateText(ppm, 6, 0);
}

/** As a fraction with eight decimals: 6500 is `0.00650000`. */
export function formatRateDecimal(ppm: number): string {
  return rateText(ppm, 6, 8);
}

/** As a percentage with four decimals: 6500 is `0.6500`. */
export function formatRatePercent(ppm: number): string {
  return rateText(ppm, 4, 4);
}

// `scale` is how many of the digits of `ppm` are decimals; `decimals` how many to show, 0 meaning as few as possible.
function rateText(ppm: number, scale: number, decimals: number): string {
  const digits = String(ppm).padStart(scale + 1, '0');
  const fraction = digits.slice(-scale);
  const shown = decimals === 0 ? fraction.replace(/0+$/, '') : fraction.padEnd(decimals, '0');
  return shown === '' ? digits.slice(0, -scale) : `${digits.slice(0, -scale)}.${shown}`;
}

/** A finite number as plain decimal text: `1e-7` is `0.0000001`. Null when it is not finite. */
export function plainText(value: number): string | null {
  if (!Number.isFinite(value)) return null;
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(String(value));
  if (match === null) return String(value);
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match;
  const exponent = Number(exponentText);
  const digits = whole + fraction;
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  return sign + digits.padEnd(whole.length + exponent, '0');
}
