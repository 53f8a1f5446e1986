// The slots of plans, found by walking through every minute of many years; shares no code with what it judges.

/** A schedule in words that only the oracle knows. */
export interface ScannedSchedule {
  readonly minuteOfDay: number;
  /** Whether the schedule is due on this local day, given as UTC midnight of the same date. */
  readonly isDueOn: (day: Date) => boolean;
}

/** A slot as the oracle sees it. */
export interface ScannedSlot {
  readonly key: string;
  readonly atMs: number;
}

const minuteMs = 60_000;
const minutesPerDay = 1_440;

/**
 * Walks from `fromMs` (inclusive) to `toMs` by the clocks of `zone` and notes for each schedule when its slots are
 * due: at the first minute that shows the wanted local time, or that shows a later one, where it was skipped. What
 * the clocks show twice counts once. The clocks are those of this process, set to `zone`; it is the only zone then.
 */
export function scanSlots(
  zone: string,
  [fromMs, toMs]: readonly [number, number],
  schedules: readonly ScannedSchedule[],
): readonly (readonly ScannedSlot[])[] {
  process.env['TZ'] = zone;
  const found = schedules.map((): ScannedSlot[] => []);
  const byMinute = Array.from({ length: minutesPerDay }, (): number[] => []);
  for (const [number, { minuteOfDay }] of schedules.entries()) byMinute[minuteOfDay]?.push(number);
  const clock = new Date(fromMs - minuteMs);
  let latest = shownAt(clock);
  for (let atMs = fromMs; atMs <= toMs; atMs += minuteMs) {
    clock.setTime(atMs);
    const shown = shownAt(clock);
    for (let wall = latest + 1; wall <= shown; wall += 1) {
      const due = byMinute[wall % minutesPerDay] ?? [];
      for (const number of due) {
        const day = new Date(Math.floor(wall / minutesPerDay) * minutesPerDay * minuteMs);
        if (schedules[number]?.isDueOn(day) === true)
          found[number]?.push({ key: new Date(wall * minuteMs).toISOString().slice(0, 16), atMs });
      }
    }
    if (shown > latest) latest = shown;
  }
  return found;
}

/** What the clocks show, as minutes since 1970 began on them. */
function shownAt(clock: Date): number {
  return clock.getTime() / minuteMs - clock.getTimezoneOffset();
}
