// A real embedded database in a temporary directory, for tests; a prepared one is copied, since making one is slow.

import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'rolldown';
import { serverKeyOf } from '../account/server-key.ts';
import { type Database, openDatabase } from './database.ts';
import { openEmbeddedPool } from './embedded-pool.ts';
import { restoreEmbedded } from './restore-embedded.ts';

/** A database that nobody needs after the test. */
export interface DiscardableDatabase extends Database {
  /** Closes the database and removes what it left on this machine. */
  discard(): Promise<void>;
}

export interface TemporaryDatabase extends DiscardableDatabase {
  readonly dataDir: string;
}

export const migrationsDir = fileURLToPath(new URL('../../drizzle', import.meta.url));

/** The trail's key is the one of `serverKeyForTests`. */
export const serverKeyForTests = serverKeyOf(Buffer.alloc(32, 7));

const trailForTests = { mac: serverKeyForTests.trailMac, wall: { nowMs: () => Date.now() } };

/** Opens a fresh database with all tables, or one that was backed up. */
export async function openTemporaryDatabase(
  from: { readonly archiveFile?: string } = {},
): Promise<TemporaryDatabase> {
  const base = await mkdtemp(path.join(tmpdir(), 'mandato-db-'));
  const dataDir = path.join(base, 'pglite');
  const { archiveFile } = from;
  if (archiveFile === undefined) await cp(await preparedDir(), dataDir, { recursive: true });
  else await withWorker((workerUrl) => restoreEmbedded({ archiveFile, dataDir, workerUrl }));
  const database = await withWorker((workerUrl) =>
    openDatabase({ kind: 'embedded', dataDir, migrationsDir, workerUrl, trail: trailForTests }),
  );
  return {
    ...database,
    dataDir,
    discard: async () => {
      await database.close();
      await rm(base, { recursive: true, force: true });
    },
  };
}

/** Opens the PostgreSQL database at `url` with all tables, as another process of the same installation would. */
export async function openPostgresForTests(url: string): Promise<DiscardableDatabase> {
  const database = await openDatabase({ kind: 'postgres', url, migrationsDir, trail: trailForTests });
  return { ...database, discard: () => database.close() };
}

/** The database's thread, built from its source: Node alone cannot start a thread from TypeScript. */
async function withWorker<T>(work: (workerUrl: URL) => Promise<T>): Promise<T> {
  const source = fileURLToPath(new URL('./pglite-worker.ts', import.meta.url));
  // Inside the repository, so that the thread finds its packages.
  const outfile = fileURLToPath(
    new URL(`../../dist/test/pglite-worker-${randomUUID()}.mjs`, import.meta.url),
  );
  await build({
    input: source,
    external: /^[^./]/,
    platform: 'node',
    output: { file: outfile, format: 'esm', codeSplitting: false },
    logLevel: 'silent',
  });
  try {
    return await work(pathToFileURL(outfile));
  } finally {
    await rm(outfile, { force: true });
  }
}

/** An initialised, empty database directory; made once per machine and version, by whoever comes first. */
async function preparedDir(): Promise<string> {
  const prepared = path.join(tmpdir(), 'mandato-prepared-pglite-0.5.16');
  if (await exists(prepared)) return prepared;
  await mkdir(path.dirname(prepared), { recursive: true });
  const making = await mkdtemp(path.join(tmpdir(), 'mandato-preparing-'));
  const dataDir = path.join(making, 'pglite');
  const pool = await withWorker((workerUrl) => openEmbeddedPool({ dataDir, workerUrl }));
  await pool.end();
  // Another test file may have been faster; its directory is as good as this one.
  await rename(dataDir, prepared).catch(() => undefined);
  await rm(making, { recursive: true, force: true });
  return prepared;
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
