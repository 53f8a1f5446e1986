// Talks to the stream over real sockets: odd messages, keep-alives, and readers that never read.

import { once } from 'node:events';
import { connect, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { bookIdOf, venueOrderIdOf } from '@mandato/exchange-core/ids';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { listenForTest } from '../testing/listen-for-test.ts';
import { testLonja, tradingPermissions } from '../testing/test-lonja.ts';
import { MarketStream } from './market-stream.ts';
import { createStreamServer } from './serve-stream.ts';
import { SocketReader, waitingBytesMax } from './socket-reader.ts';

const book = bookIdOf('btc_mxn');

async function serve() {
  const { test: lonja, ana } = await testLonja({ hasRateLimits: false, hasSandboxFaults: true });
  const { server, port } = await listenForTest(lonja);
  const { streamServer } = lonja.lonja;
  return { lonja, ana, server, streamServer, port };
}

async function client(port: number, path = '/') {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  const messages: Record<string, unknown>[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  await once(socket, 'open');
  onTestFinished(() => socket.terminate());
  async function next(): Promise<Record<string, unknown>> {
    while (messages.length === 0) await once(socket, 'message');
    return messages.shift() ?? {};
  }
  return {
    socket,
    messages,
    next,
    say: (message: unknown) => {
      socket.send(typeof message === 'string' ? message : JSON.stringify(message));
      return next();
    },
  };
}

test('createStreamServer() answers every message as Bitso does', async () => {
  const { port } = await serve();
  const { say } = await client(port, '/any/path');
  const subscribe = { action: 'subscribe', book: 'btc_mxn', type: 'trades' };
  const time = expect.any(Number);
  expect(await say(subscribe)).toEqual({ action: 'subscribe', response: 'ok', time, type: 'trades', book });
  expect(await say(subscribe)).toEqual({
    action: 'subscribe',
    response: 'Already subscribed to channel: trades:btc_mxn',
    time,
    type: 'trades',
    book,
  });
  expect(await say({ ...subscribe, action: 'unsubscribe' })).toMatchObject({
    action: 'unsubscribe',
    response: 'ok',
  });
  expect(await say({ ...subscribe, type: 'orders', book: 'nope_usd' })).toEqual({
    action: 'subscribe',
    type: 'orders',
    error: 'This book is not supported - nope_usd',
    time,
  });
  expect(await say({ ...subscribe, book: 'BTC_MXN' })).toMatchObject({
    error: 'This book is not supported - BTC_MXN',
  });
  expect(await say({ ...subscribe, type: 'nope' })).toMatchObject({
    error: 'This type of channel is not supported - nope',
  });
  expect(await say({ ...subscribe, action: 'dance' })).toMatchObject({ error: 'unknown subscription' });
  for (const text of ['hello', '', '[]', 'null', '"x"', '{']) {
    expect(await say(text)).toEqual({ error: 'invalid message', time });
  }
  expect(await say({ ...subscribe, book: 5 })).toMatchObject({ error: 'This book is not supported - ' });
  expect(JSON.stringify(await say({ ...subscribe, book: 'x'.repeat(3_000) })).length < 300).toBe(true);
});

test('createStreamServer() closes with 1011 when there is no book, and with 1009 when it is too much', async () => {
  const { port } = await serve();
  const without = await client(port);
  without.socket.send('{"action":"subscribe","type":"orders"}');
  expect((await once(without.socket, 'close'))[0]).toBe(1011);
  expect(without.messages).toEqual([]);
  const large = await client(port);
  large.socket.on('error', () => undefined);
  large.socket.send('x'.repeat(10_000));
  expect((await once(large.socket, 'close'))[0]).toBe(1009);
});

test('createStreamServer() tells of an order from its place in the book to its end', async () => {
  const { lonja, ana, port } = await serve();
  const { say, next } = await client(port);
  await say({ action: 'subscribe', book, type: 'diff-orders' });
  const key = await ana.makeKey(tradingPermissions);
  const order = { book, side: 'buy', type: 'limit', major: '0.001', price: '1500000', origin_id: 'a' };
  expect((await lonja.post(key, '/api/v3/orders', order)).status).toBe(200);
  const placed = await next();
  expect(placed).toMatchObject({
    type: 'diff-orders',
    book,
    payload: [{ s: 'open', a: '0.00100000', t: 0 }],
  });
  const snapshot = await lonja.get('/api/v3/order_book?book=btc_mxn&aggregate=false');
  expect(snapshot.text).toContain(`"sequence":"${String(placed['sequence'])}"`);
  await lonja.signed(key, { method: 'DELETE', target: '/api/v3/orders?origin_ids=a' });
  expect(await next()).toMatchObject({ payload: [{ s: 'cancelled' }] });
});

test('createStreamServer() keeps connections alive from time to time', async () => {
  const { lonja, server } = await serve();
  const { exchange } = lonja.lonja.sequencer.state;
  const clock = { nowMs: () => 5 };
  const stream = new MarketStream({
    exchange,
    clock,
    switches: { documented_diff_shape: false } as never,
    faults: { holds: () => null },
    later: (flush) => flush(),
  });
  const times = { firstKeepAliveMs: 5, keepAliveMs: 10, closeMs: 1 };
  const quick = createStreamServer({ stream, exchange, clock }, times);
  server.removeAllListeners('upgrade');
  quick.attach(server);
  const address = server.address();
  const { next } = await client(typeof address === 'object' && address !== null ? address.port : 0);
  for (let count = 0; count < 3; count += 1) expect(await next()).toEqual({ type: 'ka' });
  quick.close();
});

test('SocketReader lets only the latest state wait, and cuts off who is too far behind', () => {
  const socket = new Socket();
  let waiting = 0;
  const written: string[] = [];
  Object.defineProperty(socket, 'writableLength', { get: () => waiting });
  socket.write = ((chunk: Buffer) => {
    written.push(String(chunk).slice(0, 8));
    waiting += chunk.length;
    return true;
  }) as typeof socket.write;
  let cutOffs = 0;
  const reader = new SocketReader(socket, { cutOff: () => (cutOffs += 1), close: () => undefined });
  const frame = Buffer.alloc(40_000, 'a');
  reader.send(frame);
  reader.send(frame);
  for (const state of ['one', 'two', 'three']) reader.sendLatest(book, () => Buffer.from(state));
  expect(written).toHaveLength(2);
  waiting = 0;
  socket.emit('drain');
  expect(written.slice(2)).toEqual(['three']);
  for (let count = 0; count < 10; count += 1) reader.send(frame);
  expect(cutOffs).toBe(1);
  expect(waiting <= waitingBytesMax + frame.length).toBe(true);
});

test('createStreamServer() cuts off readers that never read, and nobody else', async () => {
  const { lonja, streamServer, port } = await serve();
  const stuck = await client(port);
  await stuck.say({ action: 'subscribe', book, type: 'diff-orders' });
  stuck.socket.pause();
  const awake = await client(port);
  await awake.say({ action: 'subscribe', book, type: 'diff-orders' });
  await lonja.ask(
    new Request('http://lonja.test/sandbox/faults', {
      method: 'POST',
      body: JSON.stringify({ do: 'ws(flood,60)', times: null }),
    }),
  );
  const { marketPort } = lonja.lonja;
  const account = [...lonja.lonja.sequencer.state.exchange.accounts.keys()][0];
  if (account === undefined) expect.fail('somebody has signed up');
  for (let count = 0; streamServer.counts().cutOff === 0 && count < 4_000; count += 1) {
    const orderId = venueOrderIdOf(marketPort.ids.alphanumeric(16));
    const terms = {
      kind: 'limit',
      price: 150_000_000_000_000n,
      quantity: 100_000n,
      timeInForce: 'gtc',
    } as const;
    const atMs = lonja.nowMs;
    await marketPort.submit({
      kind: 'place_order',
      atMs,
      account,
      orderId,
      originId: null,
      book,
      side: 'buy',
      terms,
    });
    await marketPort.submit({ kind: 'cancel_order', atMs, account, orderId });
    await wait(0);
    awake.messages.length = 0;
  }
  expect(streamServer.counts().cutOff).toBe(1);
  await wait(20);
  expect(streamServer.counts().open).toBe(1);
});

test('createStreamServer() answers a request that offers another protocol', async () => {
  const { port } = await serve();
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.write(
    'GET /api/v3/ticker?book=btc_mxn HTTP/1.1\r\nHost: l\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n\r\n',
  );
  await once(socket, 'close');
  expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 200 .*"success":true/s);
});
