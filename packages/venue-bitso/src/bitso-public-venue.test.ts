// Public reads over a stand-in for fetch: golden books, quotes with empty sides, and every kind of failure.

import { goldenPayloads } from '@mandato/bitso-wire/golden/golden-payloads';
import { isClockOff } from '@mandato/invest-core/risk/clock-drift';
import { expect, test } from 'vitest';
import { bitsoPublicVenue } from './bitso-public-venue.ts';

const ticker = {
  book: 'btc_mxn',
  last: '1500000',
  bid: '1499990',
  ask: '1500010.5',
  vwap: '1.23456789012345',
};

function venueAnswering(status: number, body: unknown) {
  const asked: string[] = [];
  const venue = bitsoPublicVenue({
    baseUrl: 'http://localhost:4000',
    wall: { nowMs: () => 0 },
    fetch: (url, { redirect }) => {
      asked.push(`${redirect} ${url}`);
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return Promise.resolve({ status, headers: { get: () => null }, text: () => Promise.resolve(text) });
    },
  });
  return { venue, asked };
}

test('readBooks() reads the golden book, with the rate of the first tier and eight decimals of amount', async () => {
  const payload = [JSON.parse(goldenPayloads.availableBook), { book: 'odd' }];
  const { venue, asked } = venueAnswering(200, { success: true, payload });
  expect(await venue.readBooks()).toEqual({
    kind: 'read',
    value: [
      {
        book: 'btc_mxn',
        base: 'btc',
        quote: 'mxn',
        tickSize: 1_000_000_000n,
        lotSize: 1n,
        quantityMin: 60n,
        quantityMax: 60_000_000_000n,
        notionalMin: 1_000_000_000n,
        notionalMax: 20_000_000_000_000_000n,
        takerFeeRate: '0.0078',
      },
    ],
  });
  expect(asked).toEqual(['error http://localhost:4000/api/v3/available_books/']);
});

test('readQuote() reads prices exactly and an empty side as none', async () => {
  const { venue, asked } = venueAnswering(200, { success: true, payload: ticker });
  const quote = { book: 'btc_mxn', bid: 149_999_000_000_000n, ask: 150_001_050_000_000n };
  expect(await venue.readQuote('btc_mxn')).toEqual({
    kind: 'read',
    value: { ...quote, last: 150_000_000_000_000n },
  });
  expect(asked).toEqual(['error http://localhost:4000/api/v3/ticker/?book=btc_mxn']);
  const empty = { success: true, payload: { ...ticker, bid: '0', ask: null, last: undefined } };
  expect(await venueAnswering(200, empty).venue.readQuote('btc_mxn')).toEqual({
    kind: 'read',
    value: { book: 'btc_mxn', bid: null, ask: null, last: null },
  });
});

test('readQuote() names an unknown book, in the form of the old API and in that of the new one', async () => {
  const old = { error: { code: 20, message: 'Unknown OrderBook xyz_mxn' } };
  const current = { success: false, error: { code: '0301', message: 'Unknown OrderBook', details: [] } };
  for (const body of [old, current]) {
    expect(await venueAnswering(400, body).venue.readQuote('xyz_mxn')).toMatchObject({
      kind: 'unread',
      failure: { kind: 'rejected', code: 'book_unknown' },
    });
  }
  const { venue, asked } = venueAnswering(200, {});
  expect(await venue.readQuote('../x?y')).toMatchObject({ failure: { code: 'book_unknown' } });
  expect(asked).toEqual([]);
});

test('readQuote() never throws when the exchange cannot be reached', async () => {
  const failing = (cause: unknown) =>
    bitsoPublicVenue({
      baseUrl: 'http://localhost:4000',
      wall: { nowMs: () => 0 },
      fetch: () => Promise.reject(new TypeError('fetch failed', { cause })),
    }).readQuote('btc_mxn');
  expect(await failing({ code: 'ECONNREFUSED' })).toMatchObject({ failure: { cause: 'connection_refused' } });
  expect(await failing({ code: 'ENOTFOUND' })).toMatchObject({ failure: { cause: 'name_not_found' } });
  expect(await failing(new Error('other'))).toMatchObject({ failure: { cause: 'connection_reset' } });
});

test.each([
  ['ahead', 600_000, true],
  ['behind', -600_000, true],
  ['right', 1_000, false],
] as const)(
  'readMarket() tells from the header Date whether our clock is %s (C1)',
  async (_, driftMs, isOff) => {
    const exchangeMs = Date.UTC(2026, 10, 22, 12) + 400;
    const bodies: Record<string, unknown> = {
      ticker: ticker,
      order_book: { bids: [], asks: [] },
      trades: [],
    };
    const read = async (headers: Record<string, string>) => {
      const venue = bitsoPublicVenue({
        baseUrl: 'http://localhost:4000',
        wall: { nowMs: () => exchangeMs + driftMs },
        fetch: (url) => {
          const payload = bodies[new URL(url).pathname.split('/')[3] ?? ''];
          const text = JSON.stringify({ success: true, payload });
          const get = (name: string) => headers[name] ?? null;
          return Promise.resolve({ status: 200, headers: { get }, text: () => Promise.resolve(text) });
        },
      });
      const outcome = await venue.readMarket('btc_mxn');
      return outcome.kind === 'read' ? outcome.value.drift : null;
    };
    const date = new Date(exchangeMs).toUTCString();
    const drift = await read({ date });
    expect(drift).toEqual({ leastMs: driftMs - 600, mostMs: driftMs + 400, seenAtMs: exchangeMs + driftMs });
    expect(drift !== null && isClockOff(drift)).toBe(isOff);
    // Neither an answer out of a cache nor one without a readable time says anything.
    for (const headers of [{ date, age: '5' }, {}, { date: 'soon' }]) expect(await read(headers)).toBe(null);
  },
);
