// Gives a person their own entries of the audit trail, and nobody else's.

import { and, asc, desc, eq, lt } from 'drizzle-orm';
import type { TrailEntryView } from '../api-contract/activity-contract.ts';
import type { Db } from '../store/database.ts';
import { auditEntries } from '../store/schema/audit-schema.ts';
import { canonicalJson } from './canonical-json.ts';
import type { TrailEntry } from './trail-entry.ts';

/** Newest first, from before the entry `before`. */
export async function trailOf(
  db: Db,
  of: { readonly userId: string; readonly before: number | null; readonly limit: number },
): Promise<TrailEntryView[]> {
  const older = of.before === null ? undefined : lt(auditEntries.seq, of.before);
  const rows = await db
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.userId, of.userId), older))
    .orderBy(desc(auditEntries.seq))
    .limit(of.limit);
  return rows.map(viewOf);
}

/** All entries of a person, oldest first, one a line, with every column that the hash covers. */
export async function trailText(db: Db, userId: string): Promise<string> {
  const rows = await trailEntriesOf(db, userId);
  return rows.map((row) => `${canonicalJson(row)}\n`).join('');
}

/** All entries of a person as they are stored, oldest first. */
export async function trailEntriesOf(db: Db, userId: string): Promise<readonly TrailEntry[]> {
  return db.select().from(auditEntries).where(eq(auditEntries.userId, userId)).orderBy(asc(auditEntries.seq));
}

function viewOf(entry: TrailEntry): TrailEntryView {
  const { seq, at, sessionId, address, what, prevHash, hash } = entry;
  const details = detailsOf(entry.details);
  return { seq, at: new Date(at).toISOString(), sessionId, address, what, details, prevHash, hash };
}

/** An entry that somebody altered is still shown; that it was altered is for `verifyTrail` to say. */
function detailsOf(text: string): Record<string, string> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return {};
    return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]));
  } catch {
    return {};
  }
}
