// The orders of an exchange in flat rows on pages: no object per order, nothing that is copied when there are more.

import { invariant } from '@mandato/primitives/invariant';
import type { VenueOrderId } from '../ids.ts';
import type { Amount } from '../ledger/split-money.ts';
import { IdIndex, type IdMatcher } from './id-index.ts';
import { hashOfId, type PackedId, packId, unpackId } from './packed-id.ts';

const pageBits = 12;
const pageRows = 1 << pageBits;
const rowMask = pageRows - 1;
// Offsets in a row of sixteen integers (the packed id first) and twelve numbers, the last six of them three amounts of money.
const intBits = 4;
const numbersPerRow = 12;
const none = -1;

export const accountColumn = 3;
export const bookColumn = 4;
export const termsColumn = 5;
export const ticksColumn = 6;
export const stopTicksColumn = 7;
export const slotColumn = 8;
export const nextColumn = 9;
export const previousColumn = 10;
export const statusColumn = 11;
export const reasonColumn = 12;
export const slippagePpmColumn = 13;
export const lotsColumn = 0;
export const remainingColumn = 1;
export const filledColumn = 2;
export const createdAtMsColumn = 3;
export const updatedAtMsColumn = 4;
export const triggeredAtMsColumn = 5;
export const holdColumn = 6;
export const filledNotionalColumn = 8;
export const askedNotionalColumn = 10;

interface OrderRows {
  readonly ints: Int32Array;
  readonly numbers: Float64Array;
  readonly originIds: (string | null)[];
}

export interface OrderStoreSnapshot {
  readonly rows: number;
  readonly free: number;
  readonly pages: readonly OrderRows[];
}

class OrderPage implements OrderRows {
  readonly ints = new Int32Array(pageRows << intBits);
  readonly numbers = new Float64Array(pageRows * numbersPerRow);
  readonly originIds = new Array<string | null>(pageRows).fill(null);
}

/** Orders by handle, a small integer that is free again once the order is forgotten. */
export class OrderStore implements IdMatcher {
  readonly #pages: OrderRows[] = [];
  readonly #ids = new IdIndex();
  #wanted: PackedId = new Int32Array(3);
  #wantedAt = 0;
  #rows = 0;
  #free = none;

  /** All rows as they are, the pages not copied: for a snapshot that is written out at once. */
  snapshot(): OrderStoreSnapshot {
    return { rows: this.#rows, free: this.#free, pages: this.#pages };
  }

  /** Puts the rows of a snapshot into an empty store; `index` then makes each order in use one that is found. */
  restore(snapshot: OrderStoreSnapshot): void {
    this.#rows = snapshot.rows;
    this.#free = snapshot.free;
    this.#pages.push(...snapshot.pages);
  }

  /** Makes the order of a restored row one that is found by its id. */
  index(handle: number): void {
    this.#ids.add(hashOfId(this.#page(handle).ints, (handle & rowMask) << intBits), handle);
  }

  /** Orders that can be looked up. */
  get size(): number {
    return this.#ids.size;
  }

  /** True when an order of this id is active, or ended not long ago. */
  has(orderId: VenueOrderId): boolean {
    return this.handleOf(orderId) !== none;
  }

  /** The handle of an order by its id, or -1. */
  handleOf(orderId: VenueOrderId): number {
    const packed = new Int32Array(3);
    packId(packed, 0, orderId);
    return this.find(packed, 0, hashOfId(packed, 0));
  }

  /** The handle of the order whose packed id stands at `at` of `id`, or -1. */
  find(id: PackedId, at: number, hash: number): number {
    this.#wanted = id;
    this.#wantedAt = at;
    return this.#ids.find(hash, this);
  }

  /** Asked by the index. */
  isAt(handle: number): boolean {
    const ints = this.#page(handle).ints;
    const at = (handle & rowMask) << intBits;
    const wanted = this.#wanted;
    const from = this.#wantedAt;
    return (
      ints[at] === wanted[from] && ints[at + 1] === wanted[from + 1] && ints[at + 2] === wanted[from + 2]
    );
  }

  /** A row with this id; every other place of it is for the caller to write. */
  add(id: PackedId, at: number, hash: number): number {
    const handle = this.#claim();
    this.#ids.add(hash, handle);
    const ints = this.#page(handle).ints;
    const row = (handle & rowMask) << intBits;
    ints[row] = id[at] ?? 0;
    ints[row + 1] = id[at + 1] ?? 0;
    ints[row + 2] = id[at + 2] ?? 0;
    return handle;
  }

  /** Forgets an order; its handle may be given to another. */
  remove(handle: number): void {
    const row = (handle & rowMask) << intBits;
    this.#ids.remove(hashOfId(this.#page(handle).ints, row), handle);
    this.#page(handle).originIds[handle & rowMask] = null;
    this.setNext(handle, this.#free);
    this.#free = handle;
  }

  orderId(handle: number): VenueOrderId {
    return unpackId(this.#page(handle).ints, (handle & rowMask) << intBits);
  }

  /** Copies the packed id to `at` of `to`. */
  copyId(handle: number, to: PackedId, at: number): void {
    const ints = this.#page(handle).ints;
    const row = (handle & rowMask) << intBits;
    to[at] = ints[row] ?? 0;
    to[at + 1] = ints[row + 1] ?? 0;
    to[at + 2] = ints[row + 2] ?? 0;
  }

  originId(handle: number): string | null {
    return this.#page(handle).originIds[handle & rowMask] ?? null;
  }

  setOriginId(handle: number, originId: string): void {
    this.#page(handle).originIds[handle & rowMask] = originId;
  }

  /** Index of its account. */
  account(handle: number): number {
    return this.#page(handle).ints[((handle & rowMask) << intBits) + accountColumn] ?? none;
  }

  setAccount(handle: number, value: number): void {
    this.#page(handle).ints[((handle & rowMask) << intBits) + accountColumn] = value;
  }

  /** Index of its book. */
  book(handle: number): number {
    return this.#page(handle).ints[((handle & rowMask) << intBits) + bookColumn] ?? none;
  }

  setBook(handle: number, value: number): void {
    this.#page(handle).ints[((handle & rowMask) << intBits) + bookColumn] = value;
  }

  /** Side, kind and time in force, see order-terms. */
  terms(handle: number): number {
    return this.#page(handle).ints[((handle & rowMask) << intBits) + termsColumn] ?? none;
  }

  setTerms(handle: number, value: number): void {
    this.#page(handle).ints[((handle & rowMask) << intBits) + termsColumn] = value;
  }

  /** Limit price in ticks; 0 for market orders. */
  ticks(handle: number): number {
    return this.#page(handle).ints[((handle & rowMask) << intBits) + ticksColumn] ?? none;
  }

  setTicks(handle: number, value: number): void {
    this.#page(handle).ints[((handle & rowMask) << intBits) + ticksColumn] = value;
  }

  /** Trigger price in ticks; 0 when it is no stop order. */
  stopTicks(handle: number): number {
    return this.#page(handle).ints[((handle & rowMask) << intBits) + stopTicksColumn] ?? none;
  }

  setStopTicks(handle: number, value: number): void {
    this.#page(handle).ints[((handle & rowMask) << intBits) + stopTicksColumn] = value;
  }

  /** Its place in the order book or among the stops, or -1. */
  slot(handle: number): number {
    return this.#page(handle).ints[((handle & rowMask) << intBits) + slotColumn] ?? none;
  }

  setSlot(handle: number, value: number): void {
    this.#page(handle).ints[((handle & rowMask) << intBits) + slotColumn] = value;
  }

  /** The next younger active order of its account, or the next ended one, or the next free row. */
  next(handle: number): number {
    return this.#page(handle).ints[((handle & rowMask) << intBits) + nextColumn] ?? none;
  }

  setNext(handle: number, value: number): void {
    this.#page(handle).ints[((handle & rowMask) << intBits) + nextColumn] = value;
  }

  /** The next older active order of its account, or -1. */
  previous(handle: number): number {
    return this.#page(handle).ints[((handle & rowMask) << intBits) + previousColumn] ?? none;
  }

  setPrevious(handle: number, value: number): void {
    this.#page(handle).ints[((handle & rowMask) << intBits) + previousColumn] = value;
  }

  /** A code of order-codes. */
  status(handle: number): number {
    return this.#page(handle).ints[((handle & rowMask) << intBits) + statusColumn] ?? none;
  }

  setStatus(handle: number, value: number): void {
    this.#page(handle).ints[((handle & rowMask) << intBits) + statusColumn] = value;
  }

  /** A code of order-codes, or -1. */
  reason(handle: number): number {
    return this.#page(handle).ints[((handle & rowMask) << intBits) + reasonColumn] ?? none;
  }

  setReason(handle: number, value: number): void {
    this.#page(handle).ints[((handle & rowMask) << intBits) + reasonColumn] = value;
  }

  /** How much worse than the best price it may go, in parts per million; -1 for any. */
  slippagePpm(handle: number): number {
    return this.#page(handle).ints[((handle & rowMask) << intBits) + slippagePpmColumn] ?? none;
  }

  setSlippagePpm(handle: number, value: number): void {
    this.#page(handle).ints[((handle & rowMask) << intBits) + slippagePpmColumn] = value;
  }

  /** Quantity asked for; 0 for orders by notional. */
  lots(handle: number): number {
    return this.#page(handle).numbers[(handle & rowMask) * numbersPerRow + lotsColumn] ?? 0;
  }

  setLots(handle: number, value: number): void {
    this.#page(handle).numbers[(handle & rowMask) * numbersPerRow + lotsColumn] = value;
  }

  /** Lots that are not filled yet. */
  remaining(handle: number): number {
    return this.#page(handle).numbers[(handle & rowMask) * numbersPerRow + remainingColumn] ?? 0;
  }

  setRemaining(handle: number, value: number): void {
    this.#page(handle).numbers[(handle & rowMask) * numbersPerRow + remainingColumn] = value;
  }

  /** Lots that are filled. */
  filled(handle: number): number {
    return this.#page(handle).numbers[(handle & rowMask) * numbersPerRow + filledColumn] ?? 0;
  }

  setFilled(handle: number, value: number): void {
    this.#page(handle).numbers[(handle & rowMask) * numbersPerRow + filledColumn] = value;
  }

  /** Market time of its entry. */
  createdAtMs(handle: number): number {
    return this.#page(handle).numbers[(handle & rowMask) * numbersPerRow + createdAtMsColumn] ?? 0;
  }

  setCreatedAtMs(handle: number, value: number): void {
    this.#page(handle).numbers[(handle & rowMask) * numbersPerRow + createdAtMsColumn] = value;
  }

  /** Market time of its last change. */
  updatedAtMs(handle: number): number {
    return this.#page(handle).numbers[(handle & rowMask) * numbersPerRow + updatedAtMsColumn] ?? 0;
  }

  setUpdatedAtMs(handle: number, value: number): void {
    this.#page(handle).numbers[(handle & rowMask) * numbersPerRow + updatedAtMsColumn] = value;
  }

  /** Market time of its trigger, or -1. */
  triggeredAtMs(handle: number): number {
    return this.#page(handle).numbers[(handle & rowMask) * numbersPerRow + triggeredAtMsColumn] ?? 0;
  }

  setTriggeredAtMs(handle: number, value: number): void {
    this.#page(handle).numbers[(handle & rowMask) * numbersPerRow + triggeredAtMsColumn] = value;
  }

  /** The integers among which the order's begin at `intsAt`. */
  ints(handle: number): Int32Array {
    return this.#page(handle).ints;
  }

  intsAt(handle: number): number {
    return (handle & rowMask) << intBits;
  }

  /** Where the order's numbers begin in those that hold its amounts too. */
  numbersAt(handle: number): number {
    return (handle & rowMask) * numbersPerRow;
  }

  /** The numbers that hold the order's amounts; the functions below say where in them. */
  amounts(handle: number): Amount {
    return this.#page(handle).numbers;
  }

  /** What is still locked for it: quote for a buy, base for a sell. */
  holdAt(handle: number): number {
    return (handle & rowMask) * numbersPerRow + holdColumn;
  }

  filledNotionalAt(handle: number): number {
    return (handle & rowMask) * numbersPerRow + filledNotionalColumn;
  }

  /** The notional that a market order asked for. */
  askedNotionalAt(handle: number): number {
    return (handle & rowMask) * numbersPerRow + askedNotionalColumn;
  }

  #claim(): number {
    const free = this.#free;
    if (free !== none) {
      this.#free = this.next(free);
      return free;
    }
    if ((this.#rows & rowMask) === 0) this.#pages.push(new OrderPage());
    this.#rows += 1;
    return this.#rows - 1;
  }

  #page(handle: number): OrderRows {
    const page = this.#pages[handle >>> pageBits];
    invariant(page !== undefined, 'a handle stands for an order');
    return page;
  }
}
