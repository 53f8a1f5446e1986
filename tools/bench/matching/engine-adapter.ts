// The whole engine under an op tape: accounts, holds, fees, duplicate check, ledger and events, asked in numbers.

import { beginCommand, endCommand } from '@mandato/exchange-core/engine/apply';
import { cancelOrder } from '@mandato/exchange-core/engine/cancel-order';
import { OrderRequest } from '@mandato/exchange-core/engine/order-request';
import { placeOrder } from '@mandato/exchange-core/engine/place-order';
import type { AccountState, BookState, ExchangeState } from '@mandato/exchange-core/engine/state';
import { tradeOf } from '@mandato/exchange-core/ledger/fill-refs';
import { fillEvent } from '@mandato/exchange-core/store/event-log';
import { gtc, ioc, limitKind, marketQuantityKind, packTerms } from '@mandato/exchange-core/store/order-codes';
import { numberOfId, packId } from '@mandato/exchange-core/store/packed-id';
import { inlineMore } from '../../../apps/lonja/src/inline-more.ts';
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
import { cancelOp, fieldsPerOp, limitOp, marketOp, opCount, type Tape } from './tape.ts';

export const name = 'Lonja, whole engine';

// As Lonja's process does when it starts.
inlineMore();

// A product's exchange lives as long as its process. Were the first one here collected, the engine would drop the code
// that it compiled for its shapes, and the clock would time the compiler.
const alive: EngineReplay[] = [];

export function build(tape: Tape): TapeEngine {
  const engine = new EngineReplay(tape, 1);
  if (alive.length === 0) alive.push(engine);
  return engine;
}

/** Replays a tape on `books` books in turn: an order and its cancel meet in the same one. */
export class EngineReplay implements TapeEngine {
  readonly state: ExchangeState;
  readonly #records: Int32Array;
  // By op, as a command that was read has them: three integers of the order's id, and the trader.
  readonly #ids: Int32Array;
  readonly #owners: Uint16Array;
  readonly #request: OrderRequest;
  readonly #accounts: readonly AccountState[];
  readonly #books: readonly BookState[];

  constructor(tape: Tape, books: number) {
    this.state = createBenchExchange(books, tradersFor(tape.preload));
    this.#records = tape.records;
    this.#accounts = this.state.accountList;
    this.#books = this.state.bookList;
    const { ids, owners } = columnsOf(tape);
    this.#ids = ids;
    this.#owners = owners;
    this.#request = new OrderRequest(at(this.#accounts, 0), at(this.#books, 0));
  }

  apply(op: number): string | null {
    const { state } = this;
    const records = this.#records;
    const row = op * fieldsPerOp;
    const kind = records[row] ?? 0;
    beginCommand(state, startMs + op);
    const refusal = kind === cancelOp ? this.#cancel(op) : this.#place(op, kind);
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
      if (state.log.read(event, 0) === fillEvent) fills.push(fillOfTrade(state, state.log.read(event, 1)));
    }
    return fills;
  }

  #cancel(op: number): string | null {
    const { orders } = this.state;
    const order = orders.find(this.#ids, op * 3, numberOfId(this.#ids, op * 3));
    return cancelOrder(this.state, at(this.#accounts, this.#owners[op] ?? 0), order);
  }

  #place(op: number, kind: number): string | null {
    const records = this.#records;
    const request = this.#request;
    const ids = this.#ids;
    const row = op * fieldsPerOp;
    const id = records[row + 1] ?? 0;
    const isSell = records[row + 2] === 1;
    const book = at(this.#books, this.#books.length === 1 ? 0 : id % this.#books.length);
    request.account = at(this.#accounts, this.#owners[op] ?? 0);
    request.book = book;
    request.id[0] = ids[op * 3] ?? 0;
    request.id[1] = ids[op * 3 + 1] ?? 0;
    request.id[2] = ids[op * 3 + 2] ?? 0;
    request.idNumber = numberOfId(request.id, 0);
    request.isSell = isSell;
    request.kind = kind === marketOp ? marketQuantityKind : limitKind;
    request.terms = packTerms(isSell, request.kind, kind === limitOp ? gtc : ioc);
    request.ticks = records[row + 3] ?? 0;
    request.price = request.ticks * book.tick;
    request.lots = (records[row + 4] ?? 0) * lotsPerQuantity;
    return placeOrder(this.state, request);
  }
}

interface Columns {
  readonly ids: Int32Array;
  readonly owners: Uint16Array;
}

// Made before the clock starts, once for all replays of a process.
const made = new WeakMap<Tape, Columns>();

function columnsOf(tape: Tape): Columns {
  const known = made.get(tape);
  if (known !== undefined) return known;
  const { records } = tape;
  const sellers = sellersOf(tape);
  const traders = tradersFor(tape.preload);
  const ops = opCount(tape);
  const columns = { ids: new Int32Array(ops * 3), owners: new Uint16Array(ops) };
  for (let op = 0; op < ops; op += 1) {
    const id = records[op * fieldsPerOp + 1] ?? 0;
    packId(columns.ids, op * 3, orderIdOf(id));
    columns.owners[op] = traderOf(id, sellers[id] === 1, traders);
  }
  made.set(tape, columns);
  return columns;
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
