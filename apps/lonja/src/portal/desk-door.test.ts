// Listens to a person's own orders over real sockets: who may, what is told, when it ends, and how much may wait.

import { once } from 'node:events';
import type { Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { listenForTest } from '../testing/listen-for-test.ts';
import { TestPerson, testLonja, tradingPermissions } from '../testing/test-lonja.ts';

const messageSchema = z.object({
  type: z.literal('desk'),
  desk: z.looseObject({
    openOrders: z.array(z.looseObject({ orderId: z.string(), state: z.string() })),
    balanceDials: z.array(z.string()),
  }),
});

async function serve(hasSandboxFaults = false) {
  const { test: lonja, ana } = await testLonja({ hasRateLimits: false, hasSandboxFaults });
  const { server, port } = await listenForTest(lonja);
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => sockets.push(socket));
  return { lonja, ana, sockets, port };
}

interface Listener {
  readonly port: number;
  readonly cookie?: string;
  readonly origin?: string;
}

function listen({ port, cookie = '', origin = `http://127.0.0.1:${port}` }: Listener) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/portal/live`, { headers: { cookie, origin } });
  onTestFinished(() => socket.terminate());
  socket.on('error', () => undefined);
  const texts: string[] = [];
  socket.on('message', (data) => texts.push(String(data)));
  async function next() {
    while (texts.length === 0) await once(socket, 'message');
    return messageSchema.parse(JSON.parse(texts.shift() ?? '')).desk;
  }
  return { socket, texts, next };
}

async function refusalOf(listener: Listener): Promise<string> {
  const { socket } = listen(listener);
  const [error] = await once(socket, 'error').catch((reason: unknown) => [reason]);
  return error instanceof Error ? error.message : 'none';
}

const order = { book: 'btc_mxn', side: 'buy', type: 'limit', major: '0.001', price: '1500000' };

test('createDeskDoor() opens to a session that passed every factor, from our own pages', async () => {
  const { lonja, ana, port } = await serve();
  expect(await refusalOf({ port })).toContain('401');
  expect(await refusalOf({ port, cookie: `lonja_session=${'a'.repeat(43)}` })).toContain('401');
  const { cookie } = ana;
  expect(await refusalOf({ port, cookie, origin: 'http://elsewhere.example' })).toContain('403');
  const halfway = new TestPerson(lonja, ana.email);
  await halfway.call('signIn', { email: ana.email, password: ana.password });
  expect(halfway.cookie).not.toBe('');
  expect(await refusalOf({ port, cookie: halfway.cookie })).toContain('401');
  expect((await listen({ port, cookie }).next()).openOrders).toEqual([]);
});

test('DeskFeed hides from the pages what a dial hides from the API, and tells of it once it does not', async () => {
  const { lonja, ana, port } = await serve(true);
  const key = await ana.makeKey(tradingPermissions);
  const dial = { method: 'POST', body: JSON.stringify({ do: 'read_lag(400)' }) };
  expect((await lonja.ask(new Request('http://lonja.test/sandbox/faults', dial))).status).toBe(200);
  const own = listen({ port, cookie: ana.cookie });
  await own.next();
  expect(await lonja.post(key, '/api/v3/orders', order)).toMatchObject({ status: 200 });
  expect((await own.next()).openOrders).toEqual([]);
  lonja.nowMs += 401;
  expect((await own.next()).openOrders).toMatchObject([{ state: 'open' }]);
});

test('DeskFeed tells the pages at once that a dial was turned', async () => {
  const { lonja, ana, port } = await serve(true);
  const own = listen({ port, cookie: ana.cookie });
  expect((await own.next()).balanceDials).toEqual([]);
  const url = 'http://lonja.test/sandbox/faults';
  await lonja.ask(new Request(url, { method: 'POST', body: JSON.stringify({ do: 'drift(mxn,-1)' }) }));
  expect((await own.next()).balanceDials).toEqual(['drift']);
  await lonja.ask(new Request(url, { method: 'DELETE' }));
  expect((await own.next()).balanceDials).toEqual([]);
});

test('createDeskDoor() tells of orders that come by the API, changes and cancellations, and of nobody else’s', async () => {
  const { lonja, ana, port } = await serve();
  const beto = new TestPerson(lonja, 'beto@example.com');
  await beto.signUp();
  const key = await ana.makeKey(tradingPermissions);
  const own = listen({ port, cookie: ana.cookie });
  const other = listen({ port, cookie: beto.cookie });
  await Promise.all([own.next(), other.next()]);
  await lonja.post(key, '/api/v3/orders', { ...order, origin_id: 'one' });
  await lonja.post(key, '/api/v3/orders', { ...order, origin_id: 'two' });
  // Both came within the time that is gathered, or one after the other.
  let desk = await own.next();
  while (desk.openOrders.length < 2) desk = await own.next();
  expect(desk.openOrders).toMatchObject([{ state: 'open' }, { state: 'open' }]);
  await lonja.signed(key, { method: 'DELETE', target: '/api/v3/orders?origin_ids=one,two' });
  while (desk.openOrders.length > 0) desk = await own.next();
  expect(other.texts).toEqual([]);
});

test('createDeskDoor() ends with the session', async () => {
  const { lonja, ana, port } = await serve();
  const key = await ana.makeKey(tradingPermissions);
  const { socket, next } = listen({ port, cookie: ana.cookie });
  await next();
  await ana.call('signOut');
  await lonja.post(key, '/api/v3/orders', order);
  expect((await once(socket, 'close'))[0]).toBe(4001);
});

test('createDeskDoor() lets a page that does not read wait for the latest alone, and bounds how many listen', async () => {
  const { lonja, ana, sockets, port } = await serve();
  const key = await ana.makeKey(tradingPermissions);
  const pages = Array.from({ length: 12 }, () => listen({ port, cookie: ana.cookie }));
  await Promise.all(pages.map((page) => page.next()));
  const [code] = await once(listen({ port, cookie: ana.cookie }).socket, 'close');
  expect(code).toBe(1013);
  for (const page of pages) page.socket.pause();
  for (let number = 0; number < 300; number += 1) {
    await lonja.post(key, '/api/v3/orders', { ...order, major: '0.0001' });
  }
  const waiting = sockets.map(({ writableLength }) => writableLength);
  // One message of 300 orders is about 120 kB.
  expect(Math.max(...waiting)).toBeLessThan(300_000);
});
