// Every trade of an exchange in flat rows on pages: the source of the tape, of fills and of the ledger.

import { invariant } from '@mandato/primitives/invariant';

const pageBits = 12;
const pageRows = 1 << pageBits;
const rowMask = pageRows - 1;
const intBits = 4;
const numberBits = 3;

// Integers of a row.
export const makerIdAt = 0;
export const takerIdAt = 3;
export const tradeBookAt = 6;
export const tradeTicksAt = 7;
/** 1 when the taker sold. */
export const takerSellsAt = 8;
export const makerAccountAt = 9;
export const takerAccountAt = 10;

// Numbers of a row; the notional is an amount of two.
export const tradeLotsAt = 0;
export const tradeNotionalAt = 1;
export const makerFeeAt = 3;
export const takerFeeAt = 4;
export const tradeAtMsAt = 5;
/** The maker's ledger entry; its fee is the next one, then come the taker's two. */
export const tradeEntryAt = 6;

interface TradeRows {
  readonly ints: Int32Array;
  readonly numbers: Float64Array;
  originIds: (string | null)[] | null;
}

export interface TradeStoreSnapshot {
  readonly count: number;
  readonly pages: readonly TradeRows[];
}

class TradePage implements TradeRows {
  readonly ints = new Int32Array(pageRows << intBits);
  readonly numbers = new Float64Array(pageRows << numberBits);
  // Two for each trade, the maker's first; most orders have no origin id.
  originIds: (string | null)[] | null = null;
}

/** Trades by row: 0, 1, 2, …; trade ids are rows plus one. */
export class TradeStore {
  count = 0;
  readonly #pages: TradeRows[] = [];

  /** All rows as they are, the pages not copied: for a snapshot that is written out at once. */
  snapshot(): TradeStoreSnapshot {
    return { count: this.count, pages: this.#pages };
  }

  /** Puts the rows of a snapshot into an empty store. */
  restore(snapshot: TradeStoreSnapshot): void {
    this.count = snapshot.count;
    this.#pages.push(...snapshot.pages);
  }

  /** A new row, to be filled in by the caller. */
  add(): number {
    if ((this.count & rowMask) === 0) this.#pages.push(new TradePage());
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

  #page(row: number): TradeRows {
    const page = this.#pages[row >>> pageBits];
    invariant(page !== undefined, 'a row stands for a trade');
    return page;
  }
}
