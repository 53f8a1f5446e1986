import { expect, test } from 'vitest';
import { venueOrderIdOf } from '../ids.ts';
import { orderOf } from '../view/order-view.ts';
import { createTestExchange, limit, marketQuantity, one, testBook } from './test-exchange.ts';

function trading() {
  const exchange = createTestExchange();
  const ana = exchange.open('ana', { btc: 100n * one, mxn: 1_000_000n * one });
  const beto = exchange.open('beto', { btc: 100n * one, mxn: 1_000_000n * one });
  function tradeAt(price: bigint): void {
    exchange.place({ by: ana, side: 'sell', terms: limit(price, one) });
    exchange.place({ by: beto, side: 'buy', terms: limit(price, one) });
  }
  return { ...exchange, ana, beto, tradeAt };
}

test('a stop order waits until the last price reaches its trigger from the side on which it was', () => {
  const { state, ask, ana, tradeAt } = trading();
  tradeAt(5_000n);
  const orderId = venueOrderIdOf('stop000000000000');
  const stop = 4_900n * one;
  const placed = ask({
    ...{ kind: 'place_order', atMs: 2, account: ana, originId: null, book: testBook, side: 'buy' },
    ...{ orderId, terms: limit(4_800n, one), stop },
  });
  expect(placed.ok).toBe(true);
  const view = () => orderOf(state, ana, orderId);
  expect(view()).toMatchObject({ status: 'queued', stop, triggeredAtMs: null });
  tradeAt(4_950n);
  expect(view()).toMatchObject({ status: 'queued' });
  tradeAt(4_900n);
  expect(view()).toMatchObject({ status: 'open', stop, triggeredAtMs: 2 });
});

test('modify_order keeps the order, and what a buy may cost when its price alone changes', () => {
  const { state, ask, place, ana } = trading();
  const placed = place({ by: ana, side: 'buy', terms: limit(5_000n, one) });
  if (!placed.ok) expect.fail(placed.error);
  const terms = { price: 4_000n * one, quantity: null, notional: null, stop: null };
  const command = { kind: 'modify_order', atMs: 3, account: ana, orderId: placed.value, terms } as const;
  const changed = ask({ ...command, cancelIfRefused: false });
  expect(changed.ok && changed.value.map((event) => event.kind)).toEqual(['book_diff', 'book_diff']);
  expect(orderOf(state, ana, placed.value)).toMatchObject({ status: 'open', quantity: (5n * one) / 4n });
  const none = { price: null, quantity: null, notional: null, stop: null };
  expect(ask({ ...command, terms: none, cancelIfRefused: true }).ok).toBe(true);
  expect(orderOf(state, ana, placed.value)).toMatchObject({ status: 'cancelled' });
});

test('a stop-loss sells at what the market gives once it is triggered', () => {
  const { state, ask, place, ana, beto, tradeAt } = trading();
  tradeAt(5_000n);
  place({ by: beto, side: 'buy', terms: limit(4_700n, 3n * one) });
  const orderId = venueOrderIdOf('loss000000000000');
  ask({
    ...{ kind: 'place_order', atMs: 2, account: ana, originId: null, book: testBook, side: 'sell', orderId },
    ...{ terms: marketQuantity(2n * one), stop: 4_900n * one },
  });
  tradeAt(4_900n);
  expect(orderOf(state, ana, orderId)).toMatchObject({
    status: 'completed',
    filledNotional: 9_400n * one,
  });
});
