import { unitsPerWhole } from '@mandato/primitives/money';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BookRules, MarketPicture } from '../venue/venue.ts';
import { type GateContext, type MarketDenial, marketDenial } from './market-gate.ts';

const nowMs = 1_795_176_000_000;
const whole = (amount: number) => BigInt(Math.round(amount * 1_000)) * (unitsPerWhole / 1_000n);
const level = (price: number, quantity = 1) => ({ price: whole(price), quantity: whole(quantity) });

const rules: BookRules = {
  book: 'btc_mxn',
  base: 'btc',
  quote: 'mxn',
  tickSize: 1_000_000n,
  lotSize: 1n,
  quantityMin: 1n,
  quantityMax: whole(1_000),
  notionalMin: whole(10),
  notionalMax: whole(1_000_000),
  takerFeeRate: '0.0065',
};

const picture: MarketPicture = {
  book: 'btc_mxn',
  quote: { book: 'btc_mxn', bid: whole(999), ask: whole(1_001), last: whole(1_000) },
  atMs: nowMs - 1_000,
  sequence: 7n,
  bids: [level(999), level(998)],
  asks: [level(1_001), level(1_002), level(1_100, 100)],
  trades: [1, 2, 3, 4].map((tid) => ({ tradeId: `${tid}`, price: whole(1_000), atMs: nowMs - tid * 60_000 })),
  drift: null,
};

const context: GateContext = {
  rules,
  nowMs,
  ageMaxMs: 60_000,
  sequenceSeen: 6n,
  notional: whole(500),
  peg: null,
};

const tradesAt = (price: number, minutesAgo = 1) =>
  [1, 2, 3].map((tid) => ({ tradeId: `${tid}`, price: whole(price), atMs: nowMs - minutesAgo * 60_000 }));

/** Each fault of the catalogue with what the market or the gate's knowledge looks like under it. */
const faults: readonly [string, MarketDenial, Partial<MarketPicture>, Partial<GateContext>][] = [
  ['M12 base and quote swapped', 'book_mismatched', {}, { rules: { ...rules, base: 'mxn', quote: 'btc' } }],
  ['M12 the ticker of another book', 'book_mismatched', { quote: { ...picture.quote, book: 'eth_mxn' } }, {}],
  ['C1 our clock is ahead', 'clock_off', { drift: { leastMs: 2_001, mostMs: 3_100, seenAtMs: nowMs } }, {}],
  [
    'C1 our clock is behind',
    'clock_off',
    { drift: { leastMs: -3_100, mostMs: -2_001, seenAtMs: nowMs } },
    {},
  ],
  ['M2 silent for longer than a minute', 'market_stale', { atMs: nowMs - 60_001 }, {}],
  ['M2 from the future', 'market_stale', { atMs: nowMs + 60_001 }, {}],
  ['M5 no time at all', 'market_stale', { atMs: null }, {}],
  ['M1 M3 an older order book than before', 'market_out_of_sequence', {}, { sequenceSeen: 8n }],
  ['M4 nobody sells', 'quote_missing', { asks: [] }, {}],
  ['M4 nobody buys', 'quote_missing', { bids: [] }, {}],
  ['M4 crossed', 'quote_crossed', { bids: [level(1_002)] }, {}],
  [
    'M9 the ticker asks 2.1 % more',
    'sources_disagree',
    { quote: { ...picture.quote, ask: whole(1_022.1) } },
    {},
  ],
  ['M9 the ticker bids 2.1 % less', 'sources_disagree', { quote: { ...picture.quote, bid: whole(978) } }, {}],
  ['M6 a wick of -88 %', 'price_jumped', { trades: tradesAt(8_341) }, {}],
  ['M6 a spike upwards', 'price_jumped', { trades: tradesAt(900) }, {}],
  ['M8 a dollar at 0.88', 'quote_depegged', {}, { peg: whole(0.88) }],
  ['M8 a dollar at 1.04', 'quote_depegged', {}, { peg: whole(1.04) }],
  ['M7 depth far away', 'book_too_thin', {}, { notional: whole(2_100) }],
];

describe('marketDenial()', () => {
  it('marketDenial() lets a whole, fresh and quiet market be bought on', () => {
    expect(marketDenial(picture, context)).toBe(null);
    expect(marketDenial({ ...picture, sequence: null, trades: [] }, { ...context, peg: whole(1.02) })).toBe(
      null,
    );
    expect(marketDenial(picture, { ...context, sequenceSeen: 7n, notional: whole(2_003) })).toBe(null);
  });

  it.each(faults)('marketDenial() under %s says %s', (...[, code, changed, known]) => {
    expect(marketDenial({ ...picture, ...changed }, { ...context, ...known })).toBe(code);
  });

  it('marketDenial() counts a trade that is told twice once, and old trades not at all (M11)', () => {
    const twice = tradesAt(8_000).slice(0, 1);
    expect(marketDenial({ ...picture, trades: [...twice, ...twice, ...twice] }, context)).toBe(null);
    expect(marketDenial({ ...picture, trades: tradesAt(8_000, 61) }, context)).toBe(null);
  });

  it('marketDenial() takes a trade that was told anew as it is told now, and an hour without trades as nothing said (M10)', () => {
    const told = [...tradesAt(8_000), ...tradesAt(1_000)];
    expect(marketDenial({ ...picture, trades: told }, context)).toBe(null);
    expect(marketDenial({ ...picture, trades: [...told].reverse() }, context)).toBe('price_jumped');
    expect(marketDenial({ ...picture, trades: [] }, context)).toBe(null);
  });

  it('marketDenial() never lets a buy through that would pay more than 3 % above the best offer', () => {
    const levels = fc.array(
      fc.tuple(fc.integer({ min: 1_001, max: 1_200 }), fc.integer({ min: 1, max: 50 })),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(levels, fc.integer({ min: 1, max: 60_000 }), (offers, notional) => {
        const asks = offers.map(([price, tenths]) => level(price, tenths / 10));
        asks.sort((one, other) => (one.price < other.price ? -1 : 1));
        const best = asks[0]?.price ?? 0n;
        const changed = { asks, quote: { ...picture.quote, ask: best }, trades: [] };
        const denial = marketDenial({ ...picture, ...changed }, { ...context, notional: whole(notional) });
        let left = whole(notional);
        let dearest = 0n;
        for (const { price, quantity } of asks) {
          if (left <= 0n) break;
          left -= (price * quantity) / unitsPerWhole;
          dearest = price;
        }
        if (denial === null) expect(left <= 0n && dearest * 100n <= best * 103n).toBe(true);
        else expect(denial).toBe('book_too_thin');
      }),
    );
  });
});
