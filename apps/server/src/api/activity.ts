// The activity procedures: a person's own list of what was done, and their own part of the audit trail.

import { and, desc, eq, lt } from 'drizzle-orm';
import { protect, type SecurityNeeds } from '../account/account-security.ts';
import { exportData } from '../account/export-data.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { trailOf, trailText } from '../audit/read-trail.ts';
import type { Db } from '../store/database.ts';
import { activities } from '../store/schema/activity-schema.ts';
import { api, signedIn } from './api-base.ts';
import { refuse } from './refuse.ts';

export function activityProcedures(needs: SecurityNeeds) {
  const { db } = needs;
  return {
    trail: api.activity.trail
      .use(signedIn)
      .handler(({ context, input }) => trailOf(db, { userId: context.person.userId, ...input })),
    exportTrail: api.activity.exportTrail.use(signedIn).handler(async ({ context, input }) => {
      const { userId } = context.person;
      const subject = { action: 'export_trail', params: {} } as const;
      const change = async (tx: Db, nowMs: number) => {
        await recordActivity(tx, { userId, atMs: nowMs, code: 'trail_exported' });
        const day = new Date(nowMs).toISOString().slice(0, 10);
        return { fileName: `mandato-trail-${day}.jsonl`, text: await trailText(tx, userId) };
      };
      const written = await protect(needs, context, { subject, proof: input.stepUpCode, change });
      if (!written.ok) throw refuse(written.error);
      return written.value;
    }),
    exportData: api.activity.exportData.use(signedIn).handler(async ({ context, input }) => {
      const { userId } = context.person;
      const subject = { action: 'export_data', params: {} } as const;
      const change = (tx: Db, nowMs: number) => exportData(tx, { userId, nowMs });
      const written = await protect(needs, context, { subject, proof: input.stepUpCode, change });
      if (!written.ok) throw refuse(written.error);
      return written.value;
    }),
    list: api.activity.list.use(signedIn).handler(async ({ context, input }) => {
      const rows = await db
        .select()
        .from(activities)
        .where(
          and(
            eq(activities.userId, context.person.userId),
            input.before === null ? undefined : lt(activities.seq, seqOf(input.before)),
          ),
        )
        .orderBy(desc(activities.seq))
        .limit(input.limit);
      return rows.map(({ seq, at, code, details, planId, orderId, linkId }) => ({
        activityId: seq.toString(),
        at: new Date(at).toISOString(),
        code,
        details,
        planId,
        orderId,
        linkId,
      }));
    }),
  };
}

function seqOf(activityId: string): number {
  if (!/^[0-9]{1,15}$/.test(activityId)) throw refuse('input_malformed');
  return Number(activityId);
}
