// Several workers on one PostgreSQL server, one of them killed while it sends: no order twice, none lost.

import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { attempts, intents } from '../../apps/server/src/store/schema/order-schema.ts';
import { compareBooks } from '../crowd/compare-books.ts';
import { type CrowdStage, openCrowdStage } from '../crowd/crowd-stage.ts';
import { seedPlans } from '../crowd/seed-mandato.ts';

const people = 12;
const plansEachRound = 72;
const rounds = 3;

let stage: CrowdStage;
beforeAll(async () => {
  stage = await openCrowdStage({ store: 'postgres', people });
}, 120_000);
afterAll(() => stage.discard(), 60_000);

/** Resolves once a quarter of the round has been journaled, so that a kill falls among sendings. */
async function untilUnderWay(journaledBefore: number): Promise<void> {
  await stage.withDatabase(async ({ db }) => {
    for (let tries = 0; tries < 600; tries += 1) {
      const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(attempts);
      if ((row?.count ?? 0) >= journaledBefore + plansEachRound / 4) return;
      await sleep(50);
    }
  });
}

/** What a killed worker was sending is unknown until its lease has ended; one that exists is found soon after. */
async function untilFound(): Promise<number> {
  const asked = { kind: intents.stateKind, count: sql<number>`count(*)::int` };
  return stage.withDatabase(async ({ db }) => {
    for (let quiet = 0; ; await sleep(1_000)) {
      const rows = await db.select(asked).from(intents).groupBy(intents.stateKind);
      const open = rows.filter(({ kind }) => kind !== 'done');
      const isSettled = open.every(({ kind }) => kind === 'being_confirmed');
      quiet = isSettled ? quiet + 1 : 0;
      if (quiet > 20) return open.reduce((sum, { count }) => sum + count, 0);
    }
  });
}

it('workers that are killed while they send leave nothing bought twice and nothing lost', async () => {
  const startedMs = Date.now();
  const lonja = await stage.startLonja();
  const host = await stage.startMandato('host');
  const workers = [await stage.startWorker(), await stage.startWorker(), await stage.startWorker()];
  for (let round = 0; round < rounds; round += 1) {
    const dueAtMs = Math.floor(Date.now() / 60_000) * 60_000;
    const prefix = `round-${round}`;
    await stage.withDatabase(({ db }) =>
      db.transaction((tx) => seedPlans(tx, stage.members, { count: plansEachRound, dueAtMs, prefix })),
    );
    await untilUnderWay(plansEachRound * round);
    await workers.shift()?.kill();
    workers.push(await stage.startWorker());
  }
  const neverSent = await untilFound();
  for (const program of [...workers, host, lonja]) await program.stop();
  const seen = await stage.withDatabase(({ db }) => {
    const { members, lonjaDir } = stage;
    // What was journaled and never left is proven absent twenty minutes later; until then Mandato says so.
    const expected = plansEachRound * rounds - neverSent;
    return compareBooks({ db, lonjaDir, members, expected, dueAtMs: startedMs - 120_000 });
  });
  expect(seen).toMatchObject({ twice: 0, lost: 0, unbalanced: 0 });
  expect(seen.done).toBe(plansEachRound * rounds - neverSent);
  // Each kill can catch no more orders than a worker has in hand at once.
  expect(neverSent).toBeLessThan(rounds * 32);
}, 400_000);
