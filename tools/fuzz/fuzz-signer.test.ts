// A short run of the fuzzer: the same that a person may run for as long as they like.

import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { fuzzSigner } from './fuzz-signer.ts';
import { createOracle } from './signed-oracle.ts';

test('items 16 and 19: fuzzSigner() finds nothing signed outside the limits in 4000 mutated messages', async () => {
  const found = await fuzzSigner({ cases: 4_000, seed: 7, stop: new AbortController().signal });
  expect(found.violations).toEqual([]);
  expect(found.figures).toMatchObject({ cases: 4_000, crashes: 0 });
  expect(found.figures.ordersSigned).toBeGreaterThan(50);
  expect(found.figures.denied).toBeGreaterThan(500);
});

const limits = {
  secret: 's3cr3t',
  apiKey: 'k1',
  books: ['btc_mxn'],
  perOrder: 500_000_000n,
  perDay: 700_000_000n,
  ordersPerMinute: 3,
  priceMin: 0n,
  priceMax: 0n,
};
let count = 0;

// Signed with the right secret, so that only what is asked for can be wrong with it.
function signed(method: string, target: string, body = '') {
  count += 1;
  const nonce = `1700000000000${String(count).padStart(6, '0')}`;
  const text = nonce + method + target + body;
  const signature = createHmac('sha256', limits.secret).update(text).digest('hex');
  return { method, target, body, authorization: `Bitso k1:${nonce}:${signature}` };
}

const order = (minor: string, originId: string, book = 'btc_mxn') =>
  signed(
    'POST',
    '/api/v3/orders',
    JSON.stringify({ book, side: 'buy', type: 'market', minor, origin_id: originId }),
  );

test('createOracle() notices each thing that must never be signed', () => {
  const oracle = createOracle(limits);
  expect(oracle.judge(signed('GET', '/api/v3/balance/'), 0, false)).toBeNull();
  expect(oracle.judge(signed('POST', '/api/v3/withdrawals', '{}'), 0, false)).toMatch(/unknown request/);
  const once = signed('GET', '/api/v3/balance/');
  expect(oracle.judge(once, 0, false)).toBeNull();
  expect(oracle.judge(once, 0, false)).toMatch(/twice/);
  expect(oracle.judge({ ...signed('GET', '/api/v3/fees/'), target: '/api/v3/balance/' }, 0, false)).toMatch(
    /wrong signature/,
  );
  expect(oracle.judge(order('5', 'a'), 0, false)).toBeNull();
  expect(oracle.judge(order('5', 'a'), 0, true)).toMatch(/order a twice/);
  expect(oracle.judge(order('5.00000001', 'b'), 61_000, true)).toMatch(/notional/);
  expect(oracle.judge(order('1', 'c', 'xrp_mxn'), 61_000, true)).toMatch(/book/);
  expect(oracle.judge(order('3', 'd'), 61_000, false)).toMatch(/spent in a day/);
  expect(oracle.judge(order('1', 'e'), 61_000, true)).toMatch(/orders in a minute/);
  oracle.forbidOrders();
  expect(oracle.judge(order('1', 'f'), 200_000, true)).toMatch(/kill switch/);
});
