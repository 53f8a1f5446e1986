// Writes one line of the activity list, inside the transaction that does what the line tells.

import type { activityCodes } from '../api-contract/activity-contract.ts';
import type { Db } from '../store/database.ts';
import { activities } from '../store/schema/activity-schema.ts';

export type ActivityCode = (typeof activityCodes)[number];

/** What happened, to whom and when (epoch ms). `details` are plain texts, never a secret. */
export interface ActivityLine {
  readonly userId: string;
  readonly atMs: number;
  readonly code: ActivityCode;
  readonly details?: Readonly<Record<string, string>>;
  readonly planId?: string | null;
  readonly orderId?: string | null;
  readonly linkId?: string | null;
}

/** Adds `line`; pass the transaction of the change itself, so that neither exists without the other. */
export async function recordActivity(db: Db, line: ActivityLine): Promise<void> {
  await db.insert(activities).values({
    userId: line.userId,
    at: line.atMs,
    code: line.code,
    details: line.details ?? {},
    planId: line.planId ?? null,
    orderId: line.orderId ?? null,
    linkId: line.linkId ?? null,
  });
}
