// What plans that are due together ask of the exchange, together.

import type { PublicVenue, Quote } from '@mandato/invest-core/venue/venue';
import { describe, expect, it } from 'vitest';
import { BookRulesCache } from './look-at-market.ts';

function quoteOf(book: string): Quote {
  return { book, bid: null, ask: null, last: null };
}

describe('BookRulesCache', () => {
  it('market() makes one call of ten thousand asks at once, however slow the exchange is (M13)', async () => {
    let calls = 0;
    let answer = () => {};
    const isSlow = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const publicVenue: PublicVenue = {
      readBooks: async () => ({ kind: 'read', value: [] }),
      readQuote: async (book) => ({ kind: 'read', value: quoteOf(book) }),
      readMarket: async (book) => {
        calls += 1;
        await isSlow;
        const sides = { bids: [], asks: [], trades: [], drift: null };
        return { kind: 'read', value: { book, quote: quoteOf(book), atMs: 1, sequence: null, ...sides } };
      },
    };
    const link = { exchange: 'practice', publicVenue } as const;
    const cache = new BookRulesCache({ nowMs: () => 1_000_000 });
    const reads = Array.from({ length: 10_000 }, () => cache.market(link, 'btc_mxn', 1_000));
    answer();
    expect((await Promise.all(reads)).every(({ kind }) => kind === 'read')).toBe(true);
    expect(calls).toBe(1);
  });

  it('market() asks once for all who ask within a second, for each book, and again afterwards', async () => {
    let nowMs = 1_000_000;
    const asked: string[] = [];
    const publicVenue: PublicVenue = {
      readBooks: async () => ({ kind: 'read', value: [] }),
      readQuote: async (book) => ({ kind: 'read', value: quoteOf(book) }),
      readMarket: async (book) => {
        asked.push(book);
        const sides = { bids: [], asks: [], trades: [], drift: null };
        return { kind: 'read', value: { book, quote: quoteOf(book), atMs: nowMs, sequence: null, ...sides } };
      },
    };
    const link = { exchange: 'practice', publicVenue } as const;
    const cache = new BookRulesCache({ nowMs: () => nowMs });
    const many = await Promise.all(Array.from({ length: 50 }, () => cache.market(link, 'btc_mxn', 1_000)));
    expect(many.every((read) => read.kind === 'read' && read.value.picture.book === 'btc_mxn')).toBe(true);
    await cache.market(link, 'eth_mxn', 1_000);
    expect(asked).toEqual(['btc_mxn', 'eth_mxn']);
    nowMs += 1_000;
    await cache.market(link, 'btc_mxn', 1_000);
    expect(asked).toEqual(['btc_mxn', 'eth_mxn', 'btc_mxn']);
    // A clock that was set back does not make an old price new.
    nowMs -= 3_600_000;
    await cache.market(link, 'btc_mxn', 1_000);
    expect(asked).toHaveLength(4);
  });

  it('market() compares the order book with the look before it, however late the picture is taken up', async () => {
    let sequence = 10n;
    const publicVenue: PublicVenue = {
      readBooks: async () => ({ kind: 'read', value: [] }),
      readQuote: async (book) => ({ kind: 'read', value: quoteOf(book) }),
      readMarket: async (book) => {
        const sides = { bids: [], asks: [], trades: [], drift: null };
        return { kind: 'read', value: { book, quote: quoteOf(book), atMs: 1, sequence, ...sides } };
      },
    };
    const link = { exchange: 'practice', publicVenue } as const;
    const cache = new BookRulesCache({ nowMs: () => 1 });
    const early = cache.market(link, 'btc_mxn', 0);
    await early;
    sequence = 12n;
    const late = await cache.market(link, 'btc_mxn', 0);
    sequence = 3n;
    const reset = await cache.market(link, 'btc_mxn', 0);
    const seen = [await early, late, reset].map((read) => read.kind === 'read' && read.value.sequenceSeen);
    // The early one is not behind, although a later one was read before it is looked at; a real step back is seen.
    expect(seen).toEqual([null, 10n, 12n]);
  });
});
