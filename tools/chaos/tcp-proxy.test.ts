// The wire passes what it is given, and is cut, stopped or deaf when it is told to be.

import { createServer, connect as dial, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTcpProxy, type TcpProxy } from './tcp-proxy.ts';

let server: Server;
let wire: TcpProxy;
let heard: string;

beforeEach(async () => {
  heard = '';
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      heard += chunk.toString();
      socket.write(`echo ${chunk.toString()}`);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  wire = await openTcpProxy(typeof address === 'object' && address !== null ? address.port : 0);
});
afterEach(async () => {
  await wire.close();
  server.close();
});

/** What came back for `text` before the connection ended or `patienceMs` was over. */
async function say(text: string, patienceMs = 1_500): Promise<string> {
  const socket = dial({ port: wire.port, host: '127.0.0.1' });
  let answer = '';
  const ended = new Promise<string>((resolve) => {
    socket.on('error', () => resolve('reset'));
    socket.on('close', () => resolve('closed'));
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      resolve('answered');
    });
  });
  socket.write(text);
  const how = await Promise.race([ended, sleep(patienceMs, 'silence')]);
  socket.destroy();
  return how === 'answered' ? answer : how;
}

test('openTcpProxy() passes both ways', async () => {
  expect(await say('one')).toBe('echo one');
});

test('openTcpProxy() lets the question through and swallows the answer with its connection', async () => {
  wire.setMode('swallow');
  expect(['reset', 'closed']).toContain(await say('two'));
  expect(heard).toBe('two');
  expect(wire.cuts).toBe(1);
});

test('openTcpProxy() refuses, stalls until it is open again, and cuts what is open', async () => {
  wire.setMode('refusing');
  expect(['reset', 'closed']).toContain(await say('three'));
  wire.setMode('stalled');
  expect(await say('four', 300)).toBe('silence');
  expect(heard).toBe('');
  wire.setMode('stalled');
  const late = say('five', 5_000);
  await sleep(200);
  wire.setMode('open');
  expect(await late).toBe('echo five');
  wire.setMode('stalled');
  const cut = say('six', 5_000);
  await sleep(200);
  wire.cutAll();
  expect(['reset', 'closed']).toContain(await cut);
});
