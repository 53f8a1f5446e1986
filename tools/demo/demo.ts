// The whole journey without a browser: an account, a key, a link, a weekly plan, a year of real or seeded prices.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runReportedCommand } from '../command-report.ts';
import { Narrator } from './narrator.ts';
import { readDemoOptions } from './read-options.ts';
import { rehearse } from './rehearse.ts';

const help = `npm run demo -- [--prices FILE --fx FILE] [--weeks N] [--seed N] [--seconds N] [--keep]

Opens a practice account, makes an API key that cannot withdraw, links it to Mandato, and lets a weekly plan buy
500 MXN of bitcoin through a year of daily prices, accelerated. Storage is fresh and temporary.

  --prices FILE   daily prices of bitcoin in dollars (date,open,high,low,close,volume); the last N weeks are used
  --fx FILE       daily pesos per dollar, same columns; missing days take the day before
  --weeks N       how many weekly buys (52)
  --seed N        seed of the generated prices when no file is given (7)
  --seconds N     wall time that the accelerated year should take (40)
  --any-speed     hold the results against their targets, but not the times: for a busy machine
  --keep          keep the temporary storage and say where it is`;

await runReportedCommand({
  help,
  timeLimitMs: 5 * 60_000,
  run: async (args) => {
    const options = readDemoOptions(args);
    const directory = await mkdtemp(join(tmpdir(), 'mandato-demo-'));
    const narrator = new Narrator();
    try {
      return await rehearse({ ...options, directory, narrator });
    } finally {
      narrator.stopBar();
      if (options.isKept) narrator.fact(`storage kept in ${directory}`);
      else await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    }
  },
});
