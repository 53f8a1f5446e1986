// A tiny exchange for tests: checks Bitso signatures, nonces and permissions, and remembers every request it saw.

import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface FakeKey {
  readonly secret: string;
  readonly permissions: readonly ('account' | 'balances' | 'orders' | 'withdrawals')[];
  /** The account that it belongs to; `1` unless given. */
  readonly clientId?: string;
}

export interface SeenRequest {
  readonly method: string;
  readonly target: string;
  readonly body: string;
  readonly nonce: string;
}

/** What the exchange answers to an order instead of accepting it. */
export type OrderFault =
  | 'none'
  | 'reset'
  | 'hang'
  | 'server_error'
  | 'insufficient_funds'
  | 'redirect'
  | 'huge';

export interface FakeExchange {
  /** What the public is told of every book; null answers with a fault. */
  ticker: { readonly last: string; readonly bid: string; readonly ask: string } | null;
  readonly url: string;
  readonly keys: Map<string, FakeKey>;
  readonly seen: SeenRequest[];
  fault: OrderFault;
  stop(): Promise<void>;
}

/** Listens on a free port of this machine. */
export async function startFakeExchange(): Promise<FakeExchange> {
  const keys = new Map<string, FakeKey>();
  const seen: SeenRequest[] = [];
  const used = new Set<string>();
  const server = createServer((request, response) => {
    readBody(request).then(
      (body) => answer({ exchange, used, request, response, body }),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const exchange: FakeExchange = {
    ticker: { last: '1000000', bid: '999000', ask: '1001000' },
    url: `http://127.0.0.1:${port}`,
    keys,
    seen,
    fault: 'none',
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return exchange;
}

interface Exchange {
  readonly exchange: FakeExchange;
  readonly used: Set<string>;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: string;
}

/** What goes back; `silent` leaves the connection open, `reset` cuts it. */
type Reply =
  | { readonly kind: 'reply'; readonly status: number; readonly body: string }
  | { readonly kind: 'silent' }
  | { readonly kind: 'reset' };

function answer(asked: Exchange): void {
  const { response } = asked;
  const isPublic = asked.request.url?.startsWith('/api/v3/ticker?') === true;
  const found = isPublic ? tickerReply(asked) : replyTo(asked);
  if (found.kind === 'reset') response.destroy();
  if (found.kind !== 'reply') return;
  const headers = { 'content-type': 'application/json', ...(found.status === 302 ? { location: '/' } : {}) };
  response.writeHead(found.status, headers).end(found.body);
}

function replyTo({ exchange, used, request, body }: Exchange): Reply {
  const { method = '', url: target = '' } = request;
  const match = /^Bitso ([^:]+):([^:]+):([0-9a-f]{64})$/.exec(request.headers.authorization ?? '');
  const [, name = '', nonce = '', signature = ''] = match ?? [];
  exchange.seen.push({ method, target, body, nonce });
  const key = exchange.keys.get(name);
  if (key === undefined) return refusal(401, '0201');
  const expected = createHmac('sha256', key.secret)
    .update(nonce + method + target + body)
    .digest('hex');
  if (expected !== signature) return refusal(401, '0215');
  if (!/^1[0-9]{18}$/.test(nonce) || used.has(name + nonce)) return refusal(401, '0207');
  used.add(name + nonce);
  const path = target.split('?')[0] ?? '';
  const needed = neededFor(path);
  if (needed === null) return reply(404, '');
  if (!key.permissions.includes(needed)) return refusal(401, '0202');
  if (needed === 'withdrawals') return refusal(400, '0303');
  if (method === 'POST') return body === '{}' ? refusal(400, '0303') : orderReply(exchange.fault);
  if (method === 'DELETE' && path !== '/api/v3/orders') return refusal(400, '0312');
  return reply(200, JSON.stringify({ success: true, payload: payloadFor(needed, key) }));
}

function payloadFor(needed: FakeKey['permissions'][number], { clientId = '1' }: FakeKey): unknown {
  return needed === 'account' ? { client_id: clientId } : [];
}

// The price is for the public: whoever signed the question has given a signature away for nothing.
function tickerReply({ exchange: { ticker }, request }: Exchange): Reply {
  if (request.headers.authorization !== undefined) return refusal(400, '0101');
  if (ticker === null) return reply(503, '');
  return reply(200, JSON.stringify({ success: true, payload: ticker }));
}

function orderReply(fault: OrderFault): Reply {
  switch (fault) {
    case 'none':
      return reply(200, JSON.stringify({ success: true, payload: { oid: 'q7Zt0LmB2xYcR4uE' } }));
    case 'reset':
      return { kind: 'reset' };
    case 'hang':
      return { kind: 'silent' };
    case 'server_error':
      return reply(502, '<html>bad gateway</html>');
    case 'insufficient_funds':
      return refusal(400, '0379');
    case 'redirect':
      return reply(302, '');
    case 'huge':
      return reply(200, 'x'.repeat(1_048_577));
  }
}

function neededFor(path: string): FakeKey['permissions'][number] | null {
  if (/^\/api\/v3\/account_status\/?$/.test(path)) return 'account';
  if (/^\/api\/v3\/(balance|fees)\/?$/.test(path)) return 'balances';
  if (/^\/api\/v3\/(orders|open_orders|user_trades|order_trades)(\/|$)/.test(path)) return 'orders';
  return path === '/api/v3/withdrawals' ? 'withdrawals' : null;
}

function refusal(status: number, code: string): Reply {
  const error = { code, message: `refused with ${code}`, details: [] };
  return reply(status, JSON.stringify({ success: false, error }));
}

function reply(status: number, body: string): Reply {
  return { kind: 'reply', status, body };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
