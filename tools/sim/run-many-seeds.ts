// Runs saved seeds and fresh ones over several processes, and tells of each that breaks an invariant.

import {
  addTotals,
  type BrokenSeed,
  noSeeds,
  type SeedToRun,
  type SeedTotals,
} from '@mandato/simulation/run-seeds';
import { savedSeeds } from '@mandato/simulation/saved-seeds';
import { configInTurn } from '@mandato/simulation/sim-config';
import type { CommandReport } from '../command-report.ts';
import { storyKeeper } from './keep-stories.ts';
import type { SimCommandOptions } from './sim-options.ts';
import { runInPool } from './sim-pool.ts';

const seedsPerMinuteMin = 500;
const seedsPerTask = 20;
const tellEvery = 500;

/** All saved seeds, then the fresh ones that were asked for. */
export async function runManySeeds(options: SimCommandOptions): Promise<CommandReport> {
  const { from, mode } = options;
  const count = options.seeds ?? (mode === 'everything' ? 3_000 : 100);
  const chunks = [savedSeeds.map(({ seed, config }) => ({ seed, config })), ...freshChunks(options, count)];
  const done = new Set<number>();
  const keep = storyKeeper();
  let totals = noSeeds;
  await runInPool({
    jobs: options.jobs,
    isOver: options.isOver,
    tasks: chunks.map((seeds) => ({ kind: 'seeds', seeds }) as const),
    onAnswer: (task, answer) => {
      if (answer.kind !== 'seeds') return;
      done.add(task);
      const before = totals.seeds;
      for (const broken of answer.totals.broken) tellBroken(broken, keep(broken));
      totals = addTotals(totals, withoutStories(answer.totals));
      if (Math.floor(before / tellEvery) !== Math.floor(totals.seeds / tellEvery))
        tellProgress(totals, count);
    },
  });
  const firstUndone = chunks.findIndex((_, number) => !done.has(number));
  const next = firstUndone < 0 ? from + count : from + Math.max(0, firstUndone - 1) * seedsPerTask;
  return reportOf(totals, { wanted: savedSeeds.length + count, next });
}

function freshChunks({ from, config }: SimCommandOptions, count: number): SeedToRun[][] {
  const chunks: SeedToRun[][] = [];
  for (let first = 0; first < count; first += seedsPerTask) {
    const length = Math.min(seedsPerTask, count - first);
    chunks.push(
      Array.from({ length }, (_, offset) => {
        const seed = from + first + offset;
        return { seed, config: config ?? configInTurn(seed) };
      }),
    );
  }
  return chunks;
}

function tellBroken({ seed, config, findings }: BrokenSeed, file: string | null): void {
  for (const { code, subject } of findings.slice(0, 3))
    console.log(`seed ${seed} (${config}): ${code} ${subject}`);
  const kept = file === null ? '' : `, its story is in ${file}`;
  console.log(`  again: npm run sim -- --seed ${seed} --config ${config}${kept}`);
}

/** Where a rule of ours is wrong, thousands are broken. */
function withoutStories(totals: SeedTotals): SeedTotals {
  return { ...totals, broken: totals.broken.map((one) => ({ ...one, story: [] })) };
}

function tellProgress(totals: SeedTotals, count: number): void {
  const { seeds, broken } = totals;
  console.log(
    `${seeds} of about ${count} seeds, ${broken.length} of them broken, ${perMinute(totals)} a minute and core`,
  );
}

/** Seeds in a minute of one core's time. */
function perMinute({ seeds, cpuMicros }: SeedTotals): number {
  return cpuMicros === 0 ? 0 : Math.round((seeds * 60_000_000) / cpuMicros);
}

function reportOf(totals: SeedTotals, of: { readonly wanted: number; readonly next: number }): CommandReport {
  const { seeds, intents, orders, events, faults, broken } = totals;
  return {
    ok: broken.length === 0 && seeds === of.wanted,
    figures: {
      seeds,
      violations: broken.length,
      seedsPerMinutePerCore: perMinute(totals),
      intents,
      orders,
      faults,
      events,
      simulatedHours: seeds * 8,
      next: of.next,
    },
    targets: { seeds: of.wanted, violations: 0, seedsPerMinutePerCore: seedsPerMinuteMin },
  };
}
