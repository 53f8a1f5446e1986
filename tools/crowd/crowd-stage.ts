// Lonja and Mandato as built, with many people in both from the start, on the embedded database or on PostgreSQL.

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Database, openDatabase } from '@mandato/server/store/database';
import { startTemporaryPostgres, type TemporaryPostgres } from '@mandato/server/store/temporary-postgres';
import { openInstall } from '../../apps/server/src/start/open-install.ts';
import { freePort } from '../rehearsal/free-port.ts';
import { type RunningProgram, runProgram } from '../rehearsal/running-program.ts';
import { root } from '../repository-root.mjs';
import { seedLonja } from './seed-lonja.ts';
import { type LinkedMember, seedPeople, seedVault } from './seed-mandato.ts';

export interface CrowdStage {
  readonly directory: string;
  /** What names the installation and its database on a command line; it changes with `useFreshDatabase`. */
  readonly options: readonly string[];
  /** From now on an empty database, where PostgreSQL is used: a backup is put back into one. */
  useFreshDatabase(): Promise<void>;
  readonly members: readonly LinkedMember[];
  readonly lonjaUrl: string;
  readonly lonjaDir: string;
  /** Runs `work` on Mandato's database; on the embedded one only while Mandato does not run. */
  withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T>;
  startLonja(): Promise<RunningProgram>;
  /** Mandato's own process: with the role `host` it works no orders itself. */
  startMandato(role: 'all' | 'host', more?: readonly string[]): Promise<RunningProgram>;
  /** One more worker process; PostgreSQL only, and after Mandato. */
  startWorker(): Promise<RunningProgram>;
  readonly postgres: TemporaryPostgres | null;
  discard(): Promise<void>;
}

export interface CrowdOptions {
  readonly people: number;
  readonly store: 'embedded' | 'postgres';
  /** Everybody's key counts as looked at since the start, as in a Mandato that has run for an hour. */
  readonly isAudited?: boolean;
}

const repositoryPath = (file: string) => path.join(root, file);

/** Makes the folders, the people and the database; starts nothing yet but the PostgreSQL server. */
export async function openCrowdStage(options: CrowdOptions): Promise<CrowdStage> {
  const directory = await mkdtemp(path.join(tmpdir(), 'mandato-crowd-'));
  const at = (name: string) => path.join(directory, name);
  const postgres = options.store === 'postgres' ? await startTemporaryPostgres() : null;
  try {
    for (const name of ['logs', 'lonja', 'keys']) await mkdir(at(name));
    const ports = { lonja: await freePort(), mandato: await freePort(), relay: await freePort() };
    let databaseUrl = (await postgres?.createDatabase()) ?? null;
    const place = { dataDir: at('mandato'), keyFile: at('keys/mandato.key') };
    const install = openInstall(place);
    install.lock.release();
    const trail = { mac: install.key.trailMac, wall: { nowMs: () => Date.now() } };
    const withDatabase = async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
      const database = await openStore(databaseUrl, path.join(place.dataDir, 'database'), trail);
      try {
        return await work(database);
      } finally {
        await database.close();
      }
    };
    const members = await seedVault(
      { directory: path.join(place.dataDir, 'signer'), keyFile: install.signerKeyFile },
      await seedLonja(at('lonja'), options.people),
    );
    const auditedAtMs = Date.now() + (options.isAudited === true ? 3_600_000 : 0);
    await withDatabase(({ db }) => seedPeople(db, members, auditedAtMs));
    const lonjaUrl = `http://localhost:${ports.lonja}`;
    const onDatabase = () => (databaseUrl === null ? [] : ['--database-url', databaseUrl]);
    const relay = `127.0.0.1:${ports.relay}`;
    return {
      directory,
      get options() {
        return ['--data', place.dataDir, '--key-file', place.keyFile, ...onDatabase()];
      },
      useFreshDatabase: async () => {
        databaseUrl = (await postgres?.createDatabase()) ?? null;
      },
      members,
      lonjaUrl,
      lonjaDir: at('lonja'),
      withDatabase,
      postgres,
      startLonja: () =>
        runProgram({
          program: repositoryPath('apps/lonja/dist/lonja.mjs'),
          args: ['--port', `${ports.lonja}`, '--data', at('lonja'), '--no-rate-limit', '--log', 'warn'],
          url: lonjaUrl,
          logFile: at('logs/lonja.log'),
        }),
      startMandato: (role, more = []) =>
        runProgram({
          program: repositoryPath('apps/server/dist/mandato.mjs'),
          args: [
            ...['--port', `${ports.mandato}`, '--data', place.dataDir, '--key-file', place.keyFile],
            ...['--practice-url', lonjaUrl, '--role', role, ...onDatabase()],
            ...(databaseUrl === null ? [] : ['--relay', relay]),
            ...more,
          ],
          url: `http://localhost:${ports.mandato}`,
          logFile: at('logs/mandato.log'),
        }),
      startWorker: async () => {
        const port = await freePort();
        return runProgram({
          program: repositoryPath('apps/server/dist/mandato.mjs'),
          args: [
            ...['--role', 'worker', '--relay', relay, '--worker-key', install.workerKeyFile],
            ...['--practice-url', lonjaUrl, '--port', `${port}`, ...onDatabase()],
          ],
          url: `http://localhost:${port}`,
          logFile: at(`logs/worker-${port}.log`),
        });
      },
      discard: async () => {
        await postgres?.stop();
        await rm(directory, { recursive: true, force: true, maxRetries: 5 });
      },
    };
  } catch (error) {
    await postgres?.stop();
    throw error;
  }
}

function openStore(
  databaseUrl: string | null,
  dataDir: string,
  trail: Parameters<typeof openDatabase>[0]['trail'],
): Promise<Database> {
  const migrationsDir = repositoryPath('apps/server/drizzle');
  const workerUrl = pathToFileURL(repositoryPath('apps/server/dist/pglite-worker.mjs'));
  return openDatabase(
    databaseUrl === null
      ? { kind: 'embedded', dataDir, migrationsDir, workerUrl, trail }
      : { kind: 'postgres', url: databaseUrl, migrationsDir, trail },
  );
}
