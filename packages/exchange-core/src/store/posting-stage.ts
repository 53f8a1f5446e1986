// The newest postings of every account, a cache line for each: adding one touches neither the account nor its list.

import type { NumberList } from './number-list.ts';

const rowBits = 4;
const placesMax = (1 << rowBits) - 1;

/** A row for each account: how many wait, then up to fifteen numbers from 0 to 2^32 - 1. */
export class PostingStage {
  #rows = new Uint32Array(64 << rowBits);

  /** Adds a number to an account's; true when the row is full and must be emptied before the next one comes. */
  push(account: number, posting: number): boolean {
    const row = account << rowBits;
    if (row >= this.#rows.length) this.#grow(row);
    const rows = this.#rows;
    const count = (rows[row] ?? 0) + 1;
    rows[row] = count;
    rows[row + count] = posting;
    return count === placesMax;
  }

  /** Gives an account's numbers to a list, the oldest first, and forgets them here. */
  empty(account: number, list: NumberList): void {
    const row = account << rowBits;
    const count = this.#rows[row] ?? 0;
    if (count === 0) return;
    list.pushAll(this.#rows, row + 1, row + 1 + count);
    this.#rows[row] = 0;
  }

  #grow(row: number): void {
    const bigger = new Uint32Array(Math.max(this.#rows.length, row) * 2);
    bigger.set(this.#rows);
    this.#rows = bigger;
  }
}
