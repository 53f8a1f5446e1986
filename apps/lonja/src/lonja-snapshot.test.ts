import { readdirSync } from 'node:fs';
import { assetOf } from '@mandato/exchange-core/ids';
import { expect, test } from 'vitest';
import { testLonja, tradingPermissions } from './testing/test-lonja.ts';

test('lonjaSnapshots bring back people, their sessions, keys and money, not only the exchange', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(tradingPermissions);
  const { sequencer } = lonja.lonja;
  const [account] = sequencer.state.portal.accounts.keys();
  if (account === undefined) throw new Error('nobody has an account');
  const answers = await Promise.all(
    Array.from({ length: 5_100 }, (_, index) =>
      sequencer.submit({
        domain: 'exchange',
        command: {
          kind: 'fund',
          atMs: lonja.nowMs,
          account,
          asset: assetOf('mxn'),
          amount: 1n,
          fundingId: index.toString(16).padStart(32, '0'),
          method: 'practice',
        },
      }),
    ),
  );
  expect(answers.filter(({ ok }) => !ok)).toEqual([]);
  const hash = lonja.hash();
  const home = await ana.value('home');
  await lonja.close();
  expect(readdirSync(lonja.directory).filter((name) => name.includes('snapshot'))).not.toEqual([]);
  await lonja.open();
  expect(lonja.hash()).toBe(hash);
  expect(await ana.value('home')).toEqual(home);
  lonja.nowMs += 60_000;
  expect(await lonja.signed(key, { target: '/api/v3/balance' })).toMatchObject({ status: 200 });
  await lonja.close();
});

test('the orders that requests of the API ended are in the history of their accounts, also after a restart', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(tradingPermissions);
  const order = { book: 'btc_mxn', side: 'buy', type: 'limit', major: '0.001', price: '1500000' };
  const placed = await lonja.post(key, '/api/v3/orders', order);
  expect(placed).toMatchObject({ status: 200 });
  await lonja.signed(key, { method: 'DELETE', target: '/api/v3/orders/all' });
  const history = () => [...lonja.lonja.sequencer.state.history.values()].flatMap(({ orders }) => orders);
  expect(history().map(({ order: past }) => past.status)).toEqual(['cancelled']);
  const lived = history();
  await lonja.close();
  await lonja.open();
  expect(history()).toEqual(lived);
  await lonja.close();
});
