import { accountIdOf, assetOf, bookIdOf, venueOrderIdOf } from '@mandato/exchange-core/ids';
import { unitsPerWhole } from '@mandato/primitives/money';
import { expect, onTestFinished, test } from 'vitest';
import { startMs, type TestLonja, testLonja } from '../testing/test-lonja.ts';

const targets = [
  '/api/v3/ticker?book=btc_mxn',
  '/api/v3/order_book?book=btc_mxn',
  '/api/v3/order_book?book=btc_mxn&aggregate=false',
  '/api/v3/trades?book=btc_mxn',
  '/api/v3/ohlc?book=btc_mxn&time_bucket=60',
];

async function opened(): Promise<TestLonja> {
  const { test: lonja } = await testLonja();
  onTestFinished(() => lonja.close());
  return lonja;
}

const maker = accountIdOf('maker');
let made = 0;

async function place(lonja: TestLonja, side: 'buy' | 'sell', price: bigint): Promise<void> {
  const { marketPort } = lonja.lonja;
  const atMs = lonja.nowMs;
  made += 1;
  if (made === 1) await marketPort.submit({ kind: 'open_account', atMs, account: maker });
  for (const asset of ['btc', 'mxn'].map(assetOf)) {
    const fundingId = `${made}${asset}`.padStart(32, '0');
    const money = { asset, amount: 1_000_000n * unitsPerWhole, method: 'test', fundingId };
    await marketPort.submit({ kind: 'fund', atMs, account: maker, ...money });
  }
  const done = await marketPort.submit({
    kind: 'place_order',
    atMs,
    account: maker,
    orderId: venueOrderIdOf(String(made).padStart(16, '0')),
    originId: null,
    book: bookIdOf('btc_mxn'),
    side,
    terms: {
      kind: 'limit',
      price: price * unitsPerWhole,
      quantity: unitsPerWhole / 100n,
      timeInForce: 'gtc',
    },
  });
  expect(done.ok).toBe(true);
}

test('PublicTexts gives back the same text until the book or the second changes', async () => {
  const lonja = await opened();
  const texts = async () => Promise.all(targets.map(async (target) => (await lonja.get(target)).text));
  const before = await texts();
  expect(await texts()).toEqual(before);
  await place(lonja, 'buy', 1_000_000n);
  const withBid = await texts();
  for (const at of [0, 1, 2]) expect(withBid[at]).not.toBe(before[at]);
  lonja.nowMs = startMs + 120_000;
  const later = await texts();
  for (const at of [0, 1, 2]) expect(later[at]).not.toBe(withBid[at]);
  expect(later[3]).toBe(withBid[3]);
});

test('an order book of more orders than a text is kept of has all of them', async () => {
  const lonja = await opened();
  const { marketPort } = lonja.lonja;
  const [book, mxn] = [bookIdOf('btc_mxn'), assetOf('mxn')];
  const [accounts, orders] = [22, 500];
  for (let person = 0; person < accounts; person += 1) {
    const at = { atMs: lonja.nowMs, account: accountIdOf(`person${person}`) };
    const money = { asset: mxn, amount: 1_000_000n * unitsPerWhole, method: 'test' };
    const commands = Array.from({ length: orders }, (_, order) => {
      const orderId = venueOrderIdOf(String(person * orders + order).padStart(16, '0'));
      const terms = {
        kind: 'limit',
        price: 1_000_000n * unitsPerWhole,
        quantity: unitsPerWhole / 10_000n,
        timeInForce: 'gtc',
      } as const;
      return { kind: 'place_order', ...at, orderId, originId: null, book, side: 'buy', terms } as const;
    });
    const done = await Promise.all([
      marketPort.submit({ kind: 'open_account', ...at }),
      marketPort.submit({ kind: 'fund', ...at, ...money, fundingId: `${person}`.padStart(32, 'f') }),
      ...commands.map((command) => marketPort.submit(command)),
    ]);
    expect(done.every(({ ok }) => ok)).toBe(true);
  }
  const target = '/api/v3/order_book?book=btc_mxn&aggregate=false';
  const { payload, text } = await lonja.get(target);
  expect(payload).toMatchObject({ bids: { length: accounts * orders } });
  expect(text.length).toBeGreaterThan(500_000);
  expect((await lonja.get(target)).text).toBe(text);
});
