// What egress makes of every kind of peer: an answer, certainty that nothing left, or silence.

import { createServer, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { afterEach, expect, test } from 'vitest';
import { selfSigned } from '../testing/self-signed.ts';
import type { PinnedHost } from './pinned-hosts.ts';
import { sendRequest } from './send-request.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function listen(server: Server, hostname = '127.0.0.1'): Promise<PinnedHost> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { protocol: 'http:', hostname, port, isLoopback: true };
}

async function outcomeOf(respond: (response: ServerResponse) => void, method: 'GET' | 'POST' = 'GET') {
  const host = await listen(createServer((_request, response) => respond(response)));
  return sendRequest(host, requestOf(method));
}

function requestOf(method: 'GET' | 'POST') {
  const body = method === 'POST' ? '{}' : '';
  const exchange = 'practice' as const;
  return { exchange, method, target: '/api/v3/balance/', authorization: 'Bitso a:1:b', body };
}

test('item 22: sendRequest() gives back any status with its body, and follows no redirect', async () => {
  for (const status of [200, 400, 401, 420, 500, 503]) {
    expect(await outcomeOf((response) => response.writeHead(status).end('{}'))).toMatchObject({
      kind: 'answered',
      status,
      body: '{}',
    });
  }
  let hits = 0;
  const host = await listen(
    createServer((_request, response) => {
      hits += 1;
      response.writeHead(302, { location: '/elsewhere' }).end();
    }),
  );
  expect(await sendRequest(host, requestOf('GET'))).toMatchObject({ kind: 'answered', status: 302 });
  expect(hits).toBe(1);
});

test('sendRequest() calls a cut, unreadable or oversized answer lost', async () => {
  expect(await outcomeOf((response) => response.destroy(), 'POST')).toEqual({
    kind: 'lost',
    cause: 'connection_reset',
  });
  const cut = await outcomeOf((response) => {
    response.writeHead(200, { 'content-length': 100 }).write('{"success":');
    setTimeout(() => response.destroy(), 20);
  });
  expect(cut.kind).toBe('lost');
  const unreadable = { kind: 'lost', cause: 'answer_unreadable' };
  expect(await outcomeOf((response) => response.end(Buffer.from([0xff, 0xfe, 0x7b])))).toEqual(unreadable);
  expect(await outcomeOf((response) => response.end('x'.repeat(1_048_577)))).toEqual(unreadable);
  expect(await outcomeOf((response) => response.end('x'.repeat(1_048_576)))).toMatchObject({ status: 200 });
  const packed = await outcomeOf((response) => response.setHeader('content-encoding', 'gzip').end('{}'));
  expect(packed).toEqual(unreadable);
});

test('sendRequest() is certain that nothing left only for a refused connection or an unknown name', async () => {
  const host = await listen(createServer(), 'localhost');
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  expect(await sendRequest(host, requestOf('POST'))).toEqual({
    kind: 'not_sent',
    cause: 'connection_refused',
  });
  const nowhere = { ...host, hostname: 'no-such-host.invalid', isLoopback: false };
  expect(await sendRequest(nowhere, requestOf('GET'))).toEqual({
    kind: 'not_sent',
    cause: 'name_not_found',
  });
});

test('item 22: sendRequest() sends nothing to a peer whose certificate nobody vouches for', async () => {
  let hits = 0;
  const tls = createTlsServer(selfSigned, (_request, response) => {
    hits += 1;
    response.end('{}');
  });
  const host: PinnedHost = { ...(await listen(tls, 'localhost')), protocol: 'https:' };
  expect(await sendRequest(host, requestOf('POST'))).toEqual({ kind: 'lost', cause: 'connection_reset' });
  expect(hits).toBe(0);
});
