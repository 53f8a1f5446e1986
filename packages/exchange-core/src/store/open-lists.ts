// The active orders of every account, oldest first, in blocks of one pool: no object is touched for an order.

import { invariant } from '@mandato/primitives/invariant';

const none = -1;
const pageBits = 16;
const pageMask = (1 << pageBits) - 1;
const smallestBits = 3;
const sizes = pageBits + 1 - smallestBits;

// An account's head: active orders, places in use, where its block begins, and the bits of the block's size.
const headBits = 2;
const countAt = 0;
const lengthAt = 1;
const startAt = 2;
const bitsAt = 3;

/** What is told where an order stands when its list is put together anew. */
interface PlaceKeeper {
  setNext(order: number, place: number): void;
}

/**
 * A list for each account, by its index. An order's row says where it stands; its place is emptied when it ends, and
 * empty places are left out when there is no room. Blocks double in size, and those that were left are used again.
 */
export class OpenLists {
  #heads = new Int32Array(64 << headBits);
  readonly #pool: Int32Array[] = [];
  #used = 0;
  // By size: the first block that is free; its first integer is the next one.
  readonly #free = new Int32Array(sizes).fill(none);

  /** Active orders of an account. */
  count(account: number): number {
    return this.#heads[(account << headBits) | countAt] ?? 0;
  }

  /** Changes what `count` says: for a moment in which one order stands for another. */
  recount(account: number, by: number): void {
    this.#heads[(account << headBits) | countAt] = this.count(account) + by;
  }

  /** Places in use, the empty ones among them. */
  length(account: number): number {
    return this.#heads[(account << headBits) | lengthAt] ?? 0;
  }

  /** The order at a place, or -1 when it ended. */
  at(account: number, place: number): number {
    if (place >= this.length(account)) return none;
    const start = this.#heads[(account << headBits) | startAt] ?? 0;
    return this.#page(start)[(start & pageMask) + place] ?? none;
  }

  /** The active orders of an account, oldest first. */
  all(account: number): number[] {
    const found: number[] = [];
    for (let place = 0; place < this.length(account); place += 1) {
      const order = this.at(account, place);
      if (order >= 0) found.push(order);
    }
    return found;
  }

  /** Makes an order the newest one; the caller keeps its place, which is returned. */
  add(account: number, order: number, keeper: PlaceKeeper): number {
    const row = account << headBits;
    if (row >= this.#heads.length) this.#growHeads(row);
    const heads = this.#heads;
    const bits = heads[row | bitsAt] ?? 0;
    if (bits === 0 || heads[row | lengthAt] === 1 << bits) this.#makeRoom(row, keeper);
    const place = heads[row | lengthAt] ?? 0;
    const start = heads[row | startAt] ?? 0;
    this.#page(start)[(start & pageMask) + place] = order;
    heads[row | lengthAt] = place + 1;
    heads[row | countAt] = (heads[row | countAt] ?? 0) + 1;
    return place;
  }

  /** Empties the place of an order that ended. The newest one leaves its place to the next that comes. */
  remove(account: number, place: number): void {
    const heads = this.#heads;
    const row = account << headBits;
    const start = heads[row | startAt] ?? 0;
    this.#page(start)[(start & pageMask) + place] = none;
    if (place === (heads[row | lengthAt] ?? 0) - 1) heads[row | lengthAt] = place;
    heads[row | countAt] = (heads[row | countAt] ?? 0) - 1;
  }

  // Leaves out what ended, in a bigger block when that would not leave half of this one free.
  #makeRoom(row: number, keeper: PlaceKeeper): void {
    const heads = this.#heads;
    const bits = heads[row | bitsAt] ?? 0;
    const from = heads[row | startAt] ?? 0;
    const isRoomy = bits > 0 && (heads[row | countAt] ?? 0) * 2 <= 1 << bits;
    const newBits = isRoomy ? bits : Math.max(smallestBits, bits + 1);
    const to = isRoomy ? from : this.#claim(newBits);
    const target = this.#page(to);
    let length = 0;
    for (let place = 0; place < (heads[row | lengthAt] ?? 0); place += 1) {
      const order = this.#page(from)[(from & pageMask) + place] ?? none;
      if (order < 0) continue;
      target[(to & pageMask) + length] = order;
      keeper.setNext(order, length);
      length += 1;
    }
    heads[row | lengthAt] = length;
    if (isRoomy) return;
    if (bits > 0) this.#release(from, bits);
    heads[row | startAt] = to;
    heads[row | bitsAt] = newBits;
  }

  #claim(bits: number): number {
    invariant(bits <= pageBits, 'an account has fewer active orders than a page has places');
    const free = this.#free[bits - smallestBits] ?? none;
    if (free >= 0) {
      this.#free[bits - smallestBits] = this.#page(free)[free & pageMask] ?? none;
      return free;
    }
    // A block lies within one page.
    const left = (1 << pageBits) - (this.#used & pageMask);
    if (left < 1 << bits) this.#used += left;
    const start = this.#used;
    if (start >>> pageBits === this.#pool.length) this.#pool.push(new Int32Array(1 << pageBits));
    this.#used += 1 << bits;
    return start;
  }

  #release(start: number, bits: number): void {
    this.#page(start)[start & pageMask] = this.#free[bits - smallestBits] ?? none;
    this.#free[bits - smallestBits] = start;
  }

  #growHeads(row: number): void {
    const bigger = new Int32Array(Math.max(this.#heads.length, row) * 2);
    bigger.set(this.#heads);
    this.#heads = bigger;
  }

  #page(start: number): Int32Array {
    const page = this.#pool[start >>> pageBits];
    invariant(page !== undefined, 'a block lies in the pool');
    return page;
  }
}
