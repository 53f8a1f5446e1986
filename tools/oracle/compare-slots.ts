// Compares the slots that plans are due at with those that a walk through every minute finds.

import { parseArgs } from 'node:util';
import type { PlanSchedule } from '@mandato/invest-core/plan/plan';
import { dueSlots } from '@mandato/invest-core/plan/slots';
import { ArgumentMistake, type CommandReport } from '../command-report.ts';
import { type ScannedSchedule, scanSlots } from './scan-slots.ts';

/** Changes at midnight, of half an hour, of two hours, in Ramadan, abolished, introduced, backwards: all of them are here. */
const zones = [
  'America/Mexico_City',
  'America/Tijuana',
  'America/Ciudad_Juarez',
  'America/Cancun',
  'America/Hermosillo',
  'America/New_York',
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Havana',
  'America/Caracas',
  'America/Asuncion',
  'America/Santiago',
  'America/Sao_Paulo',
  'America/Argentina/Buenos_Aires',
  'America/Scoresbysund',
  'Europe/Madrid',
  'Europe/Dublin',
  'Europe/Istanbul',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Gaza',
  'Asia/Tehran',
  'Asia/Kathmandu',
  'Asia/Pyongyang',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Norfolk',
  'Antarctica/Troll',
  'UTC',
] as const;

const yearsMax = 20;
const firstYear = 2012;

interface Compared {
  readonly schedule: PlanSchedule;
  readonly scanned: ScannedSchedule;
}

/** `oracle slots [--years N]`: the last N (20) of the years 2012 to 2031, in 30 zones, 17 schedules each. */
export async function compareSlots(args: readonly string[], stop: AbortSignal): Promise<CommandReport> {
  const { values } = parseArgs({ args: [...args], options: { years: { type: 'string', default: '20' } } });
  const years = Number(values.years);
  if (!Number.isInteger(years) || years < 1 || years > yearsMax)
    throw new ArgumentMistake(`--years is 1 to ${yearsMax}.`);
  const from = firstYear + yearsMax - years;
  const span = [Date.UTC(from, 0, 1), Date.UTC(firstYear + yearsMax, 0, 1)] as const;
  let slots = 0;
  let differences = 0;
  for (const zone of zones) {
    stop.throwIfAborted();
    const compared = compareZone(zone, span);
    slots += compared.slots;
    differences += compared.differences.length;
    console.log(`${zone.padEnd(32)} ${compared.slots} slots, ${compared.differences.length} differences`);
    for (const line of compared.differences.slice(0, 5)) console.log(`  ${line}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return {
    ok: differences === 0,
    figures: { zones: zones.length, years, slots, differences },
    targets: { differences: 0 },
  };
}

function compareZone(zone: string, span: readonly [number, number]) {
  const compared = schedulesIn(zone);
  // The core has its say first: afterwards this process lives in the zone.
  const [fromMs, toMs] = span;
  const ours = compared.map(({ schedule }) =>
    dueSlots({ schedule, startsOn: '2000-01-01' }, fromMs - 1, toMs),
  );
  const theirs = scanSlots(
    zone,
    span,
    compared.map(({ scanned }) => scanned),
  );
  const differences: string[] = [];
  let slots = 0;
  for (const [number, { schedule }] of compared.entries()) {
    const one = (ours[number] ?? []).map(textOf);
    const other = (theirs[number] ?? []).map(textOf);
    slots += other.length;
    const known = new Set(one);
    const wanted = new Set(other);
    for (const text of other)
      if (!known.has(text)) differences.push(`${JSON.stringify(schedule)} lacks ${text}`);
    for (const text of one)
      if (!wanted.has(text)) differences.push(`${JSON.stringify(schedule)} has ${text}`);
    if (one.length !== known.size) differences.push(`${JSON.stringify(schedule)} has a slot twice`);
  }
  return { slots, differences };
}

function textOf({ key, atMs }: { readonly key: string; readonly atMs: number }): string {
  return `${key} at ${new Date(atMs).toISOString()}`;
}

/** Times at which clocks change somewhere, and days that months lack. */
function schedulesIn(zone: string): readonly Compared[] {
  const daily = [0, 15, 30, 59, 60, 90, 120, 150, 179, 1_410, 1_439].map(
    (minuteOfDay): Compared => ({
      schedule: { kind: 'daily', ...localTime(minuteOfDay, zone) },
      scanned: { minuteOfDay, isDueOn: () => true },
    }),
  );
  const weekly = [7, 3].map(
    (weekday): Compared => ({
      schedule: { kind: 'weekly', weekday, ...localTime(150, zone) },
      scanned: { minuteOfDay: 150, isDueOn: (day) => day.getUTCDay() === weekday % 7 },
    }),
  );
  const monthly = [31, 30, 29, 1].map(
    (wanted): Compared => ({
      schedule: { kind: 'monthly', day: wanted, ...localTime(30, zone) },
      scanned: { minuteOfDay: 30, isDueOn: (day) => isDueInMonth(day, wanted) },
    }),
  );
  return [...daily, ...weekly, ...monthly];
}

function localTime(minuteOfDay: number, zone: string) {
  return { hour: Math.floor(minuteOfDay / 60), minute: minuteOfDay % 60, zone };
}

/** The wanted day, or the last one of a month that lacks it. */
function isDueInMonth(day: Date, wanted: number): boolean {
  const date = day.getUTCDate();
  if (date === wanted) return true;
  const tomorrow = new Date(day.getTime() + 86_400_000);
  return date < wanted && tomorrow.getUTCDate() === 1;
}
