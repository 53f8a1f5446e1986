// A response that can go out whole in one call to the system, in the same turn, without the queues of a stream.

import { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { DirectWriter } from './direct-writer.ts';
import type { WholeRequest } from './whole-request.ts';

/** How long a connection is kept for its next request. */
export const keepAliveMs = 65_000;

const headBytes = 512;
const bodyBytes = 65_536;
// Shared by every response, because nothing else runs between its first byte and the system's having them.
const bytes = Buffer.alloc(headBytes + bodyBytes);

/**
 * Node's `end` makes two pieces of a text, a request to write them, and three turns of ticks before the next request
 * on the connection may come: more than the system's own work for a short answer.
 */
export class WholeResponse extends ServerResponse<WholeRequest> {
  /**
   * True when `body`, a JSON text, is on its way with the same head that `writeHead` would have made. False when
   * nothing was done: it is not this response's turn on the connection yet, the connection ends with it, is encrypted or
   * has something waiting, or the text is long.
   */
  sendJson(status: number, body: string): boolean {
    const { req, socket } = this;
    if (socket === null || this.finished || this.headersSent || !this.shouldKeepAlive) return false;
    if (req.method === 'HEAD' || req.httpVersion !== '1.1' || req.headers.expect !== undefined) return false;
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    if (body.length * 3 > bodyBytes) return false;
    const start = headOf(status);
    if (start === undefined) return false;
    const end = headBytes + bytes.write(body, headBytes, 'utf8');
    const head = `${start}${end - headBytes}${headEnd()}`;
    const from = headBytes - head.length;
    bytes.write(head, from, 'latin1');
    if (!writerOf(socket).writePart(bytes, from, end)) return false;
    this.finished = true;
    // A request without a body is answered before its parser has said that it is over.
    if (req.complete) this.emit('finish');
    else process.nextTick(() => this.emit('finish'));
    return true;
  }
}

const writers = new WeakMap<Socket, DirectWriter>();

function writerOf(socket: Socket): DirectWriter {
  const known = writers.get(socket);
  if (known !== undefined) return known;
  const writer = new DirectWriter(socket);
  writers.set(socket, writer);
  return writer;
}

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

const heads = new Map<number, string>(
  Object.entries(reasons).map(([status, reason]) => [
    Number(status),
    `HTTP/1.1 ${status} ${reason}\r\ncontent-type: application/json\r\ncache-control: no-store\r\ncontent-length: `,
  ]),
);

function headOf(status: number): string | undefined {
  return heads.get(status);
}

let endSecond = 0;
let endText = '';

// The same for a whole second.
function headEnd(): string {
  const second = Math.floor(Date.now() / 1_000);
  if (second !== endSecond) {
    endSecond = second;
    const date = new Date(second * 1_000).toUTCString();
    endText = `\r\nDate: ${date}\r\nConnection: keep-alive\r\nKeep-Alive: timeout=${keepAliveMs / 1_000}\r\n\r\n`;
  }
  return endText;
}
