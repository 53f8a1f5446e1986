// Reads the trail from its first entry to its last and names the first one that is not as it was written.

import { asc, eq, gt } from 'drizzle-orm';
import type { Db } from '../store/database.ts';
import { auditEntries, auditHead } from '../store/schema/audit-schema.ts';
import type { Anchor } from './trail-anchor.ts';
import { genesisHash, hashOfEntry, type TrailEntry, type TrailMac } from './trail-entry.ts';
import { headScope } from './trailed-database.ts';

/** What is wrong with the first bad row, in order of precedence. */
export type TrailFault =
  /** A number is missing, repeated or out of order. */
  | 'seq_broken'
  /** It is not chained to the entry before it. */
  | 'link_broken'
  /** Its own columns are not those it was written with. */
  | 'entry_altered'
  /** The entry that the anchor names is there, but is another one. */
  | 'anchor_differs'
  /** The trail ends before the entry that the anchor names. */
  | 'cut_off'
  /** The head does not name the last entry. */
  | 'head_differs';

export type TrailVerdict =
  | { readonly kind: 'whole'; readonly entries: number; readonly headHash: string }
  | { readonly kind: 'bad'; readonly seq: number; readonly fault: TrailFault; readonly entries: number };

/** What the entries are judged by besides themselves. */
export interface TrailWitness {
  readonly mac: TrailMac;
  /** Kept outside the database; without it a trail that was cut off looks whole. */
  readonly anchor: Anchor | null;
}

interface Reached {
  readonly seq: number;
  readonly hash: string;
}

const start: Reached = { seq: 0, hash: genesisHash };

/** Judges entries that are all in memory, in the order in which they lie. */
export function verifyEntries(entries: readonly TrailEntry[], witness: TrailWitness): TrailVerdict {
  const { reached, fault } = follow(start, entries, witness);
  return fault === null ? atEnd(reached, witness.anchor) : { ...fault, entries: reached.seq };
}

/** Judges the trail of a database, a few hundred entries at a time. */
export async function verifyTrail(db: Db, witness: TrailWitness): Promise<TrailVerdict> {
  let reached = start;
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const entries = await db
      .select()
      .from(auditEntries)
      .where(gt(auditEntries.seq, after))
      .orderBy(asc(auditEntries.seq))
      .limit(pageSize);
    if (entries.length === 0) break;
    const followed = follow(reached, entries, witness);
    if (followed.fault !== null) return { ...followed.fault, entries: followed.reached.seq };
    reached = followed.reached;
    after = reached.seq;
  }
  const verdict = atEnd(reached, witness.anchor);
  if (verdict.kind === 'bad') return verdict;
  const [head] = await db.select().from(auditHead).where(eq(auditHead.scope, headScope));
  return head?.seq === reached.seq && head.hash === reached.hash
    ? verdict
    : { kind: 'bad', seq: reached.seq + 1, fault: 'head_differs', entries: reached.seq };
}

const pageSize = 500;

interface Followed {
  readonly reached: Reached;
  readonly fault: { readonly kind: 'bad'; readonly seq: number; readonly fault: TrailFault } | null;
}

/** Goes along `entries` from `from` and stops at the first that is not as it was written. */
function follow(from: Reached, entries: readonly TrailEntry[], witness: TrailWitness): Followed {
  let reached = from;
  for (const entry of entries) {
    const fault = faultOf(entry, reached, witness);
    if (fault !== null) {
      // What is missing is named, rather than what took its place.
      const seq = fault === 'seq_broken' ? reached.seq + 1 : entry.seq;
      return { reached, fault: { kind: 'bad', seq, fault } };
    }
    reached = { seq: entry.seq, hash: entry.hash };
  }
  return { reached, fault: null };
}

function faultOf(entry: TrailEntry, before: Reached, { mac, anchor }: TrailWitness): TrailFault | null {
  if (entry.seq !== before.seq + 1) return 'seq_broken';
  if (entry.prevHash !== before.hash) return 'link_broken';
  if (hashOfEntry(mac, entry) !== entry.hash) return 'entry_altered';
  return anchor?.seq === entry.seq && anchor.hash !== entry.hash ? 'anchor_differs' : null;
}

function atEnd(reached: Reached, anchor: Anchor | null): TrailVerdict {
  return anchor !== null && anchor.seq > reached.seq
    ? { kind: 'bad', seq: reached.seq + 1, fault: 'cut_off', entries: reached.seq }
    : { kind: 'whole', entries: reached.seq, headHash: reached.hash };
}
