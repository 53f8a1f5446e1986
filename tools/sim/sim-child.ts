// One process of the simulator: runs the seeds and hunts the mutants that its parent names, and answers with totals.

import { huntMutant } from '@mandato/simulation/hunt-mutants';
import { mutants } from '@mandato/simulation/mutants';
import { runSeeds } from '@mandato/simulation/run-seeds';
import type { SimAnswer, SimTask } from './sim-tasks.ts';

process.on('message', (task: SimTask) => {
  carryOut(task).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));

async function carryOut(task: SimTask): Promise<SimAnswer> {
  if (task.kind === 'seeds') return { kind: 'seeds', totals: await runSeeds(task.seeds) };
  const mutant = mutants().find(({ name }) => name === task.mutant);
  if (mutant === undefined) throw new Error(`there is no mutant ${task.mutant}`);
  const before = process.cpuUsage();
  const hunted = await huntMutant(mutant, task.seedsMax, () => Date.now() >= task.endsAtMs);
  const { user, system } = process.cpuUsage(before);
  return { kind: 'hunt', hunted, cpuMicros: user + system };
}
