// Finds orders by the number in their id: a thousand numbers in a row share a block, a plain array of handles.

import { invariant } from '@mandato/primitives/invariant';
import { BlockMap } from './block-map.ts';

const none = -1;
const blockBits = 10;
const blockMask = (1 << blockBits) - 1;
// Blocks that are made at once: memory is asked for rarely.
const pageBits = 6;
const pageMask = (1 << pageBits) - 1;
const noHandles: readonly number[] = [];

/**
 * Handles by number; both are integers, and handles are small and not negative. Minted ids have numbers that run (see
 * `mintOrderId`), so a new order is found to be none in the block of the orders before it, without any search; and blocks
 * are so few that the table which finds them is in the cache even when an order is asked for that has long been quiet. A
 * block is kept while one of its orders is. Ids that were not minted may share a number: the first one has its place in
 * the block, the others are kept in lists.
 */
export class IdIndex {
  size = 0;
  readonly #blocks = new BlockMap();
  // By block: handles plus one, 0 for none, of 64 blocks in a page; and how many there are.
  readonly #pages: Int32Array[] = [];
  readonly #counts: number[] = [];
  readonly #free: number[] = [];
  readonly #others = new Map<number, number[]>();
  #lastKey = none;
  #lastBlock = none;
  // Of all that were ever added: what is above it, as every newly minted id is, need not be looked for.
  #highest = none;

  /** The handle that has the place of `number`, or -1. */
  at(number: number): number {
    if (number > this.#highest) return none;
    const block = this.#blockOf(number >>> blockBits);
    return block < 0 ? none : (this.#pageOf(block)[placeOf(block, number)] ?? 0) - 1;
  }

  /** Handles of the same number that came when its place was taken. */
  others(number: number): readonly number[] {
    return this.#others.size === 0 ? noHandles : (this.#others.get(number) ?? noHandles);
  }

  /** Adds a handle that is not there yet. */
  add(number: number, handle: number): void {
    this.size += 1;
    if (number > this.#highest) this.#highest = number;
    const key = number >>> blockBits;
    let block = this.#blockOf(key);
    if (block < 0) block = this.#addBlock(key);
    const places = this.#pageOf(block);
    const place = placeOf(block, number);
    if (places[place] === 0) {
      places[place] = handle + 1;
      this.#counts[block] = (this.#counts[block] ?? 0) + 1;
    } else this.#others.set(number, [...this.others(number), handle]);
  }

  /** Removes a handle that is there. */
  remove(number: number, handle: number): void {
    this.size -= 1;
    const key = number >>> blockBits;
    const block = this.#blockOf(key);
    const place = placeOf(block, number);
    if (block < 0 || this.#pageOf(block)[place] !== handle + 1) {
      this.#removeOther(number, handle);
      return;
    }
    this.#pageOf(block)[place] = 0;
    const left = (this.#counts[block] ?? 0) - 1;
    this.#counts[block] = left;
    if (left > 0) return;
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
    const block = this.#free.pop() ?? this.#counts.length;
    if (block === this.#counts.length) {
      if ((block & pageMask) === 0) this.#pages.push(new Int32Array(1 << (blockBits + pageBits)));
      this.#counts.push(0);
    }
    this.#blocks.add(key, block);
    return block;
  }

  #pageOf(block: number): Int32Array {
    const page = this.#pages[block >>> pageBits];
    invariant(page !== undefined, 'a block is in a page');
    return page;
  }
}

// Where a number has its place in the page of its block.
function placeOf(block: number, number: number): number {
  return ((block & pageMask) << blockBits) | (number & blockMask);
}
