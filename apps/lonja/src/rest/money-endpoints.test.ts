// Asks for what Bitso has around money and this exchange does not: lists are empty, and nothing ever moves.

import { expect, onTestFinished, test } from 'vitest';
import { type TestKey, type TestLonja, testLonja } from '../testing/test-lonja.ts';

async function stage(): Promise<{ readonly lonja: TestLonja; readonly key: TestKey }> {
  const { test: lonja, ana } = await testLonja();
  onTestFinished(() => lonja.close());
  const key = await ana.makeKey([
    'view_account_information',
    'view_balances',
    'place_orders',
    'make_withdrawals',
  ]);
  return { lonja, key };
}

test('movesNothing() refuses with 0330 whoever has the permission, under every path and version', async () => {
  const { lonja, key } = await stage();
  const before = lonja.hash();
  const paths = ['webhooks/', 'phone_number', 'phone_verification', 'currency_conversions'];
  for (const target of [...paths.map((name) => `/api/v3/${name}`), '/v4/currency_conversions']) {
    for (const body of [{}, { callback_url: 'https://example.com', amount: '1' }]) {
      expect(await lonja.post(key, target, body)).toMatchObject({ status: 400, code: '0330' });
    }
  }
  const put = { method: 'PUT', target: '/api/v4/currency_conversions', body: '{}' };
  expect(await lonja.signed(key, put)).toMatchObject({ status: 400, code: '0330' });
  expect(lonja.hash()).toBe(before);
});

test('currencyConversions() has none to list, in both versions of the API', async () => {
  const { lonja, key } = await stage();
  for (const version of ['v3', 'v4']) {
    const answer = await lonja.signed(key, { target: `/api/${version}/currency_conversions` });
    expect(answer).toMatchObject({ status: 200, payload: [] });
  }
  expect(await lonja.signed(key, { target: '/api/v4/currency_conversions/1' })).toMatchObject({
    status: 404,
    text: '',
  });
});

test('fundingDestination() takes the currency by its name or as the whole query', async () => {
  const { lonja, key } = await stage();
  const get = (query: string) => lonja.signed(key, { target: `/api/v3/funding_destination${query}` });
  const named = await get('?fund_currency=btc');
  expect(named.payload).toMatchObject({ account_identifier: expect.stringMatching(/^practice-btc-/) });
  expect((await get('?btc')).payload).toEqual(named.payload);
  for (const query of ['', '?fund_currency=', '?fund_currency=&btc', '?undefined', '?doge']) {
    expect((await get(query)).code).toBe('0303');
  }
  expect((await get('?fund_currency=doge')).code).toBe('0313');
});

test('fundings() knows no transaction, because practice money comes in without one', async () => {
  const { lonja, key } = await stage();
  const get = (query: string) => lonja.signed(key, { target: `/api/v3/fundings${query}` });
  expect(await get('?txids=abc,def')).toMatchObject({ status: 400, code: '0363' });
  expect((await get('?txids=')).payload).toHaveLength(1);
});
