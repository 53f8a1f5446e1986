// A PostgreSQL server with one empty database in a temporary folder, which can be restarted as after a power cut.

import { startTemporaryPostgres } from '@mandato/server/store/temporary-postgres';

export interface PostgresServer {
  readonly url: string;
  /** Every backend dies at once, and the next start replays the log. */
  restartImmediately(): Promise<void>;
  end(): Promise<void>;
}

/** The system's programs, or where it has none those of the installed package. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const server = await startTemporaryPostgres();
  return {
    url: await server.createDatabase(),
    restartImmediately: () => server.restartImmediately(),
    end: () => server.stop(),
  };
}
