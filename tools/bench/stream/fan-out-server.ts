// The process whose fan-out is measured: the exchange's own stream, or (started with `ws`) a plain loop of sends.

import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { bookCatalogue } from '@mandato/exchange-core/book-catalogue';
import { apply } from '@mandato/exchange-core/engine/apply';
import type { EngineCommand } from '@mandato/exchange-core/engine/command';
import type { BookDiff, EngineEvent } from '@mandato/exchange-core/engine/event';
import { createExchangeState } from '@mandato/exchange-core/engine/state';
import { accountIdOf, assetOf, bookIdOf, venueOrderIdOf } from '@mandato/exchange-core/ids';
import { fullBookOf } from '@mandato/exchange-core/view/book-view';
import { unitsPerWhole } from '@mandato/primitives/money';
import { type WebSocket, WebSocketServer } from 'ws';
import { WholeRequest } from '../../../apps/lonja/src/http/whole-request.ts';
import { WholeResponse } from '../../../apps/lonja/src/http/whole-response.ts';
import { noFaults } from '../../../apps/lonja/src/sandbox/fault-board.ts';
import { defaultSwitches } from '../../../apps/lonja/src/sandbox/switches.ts';
import { diffFrame, ordersFrame, ordersPayload } from '../../../apps/lonja/src/stream/market-frames.ts';
import { MarketStream, type StreamReader } from '../../../apps/lonja/src/stream/market-stream.ts';
import { createStreamServer } from '../../../apps/lonja/src/stream/serve-stream.ts';
import { type FanOutAnswer, type SendOrder, sendOrderSchema } from './fan-out-words.ts';

const isOurs = process.argv[2] === 'lonja';
const book = bookIdOf('btc_mxn');
const account = accountIdOf('fan-out');
const startMs = 1_790_000_000_000;
const clock = { nowMs: () => startMs };
const exchange = createExchangeState(bookCatalogue);

/** A reader beside the real ones that only counts: what every reader of a channel is given. */
class CountingReader implements StreamReader {
  bytes = 0;
  isReady(): boolean {
    return true;
  }
  send(frames: Buffer): void {
    this.bytes += frames.length;
  }
  sendLatest(_book: string, frame: () => Buffer): void {
    this.bytes += frame().length;
  }
  close(): void {
    this.bytes = Number.NaN;
  }
}

function make(command: EngineCommand): readonly EngineEvent[] {
  const done = apply(exchange, command);
  if (!done.ok) throw new Error(done.error);
  return done.value;
}

make({ kind: 'open_account', atMs: startMs, account });
make({
  kind: 'fund',
  atMs: startMs,
  account,
  asset: assetOf('mxn'),
  amount: 1_000_000_000n * unitsPerWhole,
  fundingId: 'f'.repeat(32),
  method: 'bench',
});

let made = 0;
let resting: EngineCommand | null = null;

// An order that comes, and then goes: each of the two changes the top of the book and is one event.
function nextEvents(): readonly EngineEvent[] {
  if (resting !== null) {
    const gone = resting;
    resting = null;
    return make(gone);
  }
  made += 1;
  const orderId = venueOrderIdOf(made.toString(36).padStart(16, '0'));
  resting = { kind: 'cancel_order', atMs: startMs, account, orderId };
  return place(orderId, 1_000_000n + BigInt(made % 1_000) * 10n);
}

function place(orderId: ReturnType<typeof venueOrderIdOf>, price: bigint): readonly EngineEvent[] {
  const terms = {
    kind: 'limit',
    price: price * unitsPerWhole,
    quantity: unitsPerWhole / 1_000n,
    timeInForce: 'gtc',
  } as const;
  const order = { kind: 'place_order', atMs: startMs, account, orderId, originId: null, book } as const;
  return make({ ...order, side: 'buy', terms });
}

// A book as it usually is: the top of each side is full.
for (let level = 0; level < 40; level += 1) {
  place(venueOrderIdOf(`level${String(level).padStart(11, '0')}`), BigInt(900_000 + level * 10));
}

const switches = defaultSwitches(false);
const stream = new MarketStream({ exchange, clock, switches, faults: noFaults, later: setImmediate });
const streamServer = createStreamServer({ stream, exchange, clock });
const counters = { 'diff-orders': new CountingReader(), orders: new CountingReader() };
for (const channel of ['diff-orders', 'orders'] as const) stream.subscribe(counters[channel], channel, book);

const plain = new WebSocketServer({
  noServer: true,
  clientTracking: false,
  maxPayload: 4_096,
  perMessageDeflate: { serverNoContextTakeover: true, clientNoContextTakeover: true },
});
const plainReaders = { 'diff-orders': new Set<WebSocket>(), orders: new Set<WebSocket>() };

function welcomePlain(webSocket: WebSocket): void {
  webSocket.on('error', () => undefined);
  webSocket.on('message', (data: Buffer) => {
    const channel = data.includes('diff-orders') ? 'diff-orders' : 'orders';
    plainReaders[channel].add(webSocket);
    webSocket.on('close', () => plainReaders[channel].delete(webSocket));
    webSocket.send('{"response":"ok"}');
  });
}

// What a service does that has not thought about it: a text for each event, and a send for each reader.
function sendPlainly(channel: SendOrder['channel']): number {
  const diff = nextEvents().find((event): event is BookDiff => event.kind === 'book_diff');
  const top = ordersPayload(fullBookOf(exchange, book, 20) ?? { bids: [], asks: [] });
  const text =
    channel === 'orders' || diff === undefined
      ? ordersFrame(book, top, clock.nowMs())
      : diffFrame([diff], { documentedShape: false, sentMs: clock.nowMs() });
  for (const webSocket of plainReaders[channel]) webSocket.send(text);
  return text.length + (text.length < 126 ? 2 : text.length < 65_536 ? 4 : 10);
}

function sendOurs(events: number): Promise<void> {
  for (let made = 0; made < events; made += 1) stream.publish(nextEvents());
  // The stream sends at the end of the turn; this comes after it.
  return new Promise((resolve) => setImmediate(resolve));
}

async function obey({ channel, events }: SendOrder): Promise<FanOutAnswer> {
  const before = counters[channel].bytes;
  let plainBytes = 0;
  if (isOurs) await sendOurs(events);
  else for (let each = 0; each < events; each += 1) plainBytes += sendPlainly(channel);
  const { user, system } = process.cpuUsage();
  return {
    kind: 'sent',
    bytesPerReader: isOurs ? counters[channel].bytes - before : plainBytes,
    cpuMicros: user + system,
    memoryBytes: process.memoryUsage.rss(),
    ...(isOurs ? streamServer.counts() : { open: plainOpen(), cutOff: 0 }),
  };
}

function plainOpen(): number {
  return plainReaders.orders.size + plainReaders['diff-orders'].size;
}

const server = createServer({ IncomingMessage: WholeRequest, ServerResponse: WholeResponse });
if (isOurs) streamServer.attach(server);
else {
  server.on('upgrade', (request: IncomingMessage, duplex: Duplex, head: Buffer) => {
    plain.handleUpgrade(request, duplex, head, welcomePlain);
  });
}

function say(answer: FanOutAnswer): void {
  process.send?.(answer);
}

process.on('disconnect', () => process.exit(0));
process.on('message', (message) => {
  void obey(sendOrderSchema.parse(message)).then(say);
});
server.listen(0, '127.0.0.1', 4_096, () => {
  const address = server.address();
  say({ kind: 'listening', port: typeof address === 'object' && address !== null ? address.port : 0 });
});
