// The raw material of the fuzz run: requests that mean something, and values that nobody should send.

import type { Rng } from '@mandato/primitives/ports';

export interface Template {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly isPrivate: boolean;
}

function open(path: string, query: Template['query'] = []): Template {
  return { method: 'GET', path, query, body: null, isPrivate: false };
}

function own(method: string, path: string, more: Partial<Pick<Template, 'query' | 'body'>> = {}): Template {
  return { method, path, query: more.query ?? [], body: more.body ?? null, isPrivate: true };
}

// Without a session none of these may do anything.
function portal(call: string, body: Template['body']): Template {
  return { method: 'POST', path: `/portal/${call}`, query: [], body, isPrivate: false };
}

const page = [
  ['limit', '5'],
  ['sort', 'desc'],
  ['marker', '1'],
] as const;
const limit = {
  book: 'btc_mxn',
  side: 'buy',
  type: 'limit',
  major: '0.001',
  price: '1500000',
  origin_id: 'f',
};
const oid = 'AAAAAAAAAAAAAAAA';

const portalOrder = {
  book: 'btc_mxn',
  side: 'buy',
  kind: 'limit',
  amountIn: 'base',
  amount: '0.0001',
  price: '500000',
  stop: null,
  timeInForce: 'gtc',
} as const;

export const templates: readonly Template[] = [
  open('/api/v3/available_books/'),
  open('/api/v3/catalogues'),
  open('/api/v3/catalogues/currencies'),
  open('/api/v3/ticker', [['book', 'btc_mxn']]),
  open('/v3/order_book', [
    ['book', 'btc_mxn'],
    ['aggregate', 'false'],
  ]),
  open('/api/v3/trades', [['book', 'eth_mxn'], ...page]),
  open('/api/v3/ohlc', [
    ['book', 'btc_mxn'],
    ['time_bucket', '60'],
    ['start', '1'],
    ['end', '9'],
  ]),
  open('/openapi.json'),
  open('/metrics'),
  portal('session', {}),
  portal('home', {}),
  portal('desk', {}),
  portal('placeOrder', portalOrder),
  portal('placeOrder', { ...portalOrder, kind: 'stop_limit', stop: '900000' }),
  portal('placeOrder', { ...portalOrder, kind: 'market', amountIn: 'quote', amount: '100', price: null }),
  portal('changeOrder', { orderId: 'A1b2C3d4E5f6G7h8', price: '500010', amount: '0.001', stop: null }),
  portal('cancelOrder', { orderId: 'A1b2C3d4E5f6G7h8' }),
  portal('cancelOrders', { book: 'btc_mxn' }),
  portal('orderHistory', { book: null, marker: null }),
  portal('fills', { book: 'btc_mxn', marker: 1 }),
  portal('confirmSignIn', { code: '123456' }),
  portal('createKey', { name: 'x', addresses: ['127.0.0.1'], permissions: ['place_orders'], code: '123456' }),
  open('/healthz'),
  open('/profile'),
  own('GET', '/api/v3/balance/'),
  own('GET', '/api/v3/account_status'),
  own('GET', '/api/v3/fees'),
  own('GET', '/api/v3/ledger/trades', { query: page }),
  own('GET', '/api/v3/user_trades//', { query: [['book', 'btc_mxn'], ...page] }),
  own('GET', '/api/v3/open_orders', {
    query: [
      ['book', 'btc_mxn'],
      ['currency', 'mxn'],
    ],
  }),
  own('GET', `/api/v3/orders/${oid}-${oid}`),
  own('GET', '/api/v3/orders', { query: [['origin_ids', 'a,b']] }),
  own('GET', `/api/v3/order_trades/${oid}`),
  own('POST', '/api/v3/orders', { body: limit }),
  own('POST', '/api/v3/orders', {
    body: { ...limit, type: 'market', price: undefined, minor: '50', major: undefined },
  }),
  own('POST', '/v3/orders', { body: { ...limit, stop: '1400000', time_in_force: 'postonly' } }),
  own('PATCH', `/api/v4/orders/${oid}`, { body: { price: '1499990', cancel: true } }),
  own('PATCH', '/api/v3/orders', { body: { oid, major: '0.5' } }),
  own('DELETE', '/api/v3/orders/all'),
  own('DELETE', '/api/v3/orders', { query: [['oids', `${oid},B`]] }),
  own('POST', '/api/v3/withdrawals', { body: { currency: 'btc', amount: '1', address: 'x' } }),
  own('POST', '/api/v3/bitcoin_withdrawal', { body: { amount: 1, address: 'x' } }),
  own('GET', '/api/v3/fundings', { query: [['status', 'complete'], ...page] }),
];

export const oddTexts: readonly string[] = [
  '',
  ' ',
  '0',
  '-1',
  '1e309',
  '1e-400',
  'NaN',
  'Infinity',
  '0x10',
  '00012',
  '+5',
  '1,5',
  '٣',
  '9'.repeat(400),
  `0.${'0'.repeat(300)}1`,
  '99999999999999999999999999999999',
  'true',
  'null',
  'undefined',
  '[object Object]',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '../../../../etc/passwd',
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  '{{7*7}}',
  '\u0000',
  '\ud83d\ude00',
  '\u202e',
  'a'.repeat(5_000),
  'btc_mxn,eth_mxn',
  'BTC_MXN',
  'all',
  '-',
  '%',
  '%00',
  '%zz',
];

export const oddJson: readonly unknown[] = [
  null,
  true,
  false,
  [],
  {},
  [[[[]]]],
  0,
  -0,
  -1,
  1e308,
  1e-308,
  Number.MAX_SAFE_INTEGER + 2,
  { toString: 1 },
  { __proto__: null },
  ['btc_mxn'],
  ...oddTexts,
];

/** One of `list`. */
export function pick<T>(rng: Rng, list: readonly T[], otherwise: T): T {
  return list[rng.below(Math.max(1, list.length))] ?? otherwise;
}

/** True `percent` times in a hundred. */
export function chance(rng: Rng, percent: number): boolean {
  return rng.below(100) < percent;
}

/** So many bytes of anything. */
export function noise(rng: Rng, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => rng.below(256)));
}
