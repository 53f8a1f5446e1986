// A key that the exchange refuses is noticed, and an order that it refuses is not held against the key.

import type { Venue } from '@mandato/invest-core/venue/venue';
import { expect, test } from 'vitest';
import { watchKey } from './watch-key.ts';

type Rejection = Extract<Awaited<ReturnType<Venue['placeOrder']>>, { kind: 'rejected' }>;

function refusingVenue(code: Rejection['code']): Venue {
  const rejected = { kind: 'rejected', code, venueCode: '0000', venueMessage: '' } as const;
  const unread = () => Promise.resolve({ kind: 'unread', failure: rejected } as const);
  return {
    placeOrder: () => Promise.resolve(rejected),
    cancelOrder: unread,
    findOrder: unread,
    readOrderTrades: unread,
    readOwnTrades: unread,
    readBalances: unread,
  };
}

async function noticedBy(code: Rejection['code']): Promise<number> {
  let noticed = 0;
  const venue = watchKey(refusingVenue(code), () => {
    noticed += 1;
  });
  const order = { kind: 'place_market_buy', orderId: 'o', book: 'btc_mxn', notional: '1' } as const;
  expect(await venue.placeOrder(order, '1')).toMatchObject({ kind: 'rejected', code });
  expect(await venue.readBalances('2')).toMatchObject({ kind: 'unread' });
  return noticed;
}

test('watchKey() notices refusals of the key, and only those', async () => {
  expect(await noticedBy('key_invalid')).toBe(2);
  expect(await noticedBy('permission_missing')).toBe(2);
  expect(await noticedBy('funds_insufficient')).toBe(0);
  expect(await noticedBy('book_halted')).toBe(0);
});
