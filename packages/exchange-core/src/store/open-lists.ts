// The active orders of every account, oldest first, in blocks of one pool: no object is touched for an order.

import { invariant } from '@mandato/primitives/invariant';

const none = -1;
const pageBits = 16;
const pageMask = (1 << pageBits) - 1;
const smallestBits = 3;
const sizes = pageBits + 1 - smallestBits;

// An account's head: active orders, places in use, where its block begins, and the bits of the block's size. While orders
// move up, which place is looked at next and which is filled next; else 0.
const headBits = 3;
const countAt = 0;
const lengthAt = 1;
const startAt = 2;
const bitsAt = 3;
const fromAt = 4;
const toAt = 5;

// Orders begin to move up when an eighth of the block is left: so many at once are through before it is full.
const roomBits = 3;
const movedAtOnce = 1 << roomBits;

/** What is told where an order stands when it moves up. */
interface PlaceKeeper {
  setNext(order: number, place: number): void;
}

/**
 * A list for each account, by its index. An order's row says where it stands; its place is emptied when it ends. As a block
 * fills up, orders move up into the empty places, a few with each that is added; one that is more than half full is left
 * for one of twice the size. Blocks that were left are used again.
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
    const capacity = capacityOf(heads[row | bitsAt] ?? 0);
    if (capacity - (heads[row | lengthAt] ?? 0) <= capacity >> roomBits) this.#makeRoom(row, keeper);
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

  // When little is left of a block. Empty places in front of the last order are filled nowhere else, so moving up frees some.
  #makeRoom(row: number, keeper: PlaceKeeper): void {
    const heads = this.#heads;
    const capacity = capacityOf(heads[row | bitsAt] ?? 0);
    const length = heads[row | lengthAt] ?? 0;
    const isFull = length === capacity;
    const isMoving = (heads[row | fromAt] ?? 0) > 0;
    const isRoomy = capacity > 0 && (heads[row | countAt] ?? 0) * 2 <= capacity;
    if (isMoving || isRoomy) this.#moveUp(row, isFull ? length : movedAtOnce, keeper);
    else if (isFull) this.#enlarge(row);
    const isPlace = (heads[row | lengthAt] ?? 0) < capacityOf(heads[row | bitsAt] ?? 0);
    invariant(isPlace, 'the next order has a place in its block');
  }

  // Looks at so many places, and moves the orders there to the first empty ones.
  #moveUp(row: number, places: number, keeper: PlaceKeeper): void {
    const heads = this.#heads;
    const start = heads[row | startAt] ?? 0;
    const block = this.#page(start);
    const begin = start & pageMask;
    const length = heads[row | lengthAt] ?? 0;
    const end = Math.min(length, (heads[row | fromAt] ?? 0) + places);
    let to = heads[row | toAt] ?? 0;
    for (let from = heads[row | fromAt] ?? 0; from < end; from += 1) {
      const order = block[begin + from] ?? none;
      if (order < 0) continue;
      if (from !== to) {
        block[begin + from] = none;
        block[begin + to] = order;
        keeper.setNext(order, to);
      }
      to += 1;
    }
    const isThrough = end === length;
    if (isThrough) heads[row | lengthAt] = to;
    heads[row | fromAt] = isThrough ? 0 : end;
    heads[row | toAt] = isThrough ? 0 : to;
  }

  // Every order keeps its place.
  #enlarge(row: number): void {
    const heads = this.#heads;
    const bits = heads[row | bitsAt] ?? 0;
    const newBits = Math.max(smallestBits, bits + 1);
    const from = heads[row | startAt] ?? 0;
    const to = this.#claim(newBits);
    const source = this.#page(from);
    const target = this.#page(to);
    const length = heads[row | lengthAt] ?? 0;
    for (let place = 0; place < length; place += 1) {
      target[(to & pageMask) + place] = source[(from & pageMask) + place] ?? none;
    }
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

// Places of a block with these bits; 0 bits stand for no block.
function capacityOf(bits: number): number {
  return bits === 0 ? 0 : 1 << bits;
}
