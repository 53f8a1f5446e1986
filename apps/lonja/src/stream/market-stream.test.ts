// Rebuilds a book from a snapshot and the depth feed, step by step, and shows when the other channels speak.

import { apply } from '@mandato/exchange-core/engine/apply';
import { bookIdOf, venueOrderIdOf } from '@mandato/exchange-core/ids';
import { fullBookOf, publicTradesOf } from '@mandato/exchange-core/view/book-view';
import { seededRng } from '@mandato/primitives/seeded-rng';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { exchangePort } from '../market/exchange-port.ts';
import { startSimulatedMarket } from '../market/simulated-market.ts';
import { createFaultBoard } from '../sandbox/fault-board.ts';
import { faultRuleSchema } from '../sandbox/fault-verb.ts';
import { defaultSwitches } from '../sandbox/switches.ts';
import { MarketStream, type StreamReader } from './market-stream.ts';

const book = bookIdOf('btc_mxn');
const unix = 1_790_000_000_000;
const entrySchema = z.object({
  o: z.string(),
  r: z.string(),
  t: z.union([z.literal(0), z.literal(1)]),
  a: z.string().optional(),
  v: z.string().optional(),
  s: z.string(),
});
const diffSchema = z.object({
  type: z.literal('diff-orders'),
  sequence: z.int(),
  payload: z.array(entrySchema),
});

class Listener implements StreamReader {
  readonly messages: string[] = [];
  readonly closed: number[] = [];

  isReady(): boolean {
    return this.closed.length === 0;
  }

  send(frames: Buffer): void {
    this.messages.push(...readFrames(frames));
  }

  sendLatest(_book: string, frame: () => Buffer): void {
    this.send(frame());
  }

  close(code: number): void {
    this.closed.push(code);
  }
}

/** The texts of unmasked frames, read as a client does. */
function readFrames(bytes: Buffer): string[] {
  const texts: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    expect(bytes[at]).toBe(0x81);
    const short = bytes[at + 1] ?? 0;
    const header = short < 126 ? 2 : short === 126 ? 4 : 10;
    const length =
      short < 126
        ? short
        : short === 126
          ? bytes.readUInt16BE(at + 2)
          : Number(bytes.readBigUInt64BE(at + 2));
    texts.push(bytes.toString('utf8', at + header, at + header + length));
    at += header + length;
  }
  return texts;
}

async function lively() {
  const rng = seededRng(11);
  let nowMs = unix;
  const port = exchangePort({ nowMs: () => (nowMs += rng.below(2_000)) });
  const switches = defaultSwitches(false);
  const faults = createFaultBoard();
  const clock = { nowMs: () => nowMs };
  const flushes: (() => void)[] = [];
  const stream = new MarketStream({
    exchange: port.exchange,
    clock,
    switches,
    faults,
    later: (flush) => flushes.push(flush),
  });
  let steps = 0;
  let check: () => void = () => undefined;
  const market = await startSimulatedMarket({
    seed: 5,
    pauseMs: 0,
    port: {
      ...port,
      // Applied and published in one turn, so that the book never runs ahead of its messages.
      submit: (command) => {
        const done = apply(port.exchange, command);
        if (done.ok) stream.publish(done.value);
        for (const flush of flushes.splice(0)) flush();
        steps += 1;
        check();
        return Promise.resolve(done);
      },
    },
  });
  onTestFinished(() => market.stop());
  return {
    port,
    stream,
    switches,
    faults,
    afterEach: (work: () => void) => {
      check = work;
    },
    until: async (count: number) => {
      const goal = steps + count;
      while (steps < goal) await new Promise((resolve) => setTimeout(resolve, 1));
    },
  };
}

test('MarketStream: a snapshot and the diffs after it are the book at every step', async () => {
  const { port, stream, afterEach, until } = await lively();
  const listener = new Listener();
  stream.subscribe(listener, 'diff-orders', book);
  await until(50);
  const full = () => fullBookOf(port.exchange, book, 100_000);
  const snapshot = full();
  const rebuilt = new Map([...(snapshot?.bids ?? []), ...(snapshot?.asks ?? [])].map(rowOf));
  let sequence = snapshot?.sequence ?? 0;
  let compared = 0;
  afterEach(() => {
    for (const text of listener.messages.splice(0)) {
      const diff = diffSchema.parse(JSON.parse(text));
      if (diff.sequence <= sequence) continue;
      expect(diff.sequence).toBe(sequence + 1);
      sequence = diff.sequence;
      for (const entry of diff.payload) {
        if (entry.s === 'open') rebuilt.set(entry.o, `${entry.t} ${entry.r} ${Number(entry.a)}`);
        else rebuilt.delete(entry.o);
      }
    }
    const now = full();
    const wanted = new Map([...(now?.bids ?? []), ...(now?.asks ?? [])].map(rowOf));
    expect([...rebuilt].sort()).toEqual([...wanted].sort());
    expect(sequence).toBe(now?.sequence);
    compared += 1;
  });
  await until(400);
  afterEach(() => undefined);
  expect(compared).toBeGreaterThanOrEqual(400);
});

function rowOf(order: {
  readonly orderId: string;
  readonly side: string;
  readonly price: bigint;
  readonly quantity: bigint;
}): readonly [string, string] {
  const price = Number(order.price) / 1e8;
  return [order.orderId, `${order.side === 'buy' ? 0 : 1} ${price} ${Number(order.quantity) / 1e8}`];
}

test.each([31, 32, 33, 70])(
  'MarketStream: each of %i readers is sent each message once, the ready and the slow',
  async (count) => {
    const { stream, until } = await lively();
    const listeners = Array.from({ length: count }, () => new Listener());
    for (const listener of listeners) stream.subscribe(listener, 'diff-orders', book);
    listeners[count - 2]?.close(1011);
    await until(20);
    const [first] = listeners;
    expect(first?.messages.length).toBeGreaterThan(0);
    for (const listener of listeners) expect(listener.messages).toEqual(first?.messages);
  },
);

test('MarketStream: `orders` speaks when one of the best twenty changed, and not on subscribing', async () => {
  const { stream, afterEach, until } = await lively();
  const listener = new Listener();
  stream.subscribe(listener, 'orders', book);
  expect(stream.subscribe(listener, 'orders', book)).toBe(false);
  expect(listener.messages).toEqual([]);
  let before = '';
  afterEach(() => {
    for (const text of listener.messages.splice(0)) {
      const { payload } = z
        .object({ payload: z.object({ bids: z.array(entrySchema), asks: z.array(entrySchema) }) })
        .parse(JSON.parse(text));
      expect(JSON.stringify(payload)).not.toBe(before);
      before = JSON.stringify(payload);
      expect(payload.bids.length <= 20 && payload.asks.length <= 20).toBe(true);
      expect(payload.bids.every(({ t, s }) => t === 0 && s === 'undefined')).toBe(true);
      const prices = payload.asks.map(({ r }) => Number(r));
      expect(prices).toEqual([...prices].sort((a, b) => a - b));
    }
  });
  await until(150);
  afterEach(() => undefined);
  expect(before).not.toBe('');
});

test('MarketStream: trades carry the taker side, both orders and the id of REST', async () => {
  const { port, stream, until } = await lively();
  const listener = new Listener();
  stream.subscribe(listener, 'trades', book);
  while (listener.messages.length === 0) await until(20);
  const [text = ''] = listener.messages;
  const { payload } = z
    .object({ payload: z.array(z.record(z.string(), z.unknown())) })
    .parse(JSON.parse(text));
  const trades = publicTradesOf(port.exchange, book, { limit: 5_000, sort: 'asc', marker: null });
  const trade = trades.find(({ tradeId }) => tradeId === payload[0]?.['i']);
  expect(payload[0]).toMatchObject({
    mo: trade?.makerOrderId,
    to: trade?.takerOrderId,
    t: trade?.takerSide === 'buy' ? 0 : 1,
    x: trade?.atMs,
  });
  stream.unsubscribe(listener, 'trades', book);
  listener.messages.length = 0;
  await until(100);
  expect(listener.messages).toEqual([]);
});

test('MarketStream: what one match does to resting orders is one message, and a change of an order is two', () => {
  const port = exchangePort({ nowMs: () => unix });
  const stream = new MarketStream({
    exchange: port.exchange,
    clock: { nowMs: () => unix },
    switches: defaultSwitches(false),
    faults: createFaultBoard(),
    later: (flush) => flush(),
  });
  const listener = new Listener();
  stream.subscribe(listener, 'diff-orders', book);
  const at = (orderId: string) => {
    const id = venueOrderIdOf(orderId.padStart(16, '0'));
    return { kind: 'book_diff', book, orderId: id, side: 'buy', createdAtMs: unix, atMs: unix } as const;
  };
  const price = 150_000_000_000_000n;
  stream.publish([
    { ...at('1'), sequence: 1, price, quantity: 0n, status: 'completed' },
    { ...at('2'), sequence: 1, price, quantity: 500_000n, status: 'open' },
    { ...at('3'), sequence: 2, price, quantity: 1n, status: 'cancelled' },
    { ...at('3'), sequence: 3, price, quantity: 1n, status: 'open' },
  ]);
  const messages = listener.messages.map((text) => diffSchema.parse(JSON.parse(text)));
  expect(messages.map(({ sequence, payload }) => [sequence, ...payload.map(({ s }) => s)])).toEqual([
    [1, 'completed', 'open'],
    [2, 'cancelled'],
    [3, 'open'],
  ]);
});

test('MarketStream: a cancelled entry has amounts as on the wire, and none as documented', () => {
  const port = exchangePort({ nowMs: () => unix });
  const switches = defaultSwitches(false);
  const stream = new MarketStream({
    exchange: port.exchange,
    clock: { nowMs: () => unix },
    switches,
    faults: createFaultBoard(),
    later: (flush) => flush(),
  });
  const listener = new Listener();
  stream.subscribe(listener, 'diff-orders', book);
  const orderId = venueOrderIdOf('q7Zt0LmB2xYcR4uE');
  const base = { kind: 'book_diff', book, orderId, side: 'buy', createdAtMs: unix, atMs: unix + 1 } as const;
  const price = 150_000_000_000_000n;
  const quantity = 500_000n;
  stream.publish([{ ...base, sequence: 1, price, quantity, status: 'cancelled' }]);
  switches.documented_diff_shape = true;
  stream.publish([{ ...base, sequence: 2, price, quantity, status: 'cancelled' }]);
  stream.publish([{ ...base, sequence: 3, price, quantity: 0n, status: 'completed' }]);
  const entries = listener.messages.map((text) => diffSchema.parse(JSON.parse(text)).payload[0]);
  expect(entries).toEqual([
    { o: orderId, r: '1500000', t: 0, a: '0.00500000', v: '7500.00000000', s: 'cancelled' },
    { o: orderId, r: '1500000', t: 0, s: 'cancelled' },
    { o: orderId, r: '1500000', t: 0, s: 'completed' },
  ]);
});

test('MarketStream: the ws dials leave gaps, repeat, stand still, flood and close', async () => {
  const { stream, faults, until } = await lively();
  const listener = new Listener();
  stream.subscribe(listener, 'diff-orders', book);
  const sequences = async () => {
    listener.messages.length = 0;
    await until(200);
    return listener.messages.map((text) => diffSchema.parse(JSON.parse(text)).sequence);
  };
  const steps = (numbers: readonly number[]) =>
    numbers.slice(1).map((number, at) => number - (numbers[at] ?? 0));
  const dial = (text: string) => faults.add(faultRuleSchema.parse({ do: text, match: { skip: 3 } }));
  expect(new Set(steps(await sequences()))).toEqual(new Set([1]));
  dial('ws(gap)');
  expect(new Set(steps(await sequences()))).toEqual(new Set([1, 2]));
  dial('ws(dup)');
  expect(steps(await sequences()).filter((step) => step === 0)).toHaveLength(1);
  dial('ws(flood,50)');
  expect(steps(await sequences()).filter((step) => step === 0)).toHaveLength(50);
  faults.clear();
  dial('ws(freeze)');
  expect(await sequences()).toHaveLength(3);
  faults.clear();
  dial('ws(close)');
  await until(200);
  expect(listener.closed).toEqual([1011]);
});
