// An account's traded quote volume of the last thirty days, kept by day so that old days can fall away.

/** Volume per UTC day, ascending, with its running sum. */
export interface DayVolumes {
  readonly days: { readonly day: number; volume: bigint }[];
  sum: bigint;
}

const dayMs = 86_400_000;
const daysKept = 30;

/** No volume yet. */
export function createDayVolumes(): DayVolumes {
  return { days: [], sum: 0n };
}

/** Adds the notional of a fill at market time `atMs`. */
export function addVolume(volumes: DayVolumes, notional: bigint, atMs: number): void {
  const day = dayOf(atMs);
  dropBefore(volumes, day - daysKept + 1);
  const last = volumes.days.at(-1);
  if (last !== undefined && last.day === day) last.volume += notional;
  else volumes.days.push({ day, volume: notional });
  volumes.sum += notional;
}

/** The volume of the thirty UTC days that end with the day of `atMs`. */
export function volumeOfThirtyDays(volumes: DayVolumes, atMs: number): bigint {
  const first = dayOf(atMs) - daysKept + 1;
  let sum = volumes.sum;
  for (const { day, volume } of volumes.days) {
    if (day >= first) break;
    sum -= volume;
  }
  return sum;
}

function dayOf(atMs: number): number {
  return Math.floor(atMs / dayMs);
}

function dropBefore(volumes: DayVolumes, first: number): void {
  let oldest = volumes.days[0];
  while (oldest !== undefined && oldest.day < first) {
    volumes.sum -= oldest.volume;
    volumes.days.shift();
    oldest = volumes.days[0];
  }
}
