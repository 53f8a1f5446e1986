// That everything which the benchmark times does the same, on a small tape made here. Speed is not judged.

import { accountIdOf, assetOf, bookIdOf, type VenueOrderId } from '@mandato/exchange-core/ids';
import { TwinExchange } from '@mandato/exchange-core/twin/twin-exchange';
import { unitsPerWhole } from '@mandato/primitives/money';
import { expect, test } from 'vitest';
import type { TapeEngine } from './adapter.ts';
import { createBenchExchange, lotsPerQuantity, startMs, tapeIdOf, tradersFor } from './bench-exchange.ts';
import * as bookAdapter from './book-adapter.ts';
import * as commandAdapter from './command-adapter.ts';
import * as engineAdapter from './engine-adapter.ts';
import { fillsHashOf } from './fills-hash.ts';
import { generateTape, opCount, type Tape } from './tape.ts';

const tick = 1_000_000_000n;

// The exchange as one would write it down first: lists that are searched from end to end.
function buildTwin(tape: Tape): TapeEngine {
  const spec = createBenchExchange(1, 1).books.get(bookIdOf('btc_mxn'))?.spec;
  if (spec === undefined) expect.fail('the bench exchange has a book');
  const twin = new TwinExchange(spec);
  for (let trader = 0; trader < tradersFor(tape.preload) * 2; trader += 1) {
    const account = accountIdOf(`trader-${trader}`);
    twin.apply({ kind: 'open_account', atMs: startMs, account });
    for (const asset of ['btc', 'mxn'].map(assetOf)) {
      const fundingId = `${trader}-${asset}`.padStart(32, '0');
      const amount = 1_000_000_000_000n * unitsPerWhole;
      twin.apply({ kind: 'fund', atMs: startMs, account, asset, amount, fundingId, method: 'bench' });
    }
  }
  const commands = commandAdapter.commandsOf(tape);
  return {
    apply: (op) => {
      const command = commands[op];
      return command === undefined ? null : twin.apply(command);
    },
    fills: () => twin.trades.map(fillOf),
    depth: () => ({ bids: new Map(), asks: new Map() }),
  };
}

function fillOf(trade: {
  readonly maker: VenueOrderId;
  readonly taker: VenueOrderId;
  readonly price: bigint;
  readonly quantity: bigint;
}) {
  return {
    maker: tapeIdOf(trade.maker),
    taker: tapeIdOf(trade.taker),
    price: Number(trade.price / tick),
    quantity: Number(trade.quantity) / lotsPerQuantity,
  };
}

test('the bare book, the whole engine asked both ways and the twin fill a tape alike', {
  timeout: 60_000,
}, () => {
  const tape = generateTape(20_261_123, { depth: 200, ops: 3_000 });
  const wanted = fillsHashOf(tape, buildTwin(tape));
  for (const { build } of [bookAdapter, engineAdapter, commandAdapter]) {
    expect(fillsHashOf(tape, build(tape))).toEqual(wanted);
  }
  expect(wanted.trades).toBeGreaterThan(300);
});

test('the bare book and the whole engine hold the same depth at the end of a tape', () => {
  const tape = generateTape(7, { depth: 1_000, ops: 10_000 });
  const [bare, ...whole] = [bookAdapter, engineAdapter, commandAdapter].map(({ build }) => {
    const engine = build(tape);
    for (let op = 0; op < opCount(tape); op += 1) engine.apply(op);
    return engine.depth();
  });
  expect(bare?.bids.size).toBeGreaterThan(10);
  for (const depth of whole) expect(depth).toEqual(bare);
});
