// Plants each bug in turn and runs seeds until one of them sees it.

import type { Finding } from './findings.ts';
import type { Mutant } from './mutants.ts';
import { simConfig } from './sim-config.ts';
import { simulate } from './simulate.ts';
import { swarmOf } from './swarm.ts';

export interface Hunted {
  readonly name: string;
  readonly belief: string;
  /** What saw it, and in which seed; null when no seed did. */
  readonly caughtBy: {
    readonly seed: number;
    readonly finding: Finding;
    readonly codes: readonly string[];
  } | null;
  readonly seedsRun: number;
}

/** Runs up to `seedsMax` seeds with `mutant` planted. */
export async function huntMutant(mutant: Mutant, seedsMax: number, isOver: () => boolean): Promise<Hunted> {
  const { name, belief } = mutant;
  const { name: config, shape } = simConfig(mutant.config ?? 'assumed');
  let seed = 0;
  let seedsRun = 0;
  while (seedsRun < seedsMax && !isOver()) {
    seed += 1;
    if (mutant.shows !== undefined && !mutant.shows(shape(swarmOf(seed)))) continue;
    seedsRun += 1;
    const { findings } = await simulate({ seed, config, mutation: mutant.plant() });
    const [finding] = findings;
    if (finding === undefined) continue;
    const codes = [...new Set(findings.map(({ code }) => code))];
    return { name, belief, caughtBy: { seed, finding, codes }, seedsRun };
  }
  return { name, belief, caughtBy: null, seedsRun };
}
