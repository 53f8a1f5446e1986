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

/** Connections that stay open for a while. */
export interface OddSockets {
  close(): void;
}

const hugeBytes = 104_857_600;
const slowByteMs = 40;

/** Opens one of each kind, and goes on with those that take their time until they are closed. */
export async function openOddSockets(port: number, rng: Rng): Promise<OddSockets> {
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
  void sendAll(large, hugeBytes);
  const endless = open(chunked);
  for (let sent = 0; sent < 30 && !endless.destroyed; sent += 1) {
    endless.write(`10000\r\n${'x'.repeat(65_536)}\r\n`);
  }
  const slow = [
    drip(open, 'GET /api/v3/ticker?book=btc_mxn HTTP/1.1\r\nHost: l\r\n\r\n'),
    drip(open, slowBody),
  ];
  const all = [...sockets, large, endless, ...slow, ...(await brokenWebSockets(open, rng))];
  return {
    close: () => {
      for (const socket of all) socket.destroy();
    },
  };
}

const slowBody = `POST /api/v3/orders HTTP/1.1\r\nHost: l\r\nContent-Length: 2000\r\n\r\n{"a":"${'x'.repeat(1_900)}`;

/** A hundred megabytes, as fast as they are taken. */
async function sendAll(socket: Socket, bytes: number): Promise<void> {
  const piece = Buffer.alloc(1_048_576, 'x');
  for (let sent = 0; sent < bytes && !socket.destroyed; ) {
    if (socket.writableLength < 4 * piece.length) {
      socket.write(piece);
      sent += piece.length;
    } else await sleep(20);
  }
}

/** One byte at a time. */
function drip(open: (first: string) => Socket, text: string): Socket {
  const socket = open(text.slice(0, 1));
  let sent = 1;
  const timer = setInterval(() => {
    if (socket.destroyed || sent >= text.length) clearInterval(timer);
    else socket.write(text.slice(sent, sent + 1));
    sent += 1;
  }, slowByteMs);
  return socket;
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
