// Writes pages of old trades to files one after the other, beside everything else, and again until it succeeds.

import path from 'node:path';
import type { TradeRows } from '@mandato/exchange-core/store/trade-store';
import type { PageDisk } from './page-disk.ts';
import { encodePage, isPageOf } from './trade-page.ts';

/** A page that is to be kept in `file`; `kept` is called once it is there whatever happens. */
export interface WantedPage {
  readonly file: string;
  readonly rows: TradeRows;
  readonly kept: () => void;
}

export interface PageWriterOptions {
  readonly disk: PageDisk;
  /** How long after a failure the next try is. */
  readonly retryMs: number;
  /** Told why a page could not be kept; it is where it was, and is tried again. */
  readonly noteFailure: (reason: string) => void;
}

/** Pages in the order in which they came. One that fails holds up those behind it: they would fail as well. */
export class PageWriter {
  readonly #options: PageWriterOptions;
  readonly #wanted: WantedPage[] = [];
  #working: Promise<void> | null = null;
  #retry: NodeJS.Timeout | undefined;
  #hasFailed = false;
  #isClosed = false;

  constructor(options: PageWriterOptions) {
    this.#options = options;
  }

  /** Pages that are not kept yet. */
  get waiting(): number {
    return this.#wanted.length;
  }

  take(page: WantedPage): void {
    this.#wanted.push(page);
    if (this.#retry === undefined) this.#begin();
  }

  /** Ends after the step that is under way; what was not kept is not. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    await this.#working;
  }

  #begin(): void {
    this.#retry = undefined;
    if (this.#wanted.length > 0 && !this.#isClosed) this.#working ??= this.#work();
  }

  async #work(): Promise<void> {
    for (let page = this.#wanted[0]; page !== undefined && !this.#isClosed; page = this.#wanted[0]) {
      try {
        await this.#put(page);
      } catch (error) {
        this.#fail(page, error);
        break;
      }
      this.#hasFailed = false;
      this.#wanted.shift();
      page.kept();
    }
    // In the turn in which nothing was left to do, so that a page that comes in the next one begins anew.
    this.#working = null;
  }

  #fail({ file }: WantedPage, error: unknown): void {
    this.#hasFailed = true;
    if (this.#isClosed) return;
    const reason = error instanceof Error ? error.message : String(error);
    this.#options.noteFailure(`${path.basename(file)}: ${reason}`);
    this.#retry = setTimeout(() => this.#begin(), this.#options.retryMs);
    this.#retry.unref();
  }

  // The name that counts is given only to a file that is on stable storage: no crash leaves half a page under it.
  async #put({ file, rows }: WantedPage): Promise<void> {
    const { disk } = this.#options;
    const folder = path.dirname(file);
    // A replay comes to the same pages again. What a disk that failed says of itself is not gone by.
    const there = this.#hasFailed ? null : await disk.read(file);
    const parts = encodePage(rows);
    if (there !== null && isPageOf(there, parts)) {
      await disk.sync(file);
      await disk.syncFolder(folder);
      return;
    }
    await disk.makeFolder(folder);
    await this.#replace(file, parts);
    await disk.syncFolder(folder);
  }

  async #replace(file: string, parts: readonly Uint8Array[]): Promise<void> {
    const { disk } = this.#options;
    const fresh = `${file}.new`;
    try {
      await disk.write(fresh, parts);
      await disk.rename(fresh, file);
    } catch (error) {
      // A full disk needs the room.
      await disk.remove(fresh).catch(() => undefined);
      throw error;
    }
  }
}
