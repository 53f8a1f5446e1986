// Timestamps as Bitso writes them, to and from epoch milliseconds, by calendar arithmetic alone.

import { err, ok, type Result } from '@mandato/primitives/result';

const dayMs = 86_400_000;

/** The form of ticker and order book: `2026-09-23T01:18:16+00:00`. */
export function formatBookTime(atMs: number): string {
  return `${secondsText(atMs)}+00:00`;
}

/** The form of every row (trades, orders, ledger, fundings): `2026-09-23T01:18:16+0000`. */
export function formatRowTime(atMs: number): string {
  return `${secondsText(atMs)}+0000`;
}

const grammar =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):?(\d{2}))$/;

/** Reads all forms seen on the wire, with or without milliseconds and colon, and `Z`. */
export function parseWireTime(text: string): Result<number, 'time_malformed'> {
  const match = text.length > 40 ? null : grammar.exec(text);
  if (match === null) return err('time_malformed');
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  if (year === undefined || month === undefined || day === undefined) return err('time_malformed');
  if (hour === undefined || minute === undefined || second === undefined) return err('time_malformed');
  const days = daysOfCivil(year, month, day);
  const isReal =
    month >= 1 && month <= 12 && sameDay(civilOfDays(days), [year, month, day]) && hour < 24 && minute < 60;
  if (!isReal || second >= 60) return err('time_malformed');
  const milliseconds = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const offsetMinutes = Number(match[9] ?? '0') * 60 + Number(match[10] ?? '0');
  const offsetMs = (match[8] === '-' ? -1 : 1) * offsetMinutes * 60_000;
  return ok(days * dayMs + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds - offsetMs);
}

function secondsText(atMs: number): string {
  const days = Math.floor(atMs / dayMs);
  const seconds = Math.floor((atMs - days * dayMs) / 1000);
  const [year, month, day] = civilOfDays(days);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${clock}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

type Civil = readonly [year: number, month: number, day: number];

function sameDay(a: Civil, b: Civil): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
}

// The two functions below count days of the proleptic Gregorian calendar in eras of 400 years,
// with years that begin in March so that the leap day comes last.
function civilOfDays(days: number): Civil {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day];
}

function daysOfCivil(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const marchMonth = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * marchMonth + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
