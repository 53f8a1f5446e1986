// A price-time-priority order book in safe-integer ticks and lots: first-in-first-out queues on a set of ticks.

import { invariant } from '@mandato/primitives/invariant';
import type { Side } from '../ids.ts';
import { TickSet } from './tick-set.ts';

const none = -1;
const pageBits = 10;
const pageTicks = 1 << pageBits;

/** Every price is below this many ticks. */
export const ticksLimit = 2 ** 30;

// A slot is 32 bytes, half a cache line: as integers the neighbours at its price, its price, its owner doubled, plus
// one for a bid, and its tag; its lots are the fourth of its numbers.
const strideBits = 3;
const numberBits = 2;
const nextAt = 0;
const prevAt = 1;
const ticksAt = 2;
const ownerAt = 3;
const tagAt = 4;
const lotsAt = 3;

/** What an arriving order may take: `limitTicks` is the worst price, `owner` the account it must not trade with. */
export interface Taking {
  readonly side: Side;
  readonly limitTicks: number;
  readonly lots: number;
  readonly owner: number;
}

/** What is to rest at `limitTicks`; `tag` is a small integer by which the caller knows it. */
export interface Resting extends Taking {
  readonly tag: number;
}

/** Either of them, to be written over, so that none is made per order. */
export class Arrival implements Resting {
  side: Side = 'buy';
  limitTicks = 0;
  lots = 0;
  owner = 0;
  tag = 0;
}

/** What rests in a book, slot by slot: all of their bytes. */
export interface OrderBookSnapshot {
  readonly slots: number;
  readonly numbers: Float64Array;
}

/** An empty book for prices from 0 to `ticksMax`. */
export function createOrderBook(ticksMax: number): OrderBook {
  invariant(Number.isInteger(ticksMax) && ticksMax > 0 && ticksMax < ticksLimit, 'ticks fit in 30 bits');
  return new OrderBook(ticksMax + 1);
}

/**
 * One book. A resting order is known by its slot, a small integer given by `rest` that is free again once the order
 * was taken or removed. Ticks and slots of -1 mean "none".
 */
export class OrderBook {
  /** The fills of the last match: `fillCount` of them, in order, with the slot, tag, price and lots of each maker. */
  fillCount = 0;
  fillSlots = new Int32Array(64);
  fillTags = new Int32Array(64);
  fillTicks = new Int32Array(64);
  fillLots = new Float64Array(64);
  /** How the last match ended: true when an order of the same owner was next in line. */
  metSelf = false;
  readonly #bids: BookSide;
  readonly #asks: BookSide;
  // Two views of the same bytes, side by side because they are needed together: see the offsets above.
  #links = new Int32Array(64 << strideBits);
  #numbers = new Float64Array(this.#links.buffer);
  #slots = 0;
  #free = none;

  constructor(size: number) {
    this.#bids = new BookSide(size);
    this.#asks = new BookSide(size);
  }

  /** The best price of a side: the highest bid (`buy`) or the lowest ask (`sell`), or -1. */
  best(side: Side): number {
    return side === 'buy' ? this.#bids.best : this.#asks.best;
  }

  /** The next worse occupied price of a side after `ticks`, or -1. */
  worse(side: Side, ticks: number): number {
    if (side === 'buy') return ticks === 0 ? none : this.#bids.occupied.below(ticks - 1);
    return this.#asks.occupied.above(ticks + 1);
  }

  /** The oldest order at a price, or -1. */
  first(side: Side, ticks: number): number {
    return (side === 'buy' ? this.#bids : this.#asks).head(ticks);
  }

  /** The next younger order at the same price, or -1. */
  after(slot: number): number {
    return this.#links[(slot << strideBits) + nextAt] ?? none;
  }

  /** What still rests of an order. */
  lots(slot: number): number {
    return this.#numbers[(slot << numberBits) + lotsAt] ?? 0;
  }

  /** The tag that an order was rested with; after a `take` also that of one which was taken whole. */
  tag(slot: number): number {
    return this.#links[(slot << strideBits) + tagAt] ?? none;
  }

  /** The owner that an order was rested with. */
  owner(slot: number): number {
    return (this.#links[(slot << strideBits) + ownerAt] ?? none) >> 1;
  }

  /** Adds an order behind all others of its price and returns its slot. It must not cross the other side. */
  rest(order: Resting): number {
    const { side, limitTicks: ticks, owner } = order;
    const isBid = side === 'buy';
    const bookSide = isBid ? this.#bids : this.#asks;
    const slot = this.#claim();
    const tail = bookSide.tail(ticks);
    const links = this.#links;
    const at = slot << strideBits;
    this.#numbers[(slot << numberBits) + lotsAt] = order.lots;
    links[at + nextAt] = none;
    links[at + prevAt] = tail;
    links[at + ticksAt] = ticks;
    links[at + ownerAt] = (owner << 1) | (isBid ? 1 : 0);
    links[at + tagAt] = order.tag;
    if (tail === none) {
      bookSide.open(ticks, slot);
      if (bookSide.best === none || (isBid ? ticks > bookSide.best : ticks < bookSide.best)) {
        bookSide.best = ticks;
      }
    } else {
      links[(tail << strideBits) + nextAt] = slot;
      bookSide.setTail(ticks, slot);
    }
    return slot;
  }

  /** Takes a resting order off the book. */
  remove(slot: number): void {
    const links = this.#links;
    const at = slot << strideBits;
    const isBid = ((links[at + ownerAt] ?? 0) & 1) === 1;
    const bookSide = isBid ? this.#bids : this.#asks;
    const ticks = links[at + ticksAt] ?? 0;
    const next = links[at + nextAt] ?? none;
    const prev = links[at + prevAt] ?? none;
    if (prev !== none) links[(prev << strideBits) + nextAt] = next;
    if (next !== none) links[(next << strideBits) + prevAt] = prev;
    if (prev === none && next === none) this.#closeLevel(bookSide, ticks);
    else if (prev === none) bookSide.setHead(ticks, next);
    else if (next === none) bookSide.setTail(ticks, prev);
    this.#release(slot);
  }

  /** Takes an arriving order from the other side, best price first, then oldest first; returns what is left. */
  take(taking: Taking): number {
    const left = this.match(taking);
    this.commit();
    return left;
  }

  /** Finds the fills of an arriving order and returns what they leave of it. The book changes with `commit` alone. */
  match({ side, limitTicks, lots, owner }: Taking): number {
    const isBuy = side === 'buy';
    const makers = isBuy ? this.#asks : this.#bids;
    // Bids are compared as their negatives, so that one comparison serves both sides.
    const sign = isBuy ? 1 : -1;
    const limit = limitTicks * sign;
    let left = lots;
    let ticks = makers.best;
    this.fillCount = 0;
    this.metSelf = false;
    while (ticks !== none && ticks * sign <= limit) {
      left = this.#matchQueue(makers.head(ticks), owner, left);
      if (left === 0 || this.metSelf) break;
      ticks = this.worse(isBuy ? 'sell' : 'buy', ticks);
    }
    return left;
  }

  // Finds the fills of so many lots in a queue and returns what they leave.
  #matchQueue(first: number, owner: number, lots: number): number {
    let left = lots;
    for (let slot = first; slot !== none && left > 0; slot = this.after(slot)) {
      if (this.owner(slot) === owner) {
        this.metSelf = true;
        break;
      }
      const have = this.lots(slot);
      const taken = have < left ? have : left;
      this.#addFill(slot, taken);
      left -= taken;
    }
    return left;
  }

  #addFill(slot: number, lots: number): void {
    const fill = this.fillCount;
    if (fill === this.fillSlots.length) this.#growFills();
    const at = slot << strideBits;
    this.fillSlots[fill] = slot;
    this.fillTags[fill] = this.#links[at + tagAt] ?? none;
    this.fillTicks[fill] = this.#links[at + ticksAt] ?? none;
    this.fillLots[fill] = lots;
    this.fillCount = fill + 1;
  }

  /** Takes the fills of the last `match` off the book, which must not have changed since. */
  commit(): void {
    if (this.fillCount === 0) return;
    const isBid = ((this.#links[((this.fillSlots[0] ?? 0) << strideBits) + ownerAt] ?? 0) & 1) === 1;
    const makers = isBid ? this.#bids : this.#asks;
    let front = none;
    let ticks = none;
    for (let fill = 0; fill < this.fillCount; fill += 1) {
      ticks = this.fillTicks[fill] ?? none;
      front = this.#takeFront(this.fillSlots[fill] ?? 0, this.fillLots[fill] ?? 0);
      if (front === none) makers.close(ticks);
    }
    makers.best = front === none ? this.worse(isBid ? 'buy' : 'sell', ticks) : ticks;
    if (front === none) return;
    this.#links[(front << strideBits) + prevAt] = none;
    makers.setHead(ticks, front);
  }

  // Takes lots of the order at the front of a queue; returns who is at the front then, or -1.
  #takeFront(slot: number, lots: number): number {
    const number = (slot << numberBits) + lotsAt;
    const left = (this.#numbers[number] ?? 0) - lots;
    if (left > 0) {
      this.#numbers[number] = left;
      return slot;
    }
    const next = this.after(slot);
    this.#release(slot);
    return next;
  }

  /** A copy of what rests. */
  snapshot(): OrderBookSnapshot {
    return { slots: this.#slots, numbers: this.#numbers.slice(0, this.#slots << numberBits) };
  }

  /** Puts what a snapshot has into an empty book; every order keeps its slot. */
  restore({ slots, numbers }: OrderBookSnapshot): void {
    while (this.#links.length < slots << strideBits) this.#growTo(this.#links.length * 2);
    this.#numbers.set(numbers);
    this.#slots = slots;
    for (let slot = 0; slot < slots; slot += 1) {
      if (this.lots(slot) === 0) this.#release(slot);
      else this.#restoreLevel(slot);
    }
  }

  // The oldest and the youngest order of a price say where its queue begins and ends.
  #restoreLevel(slot: number): void {
    const links = this.#links;
    const at = slot << strideBits;
    const isBid = ((links[at + ownerAt] ?? 0) & 1) === 1;
    const bookSide = isBid ? this.#bids : this.#asks;
    const ticks = links[at + ticksAt] ?? 0;
    if (links[at + nextAt] === none) bookSide.setTail(ticks, slot);
    if (links[at + prevAt] !== none) return;
    bookSide.setHead(ticks, slot);
    bookSide.occupied.add(ticks);
    const { best } = bookSide;
    if (best === none || (isBid ? ticks > best : ticks < best)) bookSide.best = ticks;
  }

  #closeLevel(bookSide: BookSide, ticks: number): void {
    bookSide.close(ticks);
    if (ticks !== bookSide.best) return;
    bookSide.best = this.worse(bookSide === this.#bids ? 'buy' : 'sell', ticks);
  }

  #claim(): number {
    const free = this.#free;
    if (free !== none) {
      this.#free = this.#links[(free << strideBits) + nextAt] ?? none;
      return free;
    }
    if (this.#slots << strideBits === this.#links.length) this.#growTo(this.#links.length * 2);
    this.#slots += 1;
    return this.#slots - 1;
  }

  #release(slot: number): void {
    this.#numbers[(slot << numberBits) + lotsAt] = 0;
    this.#links[(slot << strideBits) + nextAt] = this.#free;
    this.#free = slot;
  }

  #growTo(integers: number): void {
    const bigger = new Int32Array(integers);
    bigger.set(this.#links);
    this.#links = bigger;
    this.#numbers = new Float64Array(bigger.buffer);
  }

  #growFills(): void {
    const { length } = this.fillSlots;
    this.fillSlots = grown(this.fillSlots, new Int32Array(length * 2));
    this.fillTags = grown(this.fillTags, new Int32Array(length * 2));
    this.fillTicks = grown(this.fillTicks, new Int32Array(length * 2));
    this.fillLots = grown(this.fillLots, new Float64Array(length * 2));
  }
}

/** One side: which prices are occupied, and the oldest and youngest order of each, in pages made when needed. */
class BookSide {
  readonly occupied: TickSet;
  best = none;
  // A page holds the head and the tail of 1,024 ticks, interleaved.
  readonly #pages: (Int32Array | null)[];

  constructor(size: number) {
    this.occupied = new TickSet(size);
    this.#pages = new Array<Int32Array | null>(Math.ceil(size / pageTicks)).fill(null);
  }

  head(ticks: number): number {
    return this.#pages[ticks >>> pageBits]?.[(ticks & (pageTicks - 1)) << 1] ?? none;
  }

  tail(ticks: number): number {
    return this.#pages[ticks >>> pageBits]?.[((ticks & (pageTicks - 1)) << 1) + 1] ?? none;
  }

  setHead(ticks: number, slot: number): void {
    this.#page(ticks)[(ticks & (pageTicks - 1)) << 1] = slot;
  }

  setTail(ticks: number, slot: number): void {
    this.#page(ticks)[((ticks & (pageTicks - 1)) << 1) + 1] = slot;
  }

  open(ticks: number, slot: number): void {
    this.#setBoth(ticks, slot);
    this.occupied.add(ticks);
  }

  close(ticks: number): void {
    this.#setBoth(ticks, none);
    this.occupied.remove(ticks);
  }

  #setBoth(ticks: number, slot: number): void {
    const page = this.#page(ticks);
    const at = (ticks & (pageTicks - 1)) << 1;
    page[at] = slot;
    page[at + 1] = slot;
  }

  #page(ticks: number): Int32Array {
    return this.#pages[ticks >>> pageBits] ?? this.#addPage(ticks >>> pageBits);
  }

  #addPage(at: number): Int32Array {
    const page = new Int32Array(pageTicks * 2).fill(none);
    this.#pages[at] = page;
    return page;
  }
}

function grown<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
