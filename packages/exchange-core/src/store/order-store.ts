// The orders of an exchange in flat rows on pages: no object per order, nothing that is copied when there are more.

import { invariant } from '@mandato/primitives/invariant';
import type { VenueOrderId } from '../ids.ts';
import type { Amount } from '../ledger/split-money.ts';
import { IdIndex } from './id-index.ts';
import { cancelled, completed, endCompleted } from './order-codes.ts';
import { numberOfId, type PackedId, packId, unpackId } from './packed-id.ts';

const pageBits = 13;
const pageRows = 1 << pageBits;
const rowMask = pageRows - 1;
// A row is 128 bytes, two cache lines: 32 integers or 16 numbers. The first line is what a match or a cancel needs.
const intBits = 5;
const numberBits = 4;
const none = -1;

// Integers of a row; the packed id comes first. Those from 10 on share their bytes with the numbers below.
export const accountColumn = 3;
export const bookColumn = 4;
export const termsColumn = 5;
export const ticksColumn = 6;
export const slotColumn = 7;
/** Of an active order its place in its account's list, of an ended one the order that ended next. */
export const nextColumn = 8;
/** Of an ended order the code of its reason, of an active one the complement of its status: below zero. */
export const phaseColumn = 9;
export const stopTicksColumn = 30;
export const slippagePpmColumn = 31;
// Numbers of a row; a hold and a notional are amounts of two.
export const remainingColumn = 5;
export const holdColumn = 6;
export const holdPartColumn = 7;
export const updatedAtMsColumn = 8;
export const filledNotionalColumn = 9;
export const filledNotionalPartColumn = 10;
export const lotsColumn = 11;
export const createdAtMsColumn = 12;
export const triggeredAtMsColumn = 13;

/** The rows of a page as they are in a snapshot: `numbers` has all of their bytes. */
export interface OrderRows {
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly originIds: (string | null)[] | null;
}

export interface OrderStoreSnapshot {
  readonly rows: number;
  readonly free: number;
  readonly pages: readonly OrderRows[];
  readonly askedNotionals: ReadonlyMap<number, bigint>;
}

/** Some thousand rows; see `intsAt` and `numbersAt` for where one begins. */
export class OrderPage implements OrderRows {
  numbers: Float64Array<ArrayBuffer>;
  ints: Int32Array<ArrayBuffer>;
  // Made with the first origin id of a page.
  originIds: (string | null)[] | null;
  /** True while a snapshot has these very rows: whoever asks for them first makes a copy of his own. */
  isShared = false;

  constructor(numbers: Float64Array<ArrayBuffer>, originIds: (string | null)[] | null) {
    this.numbers = numbers;
    this.ints = new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length * 2);
    this.originIds = originIds;
  }

  /** Leaves the rows to their snapshot, and goes on with a copy. */
  unshare(): void {
    this.numbers = this.numbers.slice();
    this.ints = new Int32Array(this.numbers.buffer, 0, this.numbers.length * 2);
    this.originIds = this.originIds?.slice() ?? null;
    this.isShared = false;
  }
}

/** Where an order's integers begin in its page: a multiple of 32, so that a column may be added with `|`. */
export function intsAt(handle: number): number {
  return (handle & rowMask) << intBits;
}

/** Where an order's numbers begin in its page: a multiple of 16. */
export function numbersAt(handle: number): number {
  return (handle & rowMask) << numberBits;
}

/** Orders by handle, a small integer that is free again once the order is forgotten. */
export class OrderStore {
  readonly #pages: OrderPage[] = [];
  readonly #ids = new IdIndex();
  // Market orders by notional are few, and no other order asks for one.
  readonly #askedNotionals = new Map<number, bigint>();
  /** Orders that were added here, which is the number of the next id to mint. */
  entered = 0;
  #rows = 0;
  #free = none;

  /** All rows as they are now: each page is copied later, when it is used again, so that this takes no time. */
  snapshot(): OrderStoreSnapshot {
    const pages = this.#pages.map((page) => {
      page.isShared = true;
      const { numbers, originIds } = page;
      return { numbers, originIds };
    });
    return { rows: this.#rows, free: this.#free, pages, askedNotionals: new Map(this.#askedNotionals) };
  }

  /** Puts the rows of a snapshot into an empty store; `index` then makes each order in use one that is found. */
  restore(snapshot: OrderStoreSnapshot): void {
    this.#rows = snapshot.rows;
    this.#free = snapshot.free;
    for (const { numbers, originIds } of snapshot.pages) this.#pages.push(new OrderPage(numbers, originIds));
    for (const [order, notional] of snapshot.askedNotionals) this.#askedNotionals.set(order, notional);
  }

  /** Makes the order of a restored row one that is found by its id. */
  index(handle: number): void {
    this.#ids.add(numberOfId(this.page(handle).ints, intsAt(handle)), handle);
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
    return this.find(packed, 0, numberOfId(packed, 0));
  }

  /** The handle of the order whose packed id stands at `at` of `id`, or -1; `number` is that of the id. */
  find(id: PackedId, at: number, number: number): number {
    const first = this.#ids.at(number);
    if (first >= 0 && this.#isSameId(first, id, at)) return first;
    for (const other of this.#ids.others(number)) if (this.#isSameId(other, id, at)) return other;
    return none;
  }

  #isSameId(handle: number, id: PackedId, from: number): boolean {
    const ints = this.page(handle).ints;
    const at = intsAt(handle);
    return ints[at] === id[from] && ints[at | 1] === id[from + 1] && ints[at | 2] === id[from + 2];
  }

  /** A row with this id; every other place of it is for the caller to write. */
  add(id: PackedId, at: number, number: number): number {
    const handle = this.#claim();
    this.entered += 1;
    this.#ids.add(number, handle);
    const ints = this.page(handle).ints;
    const row = intsAt(handle);
    ints[row] = id[at] ?? 0;
    ints[row + 1] = id[at + 1] ?? 0;
    ints[row + 2] = id[at + 2] ?? 0;
    return handle;
  }

  /** Forgets an order; its handle may be given to another. */
  remove(handle: number): void {
    const page = this.page(handle);
    this.#ids.remove(numberOfId(page.ints, intsAt(handle)), handle);
    if (page.originIds !== null) page.originIds[handle & rowMask] = null;
    if (this.#askedNotionals.size > 0) this.#askedNotionals.delete(handle);
    this.setNext(handle, this.#free);
    this.#free = handle;
  }

  orderId(handle: number): VenueOrderId {
    return unpackId(this.page(handle).ints, intsAt(handle));
  }

  originId(handle: number): string | null {
    return this.page(handle).originIds?.[handle & rowMask] ?? null;
  }

  setOriginId(handle: number, originId: string): void {
    const page = this.page(handle);
    page.originIds ??= new Array<string | null>(pageRows).fill(null);
    page.originIds[handle & rowMask] = originId;
  }

  /** The notional that a market order asked for; 0 for all others. */
  askedNotional(handle: number): bigint {
    return this.#askedNotionals.get(handle) ?? 0n;
  }

  setAskedNotional(handle: number, notional: bigint): void {
    this.#askedNotionals.set(handle, notional);
  }

  /** Index of its account. */
  account(handle: number): number {
    return this.page(handle).ints[intsAt(handle) | accountColumn] ?? none;
  }

  /** Index of its book. */
  book(handle: number): number {
    return this.page(handle).ints[intsAt(handle) | bookColumn] ?? none;
  }

  /** Side, kind and time in force, see order-terms. */
  terms(handle: number): number {
    return this.page(handle).ints[intsAt(handle) | termsColumn] ?? none;
  }

  /** Limit price in ticks; 0 for market orders. */
  ticks(handle: number): number {
    return this.page(handle).ints[intsAt(handle) | ticksColumn] ?? none;
  }

  setTicks(handle: number, value: number): void {
    this.page(handle).ints[intsAt(handle) | ticksColumn] = value;
  }

  /** Trigger price in ticks; 0 when it is no stop order. */
  stopTicks(handle: number): number {
    return this.page(handle).ints[intsAt(handle) | stopTicksColumn] ?? none;
  }

  setStopTicks(handle: number, value: number): void {
    this.page(handle).ints[intsAt(handle) | stopTicksColumn] = value;
  }

  /** Its place in the order book or among the stops, or -1. */
  slot(handle: number): number {
    return this.page(handle).ints[intsAt(handle) | slotColumn] ?? none;
  }

  setSlot(handle: number, value: number): void {
    this.page(handle).ints[intsAt(handle) | slotColumn] = value;
  }

  /** The order that ended next after this one, or the next free row. */
  next(handle: number): number {
    return this.page(handle).ints[intsAt(handle) | nextColumn] ?? none;
  }

  setNext(handle: number, value: number): void {
    this.page(handle).ints[intsAt(handle) | nextColumn] = value;
  }

  /** A code of order-codes. */
  status(handle: number): number {
    const phase = this.page(handle).ints[intsAt(handle) | phaseColumn] ?? 0;
    if (phase < 0) return ~phase;
    return phase === endCompleted ? completed : cancelled;
  }

  /** Of an active order. */
  setStatus(handle: number, value: number): void {
    this.page(handle).ints[intsAt(handle) | phaseColumn] = ~value;
  }

  /** A code of order-codes, or -1. */
  reason(handle: number): number {
    const phase = this.page(handle).ints[intsAt(handle) | phaseColumn] ?? 0;
    return phase < 0 ? none : phase;
  }

  /** How much worse than the best price it may go, in parts per million; -1 for any. */
  slippagePpm(handle: number): number {
    return this.page(handle).ints[intsAt(handle) | slippagePpmColumn] ?? none;
  }

  /** Quantity asked for; of an order by notional what it came to, 0 before. */
  lots(handle: number): number {
    return this.page(handle).numbers[numbersAt(handle) | lotsColumn] ?? 0;
  }

  /** Lots that are not filled yet. */
  remaining(handle: number): number {
    return this.page(handle).numbers[numbersAt(handle) | remainingColumn] ?? 0;
  }

  /** Lots that are filled. */
  filled(handle: number): number {
    return this.lots(handle) - this.remaining(handle);
  }

  /** Makes `lots` the quantity asked for, of which `filled` are filled. */
  setLots(handle: number, lots: number, filled: number): void {
    const { numbers } = this.page(handle);
    const at = numbersAt(handle);
    numbers[at | lotsColumn] = lots;
    numbers[at | remainingColumn] = lots - filled;
  }

  /** Market time of its entry. */
  createdAtMs(handle: number): number {
    return this.page(handle).numbers[numbersAt(handle) | createdAtMsColumn] ?? 0;
  }

  /** Market time of its last change. */
  updatedAtMs(handle: number): number {
    return this.page(handle).numbers[numbersAt(handle) | updatedAtMsColumn] ?? 0;
  }

  setUpdatedAtMs(handle: number, value: number): void {
    this.page(handle).numbers[numbersAt(handle) | updatedAtMsColumn] = value;
  }

  /** Market time of its trigger, or -1. */
  triggeredAtMs(handle: number): number {
    return this.page(handle).numbers[numbersAt(handle) | triggeredAtMsColumn] ?? 0;
  }

  setTriggeredAtMs(handle: number, value: number): void {
    this.page(handle).numbers[numbersAt(handle) | triggeredAtMsColumn] = value;
  }

  /** The page of an order's row. */
  page(handle: number): OrderPage {
    const page = this.#pages[handle >>> pageBits];
    invariant(page !== undefined, 'a handle stands for an order');
    if (page.isShared) page.unshare();
    return page;
  }

  /** The numbers that hold the order's amounts; the functions below say where in them. */
  amounts(handle: number): Amount {
    return this.page(handle).numbers;
  }

  /** What is still locked for it: quote for a buy, base for a sell. */
  holdAt(handle: number): number {
    return numbersAt(handle) | holdColumn;
  }

  filledNotionalAt(handle: number): number {
    return numbersAt(handle) | filledNotionalColumn;
  }

  #claim(): number {
    const free = this.#free;
    if (free !== none) {
      this.#free = this.next(free);
      return free;
    }
    if ((this.#rows & rowMask) === 0) {
      this.#pages.push(new OrderPage(new Float64Array(pageRows << numberBits), null));
    }
    this.#rows += 1;
    return this.#rows - 1;
  }
}
