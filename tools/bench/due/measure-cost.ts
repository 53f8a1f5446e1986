// The processor time and the transactions of one order's life on the embedded database, without any other process.

import { isNull } from 'drizzle-orm';
import { PlanRig, startMs } from '../../../apps/server/src/plans/plan-rig.ts';
import { intents } from '../../../apps/server/src/store/schema/order-schema.ts';
import { seedPlans } from '../../crowd/seed-mandato.ts';

/** What one order costs, and how many came to their end. */
export interface CostFigures {
  readonly done: number;
  readonly processorMs: number;
  readonly transactions: number;
}

/** Runs `plans` plans of `people` people that are due at once against scripted exchanges that answer at once. */
export async function measureCost(of: {
  readonly plans: number;
  readonly people: number;
}): Promise<CostFigures> {
  console.log(
    `\nprocessor time of one process for each of ${of.plans} orders of ${of.people} people, embedded`,
  );
  const rig = await PlanRig.open();
  try {
    const members = [];
    for (let n = 0; n < of.people; n += 1) members.push(await rig.person());
    let transactions = 0;
    const db = new Proxy(rig.db, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        if (name === 'transaction') transactions += 1;
        return value.bind(target);
      },
    });
    const dueAtMs = startMs + 60_000;
    await seedPlans(rig.db, members, { count: of.plans, dueAtMs });
    const pipeline = await rig.prepare({ db });
    rig.clock.ms = dueAtMs;
    const before = process.cpuUsage();
    const untilMs = dueAtMs + 600_000;
    let ended = 0;
    while (ended < of.plans && rig.clock.ms < untilMs) {
      await pipeline.runOnce();
      rig.clock.ms += 1_000;
      ended = await rig.db.$count(intents, isNull(intents.nextWorkAtMs));
    }
    const used = process.cpuUsage(before);
    await pipeline.stop();
    const rows = await rig.db.select({ kind: intents.stateKind }).from(intents);
    const done = rows.filter(({ kind }) => kind === 'done').length;
    const each = (value: number) => Math.round((value * 100) / of.plans) / 100;
    const figures = {
      done,
      processorMs: each((used.user + used.system) / 1_000),
      transactions: each(transactions),
    };
    console.table([figures]);
    return figures;
  } finally {
    await rig.database.discard();
  }
}
