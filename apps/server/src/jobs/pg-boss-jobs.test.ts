// The job engine on the embedded database: a wake-up exists exactly when its cause was committed.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTemporaryDatabase, type TemporaryDatabase } from '../store/temporary-database.ts';
import type { Jobs } from './jobs.ts';
import { startPgBossJobs } from './pg-boss-jobs.ts';

let database: TemporaryDatabase;
let jobs: Jobs;
const errors: string[] = [];
const logger = {
  info: () => undefined,
  warn: () => undefined,
  error: (_details: object, message: string) => void errors.push(message),
};
beforeAll(async () => {
  database = await openTemporaryDatabase();
  jobs = await startPgBossJobs({ pool: database.pool, kind: database.kind, logger });
});
afterAll(async () => {
  await jobs.stop();
  await database.discard();
});

async function waiting(): Promise<number> {
  const result = await database.db.execute<{ n: number }>(
    `select count(*)::int as n from pgboss.job where name = 'wake-orders' and state = 'created'`,
  );
  return result.rows[0]?.n ?? 0;
}

it('enqueueWake() leaves nothing behind when its cause is rolled back', async () => {
  await database.db
    .transaction(async (tx) => {
      await jobs.enqueueWake(tx);
      throw new Error('the cause did not happen');
    })
    .catch(() => undefined);
  expect(await waiting()).toBe(0);
});

it('startPgBossJobs() starts again on a database that it has already prepared', async () => {
  const again = await startPgBossJobs({ pool: database.pool, kind: database.kind, logger });
  await database.db.transaction((tx) => again.enqueueWake(tx));
  expect(await waiting()).toBe(1);
  await again.stop();
});

it('onWake() hears of committed causes, of several waiting ones once', async () => {
  await database.db.transaction((tx) => jobs.enqueueWake(tx));
  await database.db.transaction((tx) => jobs.enqueueWake(tx));
  expect(await waiting()).toBe(1);
  const woken = new Promise<string>((resolve) => {
    void jobs.onWake(() => resolve('woken'));
  });
  expect(await woken).toBe('woken');
  expect(errors).toEqual([]);
});
