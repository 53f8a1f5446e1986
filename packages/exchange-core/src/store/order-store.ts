// The orders of an exchange in flat rows on pages: no object per order, nothing that is copied when there are more.

import { broken } from '@mandato/primitives/invariant';
import type { VenueOrderId } from '../ids.ts';
import { unitsAt } from '../ledger/split-money.ts';
import { IdIndex } from './id-index.ts';
import { bookOfBits, hasExtras, reasonOfBits, statusOfBits, termsOfBits, withStatus } from './order-codes.ts';
import { numberOfId, type PackedId, packId, unpackId } from './packed-id.ts';

const pageBits = 13;
const pageRows = 1 << pageBits;
const rowMask = pageRows - 1;
// A row is 64 bytes, one cache line: eight integers and four numbers, which follow them. All that a fill changes is in it;
// what was asked for and when stands beside the rows, since matching reads neither, and what few orders have in a map.
const intBits = 4;
const numberBits = 3;
const none = -1;

// Integers of a row; the packed id comes first.
export const accountColumn = 3;
/** Book, terms and phase, see `packBits`. */
export const bitsColumn = 4;
export const ticksColumn = 5;
export const slotColumn = 6;
/** Of an active order its place in its account's list, of an ended one the order that ended next. */
export const nextColumn = 7;
// Numbers of a row.
export const remainingColumn = 4;
export const updatedAtMsColumn = 5;
/** The filled notional, an amount. */
export const filledColumn = 6;
// Numbers beside a row.
export const lotsColumn = 0;
export const createdAtMsColumn = 1;

/** What only orders with a trigger, a slippage or a notional have. */
export interface OrderExtras {
  /** 0 when it is no stop order. */
  stopTicks: number;
  /** -1 for any. */
  slippagePpm: number;
  /** Market time of its trigger, or -1. */
  triggeredAtMs: number;
  /** 0 when it asks for none. */
  askedNotional: bigint;
}

/** The rows of a page as they are in a snapshot: `numbers` has all of their bytes, `asked` what stands beside them. */
export interface OrderRows {
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly asked: Float64Array<ArrayBuffer>;
  readonly originIds: (string | null)[] | null;
}

export interface OrderStoreSnapshot {
  readonly rows: number;
  readonly free: number;
  readonly pages: readonly OrderRows[];
  readonly extras: ReadonlyMap<number, OrderExtras>;
}

/** Some thousand rows; see `intsAt`, `numbersAt` and `askedAt` for where one begins. */
export class OrderPage implements OrderRows {
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly ints: Int32Array<ArrayBuffer>;
  readonly asked: Float64Array<ArrayBuffer>;
  // Made with the first origin id of a page.
  originIds: (string | null)[] | null;
  constructor({ numbers, asked, originIds }: OrderRows) {
    this.numbers = numbers;
    this.ints = new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length * 2);
    this.asked = asked;
    this.originIds = originIds;
  }
}

/** Where an order's integers begin in its page: a multiple of 16, so that a column may be added with `|`. */
export function intsAt(handle: number): number {
  return (handle & rowMask) << intBits;
}

/** Where an order's numbers begin in its page: a multiple of 8. */
export function numbersAt(handle: number): number {
  return (handle & rowMask) << numberBits;
}

/** Where an order's two numbers begin in `asked` of its page: a multiple of 2. */
export function askedAt(handle: number): number {
  return (handle & rowMask) << 1;
}

/** Orders by handle, a small integer that is free again once the order is forgotten. */
export class OrderStore {
  readonly #pages: OrderPage[] = [];
  readonly #ids = new IdIndex();
  readonly #extras = new Map<number, OrderExtras>();
  /** Orders that were added here, which is the number of the next id to mint. */
  entered = 0;
  #rows = 0;
  #free = none;

  /** A copy of all rows. */
  snapshot(): OrderStoreSnapshot {
    const pages = this.#pages.map(({ numbers, asked, originIds }) => ({
      numbers: numbers.slice(),
      asked: asked.slice(),
      originIds: originIds?.slice() ?? null,
    }));
    const extras = new Map([...this.#extras].map(([order, each]) => [order, { ...each }]));
    return { rows: this.#rows, free: this.#free, pages, extras };
  }

  /** Puts the rows of a snapshot into an empty store; `index` then makes each order in use one that is found. */
  restore(snapshot: OrderStoreSnapshot): void {
    this.#rows = snapshot.rows;
    this.#free = snapshot.free;
    for (const rows of snapshot.pages) this.#pages.push(new OrderPage(rows));
    for (const [order, extras] of snapshot.extras) this.#extras.set(order, { ...extras });
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
    if (this.#extras.size > 0) this.#extras.delete(handle);
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

  /** Keeps what few orders have; its terms say that there is something. */
  setExtras(handle: number, extras: OrderExtras): void {
    this.#extras.set(handle, extras);
  }

  /** What few orders have, or null. */
  extras(handle: number): OrderExtras | null {
    return (this.terms(handle) & hasExtras) === 0 ? null : (this.#extras.get(handle) ?? null);
  }

  /** The notional that a market order asked for; 0 for all others. */
  askedNotional(handle: number): bigint {
    return this.extras(handle)?.askedNotional ?? 0n;
  }

  /** True while an order waits for its trigger. */
  isWaitingStop(handle: number): boolean {
    const extras = this.extras(handle);
    return extras !== null && extras.stopTicks > 0 && extras.triggeredAtMs < 0 && this.reason(handle) < 0;
  }

  /** Index of its account. */
  account(handle: number): number {
    return this.page(handle).ints[intsAt(handle) | accountColumn] ?? none;
  }

  #bits(handle: number): number {
    return this.page(handle).ints[intsAt(handle) | bitsColumn] ?? 0;
  }

  /** Index of its book. */
  book(handle: number): number {
    return bookOfBits(this.#bits(handle));
  }

  /** Side, kind and time in force, see order-codes. */
  terms(handle: number): number {
    return termsOfBits(this.#bits(handle));
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
    return this.extras(handle)?.stopTicks ?? 0;
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
    return statusOfBits(this.#bits(handle));
  }

  /** Of an active order. */
  setStatus(handle: number, value: number): void {
    this.page(handle).ints[intsAt(handle) | bitsColumn] = withStatus(this.#bits(handle), value);
  }

  /** A code of order-codes, or -1. */
  reason(handle: number): number {
    return reasonOfBits(this.#bits(handle));
  }

  /** Quantity asked for; of an order by notional what it came to, 0 before. */
  lots(handle: number): number {
    return this.page(handle).asked[askedAt(handle) | lotsColumn] ?? 0;
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
    const { numbers, asked } = this.page(handle);
    asked[askedAt(handle) | lotsColumn] = lots;
    numbers[numbersAt(handle) | remainingColumn] = lots - filled;
  }

  /** Market time of its entry. */
  createdAtMs(handle: number): number {
    return this.page(handle).asked[askedAt(handle) | createdAtMsColumn] ?? 0;
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
    return this.extras(handle)?.triggeredAtMs ?? none;
  }

  /** The page of an order's row. So short that V8 makes it a part of every function that asks, whatever their number. */
  page(handle: number): OrderPage {
    return this.#pages[handle >>> pageBits] ?? broken('a handle stands for an order');
  }

  /** What its fills came to, in units of 10^-8. */
  filledNotional(handle: number): bigint {
    return unitsAt(this.page(handle).numbers, numbersAt(handle) | filledColumn);
  }

  #claim(): number {
    const free = this.#free;
    if (free !== none) {
      this.#free = this.next(free);
      const { numbers } = this.page(free);
      numbers[numbersAt(free) | filledColumn] = 0;
      numbers[numbersAt(free) | (filledColumn + 1)] = 0;
      return free;
    }
    if ((this.#rows & rowMask) === 0) {
      const numbers = new Float64Array(pageRows << numberBits);
      const asked = new Float64Array(pageRows * 2);
      this.#pages.push(new OrderPage({ numbers, asked, originIds: null }));
    }
    this.#rows += 1;
    return this.#rows - 1;
  }
}
