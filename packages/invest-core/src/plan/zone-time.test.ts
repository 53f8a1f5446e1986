import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { civilDateAt, instantOf, isZone, zonedTimeOf } from './zone-time.ts';

const zones = fc.constantFrom(
  'America/Mexico_City',
  'America/Tijuana',
  'America/St_Johns',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'UTC',
);

it('instantOf() of what the clocks show at an instant is that instant, or the first of a repeated hour', () => {
  fc.assert(
    fc.property(zones, fc.integer({ min: 27_000_000, max: 33_000_000 }), (zone, minutes) => {
      const atMs = minutes * 60_000;
      const back = instantOf(zone, zonedTimeOf(zone, atMs));
      expect(back).toBeLessThanOrEqual(atMs);
      expect(atMs - back).toBeLessThanOrEqual(3_600_000);
      expect(zonedTimeOf(zone, back)).toEqual(zonedTimeOf(zone, atMs));
    }),
  );
});

it('instantOf() of a day that a zone left out is the first instant after it', () => {
  const apia = instantOf('Pacific/Apia', {
    dayNumber: Date.UTC(2011, 11, 30) / 86_400_000,
    hour: 9,
    minute: 0,
  });
  expect(new Date(apia).toISOString()).toBe('2011-12-30T10:00:00.000Z');
});

it('civilDateAt() is the local date, not that of UTC', () => {
  expect(civilDateAt('America/Mexico_City', Date.parse('2026-11-27T03:00:00Z'))).toEqual({
    year: 2026,
    month: 11,
    day: 26,
  });
});

it('isZone() takes places and UTC, and nothing else', () => {
  expect(['UTC', 'America/Ciudad_Juarez', 'America/Argentina/Buenos_Aires'].map(isZone)).toEqual([
    true,
    true,
    true,
  ]);
  const wrong = [
    '',
    'Mars/Olympus',
    '+06:00',
    'mexico',
    'America',
    '../etc',
    'America/Mexico_City\u0000',
    `${'A/'.repeat(50)}B`,
  ];
  expect(wrong.map(isZone)).toEqual(wrong.map(() => false));
});

it('zonedTimeOf() never reads as UTC a zone that the runtime knows and cannot open at the moment', () => {
  const real = Intl.DateTimeFormat;
  const broken = vi.spyOn(Intl, 'DateTimeFormat').mockImplementation(() => {
    throw new RangeError('Internal error. Icu error.');
  });
  expect(() => zonedTimeOf('Pacific/Kiritimati', 0)).toThrow(
    'the times of Pacific/Kiritimati cannot be told',
  );
  broken.mockRestore();
  expect(Intl.DateTimeFormat).toBe(real);
  expect(zonedTimeOf('Pacific/Kiritimati', 0).hour).toBe(13);
});
