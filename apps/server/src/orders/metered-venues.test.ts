// Reads stop before the exchange would lock the key out, and orders never wait for them.

import type { Venue } from '@mandato/invest-core/venue/venue';
import { expect, test } from 'vitest';
import type { LinkedVenue } from '../links/venue-for-link.ts';
import { meteredVenues } from './metered-venues.ts';
import type { VenueFor } from './order-deps.ts';

function stage() {
  const clock = { ms: 1_000_000 };
  const called: string[] = [];
  const venue: Venue = {
    placeOrder: async () => {
      called.push('place');
      throw new Error('not asked here');
    },
    cancelOrder: async () => {
      called.push('cancel');
      return { kind: 'read', value: { cancelled: true } };
    },
    findOrder: async () => {
      called.push('find');
      return { kind: 'read', value: null };
    },
    readOrderTrades: async () => {
      called.push('trades');
      return { kind: 'unread', failure: { kind: 'rate_limited' } };
    },
    readOwnTrades: async () => {
      called.push('own trades');
      return { kind: 'read', value: [] };
    },
    readBalances: async () => {
      called.push('balances');
      return { kind: 'read', value: [] };
    },
  };
  const linkOf = (linkId: string): LinkedVenue => ({
    linkId,
    userId: 'ana',
    exchange: 'practice',
    status: 'connected',
    venue,
    publicVenue: {
      readBooks: async () => ({ kind: 'read', value: [] }),
      readQuote: async () => ({ kind: 'unread', failure: { kind: 'rate_limited' } }),
      readMarket: async () => ({ kind: 'unread', failure: { kind: 'rate_limited' } }),
    },
  });
  const venueFor = meteredVenues(async (linkId) => (linkId === 'gone' ? null : linkOf(linkId)), {
    monotonicMs: () => clock.ms,
    callsMax: 3,
  });
  // The first minute is over.
  clock.ms += 60_000;
  return { clock, called, venueFor };
}

test('meteredVenues() reads until the calls of a minute are spent, and again when they are older', async () => {
  const { clock, called, venueFor } = stage();
  const one = await venueFor('one');
  await one?.venue.readBalances('1');
  clock.ms += 30_000;
  await one?.venue.findOrder('a', '2');
  const again = await venueFor('one');
  await again?.venue.readOrderTrades('a', '3');
  expect(called).toEqual(['balances', 'find', 'trades']);
  const refused = await again?.venue.findOrder('a', '4');
  expect(refused).toEqual({ kind: 'unread', failure: { kind: 'rate_limited' } });
  expect(called).toHaveLength(3);
  clock.ms += 30_000;
  expect(await again?.venue.findOrder('a', '5')).toMatchObject({ kind: 'read' });
  expect(await again?.venue.findOrder('a', '6')).toMatchObject({ kind: 'unread' });
  expect(called).toHaveLength(4);
});

test('meteredVenues() counts each key by itself, and knows when one is gone', async () => {
  const { called, venueFor } = stage();
  const [one, other] = [await venueFor('one'), await venueFor('other')];
  for (let read = 0; read < 5; read += 1) await one?.venue.readBalances('1');
  await other?.venue.readBalances('1');
  expect(called).toHaveLength(4);
  expect(await venueFor('gone')).toBeNull();
});

test('meteredVenues() never holds up an order or a cancellation, and counts them', async () => {
  const { called, venueFor } = stage();
  const one = await venueFor('one');
  for (let sent = 0; sent < 4; sent += 1) await one?.venue.cancelOrder('a', `${sent}`);
  expect(called).toEqual(['cancel', 'cancel', 'cancel', 'cancel']);
  expect(await one?.venue.readBalances('5')).toMatchObject({ kind: 'unread' });
});

test('meteredVenues() of a process that dies again and again asks no more than of one that lives', async () => {
  let asked = 0;
  let ms = 0;
  for (const endMs = 60_000; ms < endMs; ) {
    const { venueFor } = restart(
      () => ms,
      () => {
        asked += 1;
      },
    );
    for (let lived = 0; lived < 4_000; lived += 100, ms += 100) {
      const link = await venueFor('one');
      await link?.venue.readBalances('n');
    }
  }
  expect(asked).toBeGreaterThan(100);
  expect(asked).toBeLessThan(200);
});

function restart(monotonicMs: () => number, onCall: () => void) {
  const { venueFor } = stage();
  const counted: VenueFor = async (linkId) => {
    const link = await venueFor(linkId);
    if (link === null) return null;
    const readBalances = async () => {
      onCall();
      return { kind: 'read', value: [] } as const;
    };
    return { ...link, venue: { ...link.venue, readBalances } };
  };
  return { venueFor: meteredVenues(counted, { monotonicMs, callsMax: 150 }) };
}
