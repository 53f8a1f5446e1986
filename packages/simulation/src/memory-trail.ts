// The audit trail of the tables in memory: the entries, the chain and the verdict are the server's own.

import { type ActivityLine, trailLineOf } from '@mandato/server/activity/record-activity';
import { canonicalJson } from '@mandato/server/audit/canonical-json';
import { genesisHash, hashOfEntry } from '@mandato/server/audit/trail-entry';
import { type TrailVerdict, verifyEntries } from '@mandato/server/audit/verify-trail';
import { hashOf } from './draws.ts';
import type { MemoryTables } from './memory-tables.ts';

/** Nobody forges entries here: it only has to differ for texts that differ. */
const mac = (text: string) => `${hashOf(text).toString(16)}.${hashOf(text, text.length).toString(16)}`;

/** Chains `line` to the last entry, in the transaction that is open. */
export function appendToTrail(tables: MemoryTables, line: ActivityLine): void {
  const seq = tables.trail.size + 1;
  const { userId, what, details } = trailLineOf(line);
  const entry = {
    seq,
    at: line.atMs,
    userId,
    sessionId: null,
    address: null,
    what,
    details: canonicalJson(details),
    prevHash: tables.trail.get(seq - 1)?.hash ?? genesisHash,
  };
  tables.put(tables.trail, seq, { ...entry, hash: hashOfEntry(mac, entry) });
}

/** Judges the whole trail. */
export function verifyMemoryTrail(tables: MemoryTables): TrailVerdict {
  return verifyEntries([...tables.trail.values()], { mac, anchor: null });
}
