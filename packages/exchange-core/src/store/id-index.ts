// Finds orders by the number in their id: sixteen numbers in a row share a block, which is one cache line.

import { invariant } from '@mandato/primitives/invariant';
import { BlockMap } from './block-map.ts';

const none = -1;
const blockBits = 4;
const blockMask = (1 << blockBits) - 1;
const pageBits = 10;
const pageMask = (1 << pageBits) - 1;
const noHandles: readonly number[] = [];

/**
 * Handles by number; both are integers, and handles are small and not negative. Minted ids have numbers that run (see
 * `mintOrderId`), so a new order is found to be none in the block of the orders before it, without any search. Ids that
 * were not minted may share a number: the first one has its place in the block, the others are kept in lists.
 */
export class IdIndex {
  size = 0;
  readonly #blocks = new BlockMap();
  // Handles plus one, 0 for none.
  readonly #pages: Int32Array[] = [];
  readonly #free: number[] = [];
  readonly #others = new Map<number, number[]>();
  #made = 0;
  #lastKey = none;
  #lastBlock = none;

  /** The handle that has the place of `number`, or -1. */
  at(number: number): number {
    const block = this.#blockOf(number >>> blockBits);
    return block < 0 ? none : (this.#page(block)[placeIn(block, number)] ?? 0) - 1;
  }

  /** Handles of the same number that came when its place was taken. */
  others(number: number): readonly number[] {
    return this.#others.size === 0 ? noHandles : (this.#others.get(number) ?? noHandles);
  }

  /** Adds a handle that is not there yet. */
  add(number: number, handle: number): void {
    this.size += 1;
    const key = number >>> blockBits;
    let block = this.#blockOf(key);
    if (block < 0) block = this.#addBlock(key);
    const page = this.#page(block);
    const place = placeIn(block, number);
    if (page[place] === 0) page[place] = handle + 1;
    else this.#others.set(number, [...this.others(number), handle]);
  }

  /** Removes a handle that is there. */
  remove(number: number, handle: number): void {
    this.size -= 1;
    const key = number >>> blockBits;
    const block = this.#blockOf(key);
    const place = placeIn(block, number);
    if (block < 0 || this.#page(block)[place] !== handle + 1) {
      this.#removeOther(number, handle);
      return;
    }
    const page = this.#page(block);
    page[place] = 0;
    const start = place & ~blockMask;
    for (let at = start; at <= start + blockMask; at += 1) if (page[at] !== 0) return;
    this.#blocks.remove(key);
    this.#free.push(block);
    this.#lastKey = none;
  }

  #removeOther(number: number, handle: number): void {
    const left = this.others(number).filter((other) => other !== handle);
    if (left.length > 0) this.#others.set(number, left);
    else this.#others.delete(number);
  }

  #blockOf(key: number): number {
    if (key === this.#lastKey) return this.#lastBlock;
    const block = this.#blocks.get(key);
    if (block < 0) return none;
    this.#lastKey = key;
    this.#lastBlock = block;
    return block;
  }

  #addBlock(key: number): number {
    const block = this.#free.pop() ?? this.#made;
    if (block === this.#made) {
      this.#made += 1;
      if ((block & pageMask) === 0) this.#pages.push(new Int32Array(1 << (pageBits + blockBits)));
    }
    this.#blocks.add(key, block);
    return block;
  }

  #page(block: number): Int32Array {
    const page = this.#pages[block >>> pageBits];
    invariant(page !== undefined, 'a block is on a page');
    return page;
  }
}

function placeIn(block: number, number: number): number {
  return ((block & pageMask) << blockBits) | (number & blockMask);
}
