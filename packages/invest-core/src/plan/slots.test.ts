import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs } from './civil-date.ts';
import type { PlanSchedule, PlanTiming } from './plan.ts';
import { dueSlots, nextSlot, runNowSlotKey, slotValidityMaxMs, slotValidUntilMs } from './slots.ts';
import { zonedTimeOf } from './zone-time.ts';

const at = (text: string) => Date.parse(text);
const utc = (ms: number) => new Date(ms).toISOString();

function timing(schedule: PlanSchedule, startsOn = '2026-01-01'): PlanTiming {
  return { schedule, startsOn };
}

const zones = fc.constantFrom(
  'America/Mexico_City',
  'America/Tijuana',
  'America/New_York',
  'Europe/Madrid',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Chatham',
  'Africa/Casablanca',
  'UTC',
);
const localTimes = fc.record({
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.integer({ min: 0, max: 59 }),
  zone: zones,
});
const schedules: fc.Arbitrary<PlanSchedule> = fc.oneof(
  localTimes.map((time): PlanSchedule => ({ kind: 'daily', ...time })),
  fc
    .tuple(localTimes, fc.integer({ min: 1, max: 7 }))
    .map(([time, weekday]): PlanSchedule => ({ kind: 'weekly', weekday, ...time })),
  fc
    .tuple(localTimes, fc.integer({ min: 1, max: 31 }))
    .map(([time, day]): PlanSchedule => ({ kind: 'monthly', day, ...time })),
);
const moments = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2031-01-01T00:00:00Z') });

describe('slots', () => {
  it('dueSlots() gives every slot exactly once, in order, however a span is cut', () => {
    fc.assert(
      fc.property(
        schedules,
        moments,
        fc.array(fc.integer({ min: 1, max: 40 * 24 }), { minLength: 1, maxLength: 8 }),
        (schedule, fromMs, steps) => {
          const plan = timing(schedule);
          const cuts = [fromMs];
          for (const hours of steps) cuts.push((cuts.at(-1) ?? fromMs) + hours * 3_600_000);
          const pieces = cuts.slice(1).flatMap((cut, position) => dueSlots(plan, cuts[position] ?? 0, cut));
          const whole = dueSlots(plan, fromMs, cuts.at(-1) ?? fromMs);
          expect(pieces).toEqual(whole);
          expect(new Set(whole.map(({ key }) => key)).size).toBe(whole.length);
          for (const [position, slot] of whole.entries()) {
            expect(slot.atMs).toBeGreaterThan(whole[position - 1]?.atMs ?? fromMs);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('nextSlot() shows the wanted local time, or, in a gap only, a later one of the same or next day', () => {
    fc.assert(
      fc.property(schedules, moments, (schedule, afterMs) => {
        const slot = nextSlot(timing(schedule), afterMs);
        const local = zonedTimeOf(schedule.zone, slot.atMs);
        expect(slot.atMs).toBeGreaterThan(afterMs);
        const late = (local.hour * 60 + local.minute - schedule.hour * 60 - schedule.minute + 1440) % 1440;
        expect(late).toBeLessThanOrEqual(60);
        const before = zonedTimeOf(schedule.zone, slot.atMs - 60_000);
        if (late > 0) expect(before.hour * 60 + before.minute).not.toBe(local.hour * 60 + local.minute - 1);
      }),
    );
  });

  it('nextSlot() never lies before the day on which the plan starts', () => {
    const plan = timing({ kind: 'daily', hour: 9, minute: 0, zone: 'America/Mexico_City' }, '2027-05-01');
    expect(utc(nextSlot(plan, 0).atMs)).toBe('2027-05-01T15:00:00.000Z');
  });

  it('nextSlot() fires once at the first valid instant when the clock skips the time (C5)', () => {
    const tijuana = timing({ kind: 'daily', hour: 2, minute: 30, zone: 'America/Tijuana' });
    const slots = dueSlots(tijuana, at('2027-03-13T12:00:00Z'), at('2027-03-15T12:00:00Z'));
    expect(slots.map(({ key, atMs }) => [key, utc(atMs)])).toEqual([
      ['2027-03-14T02:30', '2027-03-14T10:00:00.000Z'],
      ['2027-03-15T02:30', '2027-03-15T09:30:00.000Z'],
    ]);
  });

  it('nextSlot() fires once, at the first of both, when the clock shows the time twice (C6)', () => {
    const tijuana = timing({ kind: 'daily', hour: 1, minute: 30, zone: 'America/Tijuana' });
    const slots = dueSlots(tijuana, at('2027-11-07T07:30:00Z'), at('2027-11-08T09:30:00Z'));
    expect(slots.map(({ atMs }) => utc(atMs))).toEqual([
      '2027-11-07T08:30:00.000Z',
      '2027-11-08T09:30:00.000Z',
    ]);
  });

  it('nextSlot() keeps the local hour through the changes of New York and Madrid', () => {
    const hours = (zone: string, days: readonly string[]) =>
      days.map((day) =>
        utc(nextSlot(timing({ kind: 'daily', hour: 9, minute: 0, zone }), at(`${day}T00:00:00Z`)).atMs).slice(
          11,
          16,
        ),
      );
    expect(hours('America/New_York', ['2027-03-13', '2027-03-14', '2027-11-06', '2027-11-07'])).toEqual([
      '14:00',
      '13:00',
      '13:00',
      '14:00',
    ]);
    expect(hours('Europe/Madrid', ['2027-03-27', '2027-03-28', '2027-10-30', '2027-10-31'])).toEqual([
      '08:00',
      '07:00',
      '07:00',
      '08:00',
    ]);
  });

  it('nextSlot() knows that Mexico City has had no summer time since 2022 (C7)', () => {
    const plan = timing(
      { kind: 'monthly', day: 1, hour: 9, minute: 0, zone: 'America/Mexico_City' },
      '2026-01-01',
    );
    const hours = dueSlots(plan, at('2026-01-01T00:00:00Z'), at('2030-12-31T00:00:00Z')).map(({ atMs }) =>
      utc(atMs).slice(11, 16),
    );
    expect(new Set(hours)).toEqual(new Set(['15:00']));
    expect(hours).toHaveLength(60);
  });

  it('dueSlots() clamps the 31st and 29 February to the last day of shorter months, for ten years (C8)', () => {
    const keysOf = (day: number) =>
      dueSlots(
        timing({ kind: 'monthly', day, hour: 9, minute: 0, zone: 'UTC' }, '2027-01-01'),
        0,
        at('2036-12-31T23:59:00Z'),
      ).map(({ key }) => key.slice(0, 10));
    const thirtyFirst = keysOf(31);
    expect(thirtyFirst).toHaveLength(120);
    expect(thirtyFirst.slice(0, 5)).toEqual([
      '2027-01-31',
      '2027-02-28',
      '2027-03-31',
      '2027-04-30',
      '2027-05-31',
    ]);
    expect(thirtyFirst).toContain('2028-02-29');
    expect(keysOf(29).filter((key) => key.includes('-02-'))).toEqual([
      '2027-02-28',
      '2028-02-29',
      '2029-02-28',
      '2030-02-28',
      '2031-02-28',
      '2032-02-29',
      '2033-02-28',
      '2034-02-28',
      '2035-02-28',
      '2036-02-29',
    ]);
  });

  it('slotValidUntilMs() ends after six hours or with the next slot, whichever comes first', () => {
    fc.assert(
      fc.property(schedules, moments, (schedule, afterMs) => {
        const plan = timing(schedule);
        const slot = nextSlot(plan, afterMs);
        const until = slotValidUntilMs(plan, slot);
        expect(until).toBe(Math.min(slot.atMs + slotValidityMaxMs, nextSlot(plan, slot.atMs).atMs));
        expect(until - slot.atMs).toBeLessThan(dayMs);
      }),
    );
  });

  it('runNowSlotKey() can never be the key of a scheduled slot', () => {
    expect(runNowSlotKey('a1b2c3d4')).toBe('now-a1b2c3d4');
  });
});
