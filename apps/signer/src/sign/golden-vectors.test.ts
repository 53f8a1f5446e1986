// A second witness for the signatures: ccxt's own bitso client, unmodified, signs what the signer builds.

import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { VenueIntent } from '@mandato/invest-core/venue/venue-intent';
import { expect, test } from 'vitest';
import { buildRequest } from '../intent/build-request.ts';
import { authorizationOf } from './sign-request.ts';

const keys = { apiKey: 'GoldenKey1', secret: '0f1e2d3c4b5a69788796a5b4c3d2e1f0' };

// ccxt does not export the one exchange that is wanted here; its file is imported by address, unchanged.
async function loadSign(
  nonce: string,
): Promise<(method: string, path: string, params: object) => SignedByCcxt> {
  const main = createRequire(import.meta.url).resolve('ccxt');
  const root = main.slice(0, main.lastIndexOf(`${path.sep}ccxt${path.sep}`) + 6);
  const module: unknown = await import(pathToFileURL(path.join(root, 'js/src/bitso.js')).href);
  const Bitso: unknown = Reflect.get(Object(module), 'default');
  if (typeof Bitso !== 'function') throw new Error('ccxt has no bitso client');
  const client: unknown = Reflect.construct(Bitso, [keys]);
  Reflect.set(Object(client), 'nonce', () => nonce);
  const sign: unknown = Reflect.get(Object(client), 'sign');
  if (typeof sign !== 'function') throw new Error('ccxt signs nothing');
  return (method, target, params) => {
    const signed: unknown = Reflect.apply(sign, client, [target, 'private', method, params]);
    const { url, body, headers } = Object(signed);
    return {
      url: String(url),
      body: body === undefined ? '' : String(body),
      authorization: headers.Authorization,
    };
  };
}

interface SignedByCcxt {
  readonly url: string;
  readonly body: string;
  readonly authorization: unknown;
}

const vectors: readonly {
  readonly intent: VenueIntent;
  readonly method: string;
  readonly path: string;
  readonly params: object;
}[] = [
  { intent: { kind: 'read_balances' }, method: 'GET', path: 'balance/', params: {} },
  { intent: { kind: 'read_account' }, method: 'GET', path: 'account_status/', params: {} },
  { intent: { kind: 'read_fees' }, method: 'GET', path: 'fees/', params: {} },
  {
    intent: { kind: 'read_open_orders', book: 'btc_mxn' },
    method: 'GET',
    path: 'open_orders',
    params: { book: 'btc_mxn', limit: 500 },
  },
  {
    intent: { kind: 'read_user_trades', book: 'eth_mxn', afterTradeId: '1001' },
    method: 'GET',
    path: 'user_trades',
    params: { book: 'eth_mxn', sort: 'asc', limit: 100, marker: '1001' },
  },
  {
    intent: { kind: 'read_order_trades', orderId: 'grid-17_a' },
    method: 'GET',
    path: 'order_trades',
    params: { origin_id: 'grid-17_a' },
  },
  {
    intent: { kind: 'find_orders', orderIds: ['grid-17_a'] },
    method: 'GET',
    path: 'orders',
    params: { origin_ids: 'grid-17_a' },
  },
  {
    intent: { kind: 'cancel_order', orderId: 'grid-17_a' },
    method: 'DELETE',
    path: 'orders',
    params: { origin_ids: 'grid-17_a' },
  },
  {
    intent: { kind: 'place_market_buy', orderId: 'a-1', book: 'btc_mxn', notional: '500.00000001' },
    method: 'POST',
    path: 'orders',
    params: { book: 'btc_mxn', side: 'buy', type: 'market', minor: '500.00000001', origin_id: 'a-1' },
  },
  {
    intent: {
      kind: 'place_limit_order',
      orderId: 'b_2',
      book: 'btc_mxn',
      side: 'sell',
      quantity: '0.01',
      price: '1500000',
      postOnly: true,
    },
    method: 'POST',
    path: 'orders',
    params: {
      book: 'btc_mxn',
      side: 'sell',
      type: 'limit',
      major: '0.01',
      price: '1500000',
      time_in_force: 'postonly',
      origin_id: 'b_2',
    },
  },
];

test.each(vectors)(
  'item 28: authorizationOf() and ccxt sign the same bytes for $intent.kind',
  async (vector) => {
    const nonce = '1700000000000123456';
    const sign = await loadSign(nonce);
    const byCcxt = sign(vector.method, vector.path, vector.params);
    const request = buildRequest(vector.intent);
    expect(new URL(byCcxt.url).pathname + new URL(byCcxt.url).search).toBe(request.target);
    expect(byCcxt.body).toBe(request.body);
    const credential = { apiKey: Buffer.from(keys.apiKey), apiSecret: Buffer.from(keys.secret) };
    expect(authorizationOf(credential, nonce, request)).toBe(byCcxt.authorization);
  },
);
