// The published vectors: whoever signs must reproduce these bytes (bitso-api, appendix A).

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { authorizationOf, forgetCredential, type UnsignedRequest } from './sign-request.ts';

const vectors: readonly (UnsignedRequest & { readonly nonce: string; readonly signature: string })[] = [
  {
    nonce: '1700000000000',
    method: 'GET',
    target: '/api/v3/balance/',
    body: '',
    signature: '682234a64d5f7b4e7d45ef565433d46ae90f7a8f2a39433ccd6dd86a8cec2d72',
  },
  {
    nonce: '1700000000000123456',
    method: 'GET',
    target: '/api/v3/user_trades?book=btc_mxn&limit=25',
    body: '',
    signature: '7e8cbc201d85d64cf1dcd7f26f6179f1b34d9248e6eac5200928d1efac222b68',
  },
  {
    nonce: '1700000000000123457',
    method: 'POST',
    target: '/api/v3/orders',
    body: '{"book":"btc_mxn","side":"buy","type":"limit","major":"0.01","price":"1500000"}',
    signature: 'bf3f55259cb61d27fd2088caa243b1fb56a2143e2474ecd6794f251ce91eb48b',
  },
  {
    nonce: '1700000000000123458',
    method: 'DELETE',
    target: '/api/v3/orders?oids=AAAA%2CBBBB',
    body: '',
    signature: '2700b1c77a9d45bb4608eba5358c2de98f58e0d5916bc2f5074590443533ac9a',
  },
];
const credential = () => ({ apiKey: Buffer.from('k1'), apiSecret: Buffer.from('s3cr3t') });

test.each(vectors)(
  'item 28: authorizationOf() reproduces the published signature of $method $target',
  (vector) => {
    expect(authorizationOf(credential(), vector.nonce, vector)).toBe(
      `Bitso k1:${vector.nonce}:${vector.signature}`,
    );
  },
);

test('authorizationOf() changes with every part of the request', () => {
  const base = { method: 'GET', target: '/api/v3/balance/', body: '' } as const;
  const signed = authorizationOf(credential(), '1700000000000123456', base).split(':')[2];
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (extra) => {
      const other = authorizationOf(credential(), '1700000000000123456', { ...base, body: extra });
      expect(other.split(':')[2]).not.toBe(signed);
    }),
    { numRuns: 50 },
  );
});

test('forgetCredential() overwrites both buffers', () => {
  const opened = credential();
  forgetCredential(opened);
  expect([...opened.apiKey, ...opened.apiSecret].every((byte) => byte === 0)).toBe(true);
});
