import { moneyOfUnits } from '@mandato/primitives/money';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fill } from '../venue/venue.ts';
import { booked } from './booked.ts';

const assets = { base: 'btc', quote: 'mxn' };
const amounts = fc.bigInt({ min: 1n, max: 10n ** 15n });
const fills: fc.Arbitrary<readonly Fill[]> = fc.array(
  fc.record({
    tradeId: fc.integer({ min: 1, max: 30 }).map(String),
    venueOrderId: fc.constant('V'),
    book: fc.constant('btc_mxn'),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    liquidity: fc.constant('taker' as const),
    price: amounts,
    quantity: amounts.map((units) => moneyOfUnits(units)),
    notional: amounts.map((units) => moneyOfUnits(units)),
    fee: fc.bigInt({ min: 0n, max: 1_000n }).map((units) => moneyOfUnits(units)),
    feeAsset: fc.constantFrom('btc', 'mxn'),
    atMs: fc.integer(),
  }),
  { maxLength: 20 },
);
const distinct = fills.map((list) => [...new Map(list.map((fill) => [fill.tradeId, fill])).values()]);

const buy: Fill = {
  tradeId: '1',
  venueOrderId: 'V',
  book: 'btc_mxn',
  side: 'buy',
  liquidity: 'taker',
  price: 120_000_000_000_000n,
  quantity: moneyOfUnits(41_666n),
  notional: moneyOfUnits(49_999_200_000n),
  fee: moneyOfUnits(270n),
  feeAsset: 'btc',
  atMs: 0,
};

describe('booked()', () => {
  it('booked() counts a trade once, however often and in whatever order it is listed', () => {
    fc.assert(
      fc.property(distinct, (list) => {
        const { tradeIds: _, ...once } = booked(list, assets);
        expect(booked([...list, ...list], assets)).toMatchObject(once);
        expect(booked([...list].reverse(), assets)).toMatchObject(once);
      }),
    );
  });

  it('booked() of two disjoint lists adds up to booked() of both', () => {
    fc.assert(
      fc.property(distinct, fc.integer({ min: 0, max: 20 }), (list, cut) => {
        const [one, other, both] = [list.slice(0, cut), list.slice(cut), list].map((part) =>
          booked(part, assets),
        );
        expect((one?.spent ?? 0n) + (other?.spent ?? 0n)).toBe(both?.spent);
        expect((one?.bought ?? 0n) + (other?.bought ?? 0n)).toBe(both?.bought);
      }),
    );
  });

  it('booked() is net of the fee in base and adds a fee in quote', () => {
    expect(booked([buy, { ...buy, tradeId: '2', fee: moneyOfUnits(5n), feeAsset: 'mxn' }], assets)).toEqual({
      spent: 99_998_400_005n,
      bought: 83_062n,
      averagePrice: 120_000_000_000_000n,
      tradeIds: ['1', '2'],
    });
    expect(booked([], assets)).toEqual({ spent: 0n, bought: 0n, averagePrice: null, tradeIds: [] });
    expect(booked([{ ...buy, side: 'sell' }], assets).tradeIds).toEqual([]);
  });
});
