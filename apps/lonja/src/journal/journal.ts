// The append-only file that Lonja's state is folded from: nothing is acknowledged before it is on the disk.

import { mkdir, open, stat, truncate } from 'node:fs/promises';
import path from 'node:path';
import { err, ok, type Result } from '@mandato/primitives/result';
import { RecordBuffer, type WriteValue } from './journal-codec.ts';
import { type JournalDisk, openJournalDisk } from './journal-disk.ts';
import { type JournalPosition, type VisitRecord, walkJournal } from './read-journal.ts';

/** Why nothing can be written any more; the process may go on answering reads. */
export type JournalFault = 'disk_full' | 'disk_error';

/** Why a journal cannot be opened, in order of precedence. */
export type JournalOpenError =
  | { readonly code: 'journal_unreadable'; readonly reason: string }
  | { readonly code: 'journal_broken'; readonly offset: number }
  | { readonly code: 'journal_version_unknown' }
  | { readonly code: 'journal_visit_ended' };

export interface OpenJournalOptions {
  /** Stands in for the real disk in tests. */
  readonly openDisk?: ((file: string) => Promise<JournalDisk>) | undefined;
  /** Only what follows it is read: a snapshot stands for the rest. */
  readonly from?: JournalPosition | undefined;
  /** Is shown every record that was acknowledged, and perhaps a few that were not, in order; not the header. */
  readonly visit: VisitRecord;
}

const fileName = 'journal.log';
const beginning: JournalPosition = { records: 0, bytes: 0 };
const header = { format: 'lonja-journal', version: 1 } as const;

/** Opens or creates the journal in `directory`, cutting off a torn end. The caller holds the directory's lock. */
export async function openJournal(
  directory: string,
  options: OpenJournalOptions,
): Promise<Result<Journal, JournalOpenError>> {
  const { openDisk = openJournalDisk, from = beginning } = options;
  const file = journalFile(directory);
  let isOurs = true;
  const visit: VisitRecord = (value, sequence) => {
    if (sequence > 0) return options.visit(value, sequence);
    isOurs = isOurHeader(value);
    return isOurs;
  };
  try {
    await makeFile(file, directory);
    const walk = await walkJournal(file, { from }, visit);
    if (!isOurs) return err({ code: 'journal_version_unknown' });
    if (walk.kind === 'broken') return err({ code: 'journal_broken', offset: walk.offset });
    if (walk.kind === 'stopped') return err({ code: 'journal_visit_ended' });
    if (walk.end.bytes < walk.size) await cut(file, walk.end.bytes);
    const journal = new Journal(await openDisk(file), walk.end);
    if (walk.end.records > 0) return ok(journal);
    const written = await journal.append(header);
    if (written.ok) return ok(journal);
    await journal.close();
    return err({ code: 'journal_unreadable', reason: written.error });
  } catch (error) {
    return err({
      code: 'journal_unreadable',
      reason: error instanceof Error ? error.message : String(error),
    });
  }
}

/** Where the journal of `directory` is. */
export function journalFile(directory: string): string {
  return path.join(directory, fileName);
}

/** Hears that what it waits for is on stable storage, or the fault that prevented it; it must not throw. */
export type Told = (result: Result<void, JournalFault>) => void;

// A group is seldom larger; one that is makes its buffer grow.
const groupBytes = 65_536;
/**
 * Applying so many commands takes about as long as the disk takes for them: they leave at once, and those that follow
 * are applied meanwhile. Fewer wait for the end of the turn, because each group costs the same however small it is.
 */
const fullGroup = 48;

/** Writes records in the order of `append`; many waiting records share one write and one sync. */
export class Journal {
  readonly #disk: JournalDisk;
  #nextSequence: number;
  #bytes: number;
  // One takes records while the other one's are on their way to the disk.
  #filling = new RecordBuffer(groupBytes);
  #leaving = new RecordBuffer(groupBytes);
  #waiting: Told[] = [];
  #isWriting = false;
  #isTurnEndAwaited = false;
  #fault: JournalFault | null = null;

  constructor(disk: JournalDisk, end: JournalPosition) {
    this.#disk = disk;
    this.#nextSequence = end.records;
    this.#bytes = end.bytes;
  }

  /** The end of everything appended so far, on the disk or still on its way. */
  get end(): JournalPosition {
    return { records: this.#nextSequence, bytes: this.#bytes };
  }

  /** Set once a write failed; from then on nothing more is written, because the file's end is in doubt. */
  get fault(): JournalFault | null {
    return this.#fault;
  }

  /** Adds one record; resolves when it is on stable storage, or with the fault that prevented it. */
  append(value: unknown): Promise<Result<void, JournalFault>> {
    return new Promise((told) => this.appendThen(value, told));
  }

  /** As `append`, without a promise. */
  appendThen<Value>(value: Value, told: Told, write?: WriteValue<Value>): void {
    if (this.#fault !== null) {
      told(err(this.#fault));
      return;
    }
    this.#bytes += this.#filling.add(this.#nextSequence, value, write);
    this.#nextSequence += 1;
    this.#waiting.push(told);
    this.#writeSoon();
  }

  /** Resolves when everything appended so far is on stable storage, or with the fault that prevented it. */
  barrier(): Promise<Result<void, JournalFault>> {
    return new Promise((told) => this.barrierThen(told));
  }

  /** As `barrier`, without a promise. */
  barrierThen(told: Told): void {
    if (this.#fault !== null) told(err(this.#fault));
    else if (this.#isWriting || this.#waiting.length > 0) {
      this.#waiting.push(told);
      this.#writeSoon();
    } else told(onDisk);
  }

  /** Waits for what was appended and closes the file. */
  async close(): Promise<void> {
    while (this.#isWriting || this.#waiting.length > 0) await turnEnd();
    await this.#disk.close();
  }

  // One group is on its way at a time, so that records reach the disk in their order.
  #writeSoon(): void {
    if (this.#isWriting) return;
    if (this.#waiting.length >= fullGroup) this.#writeNow();
    else if (!this.#isTurnEndAwaited) {
      this.#isTurnEndAwaited = true;
      setImmediate(() => this.#turnEnded());
    }
  }

  // Everything appended in the same turn of the event loop has joined the group.
  #turnEnded(): void {
    this.#isTurnEndAwaited = false;
    if (!this.#isWriting && this.#waiting.length > 0) this.#writeNow();
  }

  #writeNow(): void {
    const group = this.#waiting;
    this.#waiting = [];
    this.#isWriting = true;
    void this.#writeGroup().then((result) => {
      this.#isWriting = false;
      // A full group need not wait until the one before it was told.
      if (this.#waiting.length >= fullGroup) this.#writeNow();
      for (const told of group) told(result);
      if (this.#waiting.length > 0) this.#writeSoon();
    });
  }

  async #writeGroup(): Promise<Result<void, JournalFault>> {
    if (this.#fault !== null) return err(this.#fault);
    const leaving = this.#filling;
    this.#filling = this.#leaving;
    this.#leaving = leaving;
    try {
      await this.#disk.append(leaving.take());
      await this.#disk.sync();
      return onDisk;
    } catch (error) {
      this.#fault = isFull(error) ? 'disk_full' : 'disk_error';
      return err(this.#fault);
    }
  }
}

const onDisk = ok(undefined);

function turnEnd(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function isFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'ENOSPC' || code === 'EDQUOT';
}

function isOurHeader(value: unknown): boolean {
  return JSON.stringify(value) === JSON.stringify(header);
}

async function makeFile(file: string, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const handle = await open(file, 'a', 0o600);
  await handle.sync();
  await handle.close();
  await syncDirectory(directory);
}

/** How long the journal of `directory` is, in bytes; 0 when there is none. */
export async function journalSize(directory: string): Promise<number> {
  try {
    return (await stat(journalFile(directory))).size;
  } catch {
    return 0;
  }
}

async function cut(file: string, bytes: number): Promise<void> {
  await truncate(file, bytes);
  const handle = await open(file, 'r+');
  await handle.sync();
  await handle.close();
}

/** A new file is only found again after a power loss when its directory is on the disk too. */
export async function syncDirectory(directory: string): Promise<void> {
  for (const each of [directory, path.dirname(directory)]) {
    const handle = await open(each, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
