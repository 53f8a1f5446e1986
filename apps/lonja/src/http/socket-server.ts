// The socket around the router: reads whole requests within limits of size and time, and writes whole replies.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
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
    void respond(router, message, response);
  };
  const server =
    tls === null
      ? createServer(limits, onRequest)
      : createSecureServer({ ...limits, key: tls.key, cert: tls.cert }, onRequest);
  server.maxRequestsPerSocket = 0;
  return server;
}

async function respond(router: Router, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(message);
  if (body === 'cut_off') return;
  if (body === 'too_large') {
    response.writeHead(413, { connection: 'close', 'content-length': 0 }).end();
    return;
  }
  write(response, await router.serve(wireRequest(message, body)), message.method === 'HEAD');
}

function wireRequest(message: IncomingMessage, body: Uint8Array): WireRequest {
  const address = message.socket.remoteAddress ?? '';
  return {
    method: message.method ?? '',
    target: message.url ?? '',
    header: (name) => {
      const value = message.headers[name];
      return Array.isArray(value) ? value.join(', ') : (value ?? null);
    },
    body,
    peerAddress: canonicalAddress(address) ?? address,
  };
}

async function readBody(message: IncomingMessage): Promise<Uint8Array | 'too_large' | 'cut_off'> {
  if (Number(message.headers['content-length'] ?? '0') > bodyBytesMax) return 'too_large';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of message.iterator({ destroyOnReturn: false })) {
      if (!(chunk instanceof Uint8Array)) return 'cut_off';
      bytes += chunk.byteLength;
      if (bytes > bodyBytesMax) return 'too_large';
      chunks.push(chunk);
    }
  } catch {
    return 'cut_off';
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

function write(response: ServerResponse, reply: WireReply, isHead: boolean): void {
  if (reply.delivery?.kind === 'drop') {
    response.destroy();
    return;
  }
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
  response.writeHead(reply.status, { ...reply.headers, 'content-length': body.byteLength });
  if (reply.delivery === undefined || isHead) response.end(isHead ? undefined : body);
  else if (reply.delivery.kind === 'trickle') trickle(response, body, reply.delivery.bytesPerSecond);
  else resetMidBody(response, body);
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
