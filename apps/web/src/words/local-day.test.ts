import { expect, it } from 'vitest';
import { localDay } from './local-day.ts';

it.each([
  ['UTC', '2026-03-01'],
  ['America/Mexico_City', '2026-02-28'],
  ['Pacific/Kiritimati', '2026-03-01'],
])('localDay() is the date that the calendar in %s shows', (zone, day) => {
  expect(localDay(Date.parse('2026-03-01T03:00:00Z'), zone)).toBe(day);
});
