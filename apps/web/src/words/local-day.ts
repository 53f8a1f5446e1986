// Dates as the calendar of a zone has them.

/** Today in `zone` as `YYYY-MM-DD`. */
export function localDay(atMs: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(atMs);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/** The moment at which the day `YYYY-MM-DD` begins for this browser, as ISO 8601 in UTC; null for no date. */
export function startOfDay(date: string): string | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T00:00:00`) : null;
  return at === null || Number.isNaN(at.getTime()) ? null : at.toISOString();
}
