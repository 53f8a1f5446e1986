// Sends one signed request to a pinned host and tells apart an answer, certainty that nothing left, and silence.

import * as http from 'node:http';
import * as https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { EgressOutcome, SignedRequest } from '../process/egress-protocol.ts';
import type { PinnedHost } from './pinned-hosts.ts';

const readTimeoutMs = 10_000;
const placeTimeoutMs = 15_000;
const answerBytesMax = 1_048_576;

// Reads share connections. An order gets one of its own: a kept connection that the other side was just closing
// would turn a certain failure into an unknown outcome.
const agents = {
  'http:': new http.Agent({ keepAlive: true, timeout: 4_000, maxSockets: 32 }),
  'https:': new https.Agent({ keepAlive: true, timeout: 20_000, maxSockets: 32 }),
};

/** Never rejects, never follows a redirect, never uses a proxy. */
export function sendRequest(host: PinnedHost, request: SignedRequest): Promise<EgressOutcome> {
  return new Promise((resolve) => {
    const { request: open } = host.protocol === 'https:' ? https : http;
    const bytes = Buffer.from(request.body, 'utf8');
    let isConnected = false;
    const outgoing = open({
      hostname: host.hostname,
      port: host.port,
      method: request.method,
      path: request.target,
      agent: request.method === 'POST' ? false : agents[host.protocol],
      headers: headersOf(request, bytes),
      ...(host.isLoopback ? { lookup: lookUpLoopback } : {}),
    });
    const settle = (outcome: EgressOutcome) => {
      clearTimeout(timer);
      resolve(outcome);
      outgoing.destroy();
    };
    const timeoutMs = request.method === 'POST' ? placeTimeoutMs : readTimeoutMs;
    const timer = setTimeout(() => settle({ kind: 'lost', cause: 'timeout' }), timeoutMs);
    outgoing.on('socket', (socket) => {
      if (!socket.connecting) isConnected = true;
      else socket.once('connect', () => (isConnected = true));
    });
    outgoing.on('error', (error) =>
      settle((isConnected ? null : certainlyNotSent(error)) ?? { kind: 'lost', cause: 'connection_reset' }),
    );
    outgoing.on('response', (incoming) => {
      readAnswer(incoming).then(
        (outcome) => {
          clearTimeout(timer);
          resolve(outcome);
        },
        () => settle({ kind: 'lost', cause: 'connection_reset' }),
      );
    });
    outgoing.end(bytes);
  });
}

function headersOf(request: SignedRequest, bytes: Buffer): Record<string, string | number> {
  const headers = {
    ...(request.authorization === '' ? {} : { authorization: request.authorization }),
    accept: 'application/json',
    'accept-encoding': 'identity',
    'accept-language': 'en',
    'user-agent': 'mandato',
  };
  if (bytes.length === 0) return headers;
  return { ...headers, 'content-type': 'application/json', 'content-length': bytes.length };
}

async function readAnswer(incoming: http.IncomingMessage): Promise<EgressOutcome> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > answerBytesMax) return { kind: 'lost', cause: 'answer_unreadable' };
    chunks.push(bytes);
  }
  const encoding = incoming.headers['content-encoding'] ?? 'identity';
  const body = decodeUtf8(Buffer.concat(chunks));
  if (!incoming.complete || body === null || encoding !== 'identity') {
    return { kind: 'lost', cause: 'answer_unreadable' };
  }
  const date = incoming.headers.date ?? null;
  return { kind: 'answered', status: incoming.statusCode ?? 0, body, date };
}

function decodeUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

// With both address families tried, the failure is one error per address: all of them must be certain.
function certainlyNotSent(error: Error): EgressOutcome | null {
  const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
  const codes = errors.map((one) => (one instanceof Error ? Reflect.get(one, 'code') : null));
  const refused = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'];
  if (codes.every((code) => refused.includes(code))) return { kind: 'not_sent', cause: 'connection_refused' };
  const isNameUnknown = codes.every((code) => code === 'ENOTFOUND' || code === 'EAI_AGAIN');
  return isNameUnknown ? { kind: 'not_sent', cause: 'name_not_found' } : null;
}

const lookUpLoopback: LookupFunction = (_hostname, options, callback) => {
  const addresses = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ];
  if (options.all === true) callback(null, addresses);
  else callback(null, '127.0.0.1', 4);
};
