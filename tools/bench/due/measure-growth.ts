// What a due plan costs, and what it costs that nothing is due, as the number of plans that wait for another day grows.

import type { Database } from '@mandato/server/store/database';
import { openPostgresForTests } from '@mandato/server/store/temporary-database';
import { startTemporaryPostgres } from '@mandato/server/store/temporary-postgres';
import { lt } from 'drizzle-orm';
import { postgresLinkShare } from '../../../apps/server/src/orders/link-share.ts';
import { PlanRig, startMs } from '../../../apps/server/src/plans/plan-rig.ts';
import { plans as planTable } from '../../../apps/server/src/store/schema/plan-schema.ts';
import { seedPlans } from '../../crowd/seed-mandato.ts';

const dueEachTime = 100;
const people = 20;
const passes = 50;

/** Fills a PostgreSQL database with more and more plans; in each size the same number is due at once. */
export async function measureGrowth(sizes: readonly number[]): Promise<Readonly<Record<string, number>>> {
  console.log(`\nthe cost of ${dueEachTime} due plans among ${sizes.join(', ')}`);
  const server = await startTemporaryPostgres();
  const rows = [];
  try {
    const database = await openPostgresForTests(await server.createDatabase());
    const rig = PlanRig.on(database);
    const members = [];
    for (let n = 0; n < people; n += 1) members.push(await rig.person());
    const share = postgresLinkShare(database.pool, () => performance.now());
    const pipeline = await rig.prepare({ share, isOnlyProcess: false });
    let count = 0;
    for (const size of sizes) {
      const farMs = startMs + 300 * 86_400_000;
      await seedPlans(rig.db, members, { count: size - count, dueAtMs: farMs, prefix: `far-${size}` });
      count = size;
      await database.pool.query('analyze plans');
      const idleMs = await wallMs(async () => {
        for (let pass = 0; pass < passes; pass += 1) {
          rig.clock.ms += 300;
          await pipeline.runOnce();
        }
      });
      const dueAtMs = Math.ceil(rig.clock.ms / 60_000) * 60_000;
      await seedPlans(rig.db, members, { count: dueEachTime, dueAtMs, prefix: `due-${size}` });
      rig.clock.ms = dueAtMs;
      const due = await wallMs(async () => {
        while (rig.clock.ms < dueAtMs + 120_000) {
          await pipeline.runOnce();
          rig.clock.ms += 5_000;
        }
      });
      rows.push({ plans: size, idlePassMs: idleMs / passes, duePlanMs: due / dueEachTime });
      await rig.db.update(planTable).set({ nextSlotAtMs: farMs }).where(lt(planTable.nextSlotAtMs, farMs));
    }
    await explainDueScan(database);
    await pipeline.stop();
    await share.stop();
    await database.close();
  } finally {
    await server.stop();
  }
  console.table(
    rows.map((row) => ({ ...row, idlePassMs: round(row.idlePassMs), duePlanMs: round(row.duePlanMs) })),
  );
  const [first] = rows;
  const last = rows.at(-1);
  return {
    ...Object.fromEntries(rows.map(({ plans, duePlanMs }) => [`duePlanMs${plans}`, round(duePlanMs)])),
    ...Object.fromEntries(rows.map(({ plans, idlePassMs }) => [`idlePassMs${plans}`, round(idlePassMs)])),
    dueCostRatio: round((last?.duePlanMs ?? Number.NaN) / (first?.duePlanMs ?? Number.NaN)),
  };
}

/** How the server finds what is due: it must be a range of the index, not a walk through all plans. */
async function explainDueScan({ pool }: Pick<Database, 'pool'>): Promise<void> {
  const { rows } = await pool.query<Record<'QUERY PLAN', string>>(
    'explain select link_id from plans where next_slot_at_ms <= 1000 group by link_id',
  );
  for (const row of rows) console.log(row['QUERY PLAN']);
}

/** Wall time: most of the cost is the server's. */
async function wallMs(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
