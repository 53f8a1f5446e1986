// The process of the readers: raw sockets that count what they are sent, so that they cost as little as can be.

import { connect, type Socket } from 'node:net';
import { type FanOutAnswer, type FanOutChannel, type ReadOrder, readOrderSchema } from './fan-out-words.ts';

const batch = 250;

const sockets: Socket[] = [];
let bytes = 0;
let wanted = Number.POSITIVE_INFINITY;
let reached: () => void = () => undefined;

function count(more: number): void {
  bytes += more;
  if (bytes >= wanted) reached();
}

// Each connection has subscribed, and was told so.
async function open(order: Extract<ReadOrder, { kind: 'open' }>): Promise<void> {
  while (sockets.length < order.count) {
    const some = Math.min(batch, order.count - sockets.length);
    const opened = await Promise.all(
      Array.from({ length: some }, () => subscribe(order.port, order.channel)),
    );
    for (const socket of opened) {
      socket.on('data', (chunk: Buffer) => count(chunk.length));
      sockets.push(socket);
    }
  }
  bytes = 0;
}

function receive(bytesPerReader: number): Promise<void> {
  return new Promise((resolve) => {
    reached = () => {
      bytes -= wanted;
      wanted = Number.POSITIVE_INFINITY;
      resolve();
    };
    wanted = bytesPerReader * sockets.length;
    count(0);
  });
}

function subscribe(port: number, channel: FanOutChannel): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve, reject) => {
    let isUpgraded = false;
    socket.on('error', reject);
    socket.on('connect', () => {
      socket.write(
        'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
          'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
      );
    });
    // The handshake's reply, then the acknowledgement: each small enough to come in one piece.
    socket.on('data', (chunk: Buffer) => {
      if (isUpgraded) {
        socket.removeAllListeners('data');
        resolve(socket);
        return;
      }
      if (!chunk.toString('latin1').startsWith('HTTP/1.1 101')) reject(new Error(chunk.toString('latin1')));
      isUpgraded = true;
      socket.write(maskedFrame(JSON.stringify({ action: 'subscribe', book: 'btc_mxn', type: channel })));
    });
  });
}

// A client's frames are masked (RFC 6455, 5.3); a mask of zeros leaves the text as it is.
function maskedFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

async function obey(order: ReadOrder): Promise<void> {
  switch (order.kind) {
    case 'open':
      return open(order);
    case 'receive':
      return receive(order.bytesPerReader);
    case 'stop_reading':
      for (const socket of sockets) socket.pause();
      return;
    case 'close':
      for (const socket of sockets) socket.destroy();
      sockets.length = 0;
      return;
    default:
      throw order satisfies never;
  }
}

function say(answer: FanOutAnswer): void {
  process.send?.(answer);
}

process.on('disconnect', () => process.exit(0));
process.on('message', (message) => {
  obey(readOrderSchema.parse(message)).then(
    () => say({ kind: 'done' }),
    (error: unknown) => say({ kind: 'failed', reason: String(error) }),
  );
});
say({ kind: 'done' });
