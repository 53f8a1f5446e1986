// When a plan is due: pure arithmetic over its local calendar, so that every slot exists once whatever clocks do.

import {
  dateOfDayNumber,
  dayNumberOf,
  dayNumberOfText,
  daysInMonth,
  formatCivilDate,
  isoWeekdayOf,
  twoDigits,
} from './civil-date.ts';
import type { PlanSchedule, PlanTiming } from './plan.ts';
import { instantOf, zonedTimeOf } from './zone-time.ts';

/** One due moment of a plan. */
export interface Slot {
  /** Local date and time as the plan says it, `2026-11-27T09:00`: the same whatever the clocks do that day. */
  readonly key: string;
  readonly atMs: number;
}

/** A slot is still worth buying for six hours, or until the next slot, whichever comes first. */
export const slotValidityMaxMs = 6 * 3_600_000;

/** The first slot strictly after `afterMs`. There is always one. */
export function nextSlot(timing: PlanTiming, afterMs: number): Slot {
  const { schedule } = timing;
  // A gap can push a slot of the evening before past midnight, hence one day earlier.
  const firstDay = Math.max(
    dayNumberOfText(timing.startsOn),
    zonedTimeOf(schedule.zone, afterMs).dayNumber - 1,
  );
  let day = dueDayFrom(schedule, firstDay);
  let slot = slotOnDay(schedule, day);
  while (slot.atMs <= afterMs) {
    day = dueDayFrom(schedule, day + 1);
    slot = slotOnDay(schedule, day);
  }
  return slot;
}

/** The slots in (fromMs, toMs], oldest first. */
export function dueSlots(timing: PlanTiming, fromMs: number, toMs: number): readonly Slot[] {
  const due: Slot[] = [];
  let slot = nextSlot(timing, fromMs);
  while (slot.atMs <= toMs) {
    due.push(slot);
    slot = nextSlot(timing, slot.atMs);
  }
  return due;
}

/** Until when an order for `slot` may still be sent, exclusive. */
export function slotValidUntilMs(timing: PlanTiming, slot: Slot): number {
  return Math.min(slot.atMs + slotValidityMaxMs, nextSlot(timing, slot.atMs).atMs);
}

/** The slot key of a buy that a person asked for outside the schedule; `id` is fresh for each press. */
export function runNowSlotKey(id: string): string {
  return `now-${id}`;
}

function slotOnDay(schedule: PlanSchedule, dayNumber: number): Slot {
  const { hour, minute, zone } = schedule;
  return {
    key: `${formatCivilDate(dateOfDayNumber(dayNumber))}T${twoDigits(hour)}:${twoDigits(minute)}`,
    atMs: instantOf(zone, { dayNumber, hour, minute }),
  };
}

/** The first day on or after `dayNumber` on which the schedule has a slot. */
function dueDayFrom(schedule: PlanSchedule, dayNumber: number): number {
  switch (schedule.kind) {
    case 'daily':
      return dayNumber;
    case 'weekly':
      return dayNumber + ((schedule.weekday - isoWeekdayOf(dayNumber) + 7) % 7);
    case 'monthly': {
      const { year, month } = dateOfDayNumber(dayNumber);
      const inThisMonth = clampedDay({ year, month }, schedule.day);
      if (inThisMonth >= dayNumber) return inThisMonth;
      return clampedDay(
        month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 },
        schedule.day,
      );
    }
  }
}

/** The day number of `day` in a month, or of the month's last day where the month is shorter. */
function clampedDay(of: { year: number; month: number }, day: number): number {
  return dayNumberOf({ ...of, day: Math.min(day, daysInMonth(of.year, of.month)) });
}
