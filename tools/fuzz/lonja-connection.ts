// One raw connection that sends bytes and reads what comes back, opening itself again when the other end has closed it.

import { connect, type Socket } from 'node:net';

export interface RawReply {
  /** 0 when the connection ended without a status line. */
  readonly status: number;
  readonly body: string;
  readonly tookMs: number;
}

/** Sends one request at a time. */
export class RawConnection {
  readonly #port: number;
  #socket: Socket | null = null;

  constructor(port: number) {
    this.#port = port;
  }

  /** Sends `bytes`; resolves with the reply, with status 0 on a closed connection, or with null after `waitMs`. */
  ask(bytes: Buffer, waitMs: number): Promise<RawReply | null> {
    const socket = this.#socket ?? connect(this.#port, '127.0.0.1');
    this.#socket = socket;
    const startedMs = performance.now();
    const isHead = bytes.toString('latin1', 0, 5) === 'HEAD ';
    return new Promise((resolve) => {
      let text = '';
      const settle = (reply: RawReply | null, isOver: boolean) => {
        clearTimeout(timer);
        socket.removeAllListeners();
        socket.on('error', () => undefined);
        if (isOver) {
          socket.destroy();
          this.#socket = null;
        }
        resolve(reply);
      };
      const timer = setTimeout(() => settle(null, true), waitMs);
      const tookMs = () => performance.now() - startedMs;
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
        const read = readReply(text, isHead);
        if (read !== null) settle({ ...read, tookMs: tookMs() }, read.isLast);
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? '0');
        settle({ status, body: '', tookMs: tookMs() }, true);
      });
      socket.write(bytes);
    });
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }
}

function readReply(text: string, isHead: boolean): Omit<RawReply & { isLast: boolean }, 'tookMs'> | null {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = text.slice(0, end);
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? '0');
  // A reply to HEAD tells a length and has no body.
  const length = isHead ? 0 : Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? '0');
  const body = text.slice(end + 4);
  if (body.length < length) return null;
  return { status, body: body.slice(0, length), isLast: /\r\nconnection: close/i.test(head) };
}
