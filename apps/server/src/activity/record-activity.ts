// Writes one line of the activity list, of the audit trail and of the notices, in the transaction of what the line tells.

import type { activityCodes } from '../api-contract/activity-contract.ts';
import type { TrailLine } from '../audit/trail-entry.ts';
import { noteInTrail } from '../audit/trailed-database.ts';
import { recordNotice } from '../notices/record-notice.ts';
import type { Db } from '../store/database.ts';
import { insertOf } from '../store/rows-as-json.ts';
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

/** Adds `line` to all; `tx` must be the transaction of the change itself, so that none exists without the others. */
export async function recordActivity(tx: Db, line: ActivityLine): Promise<void> {
  noteInTrail(tx, trailLineOf(line));
  await tx.insert(activities).values(rowOf(line));
  await recordNotice(tx, line);
}

/** Adds `lines` to list and notices, in their order; whoever calls it notes their trail lines. */
export async function insertActivities(tx: Db, lines: readonly ActivityLine[]): Promise<void> {
  if (lines.length > 0) await tx.execute(insertOf(activities, lines.map(rowOf)));
  for (const line of lines) await recordNotice(tx, line);
}

function rowOf(line: ActivityLine) {
  return {
    userId: line.userId,
    at: line.atMs,
    code: line.code,
    details: line.details ?? {},
    planId: line.planId ?? null,
    orderId: line.orderId ?? null,
    linkId: line.linkId ?? null,
  };
}

/** What the audit trail says of `line`. */
export function trailLineOf(line: ActivityLine): TrailLine & { readonly userId: string } {
  const about = { planId: line.planId, orderId: line.orderId, linkId: line.linkId };
  const named = Object.entries(about).flatMap(([name, id]) => (typeof id === 'string' ? [[name, id]] : []));
  return { userId: line.userId, what: line.code, details: { ...line.details, ...Object.fromEntries(named) } };
}
