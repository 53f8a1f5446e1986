// The whole engine under an op tape, asked with command objects and answering with event objects.

import { type Applied, apply } from '@mandato/exchange-core/engine/apply';
import type { EngineCommand, OrderTerms } from '@mandato/exchange-core/engine/command';
import type { ExchangeState } from '@mandato/exchange-core/engine/state';
import { accountIdOf, bookIdOf } from '@mandato/exchange-core/ids';
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
import { sellersOf } from './engine-adapter.ts';
import { cancelOp, fieldsPerOp, limitOp, marketOp, opCount, type Tape } from './tape.ts';

export const name = 'Lonja, whole engine by objects';

const book = bookIdOf('btc_mxn');
const tick = 1_000_000_000n;

// Commands are made before the clock starts, once for all replays of a process.
const made = new WeakMap<Tape, readonly EngineCommand[]>();

export function build(tape: Tape): TapeEngine {
  const commands = made.get(tape) ?? commandsOf(tape);
  made.set(tape, commands);
  const state = createBenchExchange(1, tradersFor(tape.preload));
  let applied: Applied = { ok: true, value: [] };
  return {
    apply(op) {
      const command = commands[op];
      if (command !== undefined) applied = apply(state, command);
      return applied;
    },
    depth: () => depthOf(state),
    fills: () => (applied.ok ? applied.value.flatMap(fillOf) : []),
  };
}

function fillOf(event: Extract<Applied, { ok: true }>['value'][number]): TapeFill[] {
  if (event.kind !== 'trade') return [];
  const { trade } = event;
  const price = Number(trade.price / tick);
  const quantity = Number(trade.quantity) / lotsPerQuantity;
  return [{ maker: tapeIdOf(trade.makerOrderId), taker: tapeIdOf(trade.takerOrderId), price, quantity }];
}

function depthOf(state: ExchangeState): TapeDepth {
  const orderBook = state.books.get(book)?.orderBook;
  if (orderBook === undefined) return { bids: new Map(), asks: new Map() };
  const [bids, asks] = (['buy', 'sell'] as const).map(
    (side) => new Map([...levelsOf(orderBook, side)].map(([price, lots]) => [price, lots / lotsPerQuantity])),
  );
  return { bids: bids ?? new Map(), asks: asks ?? new Map() };
}

/** The tape as commands, in order. */
export function commandsOf(tape: Tape): EngineCommand[] {
  const sellers = sellersOf(tape);
  const traders = tradersFor(tape.preload);
  const ids = Array.from({ length: tape.idLimit + 1 }, (_, id) => orderIdOf(id));
  const accounts = Array.from({ length: 2_048 }, (_, trader) => accountIdOf(`trader-${trader}`));
  return Array.from({ length: opCount(tape) }, (_, op) => {
    const [kind = 0, id = 0, side = 0, price = 0, quantity = 0] = tape.records.subarray(
      op * fieldsPerOp,
      (op + 1) * fieldsPerOp,
    );
    const isSell = sellers[id] === 1;
    const account = accounts[traderOf(id, isSell, traders)] ?? accountIdOf('nobody');
    const orderId = ids[id] ?? orderIdOf(0);
    const atMs = startMs + op;
    if (kind === cancelOp) return { kind: 'cancel_order', atMs, account, orderId };
    const terms = termsOf(kind, price, quantity);
    return {
      kind: 'place_order',
      atMs,
      account,
      orderId,
      originId: null,
      book,
      side: side === 1 ? 'sell' : 'buy',
      terms,
    };
  });
}

function termsOf(kind: number, price: number, units: number): OrderTerms {
  const quantity = BigInt(units * lotsPerQuantity);
  if (kind === marketOp) return { kind: 'market_quantity', quantity, slippagePpm: null };
  const timeInForce = kind === limitOp ? 'gtc' : 'ioc';
  return { kind: 'limit', price: BigInt(price) * tick, quantity, timeInForce };
}
