// Sets every plan's next slot anew by the zone rules of this start: a law may have moved it since it was written down.

import { nextSlot } from '@mandato/invest-core/plan/slots';
import { and, asc, eq, gt, isNotNull } from 'drizzle-orm';
import type { Db } from '../store/database.ts';
import { plans } from '../store/schema/plan-schema.ts';

const plansAtOnce = 1_000;

/**
 * The alarm of each plan at the moment that its schedule means today. Without this a slot that a new rule brings
 * forward would be noticed by the old alarm, too late to be bought. Answers how many moved.
 */
export async function followZoneRules(db: Db): Promise<number> {
  let moved = 0;
  let after = '';
  for (;;) {
    const page = await db
      .select({
        planId: plans.planId,
        schedule: plans.schedule,
        startsOn: plans.startsOn,
        answeredUntilMs: plans.answeredUntilMs,
        nextSlotAtMs: plans.nextSlotAtMs,
      })
      .from(plans)
      .where(and(isNotNull(plans.nextSlotAtMs), gt(plans.planId, after)))
      .orderBy(asc(plans.planId))
      .limit(plansAtOnce);
    for (const plan of page) {
      const nextSlotAtMs = nextSlot(plan, plan.answeredUntilMs).atMs;
      if (nextSlotAtMs !== plan.nextSlotAtMs && (await move(db, plan, nextSlotAtMs))) moved += 1;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < plansAtOnce) return moved;
    after = last.planId;
  }
}

/** False when somebody answered for the plan, or stopped it, meanwhile: then it is right already. */
async function move(
  db: Db,
  { planId, answeredUntilMs }: { readonly planId: string; readonly answeredUntilMs: number },
  nextSlotAtMs: number,
): Promise<boolean> {
  const rows = await db
    .update(plans)
    .set({ nextSlotAtMs })
    .where(
      and(
        eq(plans.planId, planId),
        eq(plans.answeredUntilMs, answeredUntilMs),
        isNotNull(plans.nextSlotAtMs),
      ),
    )
    .returning({ planId: plans.planId });
  return rows.length > 0;
}
