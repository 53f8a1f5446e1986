// Runs the simulator: many seeds, one seed with its story, the few faults that matter, or planted bugs to be found.

import { configNames } from '@mandato/simulation/sim-config';
import { type CommandReport, runReportedCommand } from '../command-report.ts';
import { huntAll } from './hunt-all.ts';
import { runManySeeds } from './run-many-seeds.ts';
import { readSimOptions, secondsDefault, secondsOf } from './sim-options.ts';
import { shrinkSeed, tellSeed } from './tell-seed.ts';

const help = `Simulates the order pipeline: the real code, one thread, virtual time, faults of every kind.
Each seed is 4 hours with faults and 4 quiet ones; then every invariant (V1 to V20) is checked.

npm run sim -- [--seeds N] [--from S]     N fresh seeds from S on, after all saved ones (100, 1)
npm run sim -- --seed S                   one seed, with its story; runs twice and compares the trace
npm run sim -- --shrink --seed S          the few faults that make a failing seed fail
npm run sim -- --mutants [--seeds N]      plants each known wrong rule; up to N seeds (240) have to see it
npm run sim -- --everything [--seeds N]   seeds (3 000), saved ones, and all mutants: what every commit has to pass
  --config NAME     ${configNames.join(', ')}; left out, seeds take turns, and --seed has its turn
  --jobs J          processes (1)
  --mutant NAME     only this one; with --seed and --shrink, planted there
  --seconds T       ends by itself after T seconds (${secondsDefault}); the figure \`next\` is the --from of the rest
A broken seed is run twice, and its whole story kept in a file that its line names.
The last line is one JSON object.`;

const args = process.argv.slice(2);

await runReportedCommand({
  help,
  timeLimitMs: (secondsOf(args) + 120) * 1_000,
  run: async (words, stop): Promise<CommandReport> => {
    const options = readSimOptions(words, stop);
    switch (options.mode) {
      case 'tell':
        return tellSeed(options);
      case 'shrink':
        return shrinkSeed(options);
      case 'mutants':
        return huntAll(options);
      case 'seeds':
        return runManySeeds(options);
      case 'everything':
        return both(await runManySeeds(options), await huntAll(options));
    }
  },
});

function both(one: CommandReport, other: CommandReport): CommandReport {
  return {
    ok: one.ok && other.ok,
    figures: { ...other.figures, ...one.figures },
    targets: { ...other.targets, ...one.targets },
  };
}
