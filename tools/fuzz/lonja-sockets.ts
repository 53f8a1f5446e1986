// Connections that are no requests: half-open, slow, far too large, and broken WebSocket frames.

import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Rng } from '@mandato/primitives/ports';
import { noise } from './lonja-words.ts';

const upgrade = [
  'GET / HTTP/1.1',
  'Host: lonja',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
  '',
  '',
].join('\r\n');

const hugeBody = 'POST /api/v3/orders HTTP/1.1\r\nHost: l\r\nContent-Length: 104857600\r\n\r\n';
const chunked = 'POST /api/v3/orders HTTP/1.1\r\nHost: l\r\nTransfer-Encoding: chunked\r\n\r\n';

/** Opens one of each kind; resolves with the connections that are to stay open for a while. */
export async function openOddSockets(port: number, rng: Rng): Promise<readonly Socket[]> {
  const open = (first: string | Buffer): Socket => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.resume();
    socket.write(first);
    return socket;
  };
  const sockets = [
    open(''),
    open('GET /api/v3/tick'),
    open('POST /api/v3/orders HTTP/1.1\r\nHost: l\r\nContent-Length: 100\r\n\r\n{"book":'),
    open('GET / HTTP/1.1\r\nHost: l\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
    open(`GET / HTTP/1.1\r\n${'A: b\r\n'.repeat(3_000)}\r\n`),
    open('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    open('GET /a HTTP/1.1\r\nHost: l\r\n\r\n'.repeat(200)),
    open(noise(rng, 2_000)),
  ];
  const large = open(hugeBody);
  for (let sent = 0; sent < 100 && !large.destroyed; sent += 1) {
    large.write(Buffer.alloc(65_536, 'x'));
    if (sent % 20 === 0) await sleep(1);
  }
  const endless = open(chunked);
  for (let sent = 0; sent < 30 && !endless.destroyed; sent += 1) {
    endless.write(`10000\r\n${'x'.repeat(65_536)}\r\n`);
  }
  return [...sockets, large, endless, ...(await brokenWebSockets(open, rng))];
}

async function brokenWebSockets(open: (first: string) => Socket, rng: Rng): Promise<readonly Socket[]> {
  const sockets = [open(upgrade), open(upgrade), open(upgrade), open(upgrade)];
  await sleep(20);
  const [garbage, unmasked, huge, silent] = sockets;
  garbage?.write(noise(rng, 500));
  unmasked?.write(Buffer.from([0x81, 0x02, 0x7b, 0x7d]));
  huge?.write(Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4]));
  // Subscribes (with a mask of zeros) and never reads.
  const text = Buffer.from('{"action":"subscribe","book":"btc_mxn","type":"diff-orders"}');
  silent?.write(Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), text]));
  silent?.pause();
  return sockets;
}
