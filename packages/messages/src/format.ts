// Amounts, prices, dates and shares as a person reads them; computed from exact integers, never through a float.

import { dayMs, dayNumberOfText } from '@mandato/invest-core/plan/civil-date';
import { formatDecimal, formatDecimalTrimmed, parseDecimal } from '@mandato/primitives/decimal';
import { moneyScale } from '@mandato/primitives/money';
import { divideDown } from '@mandato/primitives/rounding';
import type { Locale } from './catalogue.ts';

const tags: Readonly<Record<Locale, string>> = { en: 'en-US', es: 'es-MX' };

// Currencies that people count in hundredths.
const centCurrencies = new Set(['mxn', 'usd', 'brl', 'ars', 'cop', 'eur']);

const assetNames: Readonly<Record<string, string>> = {
  btc: 'bitcoin',
  eth: 'ether',
  ltc: 'litecoin',
  sol: 'solana',
  ada: 'cardano',
  doge: 'dogecoin',
};

const spanishPlaces: Readonly<Record<string, string>> = {
  'America/Mexico_City': 'Ciudad de México',
  'America/Ciudad_Juarez': 'Ciudad Juárez',
  'America/Cancun': 'Cancún',
  'America/Merida': 'Mérida',
  'America/Mazatlan': 'Mazatlán',
  'America/New_York': 'Nueva York',
  'America/Los_Angeles': 'Los Ángeles',
  'America/Bogota': 'Bogotá',
  'America/Panama': 'Panamá',
};

const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** `1,500.00 MXN`, `0.00123 BTC`: cents cut off below two decimals, coins with up to eight and no trailing zeros. */
export function formatAmount(locale: Locale, units: bigint, asset: string): string {
  return `${formatQuantity(locale, units, asset)} ${asset.toUpperCase()}`;
}

/** As `formatAmount`, without the currency. `units` are 10^-8. */
export function formatQuantity(locale: Locale, units: bigint, asset: string): string {
  if (!centCurrencies.has(asset)) return grouped(locale, formatDecimalTrimmed(units, moneyScale), 0);
  // Cut, not rounded: an amount shown is never more than there is.
  const cents = units < 0n ? -divideDown(-units, 1_000_000n) : divideDown(units, 1_000_000n);
  return grouped(locale, formatDecimal(cents, 2), 2);
}

/** As `formatAmount`, from the API's decimal text; text that is none is given back as it is. */
export function formatAmountText(locale: Locale, text: string, asset: string): string {
  const units = parseDecimal(text, moneyScale);
  return units.ok ? formatAmount(locale, units.value, asset) : text;
}

/** As `formatQuantity`, from the API's decimal text; text that is none is given back as it is. */
export function formatQuantityText(locale: Locale, text: string, asset: string): string {
  const units = parseDecimal(text, moneyScale);
  return units.ok ? formatQuantity(locale, units.value, asset) : text;
}

/** A share in basis points as percent: 65 is `0.65%`. */
export function formatPercent(locale: Locale, bps: bigint): string {
  return `${grouped(locale, formatDecimalTrimmed(bps, 2), 0)}${locale === 'es' ? '\u00a0%' : '%'}`;
}

/** Date and time of an instant by the clock of `zone`: `Nov 27, 2026, 09:00`. */
export function formatInstant(locale: Locale, atMs: number, zone: string): string {
  return dateFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(atMs);
}

/** A local date `YYYY-MM-DD` in words: `November 27, 2026`. */
export function formatLocalDate(locale: Locale, date: string): string {
  return dateFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(dayNumberOfText(date) * dayMs);
}

/** The name of an ISO weekday (1 is Monday). */
export function weekdayName(locale: Locale, weekday: number): string {
  // Day number 4 is Monday 1970-01-05.
  return dateFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format((3 + weekday) * dayMs);
}

/** The place of a zone, as in "Mexico City time". */
export function zoneName(locale: Locale, zone: string): string {
  const place = (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
  return locale === 'es' ? (spanishPlaces[zone] ?? place) : place;
}

/** What people call an asset: `bitcoin`; the code where there is no such name. */
export function assetName(asset: string): string {
  return assetNames[asset] ?? asset.toUpperCase();
}

/** Groups the digits of plain decimal text for reading. */
function grouped(locale: Locale, text: string, fractionDigitsMin: number): string {
  // Only decimal text reaches this, which is exactly what the formatter takes without going through a float.
  return isNumeric(text) ? numberFormat(locale, fractionDigitsMin).format(text) : text;
}

function isNumeric(text: string): text is `${number}` {
  return /^-?[0-9]+(\.[0-9]+)?$/.test(text);
}

function numberFormat(locale: Locale, fractionDigitsMin: number): Intl.NumberFormat {
  const name = `${locale} ${fractionDigitsMin}`;
  const known = numberFormats.get(name);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(tags[locale], {
    minimumFractionDigits: fractionDigitsMin,
    maximumFractionDigits: moneyScale,
  });
  numberFormats.set(name, made);
  return made;
}

function dateFormat(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${locale} ${JSON.stringify(options)}`;
  const known = dateFormats.get(name);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(tags[locale], options);
  dateFormats.set(name, made);
  return made;
}
