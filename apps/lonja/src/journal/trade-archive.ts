// Old trades on the disk, a file for each page of them, so that memory holds only the newest.

import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import type { TradeArchive, TradeRows } from '@mandato/exchange-core/store/trade-store';
import { syncDirectory } from './journal.ts';

const headerBytes = 16;

/** A `TradeArchive` of files. What was kept is on stable storage only after `sync`. */
export interface TradeFiles extends TradeArchive {
  /** True when the page is there; a snapshot without its pages is none. */
  readonly has: (page: number) => boolean;
  readonly sync: () => Promise<void>;
}

/** The archive in `directory`/trades, which is made with the first page. */
export function openTradeFiles(directory: string): TradeFiles {
  const { folder, fileOf, ...files } = filesIn(directory);
  return {
    ...files,
    keep: (page, rows) => {
      try {
        if (page === 0) mkdirSync(folder, { recursive: true, mode: 0o700 });
        // A replay writes the same bytes again.
        writeFileSync(fileOf(page), encodeRows(rows), { mode: 0o600 });
        files.unsynced.push(fileOf(page));
        return true;
      } catch {
        // A full disk stops the journal, which says so; until then the page is where it was.
        return false;
      }
    },
  };
}

/**
 * The same archive for whoever replays beside the exchange that writes it: pages are compared and never written, because
 * somebody may be reading them. A page that is not there, or not whole, is not kept and so stays in the snapshot.
 */
export function openKeptTrades(directory: string): TradeFiles {
  const { fileOf, ...files } = filesIn(directory);
  return {
    ...files,
    keep: (page, rows) => {
      try {
        if (!encodeRows(rows).equals(readFileSync(fileOf(page)))) return false;
        files.unsynced.push(fileOf(page));
        return true;
      } catch {
        return false;
      }
    },
  };
}

function filesIn(directory: string) {
  const folder = path.join(directory, 'trades');
  const unsynced: string[] = [];
  function fileOf(page: number): string {
    return path.join(folder, `${String(page).padStart(8, '0')}.bin`);
  }
  return {
    folder,
    fileOf,
    unsynced,
    read: (page: number) => decodeRows(readFileSync(fileOf(page))),
    has: (page: number) => isThere(fileOf(page)),
    sync: async () => {
      const files = unsynced.splice(0);
      for (const file of files) await syncFile(file);
      if (files.length > 0) await syncDirectory(folder);
    },
  };
}

// Checksum, length of the numbers in bytes, the numbers, and the origin ids as JSON when there are any.
function encodeRows({ numbers, originIds }: TradeRows): Buffer {
  const rows = Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  const ids = Buffer.from(originIds === null ? '' : JSON.stringify(originIds));
  const header = Buffer.alloc(headerBytes);
  const body = Buffer.concat([header, rows, ids]);
  body.writeUInt32LE(rows.length, 4);
  body.writeUInt32LE(crc32(body.subarray(4)), 0);
  return body;
}

function decodeRows(file: Buffer): TradeRows {
  if (file.readUInt32LE(0) !== crc32(file.subarray(4))) throw new Error('a page of old trades is damaged');
  const end = headerBytes + file.readUInt32LE(4);
  const numbers = new Float64Array((end - headerBytes) / Float64Array.BYTES_PER_ELEMENT);
  Buffer.from(numbers.buffer).set(file.subarray(headerBytes, end));
  return { numbers, originIds: end === file.length ? null : originIdsOf(file.toString('utf8', end)) };
}

function originIdsOf(text: string): (string | null)[] {
  const ids: unknown = JSON.parse(text);
  return Array.isArray(ids) ? ids.map((id) => (typeof id === 'string' ? id : null)) : [];
}

function isThere(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined;
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
