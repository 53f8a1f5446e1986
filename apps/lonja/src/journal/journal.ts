// The append-only file that Lonja's state is folded from: nothing is acknowledged before it is on the disk.

import { mkdir, open, readFile, truncate } from 'node:fs/promises';
import path from 'node:path';
import { err, ok, type Result } from '@mandato/primitives/result';
import { encodeRecord } from './journal-codec.ts';
import { type JournalDisk, openJournalDisk } from './journal-disk.ts';
import { readJournal } from './read-journal.ts';

/** Why nothing can be written any more; the process may go on answering reads. */
export type JournalFault = 'disk_full' | 'disk_error';

/** Why a journal cannot be opened, in order of precedence. */
export type JournalOpenError =
  | { readonly code: 'journal_unreadable'; readonly reason: string }
  | { readonly code: 'journal_broken'; readonly offset: number }
  | { readonly code: 'journal_version_unknown' };

export interface OpenedJournal {
  readonly journal: Journal;
  /** The values of every record that was acknowledged, and perhaps of a few that were not, in order. */
  readonly values: readonly unknown[];
}

const fileName = 'journal.log';
const header = { format: 'lonja-journal', version: 1 } as const;

/**
 * Opens or creates the journal in `directory`, cutting off a torn end. The caller holds the directory's lock.
 * `openDisk` stands in for the real disk in tests.
 */
export async function openJournal(
  directory: string,
  openDisk: (file: string) => Promise<JournalDisk> = openJournalDisk,
): Promise<Result<OpenedJournal, JournalOpenError>> {
  const file = path.join(directory, fileName);
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const content = await readOrCreate(file, directory);
    const read = readJournal(content);
    if (read.kind === 'broken') return err({ code: 'journal_broken', offset: read.offset });
    if (read.bytes < content.length) await cut(file, read.bytes);
    const [first, ...values] = read.values;
    if (first !== undefined && !isOurHeader(first)) return err({ code: 'journal_version_unknown' });
    const journal = new Journal(await openDisk(file), read.values.length);
    if (first === undefined) {
      const written = await journal.append(header);
      if (!written.ok) {
        await journal.close();
        return err({ code: 'journal_unreadable', reason: written.error });
      }
    }
    return ok({ journal, values });
  } catch (error) {
    return err({
      code: 'journal_unreadable',
      reason: error instanceof Error ? error.message : String(error),
    });
  }
}

interface Waiting {
  readonly line: string;
  readonly settle: (result: Result<void, JournalFault>) => void;
}

/** Writes records in the order of `append`; many waiting records share one write and one sync. */
export class Journal {
  readonly #disk: JournalDisk;
  #nextSequence: number;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | null = null;
  #fault: JournalFault | null = null;

  constructor(disk: JournalDisk, nextSequence: number) {
    this.#disk = disk;
    this.#nextSequence = nextSequence;
  }

  /** Set once a write failed; from then on nothing more is written, because the file's end is in doubt. */
  get fault(): JournalFault | null {
    return this.#fault;
  }

  /** Adds one record; resolves when it is on stable storage, or with the fault that prevented it. */
  append(value: unknown): Promise<Result<void, JournalFault>> {
    if (this.#fault !== null) return Promise.resolve(err(this.#fault));
    const line = encodeRecord(this.#nextSequence, value);
    this.#nextSequence += 1;
    return new Promise((settle) => {
      this.#waiting.push({ line, settle });
      this.#writing ??= this.#writeAll();
    });
  }

  /** Resolves when everything appended so far is on stable storage, or with the fault that prevented it. */
  barrier(): Promise<Result<void, JournalFault>> {
    if (this.#fault !== null) return Promise.resolve(err(this.#fault));
    if (this.#writing === null) return Promise.resolve(ok(undefined));
    return new Promise((settle) => this.#waiting.push({ line: '', settle }));
  }

  /** Waits for what was appended and closes the file. */
  async close(): Promise<void> {
    if (this.#writing !== null) await this.#writing;
    await this.#disk.close();
  }

  async #writeAll(): Promise<void> {
    // Everything appended in the same turn of the event loop joins the first group.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      const result = await this.#writeGroup(group);
      for (const { settle } of group) settle(result);
    }
    this.#writing = null;
  }

  async #writeGroup(group: readonly Waiting[]): Promise<Result<void, JournalFault>> {
    if (this.#fault !== null) return err(this.#fault);
    try {
      await this.#disk.append(Buffer.from(group.map(({ line }) => line).join('')));
      await this.#disk.sync();
      return ok(undefined);
    } catch (error) {
      this.#fault = isFull(error) ? 'disk_full' : 'disk_error';
      return err(this.#fault);
    }
  }
}

function isFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'ENOSPC' || code === 'EDQUOT';
}

function isOurHeader(value: unknown): boolean {
  return JSON.stringify(value) === JSON.stringify(header);
}

async function readOrCreate(file: string, directory: string): Promise<Buffer> {
  const handle = await open(file, 'a', 0o600);
  await handle.sync();
  await handle.close();
  await syncDirectory(directory);
  return readFile(file);
}

async function cut(file: string, bytes: number): Promise<void> {
  await truncate(file, bytes);
  const handle = await open(file, 'r+');
  await handle.sync();
  await handle.close();
}

// A new file is only found again after a power loss when its directory is on the disk too.
async function syncDirectory(directory: string): Promise<void> {
  for (const each of [directory, path.dirname(directory)]) {
    const handle = await open(each, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
