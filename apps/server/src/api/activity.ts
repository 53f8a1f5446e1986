// The activity procedure: a person's own list of what was done, what was not done, and why.

import { and, desc, eq, lt } from 'drizzle-orm';
import type { Db } from '../store/database.ts';
import { activities } from '../store/schema/activity-schema.ts';
import { api, signedIn } from './api-base.ts';
import { refuse } from './refuse.ts';

export function activityProcedures({ db }: { readonly db: Db }) {
  return {
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
