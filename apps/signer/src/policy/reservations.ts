// Counts orders durably before they are signed, so that a limit holds across a kill between counting and sending.

import { readFile } from 'node:fs/promises';
import { err, ok, type Result } from '@mandato/primitives/result';
import { openSynced, type SyncedFile } from '../vault/synced-file.ts';
import { writeDurably } from '../vault/write-durably.ts';
import { type ChainEnd, chainLines, type JournalError, readJournalText } from './journal-line.ts';
import type { Usage } from './judge-order.ts';
import type { JournalEntry, Reservation } from './reservation.ts';
import { createUsageIndex } from './usage-index.ts';

export interface Reservations {
  usageOf(fingerprint: string, quote: string, nowMs: number): Usage;
  hasSigned(fingerprint: string, orderId: string): boolean;
  /** Counts at once, and resolves when the count is on the disk. */
  reserve(reservation: Reservation): Promise<void>;
  /** Gives back the money of an order that certainly never left, or that the exchange definitely refused. */
  release(reservation: Reservation): void;
  /** From now on the key counts together with the one that it replaces; resolves when that is on the disk. */
  succeed(key: { readonly fingerprint: string; readonly of: string }): Promise<void>;
  /** Nonces that orders were signed with, for the memory of used nonces. */
  nonces(): readonly Reservation[];
  /** Closes the journal; nothing may be reserved afterwards. */
  close(): Promise<void>;
}

export interface JournalPlace {
  readonly path: string;
  /** The key to write with comes last; lines under an older one are read too. */
  readonly keys: readonly Buffer[];
  /** The journal must reach at least here. */
  readonly seqMin: number;
  readonly nowMs: number;
  /** Told now and then how far the journal reaches, to be remembered elsewhere. */
  readonly onReached: (seq: number) => Promise<void>;
}

const dayMs = 86_400_000;
const linesPerReport = 64;

/**
 * Opens the journal, closes a torn end and writes it anew without what no limit looks at any more. Refuses one that
 * was altered, or that ends before `seqMin`.
 */
export async function openReservations(place: JournalPlace): Promise<Result<Reservations, JournalError>> {
  const read = readJournalText(place.keys, await readOrEmpty(place.path));
  if (read === 'journal_altered') return err(read);
  if (read.end.seq < place.seqMin) return err('journal_rolled_back');
  const index = createUsageIndex();
  for (const { entry } of read.lines) index.apply(entry);
  const kept: readonly JournalEntry[] = [{ kind: 'opened' }, ...index.entriesSince(place.nowMs - 2 * dayMs)];
  const key = place.keys.at(-1) ?? Buffer.alloc(0);
  const chained = chainLines(key, { seq: read.end.seq, prev: '' }, kept);
  await writeDurably(place.path, chained.text);
  await place.onReached(chained.end.seq);
  const fresh = createUsageIndex();
  for (const entry of kept) fresh.apply(entry);
  const file = await openSynced(place.path, 'append', 0o600);
  const writer = createWriter(
    file,
    { key, end: chained.end, bytes: Buffer.byteLength(chained.text) },
    place.onReached,
  );
  return ok({
    usageOf: fresh.usageOf,
    hasSigned: fresh.hasSigned,
    reserve(reservation) {
      fresh.apply(reservation);
      return writer(reservation);
    },
    release({ fingerprint, nonce }) {
      fresh.apply({ kind: 'released', fingerprint, nonce });
      // Losing this line only leaves the order counted.
      writer({ kind: 'released', fingerprint, nonce }).catch(() => undefined);
    },
    async succeed(key) {
      if (key.fingerprint === key.of) return;
      const entry = { kind: 'succeeded', ...key } as const;
      await writer(entry);
      fresh.apply(entry);
    },
    nonces: fresh.reservations,
    close: () => file.close(),
  });
}

async function readOrEmpty(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return '';
    throw error;
  });
}

interface Chain {
  readonly key: Buffer;
  readonly end: ChainEnd;
  /** Length of the file up to there. */
  readonly bytes: number;
}

interface Waiting {
  readonly entry: JournalEntry;
  readonly done: (failure: unknown) => void;
}

interface Writer {
  readonly file: SyncedFile;
  readonly onReached: JournalPlace['onReached'];
  chain: Chain;
  reported: number;
  /** Set when the file could not be brought back into order: nothing is written any more. */
  broken: unknown;
  waiting: Waiting[];
  isWriting: boolean;
}

// Entries that arrive while one write is under way go out together with the next: one sync for all of them.
function createWriter(
  file: SyncedFile,
  from: Chain,
  onReached: JournalPlace['onReached'],
): (entry: JournalEntry) => Promise<void> {
  const start = { chain: from, reported: from.end.seq, broken: null, waiting: [], isWriting: false };
  const writer: Writer = { file, onReached, ...start };
  return (entry) =>
    new Promise((resolve, reject) => {
      const done = (failure: unknown) => (failure === null ? resolve() : reject(failure));
      writer.waiting.push({ entry, done });
      if (!writer.isWriting) void flush(writer);
    });
}

async function flush(writer: Writer): Promise<void> {
  writer.isWriting = true;
  while (writer.waiting.length > 0) {
    const batch = writer.waiting;
    writer.waiting = [];
    const failure = await writeOrCutBack(
      writer,
      batch.map(({ entry }) => entry),
    );
    for (const { done } of batch) done(failure);
    report(writer);
  }
  writer.isWriting = false;
}

async function writeOrCutBack(writer: Writer, entries: readonly JournalEntry[]): Promise<unknown> {
  if (writer.broken !== null) return writer.broken;
  const written = await writeBatch(writer.file, writer.chain, entries);
  if (isChain(written)) {
    writer.chain = written;
    return null;
  }
  const isCut = await cutBack(writer.file, writer.chain.bytes);
  if (!isCut) writer.broken = written;
  return written;
}

function report(writer: Writer): void {
  const { seq } = writer.chain.end;
  if (seq - writer.reported < linesPerReport) return;
  writer.reported = seq;
  writer.onReached(seq).catch(() => undefined);
}

function isChain(value: unknown): value is Chain {
  return typeof value === 'object' && value !== null && 'end' in value && 'bytes' in value;
}

async function writeBatch(
  file: SyncedFile,
  chain: Chain,
  entries: readonly JournalEntry[],
): Promise<unknown> {
  const { text, end } = chainLines(chain.key, chain.end, entries);
  try {
    await file.write(text);
    return { ...chain, end, bytes: chain.bytes + Buffer.byteLength(text) } satisfies Chain;
  } catch (error) {
    return error;
  }
}

// What a failed write left behind must not stand between two lines; when it cannot be removed, nothing is written again.
async function cutBack(file: SyncedFile, bytes: number): Promise<boolean> {
  return file.truncate(bytes).then(
    () => true,
    () => false,
  );
}
