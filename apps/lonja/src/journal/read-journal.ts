// Reads a journal from any of its records on, a piece at a time: a torn end is normal after a crash, a broken middle never is.

import { open } from 'node:fs/promises';
import { decodeRecord } from './journal-codec.ts';

/** A place in a journal: so many whole records, its header being one, in so many bytes. */
export interface JournalPosition {
  readonly records: number;
  readonly bytes: number;
}

/** What a journal holds: its whole records' values, and where the whole part ends in bytes. */
export type JournalContent =
  | { readonly kind: 'whole'; readonly values: readonly unknown[]; readonly bytes: number }
  | { readonly kind: 'broken'; readonly offset: number };

/** Is shown each record in turn, its number with it; false ends the walk. */
export type VisitRecord = (value: unknown, sequence: number) => boolean;

/** Where the whole part ended, and how long the file is; or the byte offset of a bad record in the middle. */
export type JournalWalk =
  | { readonly kind: 'whole'; readonly end: JournalPosition; readonly size: number }
  | { readonly kind: 'broken'; readonly offset: number }
  | { readonly kind: 'stopped' };

const newline = 0x0a;
// A piece is in memory at once, however long the journal is.
const pieceBytes = 4_194_304;

/**
 * Shows `visit` the records of `file` from `from` on, up to byte `toBytes`. Whatever follows the last whole record is torn
 * and not counted; a bad record with a whole one after it is a broken journal.
 */
export async function walkJournal(
  file: string,
  span: { readonly from: JournalPosition; readonly toBytes?: number },
  visit: VisitRecord,
): Promise<JournalWalk> {
  const { from, toBytes = Number.POSITIVE_INFINITY } = span;
  const reader = new RecordReader(from, visit);
  const handle = await open(file, 'r');
  try {
    let rest = Buffer.alloc(0);
    for (let at = from.bytes; reader.isGoingOn; ) {
      const piece = Buffer.allocUnsafe(Math.max(0, Math.min(pieceBytes, toBytes - at)));
      const { bytesRead } = await handle.read(piece, 0, piece.length, at);
      if (bytesRead === 0) return reader.walk(at);
      at += bytesRead;
      const content = Buffer.concat([rest, piece.subarray(0, bytesRead)]);
      rest = content.subarray(reader.take(content));
    }
    return reader.walk(0);
  } finally {
    await handle.close();
  }
}

/** As `walkJournal`, of a whole journal that is in memory. */
export function readJournal(content: Buffer): JournalContent {
  const values: unknown[] = [];
  const reader = new RecordReader({ records: 0, bytes: 0 }, (value) => values.push(value) > 0);
  reader.take(content);
  const walk = reader.walk(content.length);
  return walk.kind === 'broken'
    ? walk
    : { kind: 'whole', values, bytes: walk.kind === 'whole' ? walk.end.bytes : 0 };
}

class RecordReader {
  #records: number;
  #bytes: number;
  readonly #visit: VisitRecord;
  // Once a record was bad, it is only asked whether a whole one follows.
  #state: 'whole' | 'torn' | 'broken' | 'stopped' = 'whole';

  constructor(from: JournalPosition, visit: VisitRecord) {
    this.#records = from.records;
    this.#bytes = from.bytes;
    this.#visit = visit;
  }

  get isGoingOn(): boolean {
    return this.#state === 'whole' || this.#state === 'torn';
  }

  /** Reads the lines of `content` and answers how many of its bytes they are. */
  take(content: Buffer): number {
    let start = 0;
    while (this.isGoingOn) {
      const end = content.indexOf(newline, start);
      if (end < 0) break;
      this.#line(content.subarray(start, end));
      start = end + 1;
    }
    return start;
  }

  walk(size: number): JournalWalk {
    if (this.#state === 'broken') return { kind: 'broken', offset: this.#bytes };
    if (this.#state === 'stopped') return { kind: 'stopped' };
    return { kind: 'whole', end: { records: this.#records, bytes: this.#bytes }, size };
  }

  #line(line: Buffer): void {
    const record = decodeRecord(line);
    if (record !== null && this.#state === 'whole' && record.sequence === this.#records) {
      if (!this.#visit(record.value, record.sequence)) {
        this.#state = 'stopped';
        return;
      }
      this.#records += 1;
      this.#bytes += line.length + 1;
    } else this.#state = record === null ? 'torn' : 'broken';
  }
}
