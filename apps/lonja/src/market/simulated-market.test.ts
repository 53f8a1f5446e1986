import { bookIdOf } from '@mandato/exchange-core/ids';
import { bookSpecs, depthOf, publicTradesOf } from '@mandato/exchange-core/view/book-view';
import { tickerOf } from '@mandato/exchange-core/view/ticker-view';
import { expect, test } from 'vitest';
import { exchangePort } from './exchange-port.ts';
import { startSimulatedMarket } from './simulated-market.ts';

function steppingClock() {
  let nowMs = 1_700_000_000_000;
  return { nowMs: () => (nowMs += 100) };
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 2));
}

test('startSimulatedMarket() fills every book at once, ten levels deep on both sides, and trades once in each', async () => {
  const port = exchangePort(steppingClock());
  const market = await startSimulatedMarket({ port, seed: 1, pauseMs: 60_000 });
  for (const { id } of bookSpecs(port.exchange)) {
    const depth = depthOf(port.exchange, id, 50);
    expect(depth?.bids.length).toBeGreaterThanOrEqual(10);
    expect(depth?.asks.length).toBeGreaterThanOrEqual(10);
    expect(publicTradesOf(port.exchange, id, { marker: null, sort: 'desc', limit: 1 })).toHaveLength(1);
  }
  await market.stop();
});

test('startSimulatedMarket() keeps books deep and alive while prices wander', async () => {
  const refused: string[] = [];
  const inner = exchangePort(steppingClock());
  const port = {
    ...inner,
    submit: async (command: Parameters<typeof inner.submit>[0]) => {
      const answer = await inner.submit(command);
      if (!answer.ok) refused.push(answer.error);
      return answer;
    },
  };
  const market = await startSimulatedMarket({ port, seed: 2, pauseMs: 0 });
  await until(() => port.exchange.nextTradeId > 250);
  await market.stop();
  const after = port.exchange.nextTradeId;
  for (const { id } of bookSpecs(port.exchange)) {
    const depth = depthOf(port.exchange, id, 50);
    expect(depth?.bids.length).toBeGreaterThanOrEqual(9);
    expect(depth?.asks.length).toBeGreaterThanOrEqual(9);
    expect(publicTradesOf(port.exchange, id, { marker: null, sort: 'desc', limit: 1 })).toHaveLength(1);
    expect(tickerOf(port.exchange, id, port.exchange.nowMs)?.volume).toBeGreaterThan(0n);
  }
  expect(refused).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(port.exchange.nextTradeId).toBe(after);
});

test('startSimulatedMarket() goes on from the last price and the standing quotes after a restart', async () => {
  const port = exchangePort(steppingClock());
  const first = await startSimulatedMarket({ port, seed: 3, pauseMs: 0 });
  await until(() => port.exchange.nextTradeId > 30);
  await first.stop();
  const accounts = port.exchange.accounts.size;
  const book = bookIdOf('btc_mxn');
  const last = port.exchange.books.get(book)?.lastPrice ?? 0n;
  const second = await startSimulatedMarket({ port, seed: 3, pauseMs: 60_000 });
  await second.stop();
  expect(port.exchange.accounts.size).toBe(accounts);
  const best = depthOf(port.exchange, book, 1);
  expect(best?.bids[0]?.price).toBeLessThan(last);
  expect(best?.asks[0]?.price).toBeGreaterThan(last);
});

test('startSimulatedMarket() leaves excepted books alone, and stops by itself when the disk is full', async () => {
  const except = [bookIdOf('btc_mxn')];
  const inner = exchangePort(steppingClock());
  let isFull = false;
  let asked = 0;
  const port = {
    ...inner,
    submit: (command: Parameters<typeof inner.submit>[0]) => {
      asked += 1;
      return isFull ? Promise.resolve({ ok: false, error: 'disk_full' } as const) : inner.submit(command);
    },
  };
  const market = await startSimulatedMarket({ port, seed: 4, except, pauseMs: 0 });
  expect(depthOf(port.exchange, bookIdOf('btc_mxn'), 1)).toMatchObject({ bids: [], asks: [] });
  isFull = true;
  const before = asked;
  await until(() => asked > before);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(asked - before).toBeLessThanOrEqual(3);
  await market.stop();
});
