import { expect, it } from 'vitest';
import { localDay, startOfDay } from './local-day.ts';

it.each([
  ['UTC', '2026-03-01'],
  ['America/Mexico_City', '2026-02-28'],
  ['Pacific/Kiritimati', '2026-03-01'],
])('localDay() is the date that the calendar in %s shows', (zone, day) => {
  expect(localDay(Date.parse('2026-03-01T03:00:00Z'), zone)).toBe(day);
});

it('startOfDay() is the first moment of that day here, and null for what is no day', () => {
  const at = startOfDay('2026-12-05');
  expect(localDay(Date.parse(at ?? ''), new Intl.DateTimeFormat().resolvedOptions().timeZone)).toBe(
    '2026-12-05',
  );
  expect(localDay(Date.parse(at ?? '') - 1, new Intl.DateTimeFormat().resolvedOptions().timeZone)).toBe(
    '2026-12-04',
  );
  expect([startOfDay(''), startOfDay('5/12/2026'), startOfDay('2026-13-40')]).toEqual([null, null, null]);
});
