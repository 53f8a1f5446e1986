// Plants every known wrong rule, one at a time, and tells which seed saw it and by which invariant.

import type { Hunted } from '@mandato/simulation/hunt-mutants';
import { mutants } from '@mandato/simulation/mutants';
import type { CommandReport } from '../command-report.ts';
import type { SimCommandOptions } from './sim-options.ts';
import { runInPool } from './sim-pool.ts';

const plantedMin = 25;
const seedsMaxDefault = 240;

/** Hunts all mutants, or the one that was named. */
export async function huntAll(options: SimCommandOptions): Promise<CommandReport> {
  const chosen = mutants().filter(({ name }) => options.mutant === null || name === options.mutant);
  const seedsMax = options.mode === 'everything' ? seedsMaxDefault : (options.seeds ?? seedsMaxDefault);
  const { endsAtMs, isOver, jobs } = options;
  let caught = 0;
  let mutantSeeds = 0;
  await runInPool({
    jobs,
    isOver,
    tasks: chosen.map(({ name }) => ({ kind: 'hunt', mutant: name, seedsMax, endsAtMs }) as const),
    onAnswer: (_, answer) => {
      if (answer.kind !== 'hunt') return;
      mutantSeeds += answer.hunted.seedsRun;
      if (answer.hunted.caughtBy !== null) caught += 1;
      tell(answer.hunted);
    },
  });
  return {
    ok: caught === chosen.length && chosen.length > 0,
    figures: { mutantSeeds, planted: chosen.length, caught },
    targets: { planted: options.mutant === null ? plantedMin : 1, caught: chosen.length },
  };
}

function tell({ name, belief, caughtBy, seedsRun }: Hunted): void {
  const verdict =
    caughtBy === null
      ? `NOT SEEN in ${seedsRun} seeds`
      : `seed ${caughtBy.seed} by ${caughtBy.codes.join(' ')}: ${caughtBy.finding.subject.slice(0, 90)}`;
  console.log(`${name.padEnd(30)} "${belief}"\n${''.padEnd(30)} ${verdict}`);
}
