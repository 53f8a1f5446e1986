// Runs the simulator: many seeds, one seed with its story, the few faults that matter, or planted bugs to be found.

import { parseArgs } from 'node:util';
import { huntMutant } from '@mandato/simulation/hunt-mutants';
import { mutants } from '@mandato/simulation/mutants';
import { savedSeeds } from '@mandato/simulation/saved-seeds';
import { shrink } from '@mandato/simulation/shrink';
import { type SimResult, simulate } from '@mandato/simulation/simulate';
import { type CommandReport, runReportedCommand } from '../command-report.ts';

const help = `Simulates the order pipeline: the real code, one thread, virtual time, faults of every kind.
Each seed is 4 hours with faults and 4 quiet ones; then every invariant is checked.

npm run sim -- [--seeds N] [--from S]     N fresh seeds from S on, after all saved ones (100, 1)
npm run sim -- --seed S                   one seed, with its story; runs twice and compares the trace
npm run sim -- --shrink --seed S          the few faults that make a failing seed fail
npm run sim -- --mutants [--seeds N]      plants each known wrong rule; up to N seeds (60) have to see it
  --mutant NAME                           only this one; with --seed and --shrink, planted there
  --seconds T                             ends by itself after T seconds (1 500)
The last line is one JSON object.`;

const seedsPerMinuteMin = 500;
const secondsMax = 1_500;

interface Asked {
  readonly seeds: number | null;
  readonly from: number;
  readonly seed: number | null;
  readonly isShrinking: boolean;
  readonly isHunting: boolean;
  readonly mutant: string | null;
  readonly isOver: () => boolean;
}

await runReportedCommand({
  help,
  timeLimitMs: (secondsMax + 60) * 1_000,
  run: async (args, stop) => {
    const asked = read(args, stop);
    if (asked.isHunting) return hunt(asked);
    if (asked.seed === null) return runSeeds(asked);
    return asked.isShrinking ? shrinkSeed(asked, asked.seed) : tellSeed(asked, asked.seed);
  },
});

function read(args: readonly string[], stop: AbortSignal): Asked {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string' },
      from: { type: 'string' },
      seed: { type: 'string' },
      seconds: { type: 'string' },
      mutant: { type: 'string' },
      shrink: { type: 'boolean' },
      mutants: { type: 'boolean' },
    },
  });
  const endsAtMs = Date.now() + 1_000 * (wholeOf(values.seconds) ?? secondsMax);
  return {
    seeds: wholeOf(values.seeds),
    from: wholeOf(values.from) ?? 1,
    seed: wholeOf(values.seed),
    isShrinking: values.shrink === true,
    isHunting: values.mutants === true,
    mutant: values.mutant ?? null,
    isOver: () => stop.aborted || Date.now() >= endsAtMs,
  };
}

function wholeOf(text: string | undefined): number | null {
  const value = Number(text);
  return text === undefined || !Number.isSafeInteger(value) || value < 0 ? null : value;
}

async function runSeeds(asked: Asked): Promise<CommandReport> {
  const cpuBefore = process.cpuUsage();
  const seeds = [
    ...savedSeeds.map(({ seed }) => seed),
    ...Array.from({ length: asked.seeds ?? 100 }, (_, number) => asked.from + number),
  ];
  let run = 0;
  let intents = 0;
  let orders = 0;
  let events = 0;
  const broken: SimResult[] = [];
  for (const seed of seeds) {
    if (asked.isOver()) break;
    const result = await simulate({ seed });
    run += 1;
    intents += result.intents;
    orders += result.orders;
    events += result.events;
    if (result.findings.length > 0) broken.push(result);
    for (const { code, subject } of result.findings.slice(0, 3))
      console.log(`seed ${seed}: ${code} ${subject}`);
    if (run % 500 === 0) console.log(`${run} seeds, ${broken.length} of them broken`);
  }
  const cpu = process.cpuUsage(cpuBefore);
  const seedsPerMinute = Math.round((run * 60_000_000) / (cpu.user + cpu.system));
  return {
    ok: broken.length === 0 && run === seeds.length,
    figures: {
      seeds: run,
      violations: broken.length,
      seedsPerMinute,
      intents,
      orders,
      events,
      simulatedHours: run * 8,
    },
    targets: { seeds: seeds.length, violations: 0, seedsPerMinute: seedsPerMinuteMin },
  };
}

async function tellSeed(asked: Asked, seed: number): Promise<CommandReport> {
  const result = await simulate({ seed, isTraced: true, ...planted(asked) });
  const again = await simulate({ seed, ...planted(asked) });
  for (const line of result.trace) console.log(line);
  console.log(`\nswarm ${JSON.stringify(result.swarm)}`);
  console.log(`faults that struck: ${result.struck.length}; trace ${result.traceHash}`);
  tellFindings(result);
  const isSame = result.traceHash === again.traceHash;
  return {
    ok: result.findings.length === 0 && isSame,
    figures: { seeds: 1, violations: result.findings.length, sameTrace: Number(isSame) },
    targets: { violations: 0, sameTrace: 1 },
  };
}

async function shrinkSeed(asked: Asked, seed: number): Promise<CommandReport> {
  const mutant = mutants().find(({ name }) => name === asked.mutant);
  const shrunk = await shrink({
    seed,
    isOver: asked.isOver,
    ...(mutant === undefined ? {} : { mutation: mutant.plant }),
  });
  if (shrunk === null) {
    console.log(`seed ${seed} breaks nothing`);
    return { ok: true, figures: { seeds: 1, violations: 0 }, targets: { violations: 0 } };
  }
  for (const line of shrunk.result.trace) console.log(line);
  console.log(`\n${shrunk.needed.length} faults are enough, found in ${shrunk.runs} runs:`);
  for (const name of shrunk.needed) console.log(`  ${name}`);
  tellFindings(shrunk.result);
  return {
    ok: false,
    figures: {
      seeds: 1,
      violations: shrunk.result.findings.length,
      faults: shrunk.needed.length,
      runs: shrunk.runs,
    },
    targets: { violations: 0 },
  };
}

async function hunt(asked: Asked): Promise<CommandReport> {
  const chosen = mutants().filter(({ name }) => asked.mutant === null || name === asked.mutant);
  let caught = 0;
  let seeds = 0;
  for (const mutant of chosen) {
    const hunted = await huntMutant(mutant, asked.seeds ?? 60, asked.isOver);
    seeds += hunted.seedsRun;
    if (hunted.caughtBy !== null) caught += 1;
    const { caughtBy } = hunted;
    const verdict =
      caughtBy === null
        ? `NOT SEEN in ${hunted.seedsRun} seeds`
        : `seed ${caughtBy.seed} by ${caughtBy.codes.join(' ')}: ${caughtBy.finding.subject.slice(0, 90)}`;
    console.log(`${mutant.name.padEnd(26)} "${mutant.belief}"\n${''.padEnd(26)} ${verdict}`);
  }
  return {
    ok: caught === chosen.length,
    figures: { seeds, planted: chosen.length, caught },
    targets: { planted: asked.mutant === null ? 25 : 1, caught: chosen.length },
  };
}

function planted(asked: Asked): { mutation?: ReturnType<ReturnType<typeof mutants>[number]['plant']> } {
  const mutant = mutants().find(({ name }) => name === asked.mutant);
  return mutant === undefined ? {} : { mutation: mutant.plant() };
}

function tellFindings(result: SimResult): void {
  for (const { code, subject, atMs } of result.findings)
    console.log(`${code} at ${(atMs / 1_000).toFixed(0)} s: ${subject}`);
  if (result.findings.length === 0) console.log('every invariant held');
}
