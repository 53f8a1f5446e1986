// The socket around the router: reads whole requests within limits of size and time, and writes whole replies.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import type { Socket } from 'node:net';
import { canonicalAddress } from '../accounts/literal-address.ts';
import { type Router, tooLargeReply } from './router.ts';
import { type Body, WholeRequest } from './whole-request.ts';
import { keepAliveMs, WholeResponse } from './whole-response.ts';
import { jsonHeaders, type WireReply, type WireRequest } from './wire-request.ts';

export type SocketServer =
  | Server<typeof WholeRequest, typeof WholeResponse>
  | SecureServer<typeof WholeRequest, typeof WholeResponse>;

/** Key and certificate in PEM. */
export interface Tls {
  readonly key: string;
  readonly cert: string;
}

const limits = {
  maxHeaderSize: 16_384,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: keepAliveMs,
  connectionsCheckingInterval: 5_000,
} as const;

const messages = { IncomingMessage: WholeRequest, ServerResponse: WholeResponse } as const;

/**
 * A server that is not listening yet; with `tls` it speaks HTTPS. Slow senders are cut off after 10 s (headers) and
 * 30 s (whole request).
 */
export function createSocketServer(router: Router, tls: Tls | null = null): SocketServer {
  const onRequest = (message: WholeRequest, response: WholeResponse) => {
    if (hasBody(message)) message.whenWhole((body) => respond(router, { message, response, body }));
    else respond(router, { message, response, body: noBytes });
  };
  const server =
    tls === null
      ? createServer({ ...limits, ...messages }, onRequest)
      : createSecureServer({ ...limits, ...messages, key: tls.key, cert: tls.cert }, onRequest);
  server.maxRequestsPerSocket = 0;
  return server;
}

interface Exchange {
  readonly message: IncomingMessage;
  readonly response: WholeResponse;
  readonly body: Body;
}

function respond(router: Router, { message, response, body }: Exchange): void {
  if (body === 'too_large') {
    const { status, headers, body: text } = tooLargeReply();
    const length = Buffer.byteLength(text);
    response.writeHead(status, { ...headers, connection: 'close', 'content-length': length }).end(text);
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

function write(response: WholeResponse, reply: WireReply, isHead: boolean): void {
  if (reply.delivery?.kind === 'drop') {
    response.destroy();
    return;
  }
  const { body, headers, status, delivery } = reply;
  if (headers === jsonHeaders && delivery === undefined && typeof body === 'string') {
    if (response.sendJson(status, body)) return;
  }
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
