// Chains what a transaction noted, as its last statements: the trail and what it tells are kept together or not at all.

import { invariant } from '@mandato/primitives/invariant';
import { eq, sql } from 'drizzle-orm';
import type { Db } from '../store/database.ts';
import { insertOf } from '../store/rows-as-json.ts';
import { auditEntries, auditHead } from '../store/schema/audit-schema.ts';
import { type Acting, whoActs } from './acting.ts';
import { canonicalJson } from './canonical-json.ts';
import {
  genesisHash,
  hashOfEntry,
  type TrailEntry,
  type TrailKeeper,
  type TrailLine,
} from './trail-entry.ts';

interface Noted {
  readonly line: TrailLine;
  readonly acting: Acting;
}

/** What the open transactions have noted so far. */
const notedIn = new WeakMap<Db, Noted[]>();

/**
 * Gives `db` transactions that end by chaining what was noted in them. The head is locked last of all, so that
 * whoever holds it waits for nothing, and appends of all processes come one after another.
 */
export function withTrail(db: Db, keeper: TrailKeeper): Db {
  const transaction = db.transaction.bind(db);
  db.transaction = (work, config) =>
    transaction(async (tx) => {
      const noted: Noted[] = [];
      notedIn.set(tx, noted);
      const result = await work(tx);
      await append(tx, keeper, noted);
      return result;
    }, config);
  return db;
}

/** Notes `line` in `tx`, which must be the transaction of what it tells. */
export function noteInTrail(tx: Db, line: TrailLine): void {
  const noted = notedIn.get(tx);
  invariant(noted !== undefined, 'the trail is written in the transaction of what it tells');
  noted.push({ line, acting: whoActs() });
}

async function append(tx: Db, keeper: TrailKeeper, noted: readonly Noted[]): Promise<void> {
  if (noted.length === 0) return;
  const [head] = await tx.select().from(auditHead).where(eq(auditHead.scope, headScope)).for('update');
  invariant(head !== undefined, 'the trail has a head since the database was made');
  const at = keeper.wall.nowMs();
  const entries: TrailEntry[] = [];
  let { seq, hash } = head;
  for (const { line, acting } of noted) {
    const entry = {
      seq: seq + 1,
      at,
      userId: line.userId,
      ...acting,
      what: line.what,
      details: canonicalJson(line.details),
      prevHash: hash,
    };
    hash = hashOfEntry(keeper.mac, entry);
    seq = entry.seq;
    entries.push({ ...entry, hash });
  }
  await tx.execute(sql`
    with added as (${insertOf(auditEntries, entries)})
    update ${auditHead} set seq = ${seq}, hash = ${hash} where scope = ${headScope}`);
}

/** The one row of the head. */
export const headScope = 'head';

/** Makes the head of an empty trail and has the database refuse changes of entries. Harmless when repeated. */
export async function guardTrail(db: Db): Promise<void> {
  const [made] = (
    await db.execute<{ tgname: string }>(
      sql`select tgname from pg_trigger where tgname = 'audit_entries_stay'`,
    )
  ).rows;
  await db.insert(auditHead).values({ scope: headScope, seq: 0, hash: genesisHash }).onConflictDoNothing();
  if (made !== undefined) {
    // Whoever switched the refusal off does not keep it off.
    await db.execute(sql`alter table audit_entries enable trigger audit_entries_stay`);
    return;
  }
  await db.execute(sql`
    create or replace function refuse_trail_change() returns trigger language plpgsql as
    $$ begin raise exception 'entries of the audit trail are never changed'; end $$`);
  await db.execute(sql`
    create or replace trigger audit_entries_stay before update or delete or truncate on audit_entries
    for each statement execute function refuse_trail_change()`);
}
