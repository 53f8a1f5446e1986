// Reads a journal from its start: a torn end is normal after a crash, a broken middle never is.

import { decodeRecord } from './journal-codec.ts';

/** What a journal holds: its whole records' values, and where the whole part ends in bytes. */
export type JournalContent =
  | { readonly kind: 'whole'; readonly values: readonly unknown[]; readonly bytes: number }
  | { readonly kind: 'broken'; readonly offset: number };

const newline = 0x0a;

/**
 * Reads records `firstSequence`, the next and so on from `content`. Whatever follows the last whole record is torn and not counted; a bad
 * record with a whole one after it is a broken journal, named by the byte offset of the bad one.
 */
export function readJournal(content: Buffer, firstSequence = 0): JournalContent {
  const values: unknown[] = [];
  let offset = 0;
  while (offset < content.length) {
    const end = content.indexOf(newline, offset);
    const record = end < 0 ? null : decodeRecord(content.subarray(offset, end));
    if (record === null || record.sequence !== firstSequence + values.length) {
      return isWholeRecordAfter(content, offset)
        ? { kind: 'broken', offset }
        : { kind: 'whole', values, bytes: offset };
    }
    values.push(record.value);
    offset = end + 1;
  }
  return { kind: 'whole', values, bytes: offset };
}

function isWholeRecordAfter(content: Buffer, badOffset: number): boolean {
  let start = badOffset;
  for (;;) {
    const end = content.indexOf(newline, start);
    if (end < 0) return false;
    if (decodeRecord(content.subarray(start, end)) !== null) return true;
    start = end + 1;
  }
}
