import { accountIdOf, assetOf, bookIdOf, venueOrderIdOf } from '@mandato/exchange-core/ids';
import { bestPricesOf } from '@mandato/exchange-core/view/book-view';
import { orderOf } from '@mandato/exchange-core/view/order-view';
import { unitsPerWhole } from '@mandato/primitives/money';
import { expect, test } from 'vitest';
import { randomIds } from '../random-ids.ts';
import { exchangePort } from './exchange-port.ts';
import { startReplayMarket } from './replay-market.ts';

const book = bookIdOf('btc_mxn');
const dayMs = 86_400_000;
const prices = [900_000, 1_000_000, 1_200_000, 1_100_000].map((price, day) => ({
  atMs: (20_000 + day) * dayMs,
  price: BigInt(price) * unitsPerWhole,
}));

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 2));
}

function spreadAround(price: bigint, best: ReturnType<typeof bestPricesOf>): void {
  const tolerance = price / 1_000n;
  expect(best.bid ?? 0n).toBeLessThan(price);
  expect(best.bid ?? 0n).toBeGreaterThan(price - tolerance);
  expect(best.ask ?? 0n).toBeGreaterThan(price);
  expect(best.ask ?? 0n).toBeLessThan(price + tolerance);
}

test('startReplayMarket() quotes the price that is due and skips those that were passed over', async () => {
  let nowMs = 5;
  const port = exchangePort({ nowMs: () => nowMs });
  const market = await startReplayMarket({ port, book, prices, pollMs: 0 });
  spreadAround(900_000n * unitsPerWhole, bestPricesOf(port.exchange, book));
  nowMs = 20_002 * dayMs + 7;
  await until(() => port.exchange.nextTradeId === 3);
  spreadAround(1_200_000n * unitsPerWhole, bestPricesOf(port.exchange, book));
  nowMs = 30_000 * dayMs;
  await until(() => port.exchange.nextTradeId === 4);
  spreadAround(1_100_000n * unitsPerWhole, bestPricesOf(port.exchange, book));
  await market.stop();
});

test('startReplayMarket() fills a buy of 500 pesos at any moment', async () => {
  let nowMs = prices[0]?.atMs ?? 0;
  const buyer = accountIdOf('ana');
  const bought: string[] = [];
  const port = exchangePort({ nowMs: () => nowMs });
  const { exchange } = port;
  async function buy(): Promise<void> {
    const orderId = venueOrderIdOf(randomIds.alphanumeric(16));
    const terms = { kind: 'market_notional', notional: 500n * unitsPerWhole, slippagePpm: null } as const;
    const order = { account: buyer, orderId, originId: null, book, side: 'buy', terms } as const;
    await port.submit({ kind: 'place_order', atMs: nowMs, ...order });
    bought.push(orderOf(exchange, buyer, orderId)?.status ?? 'missing');
  }
  await port.submit({ kind: 'open_account', atMs: 0, account: buyer });
  const amount = 1_000_000n * unitsPerWhole;
  await port.submit({
    kind: 'fund',
    atMs: 0,
    account: buyer,
    asset: assetOf('mxn'),
    amount,
    fundingId: randomIds.hex(32),
    method: 'practice',
  });
  const market = await startReplayMarket({ port, book, prices, pollMs: 1 });
  while (bought.length < 300) {
    nowMs += dayMs / 60;
    await buy();
    if (bought.length % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await market.stop();
  expect(new Set(bought)).toEqual(new Set(['completed']));
});
