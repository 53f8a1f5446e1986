// Many plans due in the same minute, from the slot to the booked trade, on the programs as built; and how that scales.

import { parseArgs } from 'node:util';
import { ArgumentMistake, type CommandReport } from '../../command-report.ts';
import { printMachine } from '../print-machine.ts';
import { measureGrowth } from './measure-growth.ts';
import { measureMinute } from './measure-minute.ts';
import { measureWorkers } from './measure-workers.ts';

type Figures = Record<string, number>;

interface Part {
  readonly figures: Figures;
  readonly targets: Figures;
  readonly isOk: boolean;
}

const parts = ['embedded', 'postgres', 'workers', 'growth'] as const;

/** All four parts, or the one that `--part` names; `--short` checks with few plans that the results are correct. */
export async function benchDue(args: readonly string[], stop: AbortSignal): Promise<CommandReport> {
  const options = readOptions(args);
  printMachine();
  const done: Part[] = [];
  for (const part of parts) {
    if (stop.aborted || (options.part !== null && options.part !== part)) continue;
    done.push(await runPart(part, options));
  }
  return {
    ok: done.every(({ isOk }) => isOk),
    figures: Object.assign({}, ...done.map(({ figures }) => figures)),
    targets: Object.assign({}, ...done.map(({ targets }) => targets)),
  };
}

interface Options {
  readonly isShort: boolean;
  readonly part: (typeof parts)[number] | null;
  /** Instead of the full number of plans; ten of each person. */
  readonly plans: number | null;
}

function runPart(part: (typeof parts)[number], { isShort, plans }: Options): Promise<Part> {
  const sized = (of: { readonly short: number; readonly full: number }) => {
    const count = plans ?? (isShort ? of.short : of.full);
    return { plans: count, people: Math.ceil(count / 10), isShort: isShort || plans !== null };
  };
  switch (part) {
    case 'embedded':
      return minute({ store: 'embedded', ...sized({ short: 30, full: 1_000 }) });
    case 'postgres':
      return minute({ store: 'postgres', ...sized({ short: 60, full: 10_000 }) });
    case 'workers':
      return workers(isShort);
    case 'growth':
      return growth(isShort);
  }
}

/** Embedded: all within a minute. PostgreSQL with four workers: 99 of 100 within a minute and a half. */
async function minute(of: {
  readonly store: 'embedded' | 'postgres';
  readonly plans: number;
  readonly people: number;
  readonly isShort: boolean;
}): Promise<Part> {
  const { store, plans, people, isShort } = of;
  console.log(`\n${plans} plans of ${people} people due in the same minute, ${store}`);
  const seen = await measureMinute({ store, plans, people, workers: store === 'postgres' ? 4 : 0 });
  const correct = { twice: 0, lost: 0, unbalanced: 0 };
  const timed = store === 'embedded' ? { maxLagS: 60 } : { p99LagS: 90 };
  const isCorrect = seen.twice === 0 && seen.lost === 0 && seen.unbalanced === 0;
  const isInTime = store === 'embedded' ? seen.maxLagS <= 60 : seen.p99LagS <= 90;
  return {
    figures: named(store, seen),
    targets: named(store, { ...correct, ...(isShort ? {} : timed) }),
    isOk: isCorrect && (isShort || isInTime),
  };
}

async function workers(isShort: boolean): Promise<Part> {
  const counts = isShort ? [1, 2] : [1, 2, 4, 8];
  const seen = await measureWorkers({ counts, plans: isShort ? 40 : 1_000, people: isShort ? 20 : 200 });
  return {
    figures: named('workers', seen.figures),
    targets: named('workers', { twice: 0, lost: 0, unbalanced: 0 }),
    isOk: seen.isCorrect && (isShort || seen.isRising),
  };
}

async function growth(isShort: boolean): Promise<Part> {
  const seen = await measureGrowth(isShort ? [100, 1_000] : [100, 1_000, 10_000, 100_000]);
  // The cost of one due plan must not depend on how many others wait for another day.
  const targets = { dueCostRatio: 2 };
  return {
    figures: named('growth', seen),
    targets: named('growth', isShort ? {} : targets),
    isOk: isShort || (seen['dueCostRatio'] ?? Number.NaN) <= targets.dueCostRatio,
  };
}

function named(part: string, figures: object): Figures {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${part}.${name}`, value]));
}

function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      short: { type: 'boolean', default: false },
      part: { type: 'string' },
      plans: { type: 'string' },
    },
  });
  const part = parts.find((one) => one === values.part) ?? null;
  if (values.part !== undefined && part === null)
    throw new ArgumentMistake(`--part is one of ${parts.join(', ')}, not "${values.part}".`);
  const plans = values.plans === undefined ? null : Number(values.plans);
  if (plans !== null && !(Number.isSafeInteger(plans) && plans > 0))
    throw new ArgumentMistake(`--plans is a whole number of plans, not "${values.plans}".`);
  return { isShort: values.short, part, plans };
}
