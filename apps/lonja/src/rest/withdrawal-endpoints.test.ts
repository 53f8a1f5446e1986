import { withdrawalSchema } from '@mandato/bitso-wire/private-payloads';
import { expect, test } from 'vitest';
import { type TestKey, type TestLonja, testLonja } from '../testing/test-lonja.ts';

const complete = { currency: 'mxn', amount: '12.5', clabe: '646180110400000007' };

async function withdrawer() {
  const { test: lonja, ana } = await testLonja({ hasRateLimits: false, hasSandboxFaults: true });
  const key = await ana.makeKey(['make_withdrawals', 'view_balances']);
  return { lonja, key, ana };
}

async function setSwitches(lonja: TestLonja, switches: Record<string, boolean>): Promise<void> {
  const request = new Request('http://lonja.test/sandbox/switches', {
    method: 'POST',
    body: JSON.stringify(switches),
  });
  expect((await lonja.ask(request)).status).toBe(200);
}

async function rowsOf(lonja: TestLonja, key: TestKey, target: string) {
  const answer = await lonja.signed(key, { target: `/api/v3/${target}` });
  expect(answer.status).toBe(200);
  return withdrawalSchema.array().parse(answer.payload);
}

async function codeOf(lonja: TestLonja, key: TestKey, target: string): Promise<string | null> {
  return (await lonja.signed(key, { target: `/api/v3/${target}` })).code;
}

test('withdraw() refuses, writes down as failed, and moves nothing; the row survives a restart', async () => {
  const { lonja, key } = await withdrawer();
  const before = lonja.hash();
  const balance = await lonja.signed(key, { target: '/api/v3/balance' });
  const sent = { ...complete, origin_id: 'rent-1', destination_tag: 7, max_fee: '0' };
  expect(await lonja.post(key, '/api/v3/withdrawals', sent)).toMatchObject({ status: 400, code: '0330' });
  const [row] = await rowsOf(lonja, key, 'withdrawals?origin_ids=rent-1');
  expect(row).toMatchObject({
    status: 'failed',
    currency: 'mxn',
    method: 'spei',
    amount: '12.50000000',
    origin_id: 'rent-1',
    details: { withdrawal_address: complete.clabe, destination_tag: '7' },
  });
  await lonja.close();
  await lonja.open();
  lonja.nowMs += 60_000;
  expect(await rowsOf(lonja, key, `withdrawals/${row?.wid}`)).toEqual([row]);
  expect((await lonja.signed(key, { target: '/api/v3/balance' })).payload).toEqual(balance.payload);
  expect(lonja.hash()).toBe(before);
  await lonja.close();
});

test('withdraw() asks for the permission before anything else, and writes nothing down without it', async () => {
  const { lonja, key, ana } = await withdrawer();
  const reader = await ana.makeKey(['view_balances']);
  for (const body of [{}, complete]) {
    expect(await lonja.post(reader, '/api/v3/withdrawals', body)).toMatchObject({
      status: 401,
      code: '0202',
    });
  }
  expect(await rowsOf(lonja, key, 'withdrawals')).toEqual([]);
  await lonja.close();
});

test('withdrawals() page toward older ones and are filtered by status, method and ids', async () => {
  const { lonja, key } = await withdrawer();
  for (const currency of ['mxn', 'btc', 'eth', 'mxn']) {
    lonja.nowMs += 1_000;
    await lonja.post(key, '/api/v3/withdrawals', { ...complete, currency });
  }
  const all = await rowsOf(lonja, key, 'withdrawals');
  expect(all.map(({ currency }) => currency)).toEqual(['mxn', 'eth', 'btc', 'mxn']);
  expect(await rowsOf(lonja, key, 'withdrawals?limit=2')).toEqual(all.slice(0, 2));
  expect(await rowsOf(lonja, key, `withdrawals?limit=2&marker=${all[1]?.wid}`)).toEqual(all.slice(2));
  expect(await rowsOf(lonja, key, 'withdrawals?method=spei&status=failed')).toEqual([all[0], all[3]]);
  expect(await rowsOf(lonja, key, 'withdrawals?status=complete')).toEqual([]);
  const two = [all[1], all[2]];
  expect(await rowsOf(lonja, key, `withdrawals?wids=${two[1]?.wid},${two[0]?.wid}`)).toEqual(two);
  expect(await rowsOf(lonja, key, `withdrawals/${two[0]?.wid}-${two[1]?.wid}-x`)).toEqual(two);
  expect(await codeOf(lonja, key, 'withdrawals?marker=unknown')).toBe('0320');
  expect(await codeOf(lonja, key, 'withdrawals?limit=x')).toBe('0320');
  expect(await codeOf(lonja, key, `withdrawals/${'0'.repeat(32)}`)).toBe('0310');
  expect(await codeOf(lonja, key, 'withdrawals?origin_ids=nobody')).toBe('0357');
  expect(await codeOf(lonja, key, 'withdrawals?origin_ids=a&wids=b')).toBe('0361');
  await lonja.close();
});

test('withdraw() with the switch is accepted, pending, processing and then failed, and still moves nothing', async () => {
  const { lonja, key } = await withdrawer();
  await setSwitches(lonja, { accept_withdrawals: true });
  const before = lonja.hash();
  const sent = { ...complete, origin_id: 'rent-2' };
  const { payload } = await lonja.post(key, '/api/v3/withdrawals', sent);
  const placed = withdrawalSchema.parse(payload);
  expect(placed.status).toBe('pending');
  expect(await lonja.post(key, '/api/v3/withdrawals', sent)).toMatchObject({ status: 400, code: '0356' });
  const statuses: string[] = [];
  for (const passMs of [4_000, 2_000, 8_000, 2_000]) {
    lonja.nowMs += passMs;
    const [row] = await rowsOf(lonja, key, 'withdrawals?origin_ids=rent-2');
    statuses.push(row?.status ?? '');
  }
  expect(statuses).toEqual(['pending', 'processing', 'processing', 'failed']);
  expect(await lonja.post(key, '/api/v3/withdrawals', sent)).toMatchObject({ status: 200 });
  expect(lonja.hash()).toBe(before);
  await lonja.close();
});

test.each([
  [{ amount: '1' }, '0303'],
  [{ amount: '1', currency: 'doge', address: 'x' }, '0313'],
  [{ amount: '0', currency: 'mxn', clabe: 'x' }, '0343'],
  [{ amount: '1', currency: 'mxn', clabe: 'x', max_fee: 'much' }, '0304'],
  [{ amount: '1', currency: 'mxn', clabe: 'x', max_fee: '-1' }, '0353'],
  [{ amount: 'much', currency: 'mxn', clabe: 'x' }, '0343'],
  [{ amount: '1', currency: 'mxn' }, '0303'],
  [{ amount: '1', currency: 'mxn', clabe: 'x', origin_id: 'no spaces' }, '0304'],
  [{ amount: '100000.01', currency: 'mxn', clabe: 'x' }, '0379'],
])('withdraw() with the switch refuses %j with %s and writes nothing down', async (body, code) => {
  const { lonja, key } = await withdrawer();
  await setSwitches(lonja, { accept_withdrawals: true });
  expect(await lonja.post(key, '/api/v3/withdrawals', body)).toMatchObject({ status: 400, code });
  expect(await rowsOf(lonja, key, 'withdrawals')).toEqual([]);
  await lonja.close();
});

test('withdrawOlder() answers an array and takes the amount as a number', async () => {
  const { lonja, key } = await withdrawer();
  await setSwitches(lonja, { accept_withdrawals: true });
  const poor = await lonja.post(key, '/api/v3/bitcoin_withdrawal', { amount: 0.1, address: 'x' });
  expect(poor).toMatchObject({ status: 400, code: '0379' });
  const { payload } = await lonja.post(key, '/api/v3/spei_withdrawal', { ...complete, amount: 0.5 });
  expect(withdrawalSchema.array().length(1).parse(payload)[0]).toMatchObject({
    currency: 'mxn',
    amount: '0.50000000',
  });
  const tiny = await lonja.post(key, '/api/v3/spei_withdrawal', { ...complete, amount: 1e-7 });
  expect(tiny.payload).toMatchObject([{ amount: '0.00000010' }]);
  const unknown = await lonja.post(key, '/api/v3/litecoin_withdrawal', { amount: 1, address: 'x' });
  expect(unknown.code).toBe('0313');
  await lonja.close();
});
