// One line of the order journal: numbered, chained to the line before it, and vouched for by a key that only the signer has.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { plainRecord } from '../client/plain-record.ts';
import { type JournalEntry, readJournalEntry } from './reservation.ts';

export interface JournalLine {
  readonly seq: number;
  /** The start of the MAC of the line before; empty in the first line of a file. */
  readonly prev: string;
  /** The number of the first line that was written and synced together with this one. */
  readonly batch: number;
  readonly entry: JournalEntry;
}

/** Where a chain has come to. */
export interface ChainEnd {
  readonly seq: number;
  readonly prev: string;
}

/** Why a journal cannot be believed, in order of precedence. */
export type JournalError = 'journal_altered' | 'journal_rolled_back';

/** The lines of `entries` behind `end`, as they are written together, and where the chain is then. */
export function chainLines(
  key: Buffer,
  end: ChainEnd,
  entries: readonly JournalEntry[],
): { readonly text: string; readonly end: ChainEnd } {
  let { seq, prev } = end;
  const batch = seq + 1;
  let text = '';
  for (const entry of entries) {
    seq += 1;
    const json = JSON.stringify({ seq, prev, batch, entry });
    const mac = macOf(key, json);
    text += `${mac} ${json}\n`;
    prev = mac.slice(0, 16);
  }
  return { text, end: { seq, prev } };
}

/**
 * Reads a journal: the lines that hold, up to a torn end. Lines that were synced and no longer hold, or that miss a
 * neighbour, make it `altered`; what was being written when the power went is dropped, since nothing of it was signed.
 */
export function readJournalText(
  keys: readonly Buffer[],
  text: string,
): { readonly lines: readonly JournalLine[]; readonly end: ChainEnd } | 'journal_altered' {
  const lines: JournalLine[] = [];
  let end: ChainEnd = { seq: 0, prev: '' };
  let isTorn = false;
  for (const raw of text.split('\n').slice(0, -1)) {
    const found = readLine(keys, raw);
    const follows =
      found !== null &&
      (lines.length === 0 || (found.line.seq === end.seq + 1 && found.line.prev === end.prev));
    if (found !== null && follows && !isTorn) {
      lines.push(found.line);
      end = { seq: found.line.seq, prev: found.mac.slice(0, 16) };
      continue;
    }
    isTorn = true;
    if (found !== null && found.line.batch > end.seq + 1) return 'journal_altered';
  }
  return { lines, end };
}

function readLine(
  keys: readonly Buffer[],
  raw: string,
): { readonly line: JournalLine; readonly mac: string } | null {
  const mac = raw.slice(0, 64);
  const json = raw.slice(65);
  if (!keys.some((key) => isSame(mac, macOf(key, json)))) return null;
  const fields = plainRecord(parseJson(json)) ?? {};
  const { seq, prev, batch } = fields;
  const entry = readJournalEntry(fields['entry']);
  if (typeof seq !== 'number' || typeof prev !== 'string' || typeof batch !== 'number') return null;
  return entry === null ? null : { line: { seq, prev, batch, entry }, mac };
}

function macOf(key: Buffer, json: string): string {
  return createHmac('sha256', key).update(json).digest('hex');
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}
