// The socket around the router: reads whole requests within limits of size and time, and writes whole replies.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import type { Socket } from 'node:net';
import { canonicalAddress } from '../accounts/literal-address.ts';
import { bodyBytesMax, type Router } from './router.ts';
import type { WireReply, WireRequest } from './wire-request.ts';

export type SocketServer = Server | SecureServer;

/** Key and certificate in PEM. */
export interface Tls {
  readonly key: string;
  readonly cert: string;
}

const limits = {
  maxHeaderSize: 16_384,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
} as const;

/**
 * A server that is not listening yet; with `tls` it speaks HTTPS. Slow senders are cut off after 10 s (headers) and
 * 30 s (whole request).
 */
export function createSocketServer(router: Router, tls: Tls | null = null): SocketServer {
  const onRequest = (message: IncomingMessage, response: ServerResponse) => {
    if (hasBody(message)) readBody(message, (body) => respond(router, { message, response, body }));
    else respond(router, { message, response, body: noBytes });
  };
  const server =
    tls === null
      ? createServer(limits, onRequest)
      : createSecureServer({ ...limits, key: tls.key, cert: tls.cert }, onRequest);
  server.maxRequestsPerSocket = 0;
  return server;
}

interface Exchange {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: Body;
}

type Body = Uint8Array | 'too_large';

function respond(router: Router, { message, response, body }: Exchange): void {
  if (body === 'too_large') {
    response.writeHead(413, { connection: 'close', 'content-length': 0 }).end();
    return;
  }
  const isHead = message.method === 'HEAD';
  const reply = router.serve(wireRequest(message, body));
  if (reply instanceof Promise) void reply.then((later) => write(response, later, isHead));
  else write(response, reply, isHead);
}

function wireRequest(message: IncomingMessage, body: Uint8Array): WireRequest {
  const { headers, method = '', url = '', socket } = message;
  return {
    method,
    target: url,
    header: (name) => {
      const value = headers[name];
      return typeof value === 'object' ? value.join(', ') : (value ?? null);
    },
    body,
    peerAddress: peerAddressOf(socket),
  };
}

// A connection stays with one peer, and keep-alive brings many requests.
const peerAddresses = new WeakMap<Socket, string>();

function peerAddressOf(socket: Socket): string {
  const known = peerAddresses.get(socket);
  if (known !== undefined) return known;
  const address = canonicalAddress(socket.remoteAddress ?? '') ?? socket.remoteAddress ?? '';
  peerAddresses.set(socket, address);
  return address;
}

const noBytes = new Uint8Array(0);

function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

// Listeners and not an iterator over the stream: this is on the path of every order.
function readBody(message: IncomingMessage, then: (body: Body) => void): void {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let isSettled = false;
  const settle = (body: Body) => {
    if (!isSettled) then(body);
    isSettled = true;
  };
  if (Number(message.headers['content-length'] ?? '0') > bodyBytesMax) settle('too_large');
  message.on('data', (chunk: Uint8Array) => {
    bytes += chunk.byteLength;
    if (bytes > bodyBytesMax) settle('too_large');
    else chunks.push(chunk);
  });
  // A body that is cut off never ends: nobody is there to be answered.
  message.on('end', () => {
    settle(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
  });
}

function write(response: ServerResponse, reply: WireReply, isHead: boolean): void {
  if (reply.delivery?.kind === 'drop') {
    response.destroy();
    return;
  }
  const { body, headers, status, delivery } = reply;
  const bytes = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
  response.writeHead(status, rawHeaders(headers, bytes));
  // A text goes out together with the headers, in one write.
  if (delivery === undefined || isHead) response.end(isHead ? undefined : body);
  else if (delivery.kind === 'trickle') trickle(response, Buffer.from(body), delivery.bytesPerSecond);
  else resetMidBody(response, Buffer.from(body));
}

// Names and values in turn: an object with one field more costs twenty times as much to make.
function rawHeaders(headers: WireReply['headers'], bytes: number): (string | number)[] {
  const raw: (string | number)[] = [];
  for (const name of Object.keys(headers)) raw.push(name, headers[name] ?? '');
  raw.push('content-length', bytes);
  return raw;
}

function resetMidBody(response: ServerResponse, body: Uint8Array): void {
  response.write(body.subarray(0, Math.floor(body.byteLength / 2)), () => {
    response.socket?.resetAndDestroy();
  });
}

// Ten portions a second while there are that many, one byte at a time below.
function trickle(response: ServerResponse, body: Uint8Array, bytesPerSecond: number): void {
  const portion = Math.max(1, Math.floor(bytesPerSecond / 10));
  let sent = 0;
  response.flushHeaders();
  const timer = setInterval(
    () => {
      const end = Math.min(sent + portion, body.byteLength);
      response.write(body.subarray(sent, end));
      sent = end;
      if (sent >= body.byteLength) response.end();
    },
    (1_000 * portion) / bytesPerSecond,
  );
  response.on('close', () => clearInterval(timer));
}
