// Opens the one database of the installation: embedded by default, PostgreSQL when an address is given.

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { invariant } from '@mandato/primitives/invariant';
import { drizzle, type NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import pg from 'pg';
import type { TrailKeeper } from '../audit/trail-entry.ts';
import { guardTrail, withTrail } from '../audit/trailed-database.ts';
import { checkDurability, type Durability } from './check-durability.ts';
import { openEmbeddedPool } from './embedded-pool.ts';

/**
 * The database or a transaction of it; both drivers have this type. Inside a transaction only the transaction
 * may be asked: the embedded database has one connection, and asking `Db` itself would wait for ever.
 */
export type Db = PgDatabase<NodePgQueryResultHKT>;

export interface Database {
  readonly db: Db;
  /** What drizzle and the job engine are built on. */
  readonly pool: pg.Pool;
  readonly kind: 'embedded' | 'postgres';
  readonly durability: Durability;
  /** Resolves when the database ended by itself and only another start can help; never for a server. */
  readonly died: Promise<void>;
  /** A backup of the embedded database while it runs; null for PostgreSQL, which has tools of its own for that. */
  readonly dump: (() => Promise<Uint8Array>) | null;
  close(): Promise<void>;
}

export type DatabaseOptions = {
  readonly migrationsDir: string;
  /** The key and the clock of the audit trail, which every transaction may write to. */
  readonly trail: TrailKeeper;
} & (
  | {
      readonly kind: 'embedded';
      readonly dataDir: string;
      readonly workerUrl: URL;
      readonly workerExecArgv?: readonly string[];
    }
  | { readonly kind: 'postgres'; readonly url: string }
);

/** Opens the database, brings its tables up to date, and proves that commits reach the disk. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.kind === 'embedded' ? openEmbedded(options) : openPostgres(options);
}

async function openEmbedded(options: DatabaseOptions & { kind: 'embedded' }): Promise<Database> {
  if (!existsSync(path.join(options.dataDir, 'PG_VERSION'))) await initialise(options);
  const pool = await openEmbeddedPool(options);
  const asPool: unknown = pool;
  invariant(speaksLikePool(asPool), 'the embedded pool has the methods of pg.Pool that are used');
  await migrate(drizzle(asPool), { migrationsFolder: options.migrationsDir });
  await guardTrail(drizzle(asPool));
  const durability = await checkDurability(pool);
  const db = withTrail(drizzle(asPool), options.trail);
  const dump = () => pool.dump();
  // No background process counts rows here: without this, plans would stay those of the empty tables of the first day.
  const analysing = setInterval(() => void pool.query('analyze').catch(() => undefined), analyseEveryMs);
  analysing.unref();
  const close = () => {
    clearInterval(analysing);
    return pool.end();
  };
  return { db, pool: asPool, kind: 'embedded', durability, died: pool.died, dump, close };
}

const analyseEveryMs = 3_600_000;

/** Making a database takes far more memory than using it: the thread that did it gives all of that back. */
async function initialise(options: DatabaseOptions & { kind: 'embedded' }): Promise<void> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const pool = await openEmbeddedPool(options);
  await pool.end();
}

async function openPostgres(options: DatabaseOptions & { kind: 'postgres' }): Promise<Database> {
  const pool = new pg.Pool({ connectionString: options.url, max: 10, connectionTimeoutMillis: 30_000 });
  // A server that restarts ends idle connections; the pool opens new ones by itself.
  pool.on('error', () => undefined);
  // One that is in use fails its query as well; without a listener its error would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  await migrateUnderLock(pool, options.migrationsDir);
  const durability = await checkDurability(pool);
  const db = withTrail(drizzle(pool), options.trail);
  const died = new Promise<void>(() => {});
  return { db, pool, kind: 'postgres', durability, died, dump: null, close: () => pool.end() };
}

/** The migrator takes no lock of its own: two processes starting at once would fail on each other. */
async function migrateUnderLock(pool: pg.Pool, migrationsFolder: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await migrate(drizzle(client), { migrationsFolder });
    await guardTrail(drizzle(client));
    await client.query('select pg_advisory_unlock($1)', [migrationLock]);
    client.release();
  } catch (error) {
    // The lock belongs to the connection: given back to the pool, it would keep every other start waiting.
    client.release(true);
    throw error;
  }
}

/** Any number that nothing else on the same database uses. */
const migrationLock = 471_102_001;

function speaksLikePool(pool: unknown): pool is pg.Pool {
  return typeof pool === 'object' && pool !== null && 'connect' in pool && 'query' in pool && 'end' in pool;
}
