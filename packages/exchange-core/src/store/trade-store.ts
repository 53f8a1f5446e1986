// Every trade of an exchange in flat rows on pages: the source of the tape, of fills and of the ledger.

import { invariant } from '@mandato/primitives/invariant';

const pageBits = 13;
const pageRows = 1 << pageBits;
const rowMask = pageRows - 1;
// A row is 64 bytes, one cache line: twelve integers, then two numbers, which are of the same bytes. What follows from
// these is worked out when it is read (see `fill-refs`).
const intBits = 4;
const numberBits = 3;
// Pages that stay in memory also when an archive has them: the newest, and the last ones that were read back.
const newestHeld = 8;
const readHeld = 8;

// Integers of a row.
export const makerIdAt = 0;
export const takerIdAt = 3;
export const makerAccountAt = 6;
export const takerAccountAt = 7;
export const tradeTicksAt = 8;
/** The book's place and the maker's fee rate, see `packFee`. */
export const bookAndMakerFeeAt = 9;
/** 1 when the taker sold, and the taker's fee rate. */
export const sideAndTakerFeeAt = 10;
/** Fundings of all accounts before the trade: each has a ledger entry, and every trade four. */
export const fundingsBeforeAt = 11;

// Numbers of a row.
export const tradeLotsAt = 6;
export const tradeAtMsAt = 7;

const feeBits = 20;
const feeMask = (1 << feeBits) - 1;

/** A place below 2^12 and a fee rate in parts per million, at most a million, as one integer. */
export function packFee(place: number, ratePpm: number): number {
  return (place << feeBits) | ratePpm;
}

export function placeOfFee(packed: number): number {
  return packed >>> feeBits;
}

export function rateOfFee(packed: number): number {
  return packed & feeMask;
}

/** The rows of a page; origin ids are two for each trade, the maker's first. */
export interface TradeRows {
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly originIds: (string | null)[] | null;
}

/** Where full pages of old trades are kept, outside of memory. Pages count from 0; a kept one never changes. */
export interface TradeArchive {
  /**
   * Takes a page to be kept, and does not wait for it: `kept` is called, at once or in a later turn, when the page can be
   * read back whatever happens. Until then it stays in memory, and in every snapshot.
   */
  readonly keep: (page: number, rows: TradeRows, kept: () => void) => void;
  /** A page that was kept, by this process or an earlier one. */
  readonly read: (page: number) => TradeRows;
}

/** What is null is in the archive. */
export interface TradeStoreSnapshot {
  readonly count: number;
  readonly pages: readonly (TradeRows | null)[];
}

class TradePage implements TradeRows {
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly ints: Int32Array<ArrayBuffer>;
  // Most orders have no origin id.
  originIds: (string | null)[] | null;

  constructor(numbers: Float64Array<ArrayBuffer>, originIds: (string | null)[] | null) {
    this.numbers = numbers;
    this.ints = new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length * 2);
    this.originIds = originIds;
  }
}

/** Trades by row: 0, 1, 2, …; trade ids are rows plus one. */
export class TradeStore {
  count = 0;
  /** The page of the newest row. */
  newest: TradePage = new TradePage(new Float64Array(0), null);
  // Without one every trade stays in memory.
  #archive: TradeArchive | null = null;
  readonly #pages: (TradePage | null)[] = [];
  // Pages read back, the latest last.
  readonly #readBack = new Map<number, TradePage>();

  /** Pages that are in memory because they are new, or not kept yet. */
  get pagesHeld(): number {
    return this.#pages.filter((page) => page !== null).length;
  }

  /** All rows as they are now. Pages are not copies: trades may still be added to the last one, behind these. */
  snapshot(): TradeStoreSnapshot {
    const pages = this.#pages.map((page) => {
      if (page === null) return null;
      const { numbers, originIds } = page;
      return { numbers, originIds };
    });
    return { count: this.count, pages };
  }

  /** Puts the rows of a snapshot into an empty store. */
  restore(snapshot: TradeStoreSnapshot): void {
    this.count = snapshot.count;
    for (const page of snapshot.pages) {
      this.#pages.push(page === null ? null : new TradePage(page.numbers, page.originIds));
    }
    this.newest = this.#pages.at(-1) ?? this.newest;
  }

  /** Leaves full pages of old trades to `archive` from now on, also those that are here already. */
  archiveIn(archive: TradeArchive): void {
    this.#archive = archive;
    for (let number = 0; number < this.#pages.length - newestHeld; number += 1) this.#putAway(number);
  }

  /** A new row, to be filled in by the caller: it is in `newest`. */
  add(): number {
    if ((this.count & rowMask) === 0) this.#addPage();
    this.count += 1;
    return this.count - 1;
  }

  /** The integers among which the row's begin at `intsAt(row)`. */
  ints(row: number): Int32Array {
    return this.#page(row).ints;
  }

  intsAt(row: number): number {
    return (row & rowMask) << intBits;
  }

  /** The numbers among which the row's begin at `numbersAt(row)`. */
  numbers(row: number): Float64Array {
    return this.#page(row).numbers;
  }

  numbersAt(row: number): number {
    return (row & rowMask) << numberBits;
  }

  /** The origin id of one of the two orders: `party` 0 is the maker, 1 the taker. */
  originId(row: number, party: number): string | null {
    return this.#page(row).originIds?.[((row & rowMask) << 1) + party] ?? null;
  }

  setOriginId(row: number, party: number, originId: string): void {
    const page = this.#page(row);
    page.originIds ??= new Array<string | null>(pageRows * 2).fill(null);
    page.originIds[((row & rowMask) << 1) + party] = originId;
  }

  #addPage(): void {
    this.newest = new TradePage(new Float64Array(pageRows << numberBits), null);
    this.#pages.push(this.newest);
    this.#putAway(this.#pages.length - 1 - newestHeld);
  }

  #putAway(number: number): void {
    const page = this.#pages[number];
    if (page === undefined || page === null) return;
    // All of its rows are filled in, and stay as they are.
    this.#archive?.keep(number, page, () => {
      this.#pages[number] = null;
    });
  }

  #page(row: number): TradePage {
    const page = this.#pages[row >>> pageBits];
    invariant(page !== undefined, 'a row stands for a trade');
    return page ?? this.#read(row >>> pageBits);
  }

  #read(number: number): TradePage {
    const known = this.#readBack.get(number);
    if (known !== undefined) return known;
    invariant(this.#archive !== null, 'a page that is not in memory is in the archive');
    const { numbers, originIds } = this.#archive.read(number);
    const page = new TradePage(numbers, originIds);
    this.#readBack.set(number, page);
    const [oldest] = this.#readBack.keys();
    if (this.#readBack.size > readHeld && oldest !== undefined) this.#readBack.delete(oldest);
    return page;
  }
}
