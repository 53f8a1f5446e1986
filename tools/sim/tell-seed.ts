// Tells the story of one seed, whole or reduced to the few faults that make it fail.

import { type Mutant, mutants } from '@mandato/simulation/mutants';
import { shrink } from '@mandato/simulation/shrink';
import { type SimResult, simulate } from '@mandato/simulation/simulate';
import type { CommandReport } from '../command-report.ts';
import type { SimCommandOptions } from './sim-options.ts';

/** One seed with its trace; runs it twice and compares. */
export async function tellSeed(options: SimCommandOptions): Promise<CommandReport> {
  const { seed } = options;
  const run = (isTraced: boolean) => {
    const mutant = plantedBy(options);
    const planted = mutant === null ? {} : { mutation: mutant.plant() };
    return simulate({ seed, isTraced, config: configOf(options), ...planted });
  };
  const result = await run(true);
  const again = await run(false);
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

/** The few faults without which the seed would not fail. */
export async function shrinkSeed(options: SimCommandOptions): Promise<CommandReport> {
  const { seed, isOver } = options;
  const mutant = plantedBy(options);
  const planted = mutant === null ? {} : { mutation: mutant.plant };
  const shrunk = await shrink({ seed, isOver, config: configOf(options), ...planted });
  if (shrunk === null) {
    console.log(`seed ${seed} breaks nothing`);
    return { ok: true, figures: { seeds: 1, violations: 0 }, targets: { violations: 0 } };
  }
  for (const line of shrunk.result.trace) console.log(line);
  console.log(`\n${shrunk.needed.length} faults are enough, found in ${shrunk.runs} runs:`);
  for (const name of shrunk.needed) console.log(`  ${name}`);
  tellFindings(shrunk.result);
  const { length: violations } = shrunk.result.findings;
  return {
    ok: false,
    figures: { seeds: 1, violations, faults: shrunk.needed.length, runs: shrunk.runs },
    targets: { violations: 0 },
  };
}

function plantedBy({ mutant }: SimCommandOptions): Mutant | null {
  return mutants().find(({ name }) => name === mutant) ?? null;
}

function configOf(options: SimCommandOptions) {
  return options.config ?? plantedBy(options)?.config ?? 'assumed';
}

function tellFindings(result: SimResult): void {
  for (const { code, subject, atMs } of result.findings)
    console.log(`${code} at ${(atMs / 1_000).toFixed(0)} s: ${subject}`);
  if (result.findings.length === 0) console.log('every invariant held');
}
