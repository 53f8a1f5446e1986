// The whole engine under an op tape: accounts, holds, fees, duplicate check, ledger and events, asked in numbers.

import { beginCommand, endCommand } from '@mandato/exchange-core/engine/apply';
import { cancelOrder } from '@mandato/exchange-core/engine/cancel-order';
import { OrderRequest } from '@mandato/exchange-core/engine/order-request';
import { placeOrder } from '@mandato/exchange-core/engine/place-order';
import type { AccountState, BookState, ExchangeState } from '@mandato/exchange-core/engine/state';
import { tradeOf } from '@mandato/exchange-core/ledger/fill-refs';
import { tradeEvent } from '@mandato/exchange-core/store/event-log';
import { gtc, ioc, limitKind, marketQuantityKind, packTerms } from '@mandato/exchange-core/store/order-codes';
import { hashOfId, packId } from '@mandato/exchange-core/store/packed-id';
import type { TapeDepth, TapeEngine, TapeFill } from './adapter.ts';
import {
  createBenchExchange,
  lotsPerQuantity,
  orderIdOf,
  startMs,
  tapeIdOf,
  traderOf,
  tradersFor,
} from './bench-exchange.ts';
import { levelsOf } from './book-adapter.ts';
import { cancelOp, fieldsPerOp, limitOp, marketOp, type Tape } from './tape.ts';

export const name = 'Lonja, whole engine';

export function build(tape: Tape): TapeEngine {
  return new EngineReplay(tape, 1);
}

/** Replays a tape on `books` books in turn: an order and its cancel meet in the same one. */
export class EngineReplay implements TapeEngine {
  readonly state: ExchangeState;
  readonly #records: Int32Array;
  readonly #ids: Int32Array;
  readonly #sellers: Uint8Array;
  readonly #traders: number;
  readonly #request: OrderRequest;
  readonly #accounts: readonly AccountState[];
  readonly #books: readonly BookState[];

  constructor(tape: Tape, books: number) {
    this.#traders = tradersFor(tape.preload);
    this.state = createBenchExchange(books, this.#traders);
    this.#records = tape.records;
    this.#accounts = this.state.accountList;
    this.#books = this.state.bookList;
    this.#ids = new Int32Array((tape.idLimit + 1) * 3);
    for (let id = 1; id <= tape.idLimit; id += 1) packId(this.#ids, id * 3, orderIdOf(id));
    this.#sellers = sellersOf(tape);
    this.#request = new OrderRequest(at(this.#accounts, 0), at(this.#books, 0));
  }

  apply(op: number): string | null {
    const { state } = this;
    const records = this.#records;
    const row = op * fieldsPerOp;
    const kind = records[row] ?? 0;
    const id = records[row + 1] ?? 0;
    beginCommand(state, startMs + op);
    const refusal = kind === cancelOp ? this.#cancel(id) : this.#place(kind, row);
    if (refusal === null) endCommand(state);
    return refusal;
  }

  depth(): TapeDepth {
    const book = at(this.#books, 0).orderBook;
    return { bids: quantities(levelsOf(book, 'buy')), asks: quantities(levelsOf(book, 'sell')) };
  }

  fills(): readonly TapeFill[] {
    const { state } = this;
    const fills: TapeFill[] = [];
    for (let event = 0; event < state.log.count; event += 1) {
      if (state.log.read(event, 0) === tradeEvent) fills.push(fillOfTrade(state, state.log.read(event, 1)));
    }
    return fills;
  }

  #cancel(id: number): string | null {
    const { orders } = this.state;
    const order = orders.find(this.#ids, id * 3, hashOfId(this.#ids, id * 3));
    const account = at(this.#accounts, traderOf(id, this.#sellers[id] === 1, this.#traders));
    return cancelOrder(this.state, account, order);
  }

  #place(kind: number, row: number): string | null {
    const records = this.#records;
    const request = this.#request;
    const ids = this.#ids;
    const id = records[row + 1] ?? 0;
    const isSell = records[row + 2] === 1;
    const book = at(this.#books, this.#books.length === 1 ? 0 : id % this.#books.length);
    request.account = at(this.#accounts, traderOf(id, isSell, this.#traders));
    request.book = book;
    request.id[0] = ids[id * 3] ?? 0;
    request.id[1] = ids[id * 3 + 1] ?? 0;
    request.id[2] = ids[id * 3 + 2] ?? 0;
    request.idHash = hashOfId(request.id, 0);
    request.isSell = isSell;
    request.kind = kind === marketOp ? marketQuantityKind : limitKind;
    request.terms = packTerms(isSell, request.kind, kind === limitOp ? gtc : ioc);
    request.ticks = records[row + 3] ?? 0;
    request.price = request.ticks * book.tick;
    request.lots = (records[row + 4] ?? 0) * lotsPerQuantity;
    return placeOrder(this.state, request);
  }
}

/** By id: 1 when the order sells. A cancel names the side of its order in no field that is always there. */
export function sellersOf(tape: Tape): Uint8Array {
  const sellers = new Uint8Array(tape.idLimit + 1);
  const { records } = tape;
  for (let row = 0; row < records.length; row += fieldsPerOp) {
    if (records[row] !== cancelOp) sellers[records[row + 1] ?? 0] = records[row + 2] ?? 0;
  }
  return sellers;
}

/** A trade of the exchange in the tape's own units. */
export function fillOfTrade(state: ExchangeState, row: number): TapeFill {
  const trade = tradeOf(state, row);
  const tick = state.books.get(trade.book)?.spec.tickSize ?? 1n;
  return {
    maker: tapeIdOf(trade.makerOrderId),
    taker: tapeIdOf(trade.takerOrderId),
    price: Number(trade.price / tick),
    quantity: Number(trade.quantity) / lotsPerQuantity,
  };
}

function quantities(levels: ReadonlyMap<number, number>): Map<number, number> {
  return new Map([...levels].map(([price, lots]) => [price, lots / lotsPerQuantity]));
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error('out of the list');
  return found;
}
