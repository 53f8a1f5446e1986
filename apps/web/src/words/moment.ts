// Moments as the person reads them: in their language and, unless a plan names one, their own time zone.
import type { Locale } from '@mandato/messages/catalogue';
import { formatInstant } from '@mandato/messages/format';

/** `iso` is a UTC instant of the API. Text that is none is returned as it came. */
export function formatMoment(locale: Locale, iso: string, zone: string = browserZone()): string {
  const atMs = Date.parse(iso);
  return Number.isNaN(atMs) ? iso : formatInstant(locale, atMs, zone);
}

export function browserZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
