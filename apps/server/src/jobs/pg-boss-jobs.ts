// Runs the job engine on the installation's own database, embedded or not: it carries wake-ups, never the order itself.

import { sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import { fromDrizzle, PgBoss } from 'pg-boss';
import type { OrderLogger } from '../orders/order-deps.ts';
import type { Db } from '../store/database.ts';
import type { Jobs } from './jobs.ts';

const queue = 'wake-orders';

export interface PgBossNeeds {
  readonly pool: Pool;
  readonly kind: 'embedded' | 'postgres';
  readonly logger: OrderLogger;
}

/** Starts the engine, with its own tables in its own schema. */
export async function startPgBossJobs({ pool, kind, logger }: PgBossNeeds): Promise<Jobs> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => execute(pool, text, values) },
    backend: kind === 'embedded' ? 'pglite' : 'postgres',
    // When something is due is decided by our own slots; the engine's calendar stays off.
    schedule: false,
    reindex: false,
    monitorVacuum: false,
  });
  boss.on('error', (error) => logger.error({ error }, 'the job engine reports an error'));
  await alone({ pool, kind }, async () => {
    await boss.start();
    // `short`: however many wake-ups are asked for, one waiting is enough.
    await boss.createQueue(queue, { policy: 'short', retryLimit: 0, deleteAfterSeconds: 60 });
  });
  return {
    enqueueWake: async (tx: Db) => {
      if (kind === 'postgres' && !(await isFirstToWake(tx))) return;
      await boss.send(queue, {}, { db: fromDrizzle(tx, sql) });
    },
    onWake: async (wake) => {
      await boss.work(queue, { pollingIntervalSeconds: 1 }, async () => wake());
    },
    stop: async () => {
      await boss.stop({ graceful: true, close: false, timeout: 2_000 });
    },
  };
}

/** Any numbers that nothing else on the same database uses. */
const wakingLock = 471_102_004;
const preparingLock = 471_102_002;

/**
 * Whether no other open transaction is asking for a wake-up. One waiting is enough, and to ask for a second while the
 * first has not committed would wait for that commit: one after another, whatever the number of processes. What falls
 * between two transactions is found by the clock a second later.
 */
async function isFirstToWake(tx: Db): Promise<boolean> {
  const { rows } = await tx.execute<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(${wakingLock}) as mine`,
  );
  return rows[0]?.mine ?? false;
}

/** The engine makes its tables without a lock of its own: processes that start at once would fail on each other. */
async function alone(
  { pool, kind }: Pick<PgBossNeeds, 'pool' | 'kind'>,
  work: () => Promise<void>,
): Promise<void> {
  // The embedded database has one process, and one connection that the work itself needs.
  if (kind === 'embedded') return work();
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [preparingLock]);
    await work();
  } finally {
    // Ending the connection gives the lock back, whatever became of the work.
    client.release(true);
  }
}

/** A statement that fails inside a block must not leave the connection in its aborted transaction. */
async function execute(pool: Pool, text: string, values: unknown[] = []): Promise<{ rows: unknown[] }> {
  const client = await pool.connect();
  try {
    const result: unknown = await client.query(text, values);
    return { rows: rowsOf(result) };
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** Several statements in one text give several results; their rows follow each other. */
function rowsOf(result: unknown): unknown[] {
  if (Array.isArray(result)) return result.flatMap(rowsOf);
  if (typeof result !== 'object' || result === null || !('rows' in result)) return [];
  return Array.isArray(result.rows) ? result.rows : [];
}
