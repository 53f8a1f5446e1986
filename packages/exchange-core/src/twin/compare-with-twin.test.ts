import { seededRng } from '@mandato/primitives/seeded-rng';
import { expect, test } from 'vitest';
import { testSpec } from '../engine/test-exchange.ts';
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
