// Typed intents through real processes, against an exchange that checks every signature.

import type { VenueIntent } from '@mandato/invest-core/venue/venue-intent';
import { expect, test } from 'vitest';
import { freshNonce, linkKey, marketBuy, storeSafeKey, useSignerHarness } from '../testing/signer-harness.ts';
import { noLimits } from './signer-options.ts';

const harness = useSignerHarness();

test('startSigner() links a safe key, and carries out every intent with signatures the exchange accepts', async () => {
  const signer = await harness.start();
  const { audit, stored } = await linkKey(signer);
  const codes = audit.ok ? audit.value.probes.map(({ answer }) => 'code' in answer && answer.code) : [];
  expect(codes).toEqual([null, null, null, '0312', '0303', '0202']);
  expect(stored).toMatchObject({ ok: true, value: { face: { keyHint: 'y001' } } });
  const credentialId = stored?.ok === true ? stored.value.credentialId : '';
  const intents: VenueIntent[] = [
    { kind: 'read_balances' },
    { kind: 'read_account' },
    { kind: 'read_fees' },
    { kind: 'read_open_orders', book: 'btc_mxn' },
    { kind: 'find_orders', orderIds: ['a-1', 'b_2'] },
    { kind: 'read_order_trades', orderId: 'a-1' },
    { kind: 'read_user_trades', book: 'btc_mxn', afterTradeId: '1001' },
    { kind: 'read_user_trades', book: 'btc_mxn', afterTradeId: null },
    marketBuy('a-1'),
    {
      kind: 'place_limit_order',
      orderId: 'b_2',
      book: 'btc_mxn',
      side: 'sell',
      quantity: '0.01',
      price: '1500000',
      postOnly: true,
    },
    { kind: 'cancel_order', orderId: 'b_2' },
  ];
  harness.exchange().seen.length = 0;
  for (const intent of intents) {
    expect(await signer.execute({ credentialId, intent, nonce: freshNonce() })).toMatchObject({
      kind: 'answered',
      status: 200,
    });
  }
  expect(
    harness.exchange().seen.map(({ method, target, body }) => `${method} ${target} ${body}`.trim()),
  ).toEqual([
    'GET /api/v3/balance/',
    'GET /api/v3/account_status/',
    'GET /api/v3/fees/',
    'GET /api/v3/open_orders?book=btc_mxn&limit=500',
    'GET /api/v3/orders?origin_ids=a-1,b_2',
    'GET /api/v3/order_trades?origin_id=a-1',
    'GET /api/v3/user_trades?book=btc_mxn&sort=asc&limit=100&marker=1001',
    'GET /api/v3/user_trades?book=btc_mxn&sort=asc&limit=100',
    'POST /api/v3/orders {"book":"btc_mxn","side":"buy","type":"market","minor":"500","origin_id":"a-1"}',
    'POST /api/v3/orders {"book":"btc_mxn","side":"sell","type":"limit","major":"0.01","price":"1500000","time_in_force":"postonly","origin_id":"b_2"}',
    'DELETE /api/v3/orders?origin_ids=b_2',
  ]);
});

test('item 27: execute() tells answers, certain non-sending and lost answers apart', async () => {
  const signer = await harness.start();
  const credentialId = await storeSafeKey(signer);
  const place = (orderId: string) =>
    signer.execute({ credentialId, intent: marketBuy(orderId), nonce: freshNonce() });
  harness.exchange().fault = 'reset';
  expect(await place('o1')).toEqual({ kind: 'lost', cause: 'connection_reset' });
  harness.exchange().fault = 'server_error';
  expect(await place('o2')).toMatchObject({ kind: 'answered', status: 502 });
  harness.exchange().fault = 'redirect';
  expect(await place('o3')).toMatchObject({ kind: 'answered', status: 302 });
  harness.exchange().fault = 'huge';
  expect(await place('o4')).toEqual({ kind: 'lost', cause: 'answer_unreadable' });
  await harness.exchange().stop();
  expect(await place('o5')).toEqual({ kind: 'not_sent', cause: 'connection_refused' });
});

test('item 16: execute() signs nothing for an unknown credential, a used nonce or a malformed intent', async () => {
  const signer = await harness.start();
  const credentialId = await storeSafeKey(signer);
  harness.exchange().seen.length = 0;
  const intent = marketBuy('o1');
  expect(await signer.execute({ credentialId: 'cred_x', intent, nonce: freshNonce() })).toEqual({
    kind: 'denied',
    code: 'credential_unknown',
  });
  const once = freshNonce();
  await signer.execute({ credentialId, intent, nonce: once });
  const bad = [once, '1700000000000', 'abc', `${once}0`];
  for (const used of bad) {
    expect(await signer.execute({ credentialId, intent: marketBuy('o2'), nonce: used })).toEqual({
      kind: 'denied',
      code: 'intent_malformed',
    });
  }
  expect(await signer.execute({ credentialId, intent: marketBuy('o3', '1e3'), nonce: freshNonce() })).toEqual(
    {
      kind: 'denied',
      code: 'intent_malformed',
    },
  );
  expect(harness.exchange().seen).toHaveLength(1);
});

test('item 19: execute() keeps the limits it was started with, and gives back what the exchange refused', async () => {
  const limits = {
    ...noLimits,
    books: ['btc_mxn'],
    notionalPerOrderMax: { mxn: '600' },
    notionalPerDayMax: { mxn: '1000' },
    ordersPerMinuteMax: 4,
  };
  const signer = await harness.start({ limits });
  const credentialId = await storeSafeKey(signer);
  const place = async (intent: VenueIntent) => {
    const answer = await signer.execute({ credentialId, intent, nonce: freshNonce() });
    return answer.kind === 'denied' ? answer.code : answer.kind;
  };
  expect(await place({ ...marketBuy('o1'), book: 'eth_mxn' } as VenueIntent)).toBe('book_not_allowed');
  expect(await place(marketBuy('o2', '600.00000001'))).toBe('notional_above_order_limit');
  harness.exchange().fault = 'insufficient_funds';
  expect(await place(marketBuy('o3', '600'))).toBe('answered');
  harness.exchange().fault = 'none';
  expect(await place(marketBuy('o4', '600'))).toBe('answered');
  expect(await place(marketBuy('o5', '400.00000001'))).toBe('notional_above_day_limit');
  expect(await place(marketBuy('o6', '400'))).toBe('answered');
  expect(await place({ kind: 'read_balances' })).toBe('answered');
  const sell: VenueIntent = {
    kind: 'place_limit_order',
    orderId: 'o7',
    book: 'btc_mxn',
    side: 'sell',
    quantity: '0.0001',
    price: '1000000',
    postOnly: false,
  };
  expect(await place(sell)).toBe('answered');
  expect(await place({ ...sell, orderId: 'o8' })).toBe('orders_per_minute_exceeded');
});
