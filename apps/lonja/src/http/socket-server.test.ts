// Talks to the server over a real socket: raw targets, sizes, pages and everything that is no request at all.

import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryDirectory } from '../journal/temporary-directory.ts';
import { createRouter } from './router.ts';
import { createSocketServer } from './socket-server.ts';
import { loadWebPages } from './web-pages.ts';
import { emptyReply, jsonReply, type WireRequest } from './wire-request.ts';

interface Served {
  readonly port: number;
  readonly seen: WireRequest[];
  readonly errors: unknown[];
}

async function serve(): Promise<Served> {
  const folder = temporaryDirectory();
  mkdirSync(`${folder}/assets`);
  writeFileSync(`${folder}/index.html`, '<!doctype html><title>Lonja</title>');
  writeFileSync(`${folder}/assets/app-1.js`, 'export {};');
  const seen: WireRequest[] = [];
  const errors: unknown[] = [];
  const router = createRouter({
    rest: (request) => {
      seen.push(request);
      if (request.target.includes('bug')) return Promise.reject(new Error('a bug'));
      return Promise.resolve(jsonReply(200, { success: true, payload: [] }));
    },
    portal: () => Promise.resolve(emptyReply(204)),
    pages: loadWebPages(folder),
    noteError: (error) => errors.push(error),
  });
  const server = createSocketServer(router);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, seen, errors };
}

/** Sends bytes as they are and reads until the other end closes. */
async function talk(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1');
}

function request(line: string, headers: readonly string[] = [], body = ''): string {
  return [line, 'Host: lonja', 'Connection: close', ...headers, '', body].join('\r\n');
}

test('createSocketServer() hands on target and body exactly as they were sent', async () => {
  const { port, seen } = await serve();
  const target = '/api/v3/user_trades//?limit=25&x=A%2cB&y=%41"{}';
  const body = '{"a": 1 }\u00e9';
  const answer = await talk(
    port,
    request(`POST ${target} HTTP/1.1`, [`Content-Length: ${Buffer.byteLength(body)}`], body),
  );
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(seen[0]?.target).toBe(target);
  expect(Buffer.from(seen[0]?.body ?? []).toString('utf8')).toBe(body);
  expect(seen[0]?.peerAddress).toBe('127.0.0.1');
});

test('createSocketServer() refuses what is too large and survives what is no request', async () => {
  const { port, errors } = await serve();
  const tooLarge = /^HTTP\/1\.1 413 .*"success":false,"error":\{"code":"0304"/s;
  expect(await talk(port, request('POST /api/v3/orders HTTP/1.1', ['Content-Length: 2000000']))).toMatch(
    tooLarge,
  );
  const chunk = `${(600_000).toString(16)}\r\n${'x'.repeat(600_000)}\r\n`;
  const chunked = request(
    'POST /api/v3/orders HTTP/1.1',
    ['Transfer-Encoding: chunked'],
    `${chunk}${chunk}0\r\n\r\n`,
  );
  expect(await talk(port, chunked)).toMatch(tooLarge);
  expect(await talk(port, request(`GET /${'x'.repeat(20_000)} HTTP/1.1`))).toMatch(/^HTTP\/1\.1 431 /);
  expect(await talk(port, 'hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  expect(await talk(port, request('GET http://other/api HTTP/1.1'))).toMatch(/^HTTP\/1\.1 400 /);
  expect(await talk(port, request('GET /%zz HTTP/1.1'))).toMatch(/^HTTP\/1\.1 400 /);
  expect(errors).toEqual([]);
});

test('createRouter() tells the API, the pages and nothing apart', async () => {
  const { port, errors } = await serve();
  const base = `http://127.0.0.1:${port}`;
  const get = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(base + path, init);
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  for (const path of ['/api', '/api/', '/api/v9/x']) {
    expect(await get(path)).toMatchObject({ status: 404, text: '' });
  }
  expect(await get('/healthz')).toMatchObject({ status: 200 });
  const page = await get('/profile/api');
  expect(page).toMatchObject({ status: 200, text: '<!doctype html><title>Lonja</title>' });
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(page.headers.get('cache-control')).toBe('no-cache');
  expect((await get('/assets/app-1.js')).headers.get('cache-control')).toContain('immutable');
  expect(await get('/assets/none.js')).toMatchObject({ status: 404 });
  for (const path of ['/..%2f..%2fetc/passwd', '/assets/..%2f..%2fjournal.log', '/assets/%2e%2e/x']) {
    expect((await get(path)).text).not.toContain('root:');
  }
  expect(await get('/', { method: 'POST' })).toMatchObject({ status: 405 });
  expect((await get('/', { method: 'HEAD' })).text).toBe('');
  const failed = await get('/api/v3/bug');
  expect(failed).toMatchObject({ status: 500 });
  expect(JSON.parse(failed.text)).toMatchObject({ success: false, error: { code: '0101' } });
  expect(errors).toHaveLength(1);
});

test('WholeResponse.sendJson() says what Node would have said, one answer after the other on a connection', async () => {
  const { port } = await serve();
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk.toString('utf8');
  });
  const ask = (more = '') => `GET /api/v3/x HTTP/1.1\r\nHost: l\r\n${more}\r\n`;
  const body = '{"success":true,"payload":[]}';
  // Three in one piece, which are answered in their order; then one more on the same connection, and the last.
  socket.write(`${ask() + ask()}HEAD /api/v3/x HTTP/1.1\r\nHost: l\r\n\r\n`);
  await vi.waitFor(() => expect(heard.split('HTTP/1.1 200 OK')).toHaveLength(4));
  const first = heard.slice(0, heard.indexOf(body));
  socket.write(ask());
  await vi.waitFor(() => expect(heard.split('HTTP/1.1 200 OK')).toHaveLength(5));
  socket.write(ask('Connection: close\r\n'));
  await once(socket, 'close');
  const replies = heard.split('HTTP/1.1 200 OK\r\n').slice(1);
  expect(replies.map((reply) => reply.slice(reply.indexOf('\r\n\r\n') + 4))).toEqual([
    body,
    body,
    '',
    body,
    body,
  ]);
  expect(replies.map((reply) => /^Connection: (.*)\r$/m.exec(reply)?.[1])).toEqual([
    'keep-alive',
    'keep-alive',
    'keep-alive',
    'keep-alive',
    'close',
  ]);
  // HEAD always takes Node's own way: its head is the measure.
  const plainHead = `HTTP/1.1 200 OK\r\n${replies[2]}`;
  const withoutDate = (head: string) => head.replace(/Date: .* GMT/, 'Date');
  expect(withoutDate(first)).toBe(withoutDate(plainHead));
  expect(Date.parse(/Date: (.*)\r/.exec(first)?.[1] ?? '')).toBeGreaterThan(Date.now() - 60_000);
});
