// The whole journey without a browser: an account, a key, a link, a weekly plan, a year of real or seeded prices.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTemporaryPostgres, type TemporaryPostgres } from '@mandato/server/store/temporary-postgres';
import { runReportedCommand } from '../command-report.ts';
import { Narrator } from './narrator.ts';
import { type DemoStore, readDemoOptions } from './read-options.ts';
import { rehearse } from './rehearse.ts';

const help = `npm run demo -- [--prices FILE --fx FILE] [--weeks N] [--seed N] [--seconds N] [--keep]
                    [--postgres | --database-url URL]

Opens a practice account, makes an API key that cannot withdraw, links it to Mandato, and lets a weekly plan buy
500 MXN of bitcoin through a year of daily prices, accelerated. Storage is fresh and temporary.

  --prices FILE   daily prices of bitcoin in dollars (date,open,high,low,close,volume); the last N weeks are used
  --fx FILE       daily pesos per dollar, same columns; missing days take the day before
  --weeks N       how many weekly buys (52)
  --seed N        seed of the generated prices when no file is given (7)
  --seconds N     wall time that the accelerated year should take (40)
  --any-speed     hold the results against their targets, but not the times: for a busy machine
  --postgres      on a PostgreSQL server that is started for the demo, instead of the embedded database
  --database-url URL  on an empty database of a PostgreSQL server that runs already
  --keep          keep the temporary storage and say where it is`;

await runReportedCommand({
  help,
  timeLimitMs: 5 * 60_000,
  run: async (args) => {
    const options = readDemoOptions(args);
    const directory = await mkdtemp(join(tmpdir(), 'mandato-demo-'));
    const narrator = new Narrator();
    const server = options.store.kind === 'own_postgres' ? await startTemporaryPostgres() : null;
    try {
      const databaseUrl = await databaseUrlOf(options.store, server);
      return await rehearse({ ...options, directory, narrator, databaseUrl });
    } finally {
      await server?.stop();
      narrator.stopBar();
      if (options.isKept) narrator.fact(`storage kept in ${directory}`);
      else await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    }
  },
});

async function databaseUrlOf(store: DemoStore, server: TemporaryPostgres | null): Promise<string | null> {
  if (store.kind === 'postgres') return store.url;
  return server === null ? null : server.createDatabase();
}
