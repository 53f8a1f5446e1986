// The audit trail of the tables in memory: the entries, the chain and the verdict are the server's own.

import { createHmac } from 'node:crypto';
import { type ActivityLine, trailLineOf } from '@mandato/server/activity/record-activity';
import { canonicalJson } from '@mandato/server/audit/canonical-json';
import { genesisHash, hashOfEntry } from '@mandato/server/audit/trail-entry';
import { type TrailVerdict, verifyEntries } from '@mandato/server/audit/verify-trail';
import type { MemoryTables } from './memory-tables.ts';

const mac = (text: string) => createHmac('sha256', 'the key of the simulation').update(text).digest('hex');

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
