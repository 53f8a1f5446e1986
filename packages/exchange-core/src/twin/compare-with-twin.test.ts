import { seededRng } from '@mandato/primitives/seeded-rng';
import { expect, test } from 'vitest';
import type { BookSpec } from '../book-spec.ts';
import { testSpec } from '../engine/test-exchange.ts';
import { tradeOf } from '../ledger/fill-refs.ts';
import { TwinComparison } from './compare-with-twin.ts';

test.each([1, 2, 3])(
  'apply() does what a naive exchange does over 8,000 random commands (seed %i)',
  (seed) => {
    const compared = new TwinComparison(testSpec, seededRng(seed)).run(8_000, 20);
    expect(compared.difference).toBeNull();
    expect(compared.trades).toBeGreaterThan(500);
  },
);

test('apply() rounds as a naive exchange does where prices and quantities leave fractions', () => {
  const odd = { ...testSpec, tickSize: 9_999_991n, quantityMin: 1n, notionalMin: 1n };
  const compared = new TwinComparison(odd, seededRng(4)).run(8_000, 20);
  expect(compared.difference).toBeNull();
});

test('apply() does what a naive exchange does where fills are worth more than 2^52 units', () => {
  const scale = 15_000n;
  const dear: BookSpec = {
    ...testSpec,
    tickSize: testSpec.tickSize * scale + 1n,
    priceMax: BigInt(Number.MAX_SAFE_INTEGER) - 1n,
    notionalMax: testSpec.notionalMax * scale,
    feeTiers: testSpec.feeTiers.map((tier) => ({
      ...tier,
      volumeMax: tier.volumeMax === null ? null : tier.volumeMax * scale,
    })),
  };
  const comparison = new TwinComparison(dear, seededRng(5), scale);
  const compared = comparison.run(8_000, 20);
  expect(compared.difference).toBeNull();
  const { state } = comparison;
  const notionals = Array.from({ length: state.trades.count }, (_, row) => tradeOf(state, row).notional);
  expect(notionals.some((notional) => notional < 2n ** 52n)).toBe(true);
  expect(notionals.some((notional) => notional > 2n ** 53n)).toBe(true);
});
