// Local times of an IANA zone as instants and back, by the runtime's own time-zone data.

import { invariant } from '@mandato/primitives/invariant';
import { dateOfDayNumber, dayMs, dayNumberOf } from './civil-date.ts';

/** What the clocks of a zone show at some instant. */
export interface ZonedTime {
  readonly dayNumber: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

// Making a formatter costs a thousand times more than using one.
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Whether the runtime knows `zone` as a place (`America/Tijuana`) or as `UTC`; bare offsets do not count. */
export function isZone(zone: string): boolean {
  if (zone !== 'UTC' && !/^[A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+){1,2}$/.test(zone)) return false;
  return zone.length <= 64 && formatterOf(zone) !== null;
}

/** What the clocks of `zone` show at `atMs`. An unknown zone is read as UTC: ask `isZone` first. */
export function zonedTimeOf(zone: string, atMs: number): ZonedTime {
  const wallMs = atMs + offsetMs(zone, atMs);
  const dayNumber = Math.floor(wallMs / dayMs);
  const seconds = Math.floor((wallMs - dayNumber * dayMs) / 1000);
  return {
    dayNumber,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
  };
}

/**
 * The instant at which the clocks of `zone` first show `hour:minute` on the day `dayNumber`. A time that the
 * spring change skips becomes the first instant after the gap; one that the autumn change repeats, the first of both.
 */
export function instantOf(zone: string, local: { dayNumber: number; hour: number; minute: number }): number {
  const wallMs = local.dayNumber * dayMs + local.hour * 3_600_000 + local.minute * 60_000;
  const offsetBefore = offsetMs(zone, wallMs - dayMs);
  const offsetAfter = offsetMs(zone, wallMs + dayMs);
  const candidates = [wallMs - offsetBefore, wallMs - offsetAfter].filter(
    (atMs) => atMs + offsetMs(zone, atMs) === wallMs,
  );
  if (candidates.length > 0) return Math.min(...candidates);
  return changeBetween(zone, wallMs - offsetAfter, wallMs - offsetBefore);
}

/** The first instant in (earlierMs, laterMs] with another offset than at `earlierMs`. */
function changeBetween(zone: string, earlierMs: number, laterMs: number): number {
  const offsetEarlier = offsetMs(zone, earlierMs);
  let low = earlierMs;
  let high = laterMs;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMs(zone, middle) === offsetEarlier) low = middle;
    else high = middle;
  }
  return high;
}

// The plans of a zone ask for the same few instants again and again.
const offsets = new Map<string, Map<number, number>>();
const offsetsKeptMax = 4_096;

/** How far the clocks of `zone` are ahead of UTC at `atMs`. */
function offsetMs(zone: string, atMs: number): number {
  // The one zone that needs no calendar; asking for it costs as much as any other.
  if (zone === 'UTC') return 0;
  let kept = offsets.get(zone);
  if (kept === undefined || kept.size >= offsetsKeptMax) {
    kept = new Map();
    offsets.set(zone, kept);
  }
  const known = kept.get(atMs);
  if (known !== undefined) return known;
  const offset = readOffsetMs(zone, atMs);
  kept.set(atMs, offset);
  return offset;
}

function readOffsetMs(zone: string, atMs: number): number {
  const formatter = formatterOf(zone);
  if (formatter === null) return 0;
  const shown = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of formatter.formatToParts(atMs)) {
    if (type === 'year' || type === 'month' || type === 'day') shown[type] = Number(value);
    else if (type === 'hour' || type === 'minute' || type === 'second') shown[type] = Number(value);
  }
  const wallSeconds = dayNumberOf(shown) * 86_400 + shown.hour * 3600 + shown.minute * 60 + shown.second;
  return wallSeconds * 1000 - Math.floor(atMs / 1000) * 1000;
}

function formatterOf(zone: string): Intl.DateTimeFormat | null {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  try {
    const formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(zone, formatter);
    return formatter;
  } catch (error) {
    // Anything else is a zone that the runtime knows and could not open now: to read it as UTC would be a wrong hour.
    invariant(isUnknownZone(error), `the times of ${zone} cannot be told: ${String(error)}`);
    return null;
  }
}

function isUnknownZone(error: unknown): boolean {
  return error instanceof RangeError && error.message.startsWith('Invalid time zone');
}

/** The local date of `zone` at `atMs`, as year, month and day. */
export function civilDateAt(zone: string, atMs: number): { year: number; month: number; day: number } {
  return dateOfDayNumber(zonedTimeOf(zone, atMs).dayNumber);
}
