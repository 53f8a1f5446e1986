import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  dateOfDayNumber,
  dayMs,
  dayNumberOf,
  daysInMonth,
  formatCivilDate,
  isoWeekdayOf,
  parseCivilDate,
} from './civil-date.ts';

const days = fc.integer({ min: -700_000, max: 2_900_000 });

it('dayNumberOf() and dateOfDayNumber() undo each other and agree with the platform calendar', () => {
  fc.assert(
    fc.property(days, (day) => {
      const date = dateOfDayNumber(day);
      expect(dayNumberOf(date)).toBe(day);
      const platform = new Date(day * dayMs);
      expect(date).toEqual({
        year: platform.getUTCFullYear(),
        month: platform.getUTCMonth() + 1,
        day: platform.getUTCDate(),
      });
      expect(isoWeekdayOf(day) % 7).toBe(platform.getUTCDay());
    }),
  );
});

it('parseCivilDate() reads back what formatCivilDate() wrote', () => {
  fc.assert(
    fc.property(days, (day) => {
      const date = dateOfDayNumber(day);
      expect(parseCivilDate(formatCivilDate(date))).toEqual({ ok: true, value: date });
    }),
  );
});

it.each([
  '',
  '2026-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-1-1',
  '27/11/2026',
  '2026-11-31',
  ' 2026-11-27',
  '０026-11-27',
  '0000-01-01',
])('parseCivilDate() refuses %j', (text) => {
  expect(parseCivilDate(text)).toEqual({ ok: false, error: 'date_malformed' });
});

it('daysInMonth() knows the leap years', () => {
  expect([2024, 2026, 1900, 2000].map((year) => daysInMonth(year, 2))).toEqual([29, 28, 28, 29]);
});
