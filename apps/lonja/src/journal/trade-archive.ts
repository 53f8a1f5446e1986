// Old trades on the disk, a file for each page of them, so that memory holds only the newest.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { TradeArchive } from '@mandato/exchange-core/store/trade-store';
import { type PageDisk, realPageDisk } from './page-disk.ts';
import { PageWriter, type PageWriterOptions } from './page-writer.ts';
import { decodePage, encodePage, isPageOf } from './trade-page.ts';

const retryMs = 10_000;

/** A `TradeArchive` of files. */
export interface TradeFiles extends TradeArchive {
  /** True when the page is there; a snapshot without its pages is none. */
  readonly has: (page: number) => boolean;
  /** Resolves once every page that was kept is on stable storage. */
  readonly sync: () => Promise<void>;
}

/** The archive of whoever writes it. A page is kept once it is on stable storage; until then it waits. */
export interface WrittenTradeFiles extends TradeFiles {
  /** Pages that are not kept yet. */
  readonly waiting: () => number;
  /** Ends the writing; pages that wait stay where they are. */
  readonly close: () => Promise<void>;
}

/** The archive in `directory`/trades, which is made with the first page. */
export function openTradeFiles(
  directory: string,
  options: Partial<PageWriterOptions> = {},
): WrittenTradeFiles {
  const { fileOf, ...files } = filesIn(directory);
  const writer = new PageWriter({ disk: realPageDisk, retryMs, noteFailure: () => undefined, ...options });
  return {
    ...files,
    keep: (page, rows, kept) => writer.take({ file: fileOf(page), rows, kept }),
    sync: async () => undefined,
    waiting: () => writer.waiting,
    close: () => writer.close(),
  };
}

/**
 * The same archive for whoever replays beside the exchange that writes it: pages are compared and never written, because
 * somebody may be reading them. A page that is not there, or not the same, is not kept and so stays in the snapshot.
 */
export function openKeptTrades(directory: string, disk: PageDisk = realPageDisk): TradeFiles {
  const { folder, fileOf, ...files } = filesIn(directory);
  const unsynced: string[] = [];
  return {
    ...files,
    keep: (page, rows, kept) => {
      const file = fileOf(page);
      if (!isSame(file, encodePage(rows))) return;
      // Whoever wrote it may not have come to that yet.
      unsynced.push(file);
      kept();
    },
    sync: async () => {
      const taken = unsynced.splice(0);
      for (const file of taken) await disk.sync(file);
      if (taken.length > 0) await disk.syncFolder(folder);
    },
  };
}

function filesIn(directory: string) {
  const folder = path.join(directory, 'trades');
  function fileOf(page: number): string {
    return path.join(folder, `${String(page).padStart(8, '0')}.bin`);
  }
  return {
    folder,
    fileOf,
    read: (page: number) => decodePage(readFileSync(fileOf(page))),
    has: (page: number) => existsSync(fileOf(page)),
  };
}

function isSame(file: string, parts: readonly Uint8Array[]): boolean {
  try {
    return isPageOf(readFileSync(file), parts);
  } catch {
    return false;
  }
}
