// The orders of an exchange in flat rows on pages: no object per order, nothing that is copied when there are more.

import { invariant } from '@mandato/primitives/invariant';
import type { VenueOrderId } from '../ids.ts';
import type { Amount } from '../ledger/split-money.ts';
import { IdIndex, type IdMatcher } from './id-index.ts';
import { hashOfId, type PackedId, packId, unpackId } from './packed-id.ts';

const pageBits = 12;
const pageRows = 1 << pageBits;
const rowMask = pageRows - 1;
// A row has sixteen integers (the packed id first) and twelve numbers, the last six of them three amounts of money.
const intBits = 4;
const numbersPerRow = 12;
const none = -1;

const accountAt = 3;
const bookAt = 4;
const termsAt = 5;
const ticksAt = 6;
const stopTicksAt = 7;
const slotAt = 8;
const nextAt = 9;
const previousAt = 10;
const statusAt = 11;
const reasonAt = 12;
const slippagePpmAt = 13;
const lotsAt = 0;
const remainingAt = 1;
const filledAt = 2;
const createdAtMsAt = 3;
const updatedAtMsAt = 4;
const triggeredAtMsAt = 5;
const holdAt = 6;
const filledNotionalAt = 8;
const askedNotionalAt = 10;

class OrderPage {
  readonly ints = new Int32Array(pageRows << intBits);
  readonly numbers = new Float64Array(pageRows * numbersPerRow);
  readonly originIds = new Array<string | null>(pageRows).fill(null);
}

/** Orders by handle, a small integer that is free again once the order is forgotten. */
export class OrderStore implements IdMatcher {
  readonly #pages: OrderPage[] = [];
  readonly #ids = new IdIndex();
  #wanted: PackedId = new Int32Array(3);
  #wantedAt = 0;
  #rows = 0;
  #free = none;

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
    const ints = this.#ints(handle);
    const at = (handle & rowMask) << intBits;
    const wanted = this.#wanted;
    const from = this.#wantedAt;
    return (
      ints[at] === wanted[from] && ints[at + 1] === wanted[from + 1] && ints[at + 2] === wanted[from + 2]
    );
  }

  /** A row with this id and nothing else in it yet. */
  add(id: PackedId, at: number, hash: number): number {
    const handle = this.#claim();
    this.#ids.add(hash, handle);
    const ints = this.#ints(handle);
    const row = (handle & rowMask) << intBits;
    ints[row] = id[at] ?? 0;
    ints[row + 1] = id[at + 1] ?? 0;
    ints[row + 2] = id[at + 2] ?? 0;
    const page = this.#page(handle);
    const numbers = (handle & rowMask) * numbersPerRow;
    page.numbers.fill(0, numbers, numbers + numbersPerRow);
    return handle;
  }

  /** Forgets an order; its handle may be given to another. */
  remove(handle: number): void {
    const row = (handle & rowMask) << intBits;
    this.#ids.remove(hashOfId(this.#ints(handle), row), handle);
    this.#page(handle).originIds[handle & rowMask] = null;
    this.setNext(handle, this.#free);
    this.#free = handle;
  }

  orderId(handle: number): VenueOrderId {
    return unpackId(this.#ints(handle), (handle & rowMask) << intBits);
  }

  /** Copies the packed id to `at` of `to`. */
  copyId(handle: number, to: PackedId, at: number): void {
    const ints = this.#ints(handle);
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
    return this.#ints(handle)[((handle & rowMask) << intBits) + accountAt] ?? none;
  }

  setAccount(handle: number, value: number): void {
    this.#ints(handle)[((handle & rowMask) << intBits) + accountAt] = value;
  }

  /** Index of its book. */
  book(handle: number): number {
    return this.#ints(handle)[((handle & rowMask) << intBits) + bookAt] ?? none;
  }

  setBook(handle: number, value: number): void {
    this.#ints(handle)[((handle & rowMask) << intBits) + bookAt] = value;
  }

  /** Side, kind and time in force, see order-terms. */
  terms(handle: number): number {
    return this.#ints(handle)[((handle & rowMask) << intBits) + termsAt] ?? none;
  }

  setTerms(handle: number, value: number): void {
    this.#ints(handle)[((handle & rowMask) << intBits) + termsAt] = value;
  }

  /** Limit price in ticks; 0 for market orders. */
  ticks(handle: number): number {
    return this.#ints(handle)[((handle & rowMask) << intBits) + ticksAt] ?? none;
  }

  setTicks(handle: number, value: number): void {
    this.#ints(handle)[((handle & rowMask) << intBits) + ticksAt] = value;
  }

  /** Trigger price in ticks; 0 when it is no stop order. */
  stopTicks(handle: number): number {
    return this.#ints(handle)[((handle & rowMask) << intBits) + stopTicksAt] ?? none;
  }

  setStopTicks(handle: number, value: number): void {
    this.#ints(handle)[((handle & rowMask) << intBits) + stopTicksAt] = value;
  }

  /** Its place in the order book or among the stops, or -1. */
  slot(handle: number): number {
    return this.#ints(handle)[((handle & rowMask) << intBits) + slotAt] ?? none;
  }

  setSlot(handle: number, value: number): void {
    this.#ints(handle)[((handle & rowMask) << intBits) + slotAt] = value;
  }

  /** The next younger active order of its account, or the next ended one, or the next free row. */
  next(handle: number): number {
    return this.#ints(handle)[((handle & rowMask) << intBits) + nextAt] ?? none;
  }

  setNext(handle: number, value: number): void {
    this.#ints(handle)[((handle & rowMask) << intBits) + nextAt] = value;
  }

  /** The next older active order of its account, or -1. */
  previous(handle: number): number {
    return this.#ints(handle)[((handle & rowMask) << intBits) + previousAt] ?? none;
  }

  setPrevious(handle: number, value: number): void {
    this.#ints(handle)[((handle & rowMask) << intBits) + previousAt] = value;
  }

  /** A code of order-codes. */
  status(handle: number): number {
    return this.#ints(handle)[((handle & rowMask) << intBits) + statusAt] ?? none;
  }

  setStatus(handle: number, value: number): void {
    this.#ints(handle)[((handle & rowMask) << intBits) + statusAt] = value;
  }

  /** A code of order-codes, or -1. */
  reason(handle: number): number {
    return this.#ints(handle)[((handle & rowMask) << intBits) + reasonAt] ?? none;
  }

  setReason(handle: number, value: number): void {
    this.#ints(handle)[((handle & rowMask) << intBits) + reasonAt] = value;
  }

  /** How much worse than the best price it may go, in parts per million; -1 for any. */
  slippagePpm(handle: number): number {
    return this.#ints(handle)[((handle & rowMask) << intBits) + slippagePpmAt] ?? none;
  }

  setSlippagePpm(handle: number, value: number): void {
    this.#ints(handle)[((handle & rowMask) << intBits) + slippagePpmAt] = value;
  }

  /** Quantity asked for; 0 for orders by notional. */
  lots(handle: number): number {
    return this.#numbers(handle)[(handle & rowMask) * numbersPerRow + lotsAt] ?? 0;
  }

  setLots(handle: number, value: number): void {
    this.#numbers(handle)[(handle & rowMask) * numbersPerRow + lotsAt] = value;
  }

  /** Lots that are not filled yet. */
  remaining(handle: number): number {
    return this.#numbers(handle)[(handle & rowMask) * numbersPerRow + remainingAt] ?? 0;
  }

  setRemaining(handle: number, value: number): void {
    this.#numbers(handle)[(handle & rowMask) * numbersPerRow + remainingAt] = value;
  }

  /** Lots that are filled. */
  filled(handle: number): number {
    return this.#numbers(handle)[(handle & rowMask) * numbersPerRow + filledAt] ?? 0;
  }

  setFilled(handle: number, value: number): void {
    this.#numbers(handle)[(handle & rowMask) * numbersPerRow + filledAt] = value;
  }

  /** Market time of its entry. */
  createdAtMs(handle: number): number {
    return this.#numbers(handle)[(handle & rowMask) * numbersPerRow + createdAtMsAt] ?? 0;
  }

  setCreatedAtMs(handle: number, value: number): void {
    this.#numbers(handle)[(handle & rowMask) * numbersPerRow + createdAtMsAt] = value;
  }

  /** Market time of its last change. */
  updatedAtMs(handle: number): number {
    return this.#numbers(handle)[(handle & rowMask) * numbersPerRow + updatedAtMsAt] ?? 0;
  }

  setUpdatedAtMs(handle: number, value: number): void {
    this.#numbers(handle)[(handle & rowMask) * numbersPerRow + updatedAtMsAt] = value;
  }

  /** Market time of its trigger, or -1. */
  triggeredAtMs(handle: number): number {
    return this.#numbers(handle)[(handle & rowMask) * numbersPerRow + triggeredAtMsAt] ?? 0;
  }

  setTriggeredAtMs(handle: number, value: number): void {
    this.#numbers(handle)[(handle & rowMask) * numbersPerRow + triggeredAtMsAt] = value;
  }

  /** The numbers that hold the order's amounts; the functions below say where in them. */
  amounts(handle: number): Amount {
    return this.#numbers(handle);
  }

  /** What is still locked for it: quote for a buy, base for a sell. */
  holdAt(handle: number): number {
    return (handle & rowMask) * numbersPerRow + holdAt;
  }

  filledNotionalAt(handle: number): number {
    return (handle & rowMask) * numbersPerRow + filledNotionalAt;
  }

  /** The notional that a market order asked for. */
  askedNotionalAt(handle: number): number {
    return (handle & rowMask) * numbersPerRow + askedNotionalAt;
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

  #page(handle: number): OrderPage {
    const page = this.#pages[handle >>> pageBits];
    invariant(page !== undefined, 'a handle stands for an order');
    return page;
  }

  #ints(handle: number): Int32Array {
    return this.#page(handle).ints;
  }

  #numbers(handle: number): Float64Array {
    return this.#page(handle).numbers;
  }
}
