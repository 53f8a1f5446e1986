// The bare order book under an op tape: no accounts, no money, no events.

import { Arrival, createOrderBook, type OrderBook } from '@mandato/exchange-core/book/order-book';
import type { TapeDepth, TapeEngine, TapeFill } from './adapter.ts';
import { cancelOp, fieldsPerOp, limitOp, marketOp, type Tape } from './tape.ts';

export const name = 'Lonja, bare book';

const none = -1;
// Nobody here trades with himself: takers are one owner and what rests is another's.
const taker = 2;
const maker = 1;

export function build(tape: Tape): TapeEngine {
  return new BookReplay(tape);
}

class BookReplay implements TapeEngine {
  readonly #records: Int32Array;
  readonly #anyPrice: number;
  readonly #book: OrderBook;
  readonly #slotOf: Int32Array;
  readonly #arrival = new Arrival();
  #taker = 0;
  readonly #makers: number[] = [];

  constructor(tape: Tape) {
    this.#records = tape.records;
    this.#anyPrice = tape.priceLimit - 1;
    this.#book = createOrderBook(tape.priceLimit);
    this.#slotOf = new Int32Array(tape.idLimit + 1).fill(none);
  }

  apply(op: number): void {
    const records = this.#records;
    const at = op * fieldsPerOp;
    const kind = records[at] ?? 0;
    const id = records[at + 1] ?? 0;
    if (kind === cancelOp) {
      this.#book.fillCount = 0;
      const slot = this.#slotOf[id] ?? none;
      if (slot === none) return;
      this.#slotOf[id] = none;
      this.#book.remove(slot);
      return;
    }
    const isBuy = records[at + 2] === 0;
    const arrival = this.#arrival;
    const anyPrice = isBuy ? this.#anyPrice : 0;
    arrival.side = isBuy ? 'buy' : 'sell';
    arrival.limitTicks = kind === marketOp ? anyPrice : (records[at + 3] ?? 0);
    arrival.lots = records[at + 4] ?? 0;
    arrival.owner = taker;
    this.#taker = id;
    const left = this.#book.take(arrival);
    this.#forgetFilled();
    if (left === 0 || kind !== limitOp) return;
    arrival.lots = left;
    arrival.owner = maker;
    arrival.tag = id;
    this.#slotOf[id] = this.#book.rest(arrival);
  }

  depth(): TapeDepth {
    return { bids: levelsOf(this.#book, 'buy'), asks: levelsOf(this.#book, 'sell') };
  }

  fills(): readonly TapeFill[] {
    const { fillTicks, fillLots, fillCount } = this.#book;
    return [...fillTicks.subarray(0, fillCount)].map((price, index) => ({
      maker: this.#makers[index] ?? 0,
      taker: this.#taker,
      price,
      quantity: fillLots[index] ?? 0,
    }));
  }

  #forgetFilled(): void {
    const { fillSlots, fillCount } = this.#book;
    for (let fill = 0; fill < fillCount; fill += 1) {
      const slot = fillSlots[fill] ?? 0;
      const id = this.#book.tag(slot);
      // A slot may be given to what rests of the taker, so its maker is noted now.
      this.#makers[fill] = id;
      if (this.#book.lots(slot) === 0) this.#slotOf[id] = none;
    }
  }
}

/** One side of a book as price and quantity. */
export function levelsOf(book: OrderBook, side: 'buy' | 'sell'): Map<number, number> {
  const levels = new Map<number, number>();
  for (let ticks = book.best(side); ticks >= 0; ticks = book.worse(side, ticks)) {
    let lots = 0;
    for (let slot = book.first(side, ticks); slot >= 0; slot = book.after(slot)) lots += book.lots(slot);
    levels.set(ticks, lots);
  }
  return levels;
}
