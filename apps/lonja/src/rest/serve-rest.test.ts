// Holds the signed API to its codes: who is let in, in which order of checks, and what a restart still refuses.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { withdrawalSchema } from '@mandato/bitso-wire/private-payloads';
import { expect, test } from 'vitest';
import { startMs, TestPerson, testLonja, tradingPermissions } from '../testing/test-lonja.ts';

const balance = '/api/v3/balance';

test('item 62: createRest() answers each way of not being let in with its code', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(tradingPermissions);
  const bound = await ana.makeKey(tradingPermissions, ['10.0.0.7', '::ffff:10.0.0.8', '2001:DB8::1']);
  const right = 'a'.repeat(64);
  const cases: readonly (readonly [string, number, Promise<{ status: number; code: string | null }>])[] = [
    ['0208', 401, lonja.get(balance)],
    ['0208', 401, lonja.signed(key, { target: balance, authorization: ' ' })],
    ['0201', 401, lonja.signed(key, { target: balance, authorization: 'Bearer abc' })],
    ['0201', 401, lonja.signed(key, { target: balance, authorization: `Bitso ${key.keyId}:1` })],
    ['0201', 401, lonja.signed({ keyId: 'aaaaaaaaaa', secret: key.secret }, { target: balance })],
    ['0213', 401, lonja.signed(bound, { target: balance, from: '10.0.0.9' })],
    ['0206', 401, lonja.signed(key, { target: balance, nonce: '12a' })],
    ['0206', 401, lonja.signed(key, { target: balance, nonce: '12345678901234567890' })],
    ['0215', 401, lonja.signed({ ...key, secret: 'f'.repeat(32) }, { target: balance })],
    ['0215', 401, lonja.signed(key, { target: balance, authorization: `Bitso ${key.keyId}:1:${right}` })],
    ['0207', 401, lonja.signed(key, { target: balance, nonce: `${startMs - 600_000}000001` })],
    ['0202', 401, lonja.signed(key, { method: 'POST', target: '/api/v3/withdrawals', body: '{}' })],
  ];
  for (const [code, status, answer] of cases) expect(await answer).toMatchObject({ code, status });
  expect(await lonja.signed(key, { target: balance })).toMatchObject({ status: 200, code: null });
  for (const from of ['10.0.0.7', '::ffff:10.0.0.8', '2001:db8:0::1']) {
    expect(await lonja.signed(bound, { target: balance, from })).toMatchObject({ status: 200 });
  }
  await lonja.close();
});

test('item 61: createRest() verifies every part of what was signed', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(tradingPermissions);
  const { createHmac } = await import('node:crypto');
  const nonce = lonja.nonce();
  const text = `${nonce}GET/api/v3/user_trades?book=btc_mxn&limit=5`;
  const signature = createHmac('sha256', key.secret).update(text).digest('hex');
  const authorization = `Bitso ${key.keyId}:${nonce}:${signature}`;
  const target = '/api/v3/user_trades?book=btc_mxn&limit=5';
  const flipped = [
    lonja.signed(key, { target: '/api/v3/user_trades?limit=5&book=btc_mxn', authorization }),
    lonja.signed(key, { target: '/v3/user_trades?book=btc_mxn&limit=5', authorization }),
    lonja.signed(key, { target: `${target}&x=1`, authorization }),
    lonja.signed(key, { method: 'DELETE', target: '/api/v3/orders/all', authorization }),
    lonja.signed(key, { target, authorization: authorization.replace(`:${nonce}:`, `:${lonja.nonce()}:`) }),
    lonja.signed(key, { target, authorization: authorization.toUpperCase().replace('BITSO', 'Bitso') }),
  ];
  for (const answer of flipped) expect(['0215', '0201']).toContain((await answer).code);
  // None of those spent the nonce.
  expect(await lonja.signed(key, { target, authorization })).toMatchObject({ status: 200 });
  expect(await lonja.signed(key, { target, authorization })).toMatchObject({ code: '0207' });
  await lonja.close();
});

test('item 61: createRest() refuses a nonce that was used before, also after a restart', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(tradingPermissions);
  const counter = { target: balance, nonce: String(lonja.nowMs) };
  expect(await lonja.signed(key, counter)).toMatchObject({ status: 200 });
  const stale = await lonja.signed(key, counter);
  expect(stale).toMatchObject({ code: '0207' });
  expect(stale.text).toContain(`nonce must be higher than ${counter.nonce}`);
  const inSpanish = await lonja.signed(key, { ...counter, language: 'es' });
  expect(inSpanish.text).toContain(`el nonce debe ser mayor que ${counter.nonce}`);

  const past = { target: balance, nonce: `${lonja.nowMs - 2_000}000001` };
  const ahead = { target: balance, nonce: `${lonja.nowMs + 60_000}000002` };
  const order = { book: 'btc_mxn', side: 'buy', type: 'limit', major: '0.001', price: '1000000' };
  const placed = {
    method: 'POST',
    target: '/api/v3/orders',
    body: JSON.stringify(order),
    nonce: `${lonja.nowMs + 30_000}000003`,
  };
  for (const request of [past, ahead, placed]) {
    expect(await lonja.signed(key, request)).toMatchObject({ status: 200 });
  }
  // The exchange says no to this one, and its nonce is spent all the same.
  const tooMuch = {
    ...placed,
    body: JSON.stringify({ ...order, major: '1000' }),
    nonce: `${lonja.nowMs + 40_000}000004`,
  };
  expect((await lonja.signed(key, tooMuch)).code).not.toBe('0207');
  const before = lonja.hash();
  await lonja.close();
  lonja.nowMs += 1_000;
  await lonja.open();
  for (const request of [counter, past, ahead, placed, tooMuch]) {
    expect(await lonja.signed(key, request)).toMatchObject({ code: '0207' });
  }
  expect(lonja.hash()).toBe(before);
  expect(await lonja.signed(key, { target: balance })).toMatchObject({ status: 200 });
  await lonja.close();
});

test('createRest() takes a fresh key’s v2 nonces of the whole window, and of a key of before its start those after it', async () => {
  const { test: lonja, ana } = await testLonja();
  lonja.nowMs += 1_000;
  const key = await ana.makeKey(tradingPermissions);
  const at = async (offsetMs: number, salt: string) => {
    const nonce = `${lonja.nowMs + offsetMs}${salt}`;
    return (await lonja.signed(key, { target: balance, nonce })).code;
  };
  for (const offsetMs of [-300_000, -60_000, 300_000]) expect(await at(offsetMs, '1')).toBe(null);
  expect(await at(-60_000, '1')).toBe('0207');
  for (const offsetMs of [-300_001, 300_001]) expect(await at(offsetMs, '1')).toBe('0207');
  await lonja.close();
  await lonja.open();
  // It was used before the start, and so may others have been that nobody wrote down.
  for (const salt of ['1', '2']) expect(await at(-60_000, salt)).toBe('0207');
  expect(await at(0, '3')).toBe(null);
  await lonja.close();
});

test('createRest() writes an order and its nonce as one record', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(tradingPermissions);
  await lonja.signed(key, { target: balance });
  const before = await journalLines(lonja.directory);
  const body = JSON.stringify({
    book: 'btc_mxn',
    side: 'buy',
    type: 'limit',
    major: '0.001',
    price: '1000000',
  });
  const nonce = lonja.nonce();
  const placed = await lonja.signed(key, { method: 'POST', target: '/api/v3/orders', body, nonce });
  expect(placed).toMatchObject({ status: 200 });
  // When the key was used is written down on its own, some time after the first read.
  const written = (await journalLines(lonja.directory))
    .slice(before.length)
    .filter((line) => !line.includes('note_key_use'));
  expect(written).toHaveLength(1);
  expect(written[0]).toContain('place_order');
  expect(written[0]).toContain(nonce);
  await lonja.close();
});

async function journalLines(directory: string): Promise<readonly string[]> {
  const text = await readFile(path.join(directory, 'journal.log'), 'utf8');
  return text.split('\n').filter(Boolean);
}

test('item 61: createRest() lets one of many requests with the same nonce through', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(tradingPermissions);
  const request = { target: balance, nonce: lonja.nonce() };
  const answers = await Promise.all(Array.from({ length: 20 }, () => lonja.signed(key, request)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  await lonja.close();
});

const groups = {
  view_account_information: [
    ['GET', 'account_status'],
    ['GET', 'kyc_documents'],
    ['POST', 'phone_number'],
    ['POST', 'phone_verification'],
  ],
  view_balances: [
    ['GET', 'balance'],
    ['GET', 'fees'],
    ['GET', 'ledger'],
    ['GET', 'ledger/trades'],
    ['GET', 'fundings'],
    ['GET', `fundings/${'0'.repeat(32)}`],
    ['GET', 'withdrawals'],
    ['GET', `withdrawals/${'0'.repeat(32)}`],
    ['GET', 'funding_destination?fund_currency=btc'],
    ['GET', 'withdrawal_methods/btc'],
  ],
  place_orders: [
    ['POST', 'orders'],
    ['GET', 'orders/AAAAAAAAAAAAAAAA'],
    ['DELETE', 'orders/AAAAAAAAAAAAAAAA'],
    ['DELETE', 'orders/all'],
    ['GET', 'open_orders'],
    ['GET', 'user_trades'],
    ['GET', 'user_trades/1'],
    ['GET', 'order_trades/AAAAAAAAAAAAAAAA'],
    ['GET', 'currency_conversions'],
    ['POST', 'currency_conversions'],
    ['PUT', 'currency_conversions'],
  ],
  make_withdrawals: [
    ['POST', 'withdrawals'],
    ['POST', 'bitcoin_withdrawal'],
    ['POST', 'spei_withdrawal'],
    ['POST', 'phone_withdrawal'],
    ['POST', 'webhooks'],
  ],
  perform_security_actions: [],
} as const;

test('item 62: createRest() answers 0202 exactly when the permission of the endpoint is missing', async () => {
  const { test: lonja, ana } = await testLonja();
  const permissions = [
    'view_account_information',
    'view_balances',
    'place_orders',
    'make_withdrawals',
    'perform_security_actions',
  ] as const;
  const targets = permissions.flatMap((needed) =>
    groups[needed].map(([method, path]) => ({ needed, method, path })),
  );
  for (const held of permissions) {
    const key = await ana.makeKey([held]);
    for (const { needed, method, path } of targets) {
      const body = method === 'POST' ? { body: '{}' } : {};
      const answer = await lonja.signed(key, { method, target: `/api/v3/${path}`, ...body });
      expect(`${held} ${method} ${path} ${answer.code === '0202'}`).toBe(
        `${held} ${method} ${path} ${held !== needed}`,
      );
    }
  }
  await lonja.close();
});

test('createRest() moves nothing for a key that may withdraw', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(['make_withdrawals', 'view_balances']);
  const before = lonja.hash();
  const complete = {
    currency: 'btc',
    asset: 'btc',
    method: 'btc',
    network: 'btc',
    protocol: 'btc',
    amount: '0.1',
    address: 'x',
  };
  for (const name of [
    'withdrawals/',
    'withdrawals',
    'bitcoin_withdrawal',
    'ether_withdrawal',
    'crypto_withdrawal',
    'spei_withdrawal',
  ]) {
    expect(await lonja.post(key, `/api/v3/${name}`, {})).toMatchObject({ status: 400, code: '0303' });
    expect(await lonja.post(key, `/api/v3/${name}`, complete)).toMatchObject({ status: 400, code: '0330' });
  }
  expect(lonja.hash()).toBe(before);
  const listed = await lonja.signed(key, { target: '/api/v3/withdrawals?limit=100' });
  const rows = withdrawalSchema.array().parse(listed.payload);
  expect(rows.map(({ status, currency }) => [status, currency])).toEqual([
    ['failed', 'mxn'],
    ['failed', 'btc'],
    ['failed', 'eth'],
    ['failed', 'btc'],
    ['failed', 'btc'],
    ['failed', 'btc'],
  ]);
  expect(await lonja.signed(key, { target: '/api/v3/ledger/withdrawals' })).toMatchObject({ payload: [] });
  await lonja.close();
});

test('item 63: createRest() forgets a deleted key at once', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(tradingPermissions);
  expect(await lonja.signed(key, { target: balance })).toMatchObject({ status: 200 });
  await ana.value('deleteKey', { keyId: key.keyId, code: ana.freshCode() });
  expect(await lonja.signed(key, { target: balance })).toMatchObject({ code: '0201' });
  await lonja.close();
  await lonja.open();
  expect(await lonja.signed(key, { target: balance })).toMatchObject({ code: '0201' });
  await lonja.close();
});

test('item 38: createRest() shows a person their own orders only', async () => {
  const { test: lonja, ana } = await testLonja();
  const eve = new TestPerson(lonja, 'eve@example.com');
  await eve.signUp();
  await eve.turnOnTwoFactor();
  const mine = await ana.makeKey(tradingPermissions);
  const hers = await eve.makeKey(tradingPermissions);
  const order = {
    book: 'btc_mxn',
    side: 'buy',
    type: 'limit',
    major: '0.001',
    price: '1000000',
    origin_id: 'a-1',
  };
  const { payload } = await lonja.post(mine, '/api/v3/orders', order);
  const { oid } = payload as { oid: string };
  expect(await lonja.signed(hers, { target: `/api/v3/orders/${oid}` })).toMatchObject({ code: '0312' });
  expect(await lonja.signed(hers, { method: 'DELETE', target: `/api/v3/orders/${oid}` })).toMatchObject({
    code: '0312',
  });
  expect(await lonja.signed(hers, { target: '/api/v3/orders?origin_ids=a-1' })).toMatchObject({
    code: '0357',
  });
  expect(await lonja.signed(hers, { target: `/api/v3/order_trades/${oid}` })).toMatchObject({ code: '0312' });
  expect(await lonja.signed(mine, { target: `/api/v3/orders/${oid}` })).toMatchObject({
    payload: [{ oid, origin_id: 'a-1' }],
  });
  await lonja.close();
});

test('createRest() answers in Spanish when asked to', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(['view_balances']);
  const answer = await lonja.signed(key, { target: '/api/v3/open_orders', language: 'es-MX' });
  expect(JSON.parse(answer.text)).toEqual({
    success: false,
    error: { code: '0202', message: 'La llave de API no tiene permiso para usar este método', details: [] },
  });
  await lonja.close();
});

test('item 64: createRest() locks out for a minute of market time after too many requests', async () => {
  const { test: lonja, ana } = await testLonja({ hasRateLimits: true });
  const key = await ana.makeKey(tradingPermissions);
  const ticker = '/api/v3/available_books';
  for (let count = 0; count < 60; count += 1) expect((await lonja.get(ticker)).status).toBe(200);
  expect(await lonja.get(ticker)).toMatchObject({ status: 420, code: '0801' });
  expect(await lonja.get(ticker, '10.0.0.1')).toMatchObject({ status: 200 });
  for (let count = 0; count < 300; count += 1) {
    expect((await lonja.signed(key, { target: balance })).status).toBe(200);
  }
  expect(await lonja.signed(key, { target: balance })).toMatchObject({ status: 420, code: '0801' });
  // Cancelling is exempt.
  expect(await lonja.signed(key, { method: 'DELETE', target: '/api/v3/orders/all' })).toMatchObject({
    payload: [],
  });
  lonja.nowMs += 59_000;
  expect(await lonja.get(ticker)).toMatchObject({ code: '0801' });
  lonja.nowMs += 1_000;
  expect(await lonja.get(ticker)).toMatchObject({ status: 200 });
  expect(await lonja.signed(key, { target: balance })).toMatchObject({ status: 200 });
  await lonja.close();
});
