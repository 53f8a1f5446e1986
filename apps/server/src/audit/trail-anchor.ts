// The trail's newest head in a file outside the database: whoever cuts the trail's end off there is found out here.

import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import * as z from 'zod';
import type { Db } from '../store/database.ts';
import { auditEntries, auditHead } from '../store/schema/audit-schema.ts';
import { headScope } from './trailed-database.ts';

const anchorSchema = z.object({
  seq: z.number().int().min(0),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  atMs: z.number().int(),
});

/** An entry that was the newest at `atMs`. */
export type Anchor = z.infer<typeof anchorSchema>;

/** The anchor in `file`; null when there is none, `unreadable` when it is not one. */
export function readAnchor(file: string): Anchor | null | 'unreadable' {
  if (!existsSync(file)) return null;
  try {
    return anchorSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return 'unreadable';
  }
}

/**
 * Writes the head to `file`. An anchor that the trail no longer holds stays as it is: it is the only witness of
 * what was there, and only `audit verify` and a person may judge it.
 */
export async function exportHead(
  db: Db,
  file: string,
  nowMs: number,
): Promise<'exported' | 'anchor_not_in_trail'> {
  const anchor = readAnchor(file);
  if (anchor === 'unreadable') return 'anchor_not_in_trail';
  if (anchor !== null && !(await holds(db, anchor))) return 'anchor_not_in_trail';
  const [head] = await db.select().from(auditHead).where(eq(auditHead.scope, headScope));
  if (head === undefined || head.seq === anchor?.seq) return 'exported';
  if (anchor !== null && head.seq < anchor.seq) return 'anchor_not_in_trail';
  const { seq, hash } = head;
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  writeFileSync(draft, JSON.stringify({ seq, hash, atMs: nowMs }), { mode: 0o600, flush: true });
  renameSync(draft, file);
  return 'exported';
}

async function holds(db: Db, anchor: Anchor): Promise<boolean> {
  if (anchor.seq === 0) return true;
  const [entry] = await db.select().from(auditEntries).where(eq(auditEntries.seq, anchor.seq));
  return entry?.hash === anchor.hash;
}
