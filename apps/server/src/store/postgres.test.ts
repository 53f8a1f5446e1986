// The database on a PostgreSQL server: migrations of several starts at once, the check of durability, jobs, numbers.

import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPgBossJobs } from '../jobs/pg-boss-jobs.ts';
import { PlanRig } from '../plans/plan-rig.ts';
import { openPostgresForTests } from './temporary-database.ts';
import { startTemporaryPostgres, type TemporaryPostgres } from './temporary-postgres.ts';

let server: TemporaryPostgres;
beforeAll(async () => {
  server = await startTemporaryPostgres();
});
afterAll(() => server.stop());

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

it('openDatabase() lets five processes that start at once all bring an empty database up to date', async () => {
  const url = await server.createDatabase();
  const opened = await Promise.allSettled(Array.from({ length: 5 }, () => openPostgresForTests(url)));
  expect(opened.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'fulfilled'));
  const databases = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const done = await databases[0]?.pool.query('select count(*)::int as n from drizzle.__drizzle_migrations');
  expect(done?.rows).toEqual([{ n: 1 }]);
  await Promise.all(databases.map((database) => database.close()));
});

it('openDatabase() lets go of the migration lock when a migration fails', async () => {
  const url = await server.createDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // A table in the way makes the first migration fail.
  await client.query('create table plans (n int)');
  await expect(openPostgresForTests(url)).rejects.toThrow();
  await client.query('drop table plans');
  const database = await openPostgresForTests(url);
  expect(database.durability).toEqual({ kind: 'durable' });
  await Promise.all([client.end(), database.close()]);
});

it('checkDurability() refuses a server that does not flush, or that answers before it has flushed', async () => {
  const url = await server.createDatabase();
  const name = new URL(url).pathname.slice(1);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`alter database ${name} set synchronous_commit = off`);
  const database = await openPostgresForTests(url);
  expect(database.durability).toEqual({ kind: 'not_durable', reason: 'synchronous_commit_off' });
  await Promise.all([client.end(), database.close()]);
});

it('startPgBossJobs() wakes every process for a committed cause, and nobody for a rolled-back one', async () => {
  const url = await server.createDatabase();
  const databases = [await openPostgresForTests(url), await openPostgresForTests(url)] as const;
  const [one, other] = databases;
  const jobs = await Promise.all(databases.map(({ pool, kind }) => startPgBossJobs({ pool, kind, logger })));
  await one.db
    .transaction(async (tx) => {
      await jobs[0]?.enqueueWake(tx);
      throw new Error('the cause did not happen');
    })
    .catch(() => undefined);
  const waiting = async () =>
    (await other.pool.query(`select count(*)::int as n from pgboss.job where name = 'wake-orders'`)).rows;
  expect(await waiting()).toEqual([{ n: 0 }]);
  const woken = new Promise<string>((resolve) => void jobs[1]?.onWake(() => resolve('woken')));
  await one.db.transaction(async (tx) => jobs[0]?.enqueueWake(tx));
  expect(await woken).toBe('woken');
  await Promise.all(jobs.map((engine) => engine.stop()));
  await Promise.all(databases.map((database) => database.close()));
});

it('openDatabase() gives amounts and moments the same types on PostgreSQL as on the embedded database', async () => {
  const database = await openPostgresForTests(await server.createDatabase());
  const rig = PlanRig.on(database);
  const person = await rig.person();
  const planId = await rig.plan(person, { notional: 9_000_000_000_000_000_000n });
  const plan = await rig.planRow(planId);
  expect(plan.notional).toBe(9_000_000_000_000_000_000n);
  expect(typeof plan.createdAtMs).toBe('number');
  await database.close();
});
