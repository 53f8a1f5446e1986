// Dates of the civil calendar as day numbers, and local times of a zone as instants; nothing here reads a clock.

import { invariant } from '@mandato/primitives/invariant';
import { err, ok, type Result } from '@mandato/primitives/result';

/** A date of the proleptic Gregorian calendar. `month` is 1 to 12. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Milliseconds of a day of 24 hours. */
export const dayMs = 86_400_000;

/** Days from 1970-01-01 to `date`, negative before it. */
export function dayNumberOf(date: CivilDate): number {
  // Years counted from March put the leap day last, so that month lengths follow one line (H. Hinnant, days_from_civil).
  const year = date.month <= 2 ? date.year - 1 : date.year;
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const monthFromMarch = (date.month + 9) % 12;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + date.day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The date that is `dayNumber` days after 1970-01-01. */
export function dateOfDayNumber(dayNumber: number): CivilDate {
  const shifted = dayNumber + 719_468;
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
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  };
}

/** 1 is Monday, 7 is Sunday. */
export function isoWeekdayOf(dayNumber: number): number {
  return ((((dayNumber + 3) % 7) + 7) % 7) + 1;
}

/** The number of days of a month. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Reads `YYYY-MM-DD`; a date that the calendar does not have is malformed. */
export function parseCivilDate(text: string): Result<CivilDate, 'date_malformed'> {
  const match = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  if (match === null) return err('date_malformed');
  const date = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  const exists =
    date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= daysInMonth(date.year, date.month);
  return exists && date.year >= 1 ? ok(date) : err('date_malformed');
}

/** Writes `YYYY-MM-DD`. */
export function formatCivilDate(date: CivilDate): string {
  return `${String(date.year).padStart(4, '0')}-${twoDigits(date.month)}-${twoDigits(date.day)}`;
}

/** Writes a number below 100 with two digits. */
export function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** The day number that `text`, a date checked before, stands for. */
export function dayNumberOfText(text: string): number {
  const date = parseCivilDate(text);
  invariant(date.ok, 'a stored plan date was checked when it was written');
  return dayNumberOf(date.value);
}
