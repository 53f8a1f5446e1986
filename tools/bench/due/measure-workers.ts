// Order life-cycles per second with one, two, four and eight workers on one PostgreSQL server, in one run.

import { availableParallelism } from 'node:os';
import { sql } from 'drizzle-orm';
import { intents } from '../../../apps/server/src/store/schema/order-schema.ts';
import { compareBooks } from '../../crowd/compare-books.ts';
import { type CrowdStage, openCrowdStage } from '../../crowd/crowd-stage.ts';
import { seedPlans } from '../../crowd/seed-mandato.ts';
import { untilDone } from '../../crowd/until-done.ts';
import type { RunningProgram } from '../../rehearsal/running-program.ts';

export interface WorkerFigures {
  readonly figures: Readonly<Record<string, number>>;
  readonly isCorrect: boolean;
  /** The rate rises up to the number of cores, and does not fall after it; a tenth is allowed for noise. */
  readonly isRising: boolean;
}

const patienceMs = 4 * 60_000;
const noise = 0.9;

/** One round for each of `counts`, ascending: the workers of the round before stay, and more come. */
export async function measureWorkers(of: {
  readonly counts: readonly number[];
  readonly plans: number;
  readonly people: number;
}): Promise<WorkerFigures> {
  console.log(`\norder life-cycles per second with ${of.counts.join(', ')} workers, ${of.plans} orders each`);
  const stage = await openCrowdStage({ store: 'postgres', people: of.people, isAudited: true });
  try {
    const startedMs = Date.now();
    const lonja = await stage.startLonja();
    const host = await stage.startMandato('host');
    const workers: RunningProgram[] = [];
    const rates: number[] = [];
    for (const [round, count] of of.counts.entries()) {
      while (workers.length < count) workers.push(await stage.startWorker());
      rates.push(await measureRound(stage, { ...of, round }));
    }
    for (const program of [...workers, host, lonja]) await program.stop();
    const { members, lonjaDir } = stage;
    const expected = of.plans * of.counts.length;
    const dueAtMs = startedMs - 120_000;
    const seen = await stage.withDatabase(({ db }) =>
      compareBooks({ db, lonjaDir, members, expected, dueAtMs }),
    );
    console.table(of.counts.map((count, at) => ({ workers: count, perSecond: rates[at] })));
    const { twice, lost, unbalanced } = seen;
    return {
      figures: {
        ...Object.fromEntries(of.counts.map((count, at) => [`perSecondWith${count}`, rates[at] ?? 0])),
        ...{ twice, lost, unbalanced },
      },
      isCorrect: twice === 0 && lost === 0 && unbalanced === 0,
      isRising: isRising(of.counts, rates),
    };
  } finally {
    await stage.discard();
  }
}

async function measureRound(
  stage: CrowdStage,
  { plans, round }: { readonly plans: number; readonly round: number },
): Promise<number> {
  // Due since the minute began, so that they may start the moment they are written.
  const dueAtMs = Math.floor(Date.now() / 60_000) * 60_000;
  const prefix = `round-${round}`;
  const insertedMs = await stage.withDatabase(async ({ db }) => {
    await db.transaction((tx) => seedPlans(tx, stage.members, { count: plans, dueAtMs, prefix }));
    return Date.now();
  });
  await untilDone(stage, { expected: plans * (round + 1), patienceMs });
  const endedMs = await stage.withDatabase(async ({ db }) => {
    const [row] = await db.select({ last: sql<string>`max(${intents.endedAtMs})` }).from(intents);
    return Number(row?.last);
  });
  return Math.round((plans / (endedMs - insertedMs)) * 100_000) / 100;
}

function isRising(counts: readonly number[], rates: readonly number[]): boolean {
  const cores = availableParallelism();
  return counts.every((count, at) => {
    const [rate, before] = [rates[at] ?? 0, rates[at - 1] ?? 0];
    return count <= cores ? rate >= before : rate >= before * noise;
  });
}
