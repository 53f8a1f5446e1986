// Many subscribers in one process: raw sockets that count what they are sent, so that they cost as little as can be.

import { connect, type Socket } from 'node:net';
import type { FanOutChannel } from './fan-out-words.ts';

const batch = 250;

/** Connections that have subscribed to one channel and read everything. */
export class FanOutReaders {
  readonly #sockets: Socket[] = [];
  #bytes = 0;
  #wanted = Number.POSITIVE_INFINITY;
  #reached: () => void = () => undefined;

  get count(): number {
    return this.#sockets.length;
  }

  /** Opens `count` connections to `port` and subscribes each; resolves when every one was acknowledged. */
  async open(port: number, channel: FanOutChannel, count: number): Promise<void> {
    while (this.#sockets.length < count) {
      const some = Math.min(batch, count - this.#sockets.length);
      const opened = await Promise.all(Array.from({ length: some }, () => subscribe(port, channel)));
      for (const socket of opened) {
        socket.on('data', (chunk: Buffer) => this.#count(chunk.length));
        this.#sockets.push(socket);
      }
    }
    this.#bytes = 0;
  }

  /** Stops reading for good. */
  neverRead(): void {
    for (const socket of this.#sockets) socket.pause();
  }

  /** Resolves once `bytesPerReader` more came on every connection. */
  received(bytesPerReader: number): Promise<void> {
    return new Promise((resolve) => {
      this.#reached = () => {
        this.#bytes -= this.#wanted;
        this.#wanted = Number.POSITIVE_INFINITY;
        resolve();
      };
      this.#wanted = bytesPerReader * this.#sockets.length;
      this.#count(0);
    });
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.length = 0;
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes >= this.#wanted) this.#reached();
  }
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
