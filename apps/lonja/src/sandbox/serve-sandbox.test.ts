// Turns the dials of a running Lonja and looks at what they do to real calls.

import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { createSocketServer } from '../http/socket-server.ts';
import {
  type Answer,
  type TestKey,
  type TestLonja,
  testLonja,
  tradingPermissions,
} from '../testing/test-lonja.ts';
import { stageWords, switchWords, verbWords } from './fault-words.ts';

async function stage(): Promise<{ readonly test: TestLonja; readonly key: TestKey }> {
  const { test: lonja, ana } = await testLonja({ hasRateLimits: true, hasSandboxFaults: true });
  onTestFinished(() => lonja.close());
  return { test: lonja, key: await ana.makeKey(tradingPermissions) };
}

function turn(lonja: TestLonja, dial: unknown, path = 'faults'): Promise<Answer> {
  const body = JSON.stringify(dial);
  return lonja.ask(new Request(`http://lonja.test/sandbox/${path}`, { method: 'POST', body }));
}

const order = {
  book: 'btc_mxn',
  side: 'buy',
  type: 'limit',
  major: '0.001',
  price: '1500000',
  origin_id: 'a-1',
};
const place = (lonja: TestLonja, key: TestKey, change: object = {}) =>
  lonja.post(key, '/api/v3/orders', { ...order, ...change });
const lookUp = (lonja: TestLonja, key: TestKey, id = 'a-1') =>
  lonja.signed(key, { target: `/api/v3/orders?origin_ids=${id}` });

test('serveSandbox() is not there without its flag', async () => {
  const { test: lonja } = await testLonja();
  expect((await lonja.get('/sandbox/faults')).text).not.toContain('stages');
  expect((await turn(lonja, { when: 'before_reply', do: 'drop' })).status).toBe(405);
  await lonja.close();
});

test('serveSandbox() describes every stage, verb and switch in English and Spanish', async () => {
  const { test: lonja } = await stage();
  const listed = await lonja.get('/sandbox/faults');
  for (const [en, es] of [...Object.values(stageWords), ...Object.values(verbWords)]) {
    expect(listed.text).toContain(JSON.stringify({ en, es }));
  }
  const switches = await lonja.get('/sandbox/switches');
  for (const name of Object.keys(switchWords)) expect(switches.text).toContain(`"${name}"`);
});

test('drop, reply and delay keep their promise at each stage', async () => {
  const { test: lonja, key } = await stage();
  // Lost before it arrived: nothing exists.
  await turn(lonja, { match: { method: 'POST' }, when: 'before_auth', do: 'drop' });
  // Without a socket, a cut connection is a response of status 0.
  expect((await place(lonja, key)).status).toBe(0);
  expect((await lookUp(lonja, key)).code).toBe('0357');
  // Carried out, but the edge says 502.
  await turn(lonja, {
    match: { path: '/api/v3/orders', method: 'post' },
    when: 'after_engine',
    do: 'reply(502,<html>)',
  });
  expect(await place(lonja, key)).toMatchObject({ status: 502, text: '<html>' });
  expect((await lookUp(lonja, key)).status).toBe(200);
  // The same dial met one request and no more.
  expect(await place(lonja, key, { origin_id: 'a-2' })).toMatchObject({ status: 200 });
  await turn(lonja, { when: 'after_auth', do: { verb: 'reply', status: 503, code: '1000' } });
  expect(await place(lonja, key, { origin_id: 'a-3' })).toMatchObject({ status: 503, code: '1000' });
  await turn(lonja, { when: 'after_auth', do: { verb: 'reply', status: 400, code: '1009' } });
  const distant = await place(lonja, key, { origin_id: 'a-3' });
  expect(distant).toMatchObject({ status: 400, code: '1009' });
  expect(distant.text).toContain('"success":false');
  expect((await lookUp(lonja, key, 'a-3')).code).toBe('0357');
  await turn(lonja, { when: 'before_reply', do: 'delay(30)' });
  expect((await place(lonja, key, { origin_id: 'a-4' })).status).toBe(200);
});

test('dup carries a request out twice and shows the second answer', async () => {
  const { test: lonja, key } = await stage();
  await turn(lonja, { match: { method: 'POST' }, when: 'before_auth', do: 'dup' });
  expect((await place(lonja, key)).code).toBe('0207');
  expect((await lookUp(lonja, key)).status).toBe(200);
});

test('a dial meets the same requests again for the same seed, and skips what it is told to', async () => {
  const runs: string[] = [];
  for (const seed of [5, 5, 6]) {
    const { test: lonja } = await stage();
    await turn(lonja, {
      match: { probability: 0.5, path: '/ticker' },
      when: 'before_reply',
      do: 'reply(502)',
      times: null,
      seed,
    });
    const statuses: number[] = [];
    for (let at = 0; at < 24; at += 1) statuses.push((await lonja.get('/api/v3/ticker')).status);
    runs.push(statuses.join());
  }
  expect(runs[0]).toBe(runs[1]);
  expect(runs[0]).not.toBe(runs[2]);
  const { test: lonja } = await stage();
  await turn(lonja, { match: { skip: 2 }, when: 'before_reply', do: 'reply(502)', times: 1 });
  const statuses: number[] = [];
  for (let at = 0; at < 4; at += 1) statuses.push((await lonja.get('/api/v3/ticker')).status);
  expect(statuses).toEqual([200, 200, 502, 200]);
});

test('conditions bend the exchange until they are removed', async () => {
  const { test: lonja, key } = await stage();
  const during = async (dial: object, look: () => Promise<unknown>) => {
    const placed = z.object({ id: z.string() }).parse(JSON.parse((await turn(lonja, dial)).text));
    await look();
    const removed = await lonja.ask(
      new Request(`http://lonja.test/sandbox/faults/${placed.id}`, { method: 'DELETE' }),
    );
    expect(removed.status).toBe(200);
  };
  const code = async (change: object = {}) => (await place(lonja, key, change)).code;
  await during({ match: { book: 'btc_mxn' }, do: 'halt' }, async () => {
    expect(await code()).toBe('0410');
    expect(await code({ book: 'eth_mxn', price: '50000', major: '0.01' })).toBe(null);
  });
  await during({ match: { book: 'btc_mxn' }, do: 'delist' }, async () => {
    expect(await code()).toBe('0301');
    expect((await lonja.get('/api/v3/available_books')).text).not.toContain('btc_mxn');
    expect((await lonja.get('/api/v3/ticker?book=btc_mxn')).status).toBe(400);
  });
  await during({ match: { book: 'btc_mxn' }, do: 'rules(500,2000)' }, async () => {
    expect(await code({ price: '1500010' })).toBe('0407');
    expect(await code()).toBe('0405');
    expect((await lonja.get('/api/v3/available_books')).text).toContain('"tick_size":"500"');
  });
  await during({ do: 'nonce(v2)' }, async () => {
    expect((await lonja.signed(key, { target: '/api/v3/balance', nonce: '1790000010999' })).code).toBe(
      '0207',
    );
  });
  await during({ match: { key: key.keyId }, do: 'key_off' }, async () => {
    expect(await lonja.signed(key, { target: '/api/v3/balance' })).toMatchObject({
      status: 400,
      code: '0326',
    });
  });
  await during({ do: 'drift(mxn,5000)' }, async () => {
    expect((await lonja.signed(key, { target: '/api/v3/balance' })).text).toContain(
      '"total":"105000.00000000"',
    );
  });
  await during({ match: { book: 'btc_mxn' }, do: 'price(1.5)' }, async () => {
    expect((await lonja.get('/api/v3/ticker?book=btc_mxn')).text).toContain('"last":"1.5"');
    expect((await lonja.get('/api/v3/ticker?book=eth_mxn')).text).not.toContain('"1.5"');
  });
  await during({ do: 'ban(empty)' }, async () => {
    expect(await lonja.signed(key, { target: '/api/v3/balance' })).toMatchObject({ status: 420, text: '' });
    const cancelled = await lonja.signed(key, { method: 'DELETE', target: '/api/v3/orders/all' });
    expect(cancelled.status).toBe(200);
  });
  await during({ do: 'cancel_remainder' }, async () => {
    expect(await code()).toBe(null);
    expect((await lookUp(lonja, key)).text).toContain('"status":"cancelled"');
  });
  await during({ do: 'unique(forever)' }, async () => expect(await code()).toBe('0356'));
  await during({ do: 'read_lag(20000)' }, async () => {
    expect(await code({ origin_id: 'late' })).toBe(null);
    expect((await lookUp(lonja, key, 'late')).code).toBe('0357');
    lonja.nowMs += 20_000;
    expect((await lookUp(lonja, key, 'late')).status).toBe(200);
  });
});

test('halt closes a book, its market orders or the account, after ids that are taken', async () => {
  const { test: lonja, key } = await stage();
  const code = async (change: object) => (await place(lonja, key, change)).code;
  const market = { type: 'market', price: undefined, origin_id: 'm-1' };
  const eth = { book: 'eth_mxn', price: '50000', major: '0.01' };
  expect(await code({ price: '1000000' })).toBe(null);
  await turn(lonja, { match: { book: 'btc_mxn' }, do: 'halt(market)' });
  expect(await code(market)).toBe('0411');
  expect(await code({ ...market, stop: '2000000' })).toBe('0411');
  expect(await code({ ...market, origin_id: 'a-1' })).toBe('0356');
  expect(await code({ price: '1000000', origin_id: 'a-2' })).toBe(null);
  // The first dial lets a limit order by, which the second one meets.
  await turn(lonja, { match: { book: 'btc_mxn' }, do: 'halt' });
  expect(await code({ price: '1000000', origin_id: 'a-3' })).toBe('0410');
  expect(await code({ ...eth, origin_id: 'a-4' })).toBe(null);
  await turn(lonja, { do: 'halt(account)' });
  expect(await code({ ...eth, origin_id: 'a-5' })).toBe('1008');
});

test('switches choose between what Bitso documents and what it does', async () => {
  const { test: lonja, key } = await stage();
  await turn(
    lonja,
    {
      reject_v1_nonces: true,
      limit_orders_in_minor: true,
      unfilled_order_trades_0378: true,
      unknown_order_empty: true,
      ended_order_minutes: 0,
    },
    'switches',
  );
  expect((await lonja.signed(key, { target: '/api/v3/balance', nonce: '1790000010999' })).code).toBe('0207');
  const { major: _, ...inMinor } = order;
  expect((await lonja.post(key, '/api/v3/orders', { ...inMinor, minor: '100' })).status).toBe(200);
  expect((await lonja.signed(key, { target: '/api/v3/order_trades?origin_id=a-1' })).code).toBe('0378');
  expect((await lookUp(lonja, key, 'nobody')).payload).toEqual([]);
  await lonja.signed(key, { method: 'DELETE', target: '/api/v3/orders?origin_ids=a-1' });
  expect((await lookUp(lonja, key)).payload).toEqual([]);
  expect((await turn(lonja, { ended_order_minutes: true }, 'switches')).status).toBe(400);
  expect((await turn(lonja, { nope: true }, 'switches')).status).toBe(400);
});

test('serveSandbox() refuses what it does not understand, and other websites', async () => {
  const { test: lonja } = await stage();
  for (const dial of [
    null,
    {},
    { do: 'drop' },
    { when: 'later', do: 'drop' },
    { when: 'before_reply', do: 'explode' },
    { when: 'before_reply', do: 'delay(x)' },
    { when: 'before_reply', do: 'drop', extra: 1 },
  ]) {
    expect((await turn(lonja, dial)).status).toBe(400);
  }
  const headers = { 'sec-fetch-site': 'cross-site' };
  expect((await lonja.ask(new Request('http://lonja.test/sandbox/faults', { headers }))).status).toBe(403);
  expect(
    (await lonja.ask(new Request('http://lonja.test/sandbox/faults/fault-9', { method: 'DELETE' }))).status,
  ).toBe(404);
});

test('createSocketServer() cuts, resets and trickles answers as faults say', async () => {
  const { test: lonja } = await stage();
  const server = createSocketServer(lonja.lonja.router);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const ask = async (dial: unknown) => {
    await turn(lonja, dial);
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    // Some versions of Node tell of the reset as an error before they close, others only close.
    socket.on('error', () => undefined);
    socket.write('GET /api/v3/ticker?book=btc_mxn HTTP/1.1\r\nHost: lonja\r\nConnection: close\r\n\r\n');
    await new Promise((resolve) => socket.once('close', resolve));
    return Buffer.concat(chunks).toString('latin1');
  };
  expect(await ask({ when: 'before_reply', do: 'drop' })).toBe('');
  const reset = await ask({ when: 'after_engine', do: 'reset_mid_body' });
  const length = Number(/content-length: (\d+)/.exec(reset)?.[1]);
  const received = reset.split('\r\n\r\n')[1]?.length ?? 0;
  expect(received < length).toBe(true);
  const slow = await ask({ when: 'before_reply', do: 'trickle(4000)' });
  expect(slow).toMatch(/"success":true.*\}$/s);
});
