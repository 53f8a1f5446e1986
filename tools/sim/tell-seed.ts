// Tells the story of one seed, whole or reduced to the few faults that make it fail.

import { type Mutant, mutants } from '@mandato/simulation/mutants';
import { storyOf } from '@mandato/simulation/run-seeds';
import { shrink } from '@mandato/simulation/shrink';
import { type ConfigName, configInTurn, configNames } from '@mandato/simulation/sim-config';
import { simulate } from '@mandato/simulation/simulate';
import type { CommandReport } from '../command-report.ts';
import type { SimCommandOptions } from './sim-options.ts';

/** One seed with its trace; runs it twice and compares. */
export async function tellSeed(options: SimCommandOptions): Promise<CommandReport> {
  const { seed } = options;
  const config = configOf(options);
  const run = () => {
    const mutant = plantedBy(options);
    const planted = mutant === null ? {} : { mutation: mutant.plant() };
    return simulate({ seed, config, ...planted });
  };
  const result = await run();
  const again = await run();
  for (const line of storyOf(config, result)) console.log(line);
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
  const config = configOf(options);
  const shrunk = await shrink({ seed, isOver, config, ...planted });
  if (shrunk === null) {
    console.log(`seed ${seed} (${config}) breaks nothing`);
    return { ok: true, figures: { seeds: 1, violations: 0 }, targets: { violations: 0 } };
  }
  for (const line of storyOf(config, shrunk.result)) console.log(line);
  console.log(`\n${shrunk.needed.length} faults are enough, found in ${shrunk.runs} runs:`);
  for (const name of shrunk.needed) console.log(`  ${name}`);
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

/** As in the run that named the seed, or in the hunt of the planted bug. */
function configOf(options: SimCommandOptions): ConfigName {
  const mutant = plantedBy(options);
  const usual = mutant === null ? configInTurn(options.seed) : (mutant.config ?? configNames[0]);
  return options.config ?? usual;
}
