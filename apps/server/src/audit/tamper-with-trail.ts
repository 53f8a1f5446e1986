// Spoils a trail in one of the ways that somebody with the database could; for tests and for the counting command.

import { seededRng } from '@mandato/primitives/seeded-rng';
import type { Anchor } from './trail-anchor.ts';
import { genesisHash, hashOfEntry, type TrailEntry, type TrailMac } from './trail-entry.ts';
import { verifyEntries } from './verify-trail.ts';

export const tamperings = ['edit', 'delete', 'reorder', 'insert', 'truncate', 'rewrite', 'renumber'] as const;
export type Tampering = (typeof tamperings)[number];

export interface Tampered {
  readonly how: Tampering;
  readonly entries: readonly TrailEntry[];
  /** The first row that is not as it was written; for a missing row, its number. */
  readonly firstBad: number;
}

/** A whole trail of `length` made-up entries. */
export function trailForTests(mac: TrailMac, length: number): TrailEntry[] {
  const entries: TrailEntry[] = [];
  let prevHash = genesisHash;
  for (let seq = 1; seq <= length; seq += 1) {
    const entry = {
      seq,
      at: 1_795_000_000_000 + seq * 1_000,
      userId: `user-${seq % 5}`,
      sessionId: seq % 3 === 0 ? null : `session-${seq % 7}`,
      address: seq % 3 === 0 ? null : '127.0.0.1',
      what: seq % 2 === 0 ? 'signed_in' : 'plan_created',
      details: `{"n":"${seq}"}`,
      prevHash,
    };
    prevHash = hashOfEntry(mac, entry);
    entries.push({ ...entry, hash: prevHash });
  }
  return entries;
}

/** Spoils `entries` as variant `seed` says. The spoiler knows every column but not the key. */
export function tamper(entries: readonly TrailEntry[], seed: number): Tampered {
  const { below } = seededRng(seed);
  const how = tamperings[seed % tamperings.length] ?? 'edit';
  const at = below(entries.length - 2);
  const firstBad = at + 1;
  const copy = [...entries];
  const entry = copy[at];
  const other = copy[at + 1];
  if (entry === undefined || other === undefined) return { how, entries: copy, firstBad: 0 };
  switch (how) {
    case 'edit':
      copy[at] = editOf(entry, below(9));
      return { how, entries: copy, firstBad };
    case 'delete':
      copy.splice(at, 1 + below(entries.length - at - 2));
      return { how, entries: copy, firstBad };
    case 'reorder':
      // The numbers are put right again, as whoever hides a change of order would do.
      copy[at] = { ...other, seq: entry.seq };
      copy[at + 1] = { ...entry, seq: other.seq };
      return { how, entries: copy, firstBad };
    case 'insert': {
      const later = copy.splice(at).map((row) => ({ ...row, seq: row.seq + 1 }));
      copy.push({ ...entry, details: '{"n":"forged"}' }, ...later);
      return { how, entries: copy, firstBad };
    }
    case 'truncate':
      return { how, entries: copy.slice(0, at), firstBad };
    case 'rewrite':
      return { how, entries: rewritten(copy, at, below(1_000_000)), firstBad };
    case 'renumber':
      return {
        how,
        entries: [...copy.slice(0, at), ...copy.slice(at + 1).map((row) => ({ ...row, seq: row.seq - 1 }))],
        firstBad,
      };
  }
}

/** How many of `count` variants are found, with the right first bad row named; and those that are not. */
export function countFound(
  trail: { readonly mac: TrailMac; readonly length: number },
  count: number,
): { readonly found: number; readonly missed: readonly Tampered[] } {
  const entries = trailForTests(trail.mac, trail.length);
  const last = entries.at(-1);
  const anchor: Anchor | null = last === undefined ? null : { seq: last.seq, hash: last.hash, atMs: last.at };
  const missed: Tampered[] = [];
  for (let seed = 0; seed < count; seed += 1) {
    const tampered = tamper(entries, seed);
    const verdict = verifyEntries(tampered.entries, { mac: trail.mac, anchor });
    if (verdict.kind !== 'bad' || verdict.seq !== tampered.firstBad) missed.push(tampered);
  }
  return { found: count - missed.length, missed };
}

/** One column of one row, the others as they were. */
function editOf(entry: TrailEntry, column: number): TrailEntry {
  const flipped = (hash: string) => `${hash.startsWith('0') ? '1' : '0'}${hash.slice(1)}`;
  const edits: readonly Partial<TrailEntry>[] = [
    { at: entry.at + 1 },
    { userId: `${entry.userId}x` },
    { userId: null },
    { sessionId: entry.sessionId === null ? 'session-x' : null },
    { address: '203.0.113.9' },
    { what: 'link_removed' },
    { details: entry.details.replace('"n"', '"m"') },
    { prevHash: flipped(entry.prevHash) },
    { hash: flipped(entry.hash) },
  ];
  return { ...entry, ...edits[column] };
}

/** Everything from `at` on is chained anew, as well as can be without the key. */
function rewritten(entries: readonly TrailEntry[], at: number, salt: number): TrailEntry[] {
  const guessedMac: TrailMac = (text) => `${salt.toString(16).padStart(8, '0')}${text.slice(0, 56)}`;
  const rows = entries.slice(0, at);
  for (const entry of entries.slice(at)) {
    const forged = { ...entry, details: '{"n":"forged"}', prevHash: rows.at(-1)?.hash ?? genesisHash };
    rows.push({ ...forged, hash: hashOfEntry(guessedMac, forged) });
  }
  return rows;
}
