// One full minute of UTC in which many plans are due: how long after it each order was sent, and whether all is right.

import { setTimeout as sleep } from 'node:timers/promises';
import { type Comparison, compareBooks, quantile } from '../../crowd/compare-books.ts';
import { type CrowdStage, openCrowdStage } from '../../crowd/crowd-stage.ts';
import { perPiece, processorTimeOf } from '../../crowd/processor-time.ts';
import { seedPlans } from '../../crowd/seed-mandato.ts';
import { untilDone } from '../../crowd/until-done.ts';

export interface MinuteFigures {
  readonly done: number;
  readonly twice: number;
  readonly lost: number;
  readonly unbalanced: number;
  readonly p50LagS: number;
  readonly p99LagS: number;
  readonly maxLagS: number;
}

/** Everything must be up this long before the minute begins. */
const leadMs = 15_000;
const patienceMs = 5 * 60_000;

/** With `workers` Mandato's own process works no orders itself. */
export async function measureMinute(of: {
  readonly store: 'embedded' | 'postgres';
  readonly plans: number;
  readonly people: number;
  readonly workers: number;
}): Promise<MinuteFigures> {
  const stage = await openCrowdStage({ ...of, isAudited: true });
  try {
    const dueAtMs = Math.ceil((Date.now() + leadMs + of.workers * 2_000) / 60_000) * 60_000;
    await stage.withDatabase(({ db }) => seedPlans(db, stage.members, { count: of.plans, dueAtMs }));
    const compared = await runMinute(stage, { ...of, dueAtMs });
    return report(compared);
  } finally {
    await stage.discard();
  }
}

async function runMinute(
  stage: CrowdStage,
  of: { readonly plans: number; readonly workers: number; readonly dueAtMs: number },
): Promise<Comparison> {
  const lonja = await stage.startLonja();
  const mandato = await stage.startMandato(of.workers === 0 ? 'all' : 'host');
  const workers = await Promise.all(Array.from({ length: of.workers }, () => stage.startWorker()));
  const lateMs = Date.now() - of.dueAtMs;
  if (lateMs > 0)
    console.log(`everything was up only ${(lateMs / 1000).toFixed(1)} s after the minute began`);
  await sleep(Math.max(0, -lateMs));
  const pids = [process.pid];
  const before = processorTimeOf(pids);
  await untilDone(stage, { expected: of.plans, patienceMs });
  console.log('processor time for each order, in ms');
  console.table([perPiece(before, processorTimeOf(pids), of.plans)]);
  for (const worker of workers) await worker.stop();
  await mandato.stop();
  await lonja.stop();
  const { members, lonjaDir } = stage;
  const { dueAtMs } = of;
  return stage.withDatabase(({ db }) => compareBooks({ db, lonjaDir, members, expected: of.plans, dueAtMs }));
}

function report({ lagsMs, reasons, done, twice, lost, unbalanced }: Comparison): MinuteFigures {
  const seconds = (share: number) => Math.round(quantile(lagsMs, share) / 10) / 100;
  const figures = {
    ...{ done, twice, lost, unbalanced },
    ...{ p50LagS: seconds(0.5), p99LagS: seconds(0.99), maxLagS: seconds(1) },
  };
  console.table([figures]);
  for (const [reason, count] of Object.entries(reasons)) console.log(`${count} not done: ${reason}`);
  return figures;
}
