// The oracle: the engine against a naive twin on random commands, or the slots of plans against every minute of 20 years.

import { parseArgs } from 'node:util';
import { bookCatalogue } from '@mandato/exchange-core/book-catalogue';
import { TwinComparison } from '@mandato/exchange-core/twin/compare-with-twin';
import { seededRng } from '@mandato/primitives/seeded-rng';
import { type CommandReport, runReportedCommand } from '../command-report.ts';
import { compareSlots } from './compare-slots.ts';

const help = `oracle [--commands N] [--seed S] [--deep-every N]

Applies N random commands (1,000,000 unless said) to the engine and to a naive exchange written anew in bigints:
answers, trades, every balance and hold, fees, and the sum of each currency are compared after every command, the
whole book and every open order after each 50th. The seed is printed.

oracle slots [--years N]

Compares the slots of 17 schedules in 30 zones over N years (20) with those that a walk through every minute finds.`;

const commandsAtOnce = 10_000;

await runReportedCommand({
  help,
  timeLimitMs: 30 * 60_000,
  run: (args, stop) => {
    const [first, ...rest] = args;
    return first === 'slots' ? compareSlots(rest, stop) : compareEngine(args, stop);
  },
});

async function compareEngine(args: readonly string[], stop: AbortSignal): Promise<CommandReport> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      commands: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '20261122' },
      'deep-every': { type: 'string', default: '50' },
    },
  });
  const wanted = Number(values.commands);
  const seed = Number(values.seed);
  const [spec] = bookCatalogue;
  if (spec === undefined) throw new Error('the catalogue has a book');
  // Prices as at Bitso, with bounds wide enough for small practice money.
  const compared = new TwinComparison({ ...spec, priceMin: spec.tickSize }, seededRng(seed));
  console.log(`seed ${seed}, ${wanted} commands`);
  let last = compared.run(0, 1);
  while (last.commands < wanted && last.difference === null) {
    stop.throwIfAborted();
    last = compared.run(Math.min(commandsAtOnce, wanted - last.commands), Number(values['deep-every']));
    if (last.commands % 100_000 < commandsAtOnce)
      console.log(`${last.commands} commands, ${last.trades} trades`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (last.difference !== null) console.log(last.difference);
  const { commands, trades, refused, deepComparisons } = last;
  const differences = last.difference === null ? 0 : 1;
  return {
    ok: differences === 0 && commands >= wanted,
    figures: { seed, commands, trades, refused, deepComparisons, differences },
    targets: { commands: wanted, differences: 0 },
  };
}
