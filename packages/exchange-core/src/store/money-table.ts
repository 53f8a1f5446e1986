// The money of all accounts in flat rows on pages: the numbers of one account and asset fill one cache line.

import { broken } from '@mandato/primitives/invariant';

const pageBits = 8;
const rowMask = (1 << pageBits) - 1;

/** Numbers of one asset in an account's row. */
const assetNumbers = 8;

/**
 * One row for each account, by its index, with eight numbers for each asset: its total, what is locked of it, and for a quote
 * what was traded in thirty days, before today and in all, each an amount of two.
 */
export class MoneyTable {
  readonly #rowNumbers: number;
  #rows = 0;
  readonly #pages: Float64Array[] = [];
  /** Of each account the UTC day of its latest trade, which is "today"; -1 before the first one. */
  volumeDays = new Int32Array(1 << pageBits).fill(-1);

  constructor(assets: number) {
    this.#rowNumbers = assets * assetNumbers;
  }

  /** Adds the row of the next account. */
  add(): void {
    const account = this.#rows;
    if ((account & rowMask) === 0) this.#pages.push(new Float64Array(this.#rowNumbers << pageBits));
    if (account === this.volumeDays.length) this.#growDays();
    this.#rows += 1;
  }

  /** An account's row; the array is a part of the table. */
  row(account: number): Float64Array {
    const at = this.rowAt(account);
    return this.page(account).subarray(at, at + this.#rowNumbers);
  }

  /** The numbers among which an account's row stands. */
  page(account: number): Float64Array {
    return this.#pages[account >>> pageBits] ?? broken('an account has a row');
  }

  /** Where an account's row begins in its page. */
  rowAt(account: number): number {
    return (account & rowMask) * this.#rowNumbers;
  }

  /** Where the numbers of an account's asset begin in its page. */
  assetAt(account: number, asset: number): number {
    return this.rowAt(account) + asset * assetNumbers;
  }

  #growDays(): void {
    const bigger = new Int32Array(this.volumeDays.length * 2).fill(-1);
    bigger.set(this.volumeDays);
    this.volumeDays = bigger;
  }
}
